"""Handles from Danish names, and entries put into lists that people wrote."""

import pytest

from analysis.parameters.insertion import append_to_list
from analysis.parameters.slugs import municipality_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Åkanden", "aakanden"),
        ("A\u030akanden", "aakanden"),
        ("Søblomsten & Mælkevejen", "soeblomsten-maelkevejen"),
        ("Børnehuset  'Café Ålen'", "boernehuset-cafe-aalen"),
        ("Ærø", "aeroe"),
        ("!!", ""),
    ],
)
def test_a_name_becomes_a_handle(name, slug):
    assert slug_of(name) == slug


def test_a_municipality_is_called_by_its_name_without_the_word():
    assert municipality_slug("Nordfyns Kommune") == "nordfyns"
    assert municipality_slug("Lyngby-Taarbæk kommune") == "lyngby-taarbaek"
    assert municipality_slug("Kommune") == "kommune"


def test_an_entry_goes_behind_the_last_and_comments_stay():
    text = "a: 1\nwaves:   # all\n  - {wave: 1}\n  - wave: 2   # second\n    more: x\n# about b\nb: 2\n"
    assert append_to_list(text, "waves", ["- wave: 3", "  more: y"]) == (
        "a: 1\nwaves:   # all\n  - {wave: 1}\n  - wave: 2   # second\n    more: x\n  - wave: 3\n    more: y\n# about b\nb: 2\n"
    )


def test_a_list_at_the_margin_and_at_the_end_is_a_list_too():
    assert append_to_list("waves:\n- {wave: 1}\n", "waves", ["- {wave: 2}"]) == "waves:\n- {wave: 1}\n- {wave: 2}\n"


@pytest.mark.parametrize("text", ["waves: [{wave: 1}]\n", "other: 1\n", "waves:\n"])
def test_a_list_written_otherwise_is_for_a_person(text):
    assert append_to_list(text, "waves", ["- {wave: 2}"]) is None
