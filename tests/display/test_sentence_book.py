"""The sentences people have read through are those of the catalogues."""

import re
import string

import pytest
from display import sentence_book

from analysis.display.text import catalogue


def test_the_page_of_sentences_is_current():
    assert sentence_book.PLACE.read_text(encoding="utf-8") == sentence_book.book(), "PYTHONPATH=src:tests python -m display.sentence_book"


@pytest.mark.parametrize("language", sentence_book.LANGUAGES)
def test_every_placeholder_has_a_value_to_be_read_with(language):
    wanted = {name for forms in catalogue(language).values() for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
    assert wanted <= {"n", *sentence_book.sample(language)}


@pytest.mark.parametrize("language", sentence_book.LANGUAGES)
def test_sentences_are_well_set(language):
    """No doubled spaces, stops or marks, no space before a mark, Danish quotation marks in Danish and English ones in English."""
    other = "“”" if language == "da" else "»«"
    for key in catalogue(language):
        for words in sentence_book.filled(key, language):
            assert not re.search(r"  |\.\.(?!\.)|,,| [,.;:](?!passport)|\(\s|\s\)", words.strip()), (key, words)
            assert not set(other) & set(words), (key, words)
