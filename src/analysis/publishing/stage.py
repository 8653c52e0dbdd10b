"""The stage that makes reports: a copy of one shown file in, HTML, PDF and passport out. Goes on past a report that fails."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from analysis.parameters import Layout, Parameters, Subject, rests_on
from analysis.publishing import inventory
from analysis.publishing import passport as passports
from analysis.publishing.failures import CellFailure
from analysis.publishing.notebook_files import NotebookNode, notebook_bytes, read_notebook
from analysis.publishing.notebook_parameters import NOTEBOOKS, checked_parameters
from analysis.publishing.page import METADATA
from analysis.publishing.plan import PlannedReport, plan
from analysis.publishing.selection import Selection

_own = threading.local()


@dataclass(frozen=True)
class Outcome:
    """How one report went. ``problem`` is empty for a report that stands; it never holds an answer."""

    report: str
    seconds: float
    where: str = ""
    exception: str = ""
    problem: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.exception)


def render(
    parameters: Parameters,
    layout: Layout,
    report: str,
    about: Subject,
    *,
    selection: Selection | None = None,
    threads: int = 1,
    notebooks: Path | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Render every report of one type and round; ``told`` hears of each as it is done.

    A failing report leaves the others alone: each is moved into place when its page, its PDF and its passport are there, and not before.
    """
    asked = [entry for entry in plan(parameters, selection, about) if entry.report == report]
    notebooks = notebooks or layout.root / "notebooks"

    def one(entry: PlannedReport) -> Outcome:
        outcome = _one(parameters, layout, entry, notebooks)
        told(outcome)
        return outcome

    # a kernel waits for a part of its short life; one more than there are processors keeps them busy (a tenth to a fifth less wall time)
    with ThreadPoolExecutor(max_workers=threads + 1 if threads > 1 else 1) as pool:
        return list(pool.map(one, asked))


def run_analysis(parameters: Parameters, layout: Layout, municipality: str, wave: str, *, notebooks: Path | None = None) -> list[str]:
    """Execute the analysis notebook, which writes the estimates; store it beside them. Returns the names of the warnings it gave."""
    from analysis.publishing.execute import TEXT_AS_PYTHON, execute

    path = (notebooks or layout.root / "notebooks") / NOTEBOOKS["method-report"][0]
    language = parameters.programme.languages[0]
    out = layout.estimates(municipality, wave)
    out.parent.mkdir(parents=True, exist_ok=True)
    values = checked_parameters(
        "method-report",
        {
            "programme": layout.programme,
            "municipality": municipality,
            "wave": wave,
            "language": language,
            "raw": str(layout.raw_folder or ""),
            "out": str(out),
        },
    )
    notebook, name = translated(read_notebook(path), language), f"analysis/{municipality}-{wave}"
    done = execute(notebook, values, name=name, folder=path.parent, first=(TEXT_AS_PYTHON,))
    if not out.exists():
        raise FileNotFoundError(f"notebooks/{path.name} wrote no estimates for {municipality}-{wave}")
    _write(out.with_suffix(".ipynb"), notebook_bytes(done.notebook))
    return list(done.warnings)


def translated(notebook: NotebookNode, language: str) -> NotebookNode:
    """The notebook with its own prose in ``language``; a cell nobody translated is an error."""
    from analysis.display.text import translate_markdown

    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "notebook-only" not in cell.metadata.get("tags", []):
            cell.source = translate_markdown(cell.source, language)
    return notebook


def _one(parameters: Parameters, layout: Layout, planned: PlannedReport, notebooks: Path) -> Outcome:
    started = time.perf_counter()
    finish = partial(Outcome, planned.name)
    try:
        _make(parameters, layout, planned, notebooks)
    except CellFailure as failure:
        return finish(time.perf_counter() - started, failure.where, failure.exception, failure.line)
    except Exception as error:  # one report's trouble must not stop the others; its table of failures names it
        return finish(time.perf_counter() - started, "page", type(error).__name__, _safe(error))
    return finish(time.perf_counter() - started)


def _make(parameters: Parameters, layout: Layout, planned: PlannedReport, notebooks: Path) -> None:
    from analysis.disclosure.shown_file import read_shown
    from analysis.display.again import in_todays_words
    from analysis.publishing.guard import guard
    from analysis.publishing.page import assemble
    from analysis.publishing.plain import hard_to_read

    path = notebooks / NOTEBOOKS[planned.report][0]
    shown = planned.shown(layout)
    if shown is None:
        data, rows = layout.estimates(planned.subject.municipality, planned.subject.wave), None
        executed, warnings = read_notebook(data.with_suffix(".ipynb")), ()
        in_todays_words(executed)
    else:
        data, (rows, _) = shown, read_shown(shown)
        executed, warnings = _executed(planned, shown, path)
    executed.metadata[METADATA] = facts(parameters, layout, planned)
    content = _exporter().content(executed)
    about = content.facts
    warnings = (*warnings, *hard_to_read(content.tree, planned.report, planned.language, parameters.programme.thresholds.plain_lix))
    page = assemble(content.html, about)
    guard(page, rows, parameters, planned)
    made = {"html": page.encode("utf-8")} if "html" in planned.formats else {}
    if "pdf" in planned.formats:
        from analysis.publishing.pdf import to_pdf

        made["pdf"] = to_pdf(content.tree, about)
    if "xlsx" in planned.formats:
        from analysis.publishing.workbook import workbook

        made["xlsx"] = workbook(content.tree, about)
    default = parameters.programme.languages[0]
    rule = parameters.programme.disclosure.get(planned.audience)
    papers = passports.passport(
        planned,
        layout,
        data=data,
        notebook=path,
        rows=rows,
        warnings=warnings,
        forms={
            one.handle: passports.forms_in_and_used(layout.flow(one.municipality, one.wave), rule)
            for one in rests_on(parameters, planned.subject)
        },
        status=about.status,
        synthetic=about.synthetic,
        inventory=inventory.kept(parameters, layout),
        pages={suffix: _sha(written) for suffix, written in made.items()},
    )
    for suffix, written in made.items():
        _write(planned.path(layout, suffix, default), written)
    _write(planned.passport(layout, default), passports.dump(papers))
    for path in replace(planned.other, formats=_suffixes(parameters, planned)).files(layout, default):
        path.unlink(missing_ok=True)


def _suffixes(parameters: Parameters, planned: PlannedReport) -> tuple[str, ...]:
    """Every format the report is ever written in, whichever were asked for this time."""
    return next(plan.formats for plan in parameters.programme.reports if plan.report == planned.report)


def _exporter():
    """The exporter of this thread: its template is compiled once."""
    from analysis.publishing.exporters import ContentExporter

    if not hasattr(_own, "exporter"):
        _own.exporter = ContentExporter()
    return _own.exporter


def _executed(planned: PlannedReport, shown: Path, path: Path) -> tuple[NotebookNode, tuple[str, ...]]:
    """Run a report's notebook on a copy of its one file, in a folder of its own: the process is handed no path to the data."""
    from analysis.publishing.execute import execute

    with tempfile.TemporaryDirectory(prefix="lr-report-") as staging:
        copy = Path(staging) / "shown.parquet"
        shutil.copyfile(shown, copy)
        values = checked_parameters(planned.report, {"shown": str(copy), "language": planned.language})
        done = execute(translated(read_notebook(path), planned.language), values, name=planned.name, folder=Path(staging))
    return done.notebook, done.warnings


def facts(parameters: Parameters, layout: Layout, planned: PlannedReport) -> dict:
    """What the page says about itself, as the notebook metadata the exporters read. The title is the page's own h1."""
    programme, slug = parameters.programme, planned.subject.municipality
    return {
        "language": planned.language,
        "audience": planned.audience,
        "status": planned.status,
        "synthetic": programme.synthetic,
        "municipality": parameters.municipality(slug).name if slug else "",
        "report": planned.report,
        "report_id": planned.report_id,
        "publisher": programme.publisher.in_language(planned.language),
    }


def _safe(error: Exception) -> str:
    """The messages of our own errors name no values; of others' only the type is told."""
    return str(error) if type(error).__module__.startswith("analysis.") else ""


def _sha(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside its place, then moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)
