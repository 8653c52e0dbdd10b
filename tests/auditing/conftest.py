"""A folder with one report of six centres, one with four children, and its list of shown cells: clean, until a test plants something."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import typst

from analysis.auditing.completeness import complete, reports
from analysis.auditing.listing import listings
from analysis.disclosure.shown_file import write_shown
from analysis.disclosure.tables import SHOWN_COLUMNS

SIZES = {"alfebregnen": 31, "dragetidslen": 28, "elverskraeppen": 26, "fabelkloeveren": 24, "guldlyngen": 21, "havfruemosset": 4}
MEANS = {"alfebregnen": 512, "dragetidslen": 498, "elverskraeppen": 505, "fabelkloeveren": 489, "guldlyngen": 520, "havfruemosset": 461}
NAMES = {slug: slug.capitalize() for slug in SIZES}
HIDDEN = ("elverskraeppen", "guldlyngen", "havfruemosset")
SCALE = {
    "scale": "child_books",
    "label": {"da": "Bøger og historier", "en": "Books and stories"},
    "items": [
        {"item": "read", "text": {"da": "Hvordan har du det, når en voksen læser højt?", "en": "How do you feel when a grown-up reads?"}}
    ],
}


def row(kind="level", level="centre", unit="", wave="2019", status="shown", **told) -> dict:
    made = dict.fromkeys(SHOWN_COLUMNS, "") | dict.fromkeys(("n", "n_raters", "n_groups", "value", "low", "high", "q"), None)
    made |= {
        "kind": kind,
        "role": "child",
        "scale": "child_books",
        "level": level,
        "unit": unit,
        "wave": wave,
        "audience": "administration",
        "status": status,
    }
    return made | (told if status == "shown" else {key: value for key, value in told.items() if key in ("contrast", "item")})


def whole(sizes=SIZES, means=MEANS) -> int:
    return round(sum(sizes[slug] * means[slug] for slug in sizes) / sum(sizes.values()))


def rows_of_centres(hidden=HIDDEN, sizes=SIZES, means=MEANS) -> list[dict]:
    found = [
        row(level="municipality", unit="billund", n=sum(sizes.values()), n_groups=6, value=whole(sizes, means), low=490, high=511),
        row("spread", "municipality", "billund", n=134, n_groups=6, value=18, low=9, high=31),
        row("answer_share", "municipality", "billund", item="read", contrast="3", n=130, value=0.62, low=0.54, high=0.70),
    ]
    for slug, size in sizes.items():
        shown = {"n": size, "n_groups": size, "value": means[slug], "low": means[slug] - 25, "high": means[slug] + 25}
        found.append(row(unit=slug, status="hidden" if slug in hidden else "shown", **shown))
    return found


def meta(audience="administration", centre=None) -> dict:
    return {
        "municipality": {"slug": "billund", "name": "Billund Kommune"},
        "audience": audience,
        "network": None,
        "centre": centre and {"slug": centre, "name": NAMES[centre]},
        "centres": [{"slug": slug, "name": name} for slug, name in NAMES.items()],
        "networks": [],
        "scales": [SCALE],
        "waves": [{"wave": "2017"}, {"wave": "2019"}],
        "perspectives": [],
        "thresholds": {"margin": 20.0},
        "disclosure": {"min_forms": 5, "round_forms_to": 1, "round_points_to": 1},
    }


def table() -> str:
    lines = [
        f'<tr><th scope="row">{name}</th>'
        + (
            "<td>skjult</td><td></td><td></td></tr>"
            if slug in HIDDEN
            else f"<td>{MEANS[slug]}</td><td>{MEANS[slug] - 25}–{MEANS[slug] + 25}</td><td>{SIZES[slug]}</td></tr>"
        )
        for slug, name in NAMES.items()
    ]
    return (
        '<table><caption>Tallene bag figur 1: Bøger og historier</caption><thead><tr>'
        '<th scope="col">Dagtilbud</th><th scope="col">Point</th>'
        '<th scope="col">Interval</th><th scope="col">Svar i alt</th></tr></thead><tbody>' + "".join(lines) + "</tbody></table>"
    )


def picture() -> str:
    """Points of the shown centres on an axis of 450, 500, 550 at 2 pixels a point."""
    ticks = "".join(f'<text x="{100 + 2 * (value - 450)}" y="20" text-anchor="middle">{value}</text>' for value in (450, 500, 550))
    marks = "".join(
        f'<circle cx="{100 + 2 * (MEANS[slug] - 450)}" cy="{40 + 20 * place}" r="5"/>'
        f'<text x="400" y="{44 + 20 * place}">{MEANS[slug]}</text>'
        for place, slug in enumerate(SIZES)
        if slug not in HIDDEN
    )
    return f'<svg viewBox="0 0 420 200">{ticks}{marks}</svg>'


PAGE = (
    '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Læringsrapport 2019</title></head><body><main><h2>Bøger</h2>'
    "<p>Kommunen ligger på {whole} point, og 62 % svarer mest positivt. 20 point er det mindste, der tæller.</p>"
    '<figure><div role="img" aria-label="Alfebregnen 512 point">{picture}</div><figcaption>Figur 1.</figcaption></figure>{table}'
    "</main></body></html>"
)


@dataclass
class Planted:
    """``page``, ``papers``, ``cells``, ``pdf`` may be changed before ``write``."""

    folder: Path
    rows: list[dict] = field(default_factory=rows_of_centres)
    page: str = ""
    audience: str = "administration"
    words: str = "Kommunen ligger på {whole} point."
    papers: dict = field(default_factory=dict)
    cells: list[tuple] = field(default_factory=list)

    def __post_init__(self):
        self.page = self.page or PAGE.format(whole=whole(), picture=picture(), table=table())
        self.words = self.words.format(whole=whole())
        self.cells = self.cells or [
            (NAMES[slug], None if slug in HIDDEN else MEANS[slug], None if slug in HIDDEN else SIZES[slug]) for slug in SIZES
        ]

    def write(self, name: str = "learning-report", centre: str | None = None) -> Path:
        data = self.folder / "shown" / f"{name}.parquet"
        write_shown(data, pd.DataFrame(self.rows, columns=SHOWN_COLUMNS).assign(audience=self.audience), meta(self.audience, centre))
        book = openpyxl.Workbook()
        sheet = book.active
        for line in [("Tallene bag figur 1: Bøger og historier",), (), (), (), ("Dagtilbud", "Point", "Svar i alt"), *self.cells]:
            sheet.append(line)
        book.save(self.folder / f"{name}.xlsx")
        (self.folder / f"{name}.html").write_text(self.page, encoding="utf-8")
        (self.folder / f"{name}.pdf").write_bytes(typst.compile(f'#set text(lang: "da")\n#"{self.words}"'.encode(), format="pdf"))
        files = {suffix: _sha(self.folder / f"{name}.{suffix}") for suffix in ("html", "pdf", "xlsx")}
        papers = {
            "report": "learning-report",
            "audience": self.audience,
            "handle": "billund-2019",
            "language": "da",
            "files": files,
            "made_from": {"data": _sha(data)},
            "forms": {"child": {"received": 150, "used": 134}},
            "cells_hidden": sum(one["status"] == "hidden" for one in self.rows),
            "warnings": [],
            "versions": {"python": "3.11.7"},
        } | self.papers
        (self.folder / f"{name}.passport.json").write_text(json.dumps(papers), encoding="utf-8")
        return self.folder

    def found(self) -> list[str]:
        """What the auditor says of the folder's numbers."""
        self.write()
        (one,) = reports(self.folder, listings(self.folder))[0]
        return [str(told) for told in complete(one, self.folder)]


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def planted(tmp_path) -> Planted:
    return Planted(tmp_path)
