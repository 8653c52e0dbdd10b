"""The catalogues: every word a reader sees, by symbolic key and language, and the notebooks' own prose in other languages."""

import re
from functools import cache
from pathlib import Path

from analysis.parameters import nearest

FOLDER = Path(__file__).parent / "catalogues"
SOURCE_LANGUAGE = "da"
"""What the notebooks' Markdown cells are written in."""


class MissingTranslation(KeyError):
    """A key or a notebook's cell that a catalogue does not hold."""

    def __str__(self) -> str:
        return str(self.args[0])


def _read(path: Path):
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Key -> its forms: one, or singular and plural. KeyError names the languages there are."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        raise KeyError(f"no catalogue in {language!r}, only in {sorted(entry.stem for entry in FOLDER.glob('??.po'))}")
    forms = {}
    for message in _read(path):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            forms[key] = message.string if isinstance(message.string, tuple) else (message.string,)
    return forms


def has(key: str, language: str) -> bool:
    return key in catalogue(language)


def say(key: str, language: str, count: float | None = None, **values: str) -> str:
    """The words of ``key`` with ``values`` put in; ``count`` chooses singular or plural (both languages: one or not one).

    Plain text: what builds HTML from it escapes it. MissingTranslation gives the nearest key.
    """
    known = catalogue(language)
    forms = known.get(key)
    if forms is None or not forms[0]:
        close = nearest(key, known)
        raise MissingTranslation(f"{language}.po: no words for {key!r}" + (f"; did you mean {close!r}?" if close else ""))
    if (count is None) != (len(forms) == 1):
        raise MissingTranslation(f"{language}.po: {key!r} has {len(forms)} form(s), a count was {'not ' if count is None else ''}given")
    return forms[0 if count is None or count == 1 else 1].format(**values)


def pick(text: dict | str | None, language: str) -> str:
    """A parameter text (``{"da": ..., "en": ...}``) in ``language``; the other language where that one is not written."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or next((words for words in text.values() if words), "")


@cache
def _notebook_prose(language: str) -> dict[str, str]:
    path = FOLDER / f"notebooks.{language}.po"
    if not path.exists():
        raise MissingTranslation(f"no translation of the notebooks' prose into {language!r}: {path.name} is missing")
    return {message.id: message.string for message in _read(path) if message.id}


def translate_markdown(source: str, language: str) -> str:
    """A notebook's Markdown cell in ``language``; MissingTranslation shows the beginning of a cell nobody translated."""
    words = source.strip()
    if language == SOURCE_LANGUAGE or not words:
        return source
    found = _notebook_prose(language).get(words)
    if not found:
        raise MissingTranslation(f"notebooks.{language}.po: no translation of the cell that begins {words.splitlines()[0][:60]!r}")
    return found


def begin_sentence(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


NAMES = frozenset({"Danish", "Danes", "Denmark", "Danmark", "English", "Nordic", "Western"})
"""First words of labels that keep their capital inside a sentence: English writes languages and peoples so."""


def inside_sentence(label: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless the first word is a name, an abbreviation or a lone letter."""
    first = re.split(r"[\s,.-]", label, maxsplit=1)[0]
    return label if first.isupper() or first in NAMES else label[:1].lower() + label[1:]
