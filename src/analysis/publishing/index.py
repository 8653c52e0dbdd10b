"""``reports/index.html``: the internal way to every report, by programme, municipality, wave and audience, with its state."""

import html
import json
from dataclasses import dataclass
from pathlib import Path

from analysis.parameters import Layout, ParameterError, Parameters, load_parameters, programmes
from analysis.publishing.page import PageFacts, assemble
from analysis.publishing.plan import PlannedReport, every_report

TITLE = "Alle rapporter"
REPORTS = {
    "learning-report": "Læringsrapport",
    "development-report": "Udviklingsrapport",
    "centre-profile": "Dagtilbudsprofil",
    "network-report": "Netværksrapport",
    "programme-report": "Programrapport",
    "method-report": "Metoderapport",
}
AUDIENCES = {
    "public": "Offentlig",
    "administration": "Forvaltning",
    "centre": "Dagtilbud",
    "network": "Netværk",
    "partners": "Parter",
    "internal": "Intern",
}


@dataclass(frozen=True)
class Row:
    """A report that is there: its files, and what its passport says of it."""

    planned: PlannedReport
    files: dict[str, Path]
    status: str
    warnings: int


def write_index(root: Path) -> Path:
    """Write the index of everything there is under ``reports/``; returns its path. A programme whose parameters are broken is left out."""
    sections, synthetic = [], []
    for slug in programmes(root):
        try:
            parameters = load_parameters(root, slug)
        except ParameterError:
            continue
        found = rows(parameters, Layout(root, slug))
        if found:
            sections.append(programme_section(parameters, found, root / "reports"))
            synthetic.append(parameters.programme.synthetic)
    content = (
        f'<header class="cover"><h1>{TITLE}</h1><p class="lead">Intern oversigt. Hver rapport har én målgruppe, som står her og på '
        "rapportens forside.</p></header>"
        + ("".join(sections) or "<h2>Ingen rapporter endnu</h2><p><code>make reports</code> danner dem.</p>")
    )
    page = assemble(content, PageFacts(title=TITLE, audience="internal", status="endelig", report="index"))
    place = root / "reports" / "index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(page, encoding="utf-8")
    return place


def rows(parameters: Parameters, layout: Layout) -> list[Row]:
    """The reports of a programme that exist, in the plan's order."""
    default, found = parameters.programme.languages[0], []
    for planned in every_report(parameters):
        passport = planned.passport(layout, default)
        if passport.exists():
            told = json.loads(passport.read_text(encoding="utf-8"))
            files = {suffix: planned.path(layout, suffix, default) for suffix in planned.formats}
            found.append(
                Row(planned, {suffix: path for suffix, path in files.items() if path.exists()}, told["status"], len(told["warnings"]))
            )
    return found


def programme_section(parameters: Parameters, found: list[Row], base: Path) -> str:
    """One programme: a table per municipality."""
    programme = parameters.programme
    default = programme.languages[0]
    parts = [f"<h2>{html.escape(programme.name.in_language(default))}</h2>"]
    if programme.synthetic:
        parts.append('<div class="callout caution"><p>Syntetiske data – ingen af tallene er resultater fra virkelige kommuner.</p></div>')
    for slug in dict.fromkeys(row.planned.subject.municipality for row in found):
        own = [row for row in found if row.planned.subject.municipality == slug]
        place = parameters.municipalities.get(slug)
        names = {entry.slug: entry.name for entry in (*place.networks, *place.centres)} if place else {}
        title = place.name if place else "Hele programmet"
        parts.append(f"<h3>{html.escape(title)}</h3>" + _table(own, names, base, title))
    return "".join(parts)


def _table(own: list[Row], names: dict[str, str], base: Path, caption: str) -> str:
    head = "".join(f'<th scope="col">{words}</th>' for words in ("Bølge og rapport", "Målgruppe", "Filer", "Status"))
    body = "".join(_row(row, names, base) for row in sorted(own, key=lambda row: row.planned.subject.wave, reverse=True))
    return f"<table><caption>Rapporter for {html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Row, names: dict[str, str], base: Path) -> str:
    planned = row.planned
    unit = planned.subject.unit
    title = f"{planned.subject.wave} {REPORTS.get(planned.report, planned.report)}".strip() + (f": {names.get(unit, unit)}" if unit else "")
    if planned.language != "da":
        title += f" ({planned.language})"
    files = " ".join(
        f'<a href="{path.relative_to(base).as_posix()}">{suffix.upper()}<span class="unseen"> {html.escape(title)}</span></a>'
        for suffix, path in row.files.items()
    )
    state = row.status + (f", {row.warnings} advarsler" if row.warnings else "")
    return (
        f'<tr><th scope="row">{html.escape(title)}</th><td>{AUDIENCES.get(planned.audience, planned.audience)}</td>'
        f"<td>{files}</td><td>{state}</td></tr>"
    )
