"""Qualtrics' CSV (UTF-8) and TSV (UTF-16): three rows of header: names, questions, and ``{"ImportId": ...}``.

``Status`` tells tests of the questionnaire from answers, in words or as a number; -99 is a question seen and not answered. Shapes after the
manuals of the R packages kutils and excluder.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.intake.formats.export import Export, Wanted, export_of
from analysis.intake.formats.grid import Grid

IMPORT_ID = re.compile(r'\{"ImportId":.*\}', re.DOTALL)
PREVIEWS = frozenset({"Survey Preview", "Survey Test", "Survey Preview Spam", "Offline Survey Preview", "1", "2", "9", "17"})
SEEN = frozenset({"-99"})
BOOKKEEPING = re.compile(
    r"StartDate|EndDate|Status|IPAddress|Progress|Duration \(in seconds\)|Finished|RecordedDate|ResponseId|Recipient(Last|First)Name|"
    r"RecipientEmail|ExternalReference|ExternalDataReference|Location(Latitude|Longitude)|DistributionChannel|UserLanguage|Q_\w+|"
    r".+_(First Click|Last Click|Page Submit|Click Count)|.+_(Browser|Version|Operating System|Resolution)"
)


def is_qualtrics(head: Sequence[Sequence[str]]) -> bool:
    """Whether the third row holds import ids and nothing else."""
    return len(head) >= 3 and all(IMPORT_ID.fullmatch(value) for value in head[2] if value) and any(head[2])


def read_qualtrics(found: Grid, name: str, wanted: Wanted) -> Export:
    """The export in ``found``: previews and tests are marked, -99 is no answer."""
    export = export_of(found, name, skip=2)
    preview = export.column("Status").isin(PREVIEWS)
    return replace(
        export,
        questions={column: words for column, words in zip(export.header, found.rows[1], strict=False) if words},
        bookkeeping=frozenset(column for column in export.header if BOOKKEEPING.fullmatch(column)),
        reason=["preview" if there else None for there in preview] if preview.any() else None,
        missing=SEEN,
    )
