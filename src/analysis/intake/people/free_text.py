"""Open answers: off unless the programme states a purpose, kept in a file of their own, for reading in the workbook only.

A sentence in which somebody may be named is left out: one that holds a CPR number, an e-mail, a phone number, an address, a name the same
export has in a column of names, or a capitalised word inside it. The rule takes too much rather than too little; a first name at the
beginning of a sentence that stands in no column of names is not found (docs/data-protection.md, section 4).
"""

import re
from collections.abc import Collection
from datetime import date
from fnmatch import fnmatchcase

import pandas as pd

from analysis.intake.people import cpr, traces
from analysis.intake.raw import RawTable
from analysis.intake.tables import PEOPLE
from analysis.parameters import Layout, ParameterError, Parameters, Problem
from analysis.parameters.people import FreeText

COLUMNS = ("form_id", "role", "centre", "question", "text")
SENTENCE = re.compile(r"(?<=[.!?])\s+|[\r\n]+")
NOBODY = frozenset({"I", "De", "Dem", "Deres", "Jer", "Jeres"})
"""Danish pronouns that are written with a capital."""


def open_columns(free_text: FreeText | None, role: str, unread: pd.DataFrame) -> list[str]:
    """Columns of an export that hold open answers and are kept; none where the programme states no purpose."""
    patterns = free_text.columns.get(role, ()) if free_text else ()
    return [name for name in unread if any(fnmatchcase(str(name), pattern) for pattern in patterns)]


def open_answers(
    raw: RawTable, forms: pd.DataFrame, free_text: FreeText | None, names: Collection[str], latest: date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The open answers of the forms used (``COLUMNS``) without the passages that may name somebody, and the count of these (``PEOPLE``).

    ``forms`` are one role's, sharing their index with ``raw``; ``names`` are the words of the export's own columns of names.
    """
    used = forms[forms["reason"].isna()]
    parts, found = [], []
    for column in open_columns(free_text, str(used["role"].iloc[0]) if len(used) else "", raw.unread):
        said = raw.unread[column].reindex(used.index).dropna()
        kept, passages = [], 0
        for text in said:
            sentences = [sentence for sentence in SENTENCE.split(text) if sentence]
            clean = [sentence for sentence in sentences if not names_somebody(sentence, names, latest)]
            passages += len(sentences) - len(clean)
            kept.append(" ".join(clean) or None)
        role = used["role"].iloc[0]
        text = pd.Series(kept, index=said.index, dtype="str")
        part = used.loc[said.index, ["form_id", "role", "centre"]].assign(question=column, text=text)
        parts.append(part.dropna(subset=["text"]))
        if passages:
            found.append((role, column, "passage", "drop", passages))
    answers = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS), dtype="str")
    return answers[list(COLUMNS)].astype("str"), pd.DataFrame(found, columns=list(PEOPLE))


def names_somebody(sentence: str, names: Collection[str], latest: date) -> bool:
    """Whether a sentence may name a person or tell how to find one."""
    if cpr.in_text(f" {sentence} ", latest) or any(found(sentence) for found in (traces.email, traces.phone, traces.address, traces.ip)):
        return True
    words = traces.WORD.findall(sentence)
    return any(word[0].isupper() and word not in NOBODY for word in words[1:]) or any(word.casefold() in names for word in words)


def read_free_text(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> pd.DataFrame:
    """A wave's open answers (``COLUMNS``) for a notebook that stays inside; ParameterError where the programme keeps none."""
    path = layout.free_text(municipality, wave)
    if parameters.programme.free_text is None or not path.is_file():
        file = f"parameters/{layout.programme}/programme.yml"
        expected = "a purpose and columns under 'free_text', and the wave's responses made after it"
        raise ParameterError([Problem(file, "free_text", f"nothing kept for {municipality}-{wave}", expected)])
    return pd.read_parquet(path)
