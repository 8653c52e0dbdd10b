"""Where a report's processor time goes, part by part, and what forked kernels save: the tables of docs/performance.md.

``make performance`` (``python benchmarks/where.py``): the tables are printed and put into docs/performance.md. The reports of one round are
rendered one at a time from its shown files, so ``make reports ONLY=billund-2019`` comes first; nothing but those reports is written, where
they are staged. Seconds are of the processor, of this process and its kernels: wall time on a shared machine tells of its other users.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median

import page
import psutil
from measure import measure

from analysis.__main__ import DEFAULT_PROGRAMME
from analysis.commands.snake import environment

ROOT = Path(__file__).resolve().parents[1]
ROUND = "billund-2019"

REPORTS = {"centre-profile": 4, "learning-report": 2}
"""Type -> how many are rendered with each kind of kernel; the first of a process imports what all need and is told apart."""

KERNEL = "kernel: start, imports, cells with their figures and tables"

PARTS = {
    "papermill, messages to and from the kernel": ("execute:execute",),
    "HTML: template, checks, page, typeface": ("exporters:ContentExporter.content", "page:assemble", "plain:hard_to_read"),
    "guard": ("guard:guard",),
    "HTML to Typst": ("pdf:typst_source",),
    "Typst": ("pdf:typst.compile",),
    "row headers of the PDF": ("pdf:finished",),
    "workbook (XLSX)": ("workbook:workbook",),
    "passport and hashes": ("passport:passport", "passport:forms_in_and_used", "inventory:kept"),
}
"""Part -> functions of ``analysis.publishing`` whose time it is."""


@contextmanager
def clocked(spent: Counter) -> Iterator[None]:
    """Add the seconds of every part to ``spent`` while inside."""
    undo: list[tuple[object, str, object]] = []

    def timed(function: Callable, part: str) -> Callable:
        def run(*words, **named):
            started = time.process_time()
            try:
                return function(*words, **named)
            finally:
                spent[part] += time.process_time() - started

        return run

    for part, names in PARTS.items():
        for name in names:
            module, _, inside = name.partition(":")
            *path, last = inside.split(".")
            owner = import_module(f"analysis.publishing.{module}")
            for step in path:
                owner = getattr(owner, step)
            undo.append((owner, last, getattr(owner, last)))
            setattr(owner, last, timed(getattr(owner, last), part))
    try:
        yield
    finally:
        for owner, name, function in undo:
            setattr(owner, name, function)


def kernels() -> float:
    """Seconds of all kernels that have ended: children of this process, or of the one they are forked from, but for its own."""
    own = psutil.Process()
    times = own.cpu_times()
    found = times.children_user + times.children_system
    for child in own.children():
        of_child = child.cpu_times()
        found += of_child.children_user + of_child.children_system
    return found


def rendered(root: Path, programme: str, handle: str) -> dict[str, list[Counter]]:
    """Type -> the seconds by part of each of its reports, in the order they were made."""
    from analysis.parameters import Layout, load_parameters
    from analysis.publishing.plan import plan
    from analysis.publishing.stage import _make

    parameters, layout = load_parameters(root, programme), Layout(root, programme)
    found = {}
    for report, count in REPORTS.items():
        fitting = [entry for entry in plan(parameters) if entry.report == report and entry.subject.round.handle == handle]
        found[report] = []
        for number in range(count):
            spent: Counter = Counter()
            before, started = kernels(), time.process_time()
            with clocked(spent):
                _make(parameters, layout.staged, fitting[number % len(fitting)], root / "notebooks")
            spent["everything else in the process of the job"] = time.process_time() - started - spent.total()
            spent[KERNEL] = kernels() - before
            found[report].append(spent)
    return found


def empty_kernel() -> float:
    """Seconds of a kernel that runs nothing."""
    import nbformat

    from analysis.publishing.execute import execute

    costs = []
    for _ in range(3):
        before = kernels()
        execute(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), {}, name="nothing", folder=Path.cwd())
        costs.append(kernels() - before)
    return median(costs)


def worker(root: Path, programme: str, handle: str, warm: bool) -> int:
    """Render with one kind of kernel and print what was found, one line a figure: ``report|part|first|usual``."""
    import gc

    from analysis.publishing import warm as forked

    gc.set_threshold(50_000, 20, 20)  # as in a stage
    os.environ["KERNELS"] = "" if warm else "stock"
    with tempfile.TemporaryDirectory() as place, forked.zygote(Path(place) / "log") as variable:
        os.environ.update(variable)
        while warm and not forked.available():
            time.sleep(0.1)
        found = rendered(root, programme, handle)
        for report, made in found.items():
            for part in dict.fromkeys(part for spent in made for part in spent):
                print(f"{report}|{part}|{made[0][part]:.3f}|{median(spent[part] for spent in made[1:]):.3f}")
        print(f"kernel|empty|0|{empty_kernel():.3f}")
        zygotes = [child.cpu_times() for child in psutil.Process().children()] if warm else []
        print(f"kernel|zygote|0|{sum(times.user + times.system for times in zygotes):.3f}")
    return 0


def measured(kind: str, root: Path = ROOT) -> dict[tuple[str, str], tuple[float, float]]:
    """(report, part) -> (seconds of the first of a process, usual seconds), ``warm`` or ``stock`` kernels, shown files in ``root``."""
    found = measure([sys.executable, __file__, kind, str(root)], root, environment())
    if found.status:
        sys.exit(found.output[-3000:])
    lines = [line.split("|") for line in found.output.splitlines() if line.count("|") == 3]
    return {(report, part): (float(first), float(usual)) for report, part, first, usual in lines}


def whole(found: dict[tuple[str, str], tuple[float, float]], report: str, which: int = 1) -> float:
    """Seconds of all parts of a report: 0 the first of a process, 1 usual."""
    return sum(figures[which] for (name, _), figures in found.items() if name == report)


def tables() -> str:
    """Where the time goes, and what forked kernels save, as Markdown."""
    warm, stock = measured("warm"), measured("stock")

    def row(name: str, *figures: str) -> str:
        return f"| {name} | {' | '.join(figures)} |"

    parts = dict.fromkeys(part for report, part in warm if report in REPORTS)
    lines = ["| seconds of processor | centre profile | learning report |", "|---|--:|--:|"]
    lines += [row(part, *(f"{warm.get((report, part), (0, 0))[1]:.2f}" for report in REPORTS)) for part in parts]
    lines.append(row("**all of it**", *(f"**{whole(warm, report, 1):.2f}**" for report in REPORTS)))
    lines += ["", "| seconds of processor | stock kernels | forked kernels | ratio |", "|---|--:|--:|--:|"]

    def beside(name: str, of: Callable[[dict], float]) -> str:
        return row(name, f"{of(stock):.2f}", f"{of(warm):.2f}", f"{of(stock) / of(warm):.1f}")

    lines.append(beside("a kernel that runs one empty cell", lambda found: found["kernel", "empty"][1]))
    for report in REPORTS:
        lines.append(beside(f"{report}: its kernel", lambda found, report=report: found[report, KERNEL][1]))
        lines.append(beside(f"{report}: the whole chain", lambda found, report=report: whole(found, report, 1)))
    first = whole(warm, "centre-profile", 0) - whole(warm, "centre-profile", 1)
    lines.append(f"\nThe first report of a job costs {first:.1f} s more (libraries are loaded), the process that kernels are forked from "
                 f"{warm['kernel', 'zygote'][1]:.1f} s once a run. Rendered: {ROUND}, {os.cpu_count()} processors.")
    return "\n".join(lines) + "\n"


def main() -> int:
    made = tables()
    print(made)
    page.put("make performance", made)
    return 0


if __name__ == "__main__":
    sys.exit(worker(Path(sys.argv[2]), DEFAULT_PROGRAMME, ROUND, warm=sys.argv[1] == "warm") if len(sys.argv) == 3 else main())
