"""The catalogues hold every word the pages use, in both languages, and none they do not."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from analysis.display import text
from analysis.display.text import MissingTranslation, begin_sentence, catalogue, inside_sentence, pick, say

DISPLAY = Path(text.__file__).parent
KEY = re.compile(r"^[a-z_0-9]+(\.[a-z_0-9]+)+$")


def sources():
    return [*sorted(DISPLAY.rglob("*.py")), DISPLAY.parent / "publishing" / "delivery.py"]


def keys_said() -> tuple[set[str], set[str]]:
    """(literal keys, patterns of keys made by f-strings) anywhere in the room, and in the letters that are sent with the reports."""
    literal, patterns = set(), set()
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.match(node.value):
                literal.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if any(part and "." in part for part in parts):
                    patterns.add("".join("[a-z_0-9.-]+" if part is None else re.escape(part) for part in parts))
    return literal, patterns


def directly_said() -> set[str]:
    """Literal keys that stand as the first argument of say."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say" and node.args:
                options = node.args[0]
                for one in [options.body, options.orelse] if isinstance(options, ast.IfExp) else [options]:
                    if isinstance(one, ast.Constant):
                        found.add(one.value)
    return found


def test_the_catalogues_hold_the_same_keys_with_the_same_forms():
    danish, english = catalogue("da"), catalogue("en")
    assert set(danish) == set(english)
    assert {key for key in danish if len(danish[key]) != len(english[key])} == set()
    assert [key for language in (danish, english) for key, forms in language.items() if not all(forms)] == []


def test_both_languages_fill_in_the_same_values():
    def fields(forms):
        return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}

    danish, english = catalogue("da"), catalogue("en")
    assert {key: (fields(danish[key]), fields(english[key])) for key in danish if fields(danish[key]) != fields(english[key])} == {}


def test_every_key_said_is_in_the_catalogue():
    assert directly_said() - set(catalogue("da")) == set()


def test_every_key_in_the_catalogue_is_said_somewhere():
    literal, patterns = keys_said()
    literal |= directly_said()
    made = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    assert [key for key in catalogue("da") if key not in literal and not made.fullmatch(key)] == []


def test_no_word_of_anonymity_and_no_p_value():
    for language in ("da", "en"):
        words = " ".join(form for forms in catalogue(language).values() for form in forms).lower()
        assert "anonym" not in words
        assert "p-v" not in words


def test_effect_is_said_of_lots_alone():
    said = [key for key, forms in catalogue("da").items() if re.search(r"\beffekt", " ".join(forms).lower())]
    assert "initiative.words.lot" in said
    assert [key for key in said if ".lot" not in key] == []


def test_a_missing_key_is_answered_with_the_nearest():
    with pytest.raises(MissingTranslation, match=r"mark\.hidden"):
        say("mark.hiden", "da")


def test_a_count_is_given_where_there_are_two_forms_and_only_there():
    assert say("points", "en", 1, n="1") == "1 point"
    assert say("points", "en", 2, n="2") == "2 points"
    with pytest.raises(MissingTranslation, match="form"):
        say("points", "en", n="2")
    with pytest.raises(MissingTranslation, match="form"):
        say("mark.hidden", "en", 2)


def test_prose_nobody_translated_is_an_error_that_shows_where():
    with pytest.raises(MissingTranslation, match="En ny celle"):
        text.translate_markdown("En ny celle, som ingen har oversat.", "en")
    assert text.translate_markdown("Dansk er kilden.", "da") == "Dansk er kilden."


def test_notebook_translations_are_all_used(root):
    from notebooks.prose import prose

    wanted = {words for path in sorted((root / "notebooks").glob("*.ipynb")) for words in prose(path)}
    with (DISPLAY / "catalogues" / "notebooks.en.po").open("rb") as file:
        have = {message.id for message in read_po(file) if message.id}
    assert wanted - have == set()
    assert have - wanted == set()


def test_small_and_capital_letters():
    assert inside_sentence("Piger") == "piger"
    assert inside_sentence("IT i hverdagen") == "IT i hverdagen"
    assert inside_sentence("Danish") == "Danish"
    assert begin_sentence("»a«") == "»a«"
    assert pick({"da": "hund", "en": None}, "en") == "hund"
