"""LimeSurvey's CSV: one row of headings, as codes (``Q01``, ``Q01[SQ001]``), in full words, or both (``Q01[SQ001]. Words``).

A form is complete where ``submitdate`` is filled; a choice among several is ``Y`` or empty in a column of its own. Shapes after the manual
of the R package limonaid and LimeSurvey's export options.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.intake.formats.export import Export, Wanted, export_of
from analysis.intake.formats.grid import Grid

CODES = {"submitdate", "lastpage", "startlanguage"}
WORDS = {"Response ID", "Date submitted", "Last page", "Start language"}
BOTH = re.compile(r"(\w+(?:\[\w+\])*)\. +(.+)", re.DOTALL)
BOOKKEEPING = re.compile(
    r"id|submitdate|lastpage|startlanguage|seed|token|startdate|datestamp|ipaddr|refurl|interviewtime|groupTime\w*|\w+(\[\w+\])*Time|"
    r"Response ID|Date submitted|Last page|Start language|Seed|Access code|Date started|Date last action|IP address|Referrer URL|"
    r"Total time|(Group|Question) time: .*",
    re.DOTALL,
)


def is_limesurvey(head: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds LimeSurvey's own columns."""
    if not head:
        return False
    names = {_both(name)[0] for name in head[0]}
    return (len(names & CODES) >= 2 and "submitdate" in names) or len(names & WORDS) >= 3


def read_limesurvey(found: Grid, name: str, wanted: Wanted) -> Export:
    """The export in ``found``; headings of code and words are parted into names and questions."""
    export = export_of(found, name)
    parted = [_both(heading) for heading in export.header]
    header = tuple(code for code, _ in parted)
    return replace(
        export,
        header=header,
        questions={code: words for code, words in parted if words},
        bookkeeping=frozenset(code for code in header if BOOKKEEPING.fullmatch(code)),
    )


def _both(heading: str) -> tuple[str, str]:
    match = BOTH.fullmatch(heading)
    return (match[1], match[2]) if match else (heading, "")
