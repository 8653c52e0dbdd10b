"""Numbers in people's texts are references to shown estimates, with the number the writer saw; a text that no longer holds is refused.

    {{level contact.mathematics = 474}}                       474 point
    {{change child.friends contrast=2017 = +25}}              +25 point
    {{answer_share child.friends.plays_with:3 = 86}}          86 %
    {{change child.friends is progress}}                      nothing: a claim about the finding's kind

Quantity, then ``role.scale`` (of answers ``role.scale.item:code``), then ``contrast=`` and ``wave=`` where they are needed; where they are
not written the wave before and the report's own are meant.
"""

import re
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.rows import each
from analysis.display.tables import SIGNED, value_words
from analysis.findings.finding import KINDS as CLASSES
from analysis.parameters import ParameterError, Problem, listed, nearest

if TYPE_CHECKING:
    from analysis.display.report import Report

REFERENCE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
SHAPE = re.compile(
    r"^(?P<kind>\w+)\s+(?P<of>[\w.:]+)(?P<more>(?:\s+\w+=\S+)*)\s+(?:=\s*(?P<number>[-−+\d.,]+)(?:\s*%)?|is\s+(?P<kindof>\w+))$"
)
BARE = re.compile(r"(?<![\w{])[-−+]?\d[\d.,]*\s*(?:point\b|points\b|%|procent\b|pct\b|per cent\b|percent\b)", re.IGNORECASE)
"""A result written as a plain number: it would stand still while the estimate changes."""
POINTS = frozenset({"level", "level_unadjusted", "comparison_level", "centre_estimate", "spread", *SIGNED}) - {"link", "agreement"}
EXPECTED = "{{quantity role.scale = number}} or {{quantity role.scale is kind}}"


def with_numbers(report: "Report", text: dict) -> str:
    """The text's Markdown with every reference replaced by what is shown.

    ParameterError with every trouble at once: a number or a kind that is another now, a hidden one, a quantity that is not there, a result
    written without a reference.
    """
    problems: list[Problem] = []

    def put(found: re.Match) -> str:
        words, problem = _resolved(report, text, found[1])
        problems.extend([problem] if problem else [])
        return words

    written = REFERENCE.sub(put, text["markdown"])
    for found in BARE.finditer(REFERENCE.sub(" ", text["markdown"])):
        problems.append(Problem(_file(text), "text", f"the result {found[0]!r} as a plain number", f"a reference: {EXPECTED}"))
    if problems:
        raise ParameterError(problems)
    return written


def _file(text: dict) -> str:
    return f"texts/{text['section']}.{text['language']}.md"


def _resolved(report: "Report", text: dict, inside: str) -> tuple[str, Problem | None]:
    said = "{{" + inside + "}}"

    def trouble(found: str, expected: str, close: str | None = None) -> tuple[str, Problem]:
        return "", Problem(_file(text), said, found, expected, close)

    shape = SHAPE.match(inside)
    if not shape:
        return trouble("another shape", EXPECTED)
    rows = report.rows[(report.rows["kind"] == shape["kind"]) & (report.rows["level"] == report.level)]
    if rows.empty:
        kinds = sorted(set(report.rows["kind"]))
        return trouble(f"no quantity {shape['kind']!r} in this report", listed(kinds), nearest(shape["kind"], kinds))
    keys = [_key(row) for row in each(rows)]
    rows = rows[[key == shape["of"] for key in keys]]
    if rows.empty:
        known = sorted(set(keys))
        return trouble(f"no {shape['kind']} of {shape['of']!r}", f"one of {len(known)} that the report shows", nearest(shape["of"], known))
    narrowing = dict(part.split("=", 1) for part in shape["more"].split())
    if unknown := set(narrowing) - {"contrast", "wave"}:
        return trouble(f"{min(unknown)}=", "contrast= or wave=")
    rows = rows[rows["wave"] == narrowing.get("wave", report.wave)]
    contrasts = sorted(set(rows["contrast"]))
    if "contrast" in narrowing or (len(contrasts) > 1 and report.previous in contrasts):
        rows = rows[rows["contrast"] == narrowing.get("contrast", report.previous)]
    if len(rows) != 1:
        return trouble(f"{len(rows)} numbers", f"one: say contrast= ({listed(contrasts)}) or wave= ({listed(report.waves)})")
    row = next(each(rows))
    if row.status != "shown":
        return trouble(f"a number that is {row.status.replace('_', ' ')}", "one that this audience is shown")
    if shape["kindof"]:
        return _claim(report, row, shape["kindof"], trouble)
    words = value_words(report, row)
    if _plain(words) != _plain(shape["number"]):
        return trouble(f"{shape['number']}", f"{_plain(words)}, what is shown now: read the sentence again")
    return (report.say("points", abs(row.value), n=words) if row.kind in POINTS else words), None


def _key(row) -> str:
    """``child.joy``, with the item and of an answer's share the answer: what a reference calls a row."""
    return f"{row.role}.{row.scale}" + (f".{row.item}" if row.item else "") + (f":{row.contrast}" if row.kind == "answer_share" else "")


def _claim(report: "Report", row, kind: str, trouble) -> tuple[str, Problem | None]:
    """A claim that a finding is of a kind; nothing is printed where it holds."""
    if kind not in CLASSES:
        return trouble(f"the kind {kind!r}", listed(CLASSES), nearest(kind, CLASSES))
    found = [
        one
        for one in report.findings()
        if (one.quantity, one.role, one.scale, one.contrast, one.wave) == (row.kind, row.role, row.scale, row.contrast, row.wave)
    ]
    if not found or found[0].kind != kind:
        label = naming.scale_label(report.meta, row.role, row.scale, report.language)
        return trouble(f"{kind} of {label!r}", f"{found[0].kind if found else 'no finding'}, what is found now: read the sentence again")
    return "", None


def _plain(words: str) -> str:
    """A number without its language's spaces, signs of thousands aside: ``+25``, ``-4``, ``0,31``, ``86``."""
    return re.sub(r"[^\d,.+-]", "", words.replace("−", "-")).lstrip("+")
