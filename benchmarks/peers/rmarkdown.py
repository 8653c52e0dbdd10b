"""R Markdown on the same pages, counted, from the same stored numbers: a process per report, and all in one warm session.

The export of a report's words and numbers is not timed, and R makes HTML alone: no findings, no disclosure's guard, no phone's figures, no
PDF, no workbook, no passport. All of that favours R. A process per report runs as many at once as there are processors, as ours do; a
session has one.
"""

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from batches import Batch
from copied import surroundings
from flow import whole
from goals import Goal
from measure import Measured, measure, usual
from peers.export import export

from analysis.commands.project import Project
from analysis.publishing.plan import PlannedReport

SCRIPT = Path(__file__).with_name("render.R")
PER_PROCESS, PER_SESSION = 3, 1
PARTS = {"figures": '//img | //*[@role="img"]', "tables": "//table", "rows": "//table//tr", "headings": "//h1|//h2|//h3|//h4"}


def missing() -> str:
    """Why there is no peer on this machine; "" where there is one."""
    if not shutil.which("Rscript"):
        return "R Markdown: no Rscript on this machine (Debian: r-cran-rmarkdown, r-cran-ggplot2, r-cran-svglite, pandoc)"
    words = ["Rscript", "-e", 'for (one in c("rmarkdown", "ggplot2")) loadNamespace(one); stopifnot(rmarkdown::pandoc_available())']
    asked = subprocess.run(words, capture_output=True, text=True)
    return f"R Markdown: {asked.stderr.strip().splitlines()[0]}" if asked.returncode else ""


def goals(project: Project, batches: dict[str, Batch], times: int) -> Iterator[Goal]:
    for report, batch in batches.items():
        folders = exported(project, batch.reports)
        per_process = each(project, folders, times, project.processors)
        one_session = each(project, folders, times, 1)
        print(same_pages(project, batch.reports, folders), flush=True)
        for key, name, run, limit in (("process", "a process per report", per_process, PER_PROCESS),
                                      ("session", "all in one warm session", one_session, PER_SESSION)):
            seconds, spent = run.seconds / len(folders), run.processor / len(folders)
            beside = f"{seconds:.2f} s each; {spent / batch.processor:.1f} times in seconds of processor"
            yield Goal(f"r_{key}_{report}", f"R Markdown (HTML), {name}, over ours (all formats), {report}", seconds / batch.each, limit,
                       least=True, beside=beside, steady=spent / batch.processor)


def exported(project: Project, reports: tuple[PlannedReport, ...]) -> list[Path]:
    """A folder for each report, with what is on its pages."""
    folders = []
    for number, entry in enumerate(reports):
        folders.append(project.root / "peers" / f"{entry.report}-{number}")
        export(project.root / "notebooks" / f"{entry.report}.ipynb", entry.shown(project.layout), entry.language, folders[-1])
    return folders


def each(project: Project, folders: list[Path], times: int, processes: int) -> Measured:
    """All reports, a process each with so many at once, or, with one, in one session."""
    words = ["Rscript", str(SCRIPT)] if processes == 1 else ["xargs", "-P", str(processes), "-n", "1", "Rscript", str(SCRIPT)]
    names = [str(folder) for folder in folders]
    command = [*words, *names] if processes == 1 else ["sh", "-c", 'printf "%s\\n" "$@" | ' + " ".join(words), "sh", *names]
    return whole(usual(times, lambda: measure(command, project.root, surroundings(project))))


def same_pages(project: Project, reports: tuple[PlannedReport, ...], folders: list[Path]) -> str:
    """What both outputs hold, counted. RuntimeError where figures, tables or their rows are not as many."""
    default = project.parameters.programme.languages[0]
    ours = [counted(entry.path(project.layout.staged, "html", default)) for entry in reports]
    theirs = [counted(folder / "report.html") for folder in folders]
    told = {part: (sum(one[part] for one in ours), sum(one[part] for one in theirs)) for part in PARTS}
    for mine, other in zip(ours, theirs, strict=True):
        if mine != other:
            raise RuntimeError(f"R Markdown's pages are not the same: {dict(mine)} in ours, {dict(other)} in R's")
    counts = ", ".join(f"{own} {part}" for part, (own, _) in told.items())
    return f"Same pages ({len(reports)} of {reports[0].report}): {counts} in ours and in R Markdown's"


def counted(path: Path) -> Counter:
    tree = lxml.html.parse(str(path), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()
    return Counter({part: len(tree.xpath(where)) for part, where in PARTS.items()})
