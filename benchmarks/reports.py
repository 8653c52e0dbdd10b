"""What a report costs once its estimates are there: pages, PDF and workbook, a kernel's start and loading the libraries told apart.

Cells run in this process, as a kernel runs them once it is up. A figure is the processor's seconds of the second time a report is made, as
all but the first report of a run are; wall time, which other programs stretch, stands beside it.
"""

import base64
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goals import Goal, tell

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

LIMITS = {"learning-report": 3.0, "centre-profile": 1.0}
"""Report -> the seconds of processor its HTML, PDF and XLSX may take."""
FIGURE_KILOBYTES = 60
DRAWING = re.compile(r'(?:src|data-phone)="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')


@dataclass(frozen=True)
class Made:
    processor: float
    wall: float
    figures: int
    largest: int
    """Bytes of the largest picture."""


def make(root: Path, programme: str, planned) -> Made:
    """One report from its shown file to the bytes of its files, nothing written."""
    from notebooks.running import executed

    from analysis.display import open_report
    from analysis.parameters import Layout, load_parameters
    from analysis.publishing.exporters import ContentExporter
    from analysis.publishing.guard import guard
    from analysis.publishing.page import METADATA, assemble
    from analysis.publishing.pdf import to_pdf
    from analysis.publishing.stage import facts
    from analysis.publishing.workbook import workbook

    layout, parameters = Layout(root, programme), load_parameters(root, programme)
    started, at = time.process_time(), time.perf_counter()
    report = open_report(planned.shown(layout), planned.language)
    notebook = executed(root / "notebooks" / f"{planned.report}.ipynb", report)
    notebook.metadata[METADATA] = facts(parameters, layout, planned)
    content = ContentExporter().content(notebook)
    page = assemble(content.html, content.facts)
    guard(page, report.rows, parameters, planned)
    workbook(content.tree, content.facts)
    to_pdf(content.tree, content.facts)
    spent, took = time.process_time() - started, time.perf_counter() - at
    sizes = [len(base64.b64decode(drawn)) for drawn in DRAWING.findall(content.html)]
    return Made(spent, took, len(sizes) // 2, max(sizes, default=0))


def goals(root: Path, programme: str, handle: str) -> Iterator[Goal]:
    from analysis.parameters import load_parameters
    from analysis.publishing.plan import plan

    largest, parameters = 0, load_parameters(root, programme)
    for report, limit in LIMITS.items():
        planned = next(entry for entry in plan(parameters) if entry.report == report and entry.handle.startswith(handle))
        first, second = (make(root, programme, planned) for _ in range(2))
        largest = max(largest, second.largest)
        said = f"{planned.name} with {second.figures} figures, HTML, PDF and XLSX, without its kernel: processor"
        beside = f"{second.wall:.1f} s of wall time; the first in a process, which loads the libraries: {first.processor:.1f} s"
        yield Goal(f"own_{report}", said, second.processor, limit, "s", beside=beside)
    yield Goal("largest_figure", "largest figure", largest / 1000, FIGURE_KILOBYTES, "kB")


if __name__ == "__main__":
    for one in goals(Path(sys.argv[1]).resolve(), *sys.argv[2:4]):
        tell(one)
