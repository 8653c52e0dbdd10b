"""``reports/index.html``: the internal way to every report, with its state; listed by programme, narrowed without a script.

A radio button for each municipality, wave, report and audience; the style sheet hides the rows of the others. A browser that does not know
``:has`` shows them all.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.display.html import Html, el, join, p
from analysis.display.text import say
from analysis.parameters import Layout, ParameterError, Parameters, load_parameters, programmes
from analysis.publishing.page import PageFacts, assemble
from analysis.publishing.plan import PlannedReport, every_report

LANGUAGE = "da"
KEYS = ("programme", "place", "wave", "report", "audience")
"""What the list can be narrowed by, in this order."""

STYLE = """
fieldset { border: 0; margin: 0 0 .6rem; padding: 0 } legend { font-weight: 600; padding: 0 }
fieldset label { display: inline-block; padding: .3rem .9rem .3rem 0 }
fieldset input { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem }
fieldset input:focus-visible { outline: 3px solid var(--petrol); outline-offset: 2px }
body { counter-reset: listed } tbody tr { counter-increment: listed } .count::after { content: counter(listed) }
tbody + tbody { border-top: 2px solid var(--rule) }
"""


@dataclass(frozen=True)
class Row:
    """A report that is there: its files, and what its passport says of it."""

    planned: PlannedReport
    files: dict[str, Path]
    status: str
    warnings: int
    words: dict[str, str]
    """By ``KEYS``, what the list says; "" where it does not apply."""
    keys: dict[str, str]
    """By ``KEYS``, a handle of it."""
    unit: str


def write_index(root: Path) -> Path:
    """Write the index of everything there is under ``reports/``; returns its path. A programme whose parameters are broken is left out."""
    found: list[Row] = []
    synthetic: list[bool] = []
    for slug in programmes(root):
        try:
            parameters = load_parameters(root, slug)
        except ParameterError:
            continue
        own = rows(parameters, Layout(root, slug))
        found += own
        synthetic += [parameters.programme.synthetic] * bool(own)
    place = root / "reports" / "index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(index(found, place.parent, any(synthetic)), encoding="utf-8")
    return place


def rows(parameters: Parameters, layout: Layout) -> list[Row]:
    """The reports of a programme that exist, in the plan's order."""
    programme = parameters.programme
    default, found = programme.languages[0], []
    for planned in every_report(parameters):
        passport = planned.passport(layout, default)
        if not passport.exists():
            continue
        told = json.loads(passport.read_text(encoding="utf-8"))
        paths = {suffix: planned.path(layout, suffix, default) for suffix in planned.formats}
        subject = planned.subject
        place = parameters.municipalities.get(subject.municipality)
        units = {unit.slug: unit.name for unit in (*place.networks, *place.centres)} if place else {}
        keys = {"programme": programme.slug, "place": subject.municipality or "all", "wave": subject.wave or "all",
                "report": planned.report, "audience": planned.audience}
        words = {"programme": programme.name.in_language(default), "place": place.name if place else say("index.whole", LANGUAGE),
                 "wave": subject.wave or say("index.every_wave", LANGUAGE), "report": say(f"report.{planned.report}", LANGUAGE),
                 "audience": say(f"index.audience.{planned.audience}", LANGUAGE)}
        status = say("index.superseded", LANGUAGE) if "superseded" in told else told["status"]
        found.append(Row(planned, {suffix: path for suffix, path in paths.items() if path.exists()}, status, len(told["warnings"]),
                         words, keys, units.get(subject.unit, subject.unit)))
    return found


def index(found: list[Row], base: Path, synthetic: bool) -> str:
    """The page; links are relative to ``base``."""
    title = say("index.title", LANGUAGE)
    content = [el("header", el("h1", title), p(say("index.lead", LANGUAGE), cls="lead"), cls="cover")]
    if synthetic:
        content.append(el("div", p(say("index.synthetic", LANGUAGE)), cls="callout caution"))
    if not found:
        content.append(p(say("index.none", LANGUAGE)))
    filters = {key: choices(found, key) for key in KEYS}
    filters = {key: named for key, named in filters.items() if len(named) > 1}
    content += [_choice(key, named) for key, named in filters.items()]
    if found:
        content += [_table(found, base), p(say("index.listed", LANGUAGE), " ", el("span", cls="count"), cls="note")]
    facts = PageFacts(title=title, audience="internal", status="endelig", report="index")
    return assemble(join(content), facts, STYLE + "".join(_rules(filters)))


def choices(found: Iterable[Row], key: str) -> dict[str, str]:
    """Handle -> words of what there is to choose from; waves the latest first."""
    named = {row.keys[key]: row.words[key] for row in found}
    return dict(sorted(named.items(), reverse=True)) if key == "wave" else named


def _choice(key: str, named: dict[str, str]) -> Html:
    every = _radio(key, "", say("index.all", LANGUAGE), True)
    others = [_radio(key, one, words, False) for one, words in named.items()]
    return el("fieldset", el("legend", say(f"index.{key}", LANGUAGE)), every, others)


def _radio(key: str, one: str, words: str, chosen: bool) -> Html:
    name = f"{key}-{one}" if one else key
    button = el("input", type="radio", name=key, id=name, checked="" if chosen else None)
    return el("label", Html(button.removesuffix("</input>")), " ", words, for_=name)


def _rules(filters: dict[str, dict[str, str]]) -> list[str]:
    """One rule a choice: it hides the rows that are something else."""
    return [f'body:has(#{key}-{one}:checked) tr[data-{key}]:not([data-{key}="{one}"]) {{ display: none }}\n'
            for key, named in filters.items() for one in named]


def _table(found: list[Row], base: Path) -> Html:
    heads = [say(f"index.{name}", LANGUAGE) for name in ("report", "place", "wave", "audience", "files", "state")]
    ordered = sorted(found, key=lambda row: row.planned.subject.wave, reverse=True)
    places = dict.fromkeys((row.keys["programme"], row.keys["place"]) for row in found)
    bodies = [el("tbody", [_row(row, base) for row in ordered if (row.keys["programme"], row.keys["place"]) == place]) for place in places]
    head = el("thead", el("tr", [el("th", words, scope="col") for words in heads]))
    return el("table", el("caption", say("index.caption", LANGUAGE)), head, bodies)


def _row(row: Row, base: Path) -> Html:
    planned = row.planned
    title = f"{row.words['report']}: {row.unit}" if row.unit else row.words["report"]
    if planned.language != LANGUAGE:
        title += f" ({planned.language})"
    about = f"{title}, {row.words['place']} {row.words['wave']}, {row.words['audience']}"
    links = [el("a", suffix.upper(), el("span", f" {about}", cls="unseen"), href=path.relative_to(base).as_posix())
             for suffix, path in row.files.items()]
    state = row.status + (", " + say("index.warnings", LANGUAGE, row.warnings, n=str(row.warnings)) if row.warnings else "")
    cells = [row.words["place"], row.words["wave"], row.words["audience"], join((link, " ") for link in links), state]
    data = {f"data_{key}": value for key, value in row.keys.items()}
    return el("tr", el("th", title, scope="row"), [el("td", cell) for cell in cells], **data)
