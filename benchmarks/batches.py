"""Reports over a municipality's batch, all in, and the stock command lines on the same notebooks.

A batch is a round's reports of one type, rendered by the stage as ``make reports`` does it: a process of its own, kernels forked, each
report with its guard, its passport and all its formats. Stock is papermill's and nbconvert's own commands, one report after the other,
HTML alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import copied
from flow import efficiency, processor, whole
from goals import Goal
from measure import Measured, measure, usual

from analysis.commands.project import Project
from analysis.publishing.plan import PlannedReport, plan

LIMITS = {"centre-profile": (0.4, "HTML and PDF"), "learning-report": (1.2, "HTML, PDF and XLSX")}
STOCK_RATIO = 10


@dataclass(frozen=True)
class Batch:
    """What a batch took, and of how many reports."""

    run: Measured
    reports: tuple[PlannedReport, ...]

    @property
    def each(self) -> float:
        return self.run.seconds / len(self.reports)

    @property
    def processor(self) -> float:
        return self.run.processor / len(self.reports)


def chosen(project: Project, report: str, handle: str) -> tuple[PlannedReport, ...]:
    """The reports of a type and a round, in the programme's first language."""
    language = project.parameters.programme.languages[0]
    return tuple(entry for entry in plan(project.parameters, project.selection)
                 if (entry.report, entry.language, entry.subject.round.handle) == (report, language, handle))


def measured(project: Project, handle: str, times: int) -> dict[str, Batch]:
    """Type -> its batch, the median of several."""
    found = {}
    with copied.kernels(project) as variables:
        for report in LIMITS:
            reports = chosen(project, report, handle)
            about = reports[0].subject
            words = ["--programme", project.programme, "--municipality", about.municipality, "--wave", about.wave, "--report", report,
                     "--language", reports[0].language, "--threads", str(project.processors)]
            run = usual(times, lambda words=words: copied.run(project, "stage", "render", *words, kernels=variables))
            found[report] = Batch(whole(run), reports)
    return found


def goals(project: Project, batches: dict[str, Batch], times: int) -> Iterator[Goal]:
    for report, batch in batches.items():
        limit, formats = LIMITS[report]
        name = f"per {report}, {formats}, over a batch of {len(batch.reports)}, median of {times}"
        yield Goal(report, name, batch.each, limit, "s", steady=batch.processor, beside=processor(batch.processor))
    profiles = batches["centre-profile"]
    name = f"processors kept busy by a batch of {len(profiles.reports)} centre profiles"
    yield efficiency("efficiency_batch", name, profiles.run, project)
    for report, batch in batches.items():
        seconds, spent = stock(project, batch.reports[0], times)
        beside = f"{seconds:.1f} s each, median of {times}; {spent / batch.processor:.1f} times in seconds of processor"
        name = f"stock papermill and nbconvert (HTML) over ours (all formats), {report}"
        yield Goal(f"stock_{report}", name, seconds / batch.each, STOCK_RATIO, least=True, beside=beside, steady=spent / batch.processor)


def stock(project: Project, entry: PlannedReport, times: int) -> tuple[float, float]:
    """Seconds of wall time and of processor of the two commands together."""
    out = project.root / "stock.ipynb"
    notebook = project.root / "notebooks" / f"{entry.report}.ipynb"
    values = ["-p", "shown", str(entry.shown(project.layout)), "-p", "language", entry.language]
    commands = [[copied.tool("papermill"), "-k", "python3", *values, str(notebook), str(out)],
                [copied.tool("jupyter"), "nbconvert", "--to", "html", str(out)]]
    runs = [[whole(measure(command, project.root, copied.with_tools(project))) for command in commands] for _ in range(times)]
    return median(sum(one.seconds for one in run) for run in runs), median(sum(one.processor for one in run) for run in runs)
