"""REDCap's CSV, raw or labelled, and the data dictionary where it lies beside the file.

A choice among several is ``field___code`` with 0 or 1 (labelled: Unchecked, Checked); ``<form>_complete`` is 0, 1 or 2. The dictionary
gives the words of codes and fields, and of a labelled export the names behind its headings.
Shapes after the manual of the R package redcapAPI.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analysis.intake.formats.export import Export, Wanted, export_of
from analysis.intake.formats.grid import Grid
from analysis.intake.register import normal

DICTIONARY = ("Variable / Field Name", "Form Name", "Field Type", "Field Label")
OWN = {
    "Event Name": "redcap_event_name",
    "Repeat Instrument": "redcap_repeat_instrument",
    "Repeat Instance": "redcap_repeat_instance",
    "Data Access Group": "redcap_data_access_group",
    "Survey Identifier": "redcap_survey_identifier",
}
"""Headings of a labelled export that are not in the dictionary."""

CHECKBOX = re.compile(r"(?P<label>.+) \(choice=(?P<choice>.*)\)", re.DOTALL)
COMPLETE = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
CHECKED = {"0": "Unchecked", "1": "Checked"}
CHOICES = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}
BOOKKEEPING = re.compile(r"record_id|Record ID|redcap_\w+|\w+_timestamp|\w+_complete|Survey Timestamp|Complete\?")


@dataclass(frozen=True)
class Dictionary:
    """``labels`` and ``questions`` by column of a raw export; ``forms`` in their order."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ()


def is_dictionary(head: Sequence[Sequence[str]]) -> bool:
    return bool(head) and set(head[0]) >= set(DICTIONARY)


def is_redcap(head: Sequence[Sequence[str]]) -> bool:
    """Whether the header has REDCap's own columns: events, checkboxes beside a form's status, or the headings of a labelled export."""
    if not head:
        return False
    header = head[0]
    status = any(name.endswith("_complete") for name in header)
    return (
        any(name.startswith("redcap_") for name in header)
        or "Complete?" in header
        or any(CHECKBOX.fullmatch(name) for name in header)
        or (status and (header[0] == "record_id" or any("___" in name for name in header)))
    )


def read_redcap(found: Grid, name: str, wanted: Wanted, dictionary: Grid | None = None) -> Export:
    """The export in ``found`` with the words of ``dictionary``."""
    export = export_of(found, name)
    known = _dictionary(dictionary) if dictionary else Dictionary()
    header = _names(export.header, known)
    labels = {
        column: CHECKED if "___" in column else COMPLETE if column.endswith("_complete") else known.labels[column]
        for column in header
        if "___" in column or column.endswith("_complete") or column in known.labels
    }
    return replace(
        export,
        header=header,
        labels=labels,
        questions={column: known.questions[column] for column in header if column in known.questions},
        bookkeeping=frozenset(column for column in header if BOOKKEEPING.fullmatch(column)),
    )


def _dictionary(found: Grid) -> Dictionary:
    header, *rows = found.every
    labels, questions, forms = {}, {}, {}
    choices_in = next((column for column in header if column.startswith("Choices")), None)
    for row in rows:
        told = dict(zip(header, row, strict=False))
        column, kind, words = (told.get(key, "") for key in ("Variable / Field Name", "Field Type", "Field Label"))
        forms.setdefault(told.get("Form Name", ""))
        choices = _choices(CHOICES.get(kind) or told.get(choices_in, ""))
        if kind == "checkbox":
            questions.update({f"{column}___{code.lower()}": f"{words}: {choice}" for code, choice in choices.items()})
        else:
            questions[column] = words
            if choices and kind in ("radio", "dropdown", *CHOICES):
                labels[column] = choices
    return Dictionary(labels, questions, tuple(forms))


def _choices(text: str) -> dict[str, str]:
    """code -> words of ``1, Yes | 2, No``."""
    pairs = (choice.partition(",") for choice in text.split("|") if "," in choice)
    return {code.strip(): words.strip() for code, _, words in pairs}


def _names(header: Sequence[str], known: Dictionary) -> tuple[str, ...]:
    """Column names behind the headings of a labelled export; a heading that two columns share, or none has, stays."""
    by_words: dict[str, set[str]] = {}
    for column, words in known.questions.items():
        by_words.setdefault(normal(words), set()).add(column)
    status = iter([f"{form}_complete" for form in known.forms] if header.count("Complete?") == len(known.forms) else ())
    names = []
    for heading in header:
        match = CHECKBOX.fullmatch(heading)
        columns = by_words.get(normal(f"{match['label']}: {match['choice']}" if match else heading), set())
        if heading in OWN:
            names.append(OWN[heading])
        elif heading == "Complete?":
            names.append(next(status, heading))
        else:
            names.append(next(iter(columns)) if len(columns) == 1 and heading not in known.questions else heading)
    return tuple(names)
