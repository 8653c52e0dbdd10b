"""``make benchmark``: each goal of speed and memory, its figure from one run, and whether it is met.

Everything runs in a temporary copy, so the reports in place are not touched; ratios compare runs on one machine, minutes apart.
Short: one municipality's wave; the time for all reports is estimated from it. ``--long``: all of them, from scratch.
A missed goal is said; the command fails only where a figure is worse than what was reached before by more than noise explains (factor 2).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import intake
from measure import Measured, measure

from analysis.__main__ import DEFAULT_PROGRAMME
from analysis.commands.project import Project
from analysis.commands.snake import environment
from analysis.parameters import rests_on
from analysis.publishing.plan import plan

ROOT = Path(__file__).resolve().parents[1]
SHORT = "billund-2019"
MINUTES, NOTHING_SECONDS, RATIO, GIGABYTES = 5, 4, 10, 3
"""The goals."""
WORST_MINUTES, WORST_NOTHING, WORST_RATIO = 15, 6, 4
"""What was reached before; figures worse than these, but for noise, are a step back."""
STOCK_RUNS = 3
LINE = re.compile(r"\[[^\]]*\] (?P<what>.*?)  (?P<took>[\d.]+) s$")
"""A progress line: what was done, and its seconds."""
PER_ROUND = ("estimates ", "what each audience may see ")
NOISE = 2
"""What another program on the machine can do to a figure; only beyond it does the command fail."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="make every report from scratch")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lr-benchmark-") as place:
        root = copy_of_project(Path(place))
        project = Project(root, DEFAULT_PROGRAMME, only="" if arguments.long else SHORT)
        print(f"{project.processors} processors, {'every report' if arguments.long else SHORT}, from scratch ...", flush=True)
        first = reports(project)
        if first.status:
            print(first.output[-3000:])
            return 1
        nothing = reports(project)
        beyond_noise = [
            not near
            for near in (
                tell_time(project, first, arguments.long),
                tell("make reports with nothing to do", nothing.seconds, NOTHING_SECONDS, "s", WORST_NOTHING),
                tell("peak memory of all processes", max(first.peak, nothing.peak) / 1e9, GIGABYTES, "GB"),
                tell_ratio(project),
                *tell_intake(Path(place) / "intake"),
            )
        ]
        words = [sys.executable, str(ROOT / "benchmarks" / "reports.py"), str(project.root), project.programme, SHORT]
        subprocess.run(words, check=True, env=environment())
    subprocess.run([sys.executable, str(ROOT / "benchmarks" / "estimates.py"), *([] if arguments.long else ["--short"])], check=True)
    return int(any(beyond_noise))


def copy_of_project(place: Path) -> Path:
    """Parameters, notebooks and the flow: what a run needs besides the library. Compiled first, as an installed library is."""
    import compileall

    compileall.compile_dir(ROOT / "src", quiet=2)
    for name in ("parameters", "notebooks"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("Snakefile", "requirements.lock"):
        shutil.copy(ROOT / name, place / name)
    return place


def reports(project: Project) -> Measured:
    """One ``make reports`` in the copy, the environment made."""
    words = [f"ONLY={project.only}"] if project.only else []
    return measure([sys.executable, "-m", "analysis", "reports", *words, "--root", str(project.root)], project.root, environment())


def tell(goal: str, found: float, limit: float, unit: str, worst: float | None = None) -> bool:
    """One line: the figure, the goal, their ratio, met or missed. Smaller is better. True where it is no worse than ``worst`` (default: the
    goal) but for noise."""
    verdict = "met" if found < limit else "MISSED"
    print(f"{goal}: {found:.1f} {unit} of {limit} {unit} allowed, ratio {found / limit:.2f}: {verdict}", flush=True)
    return found < (worst or limit) * NOISE


def tell_time(project: Project, first: Measured, everything: bool) -> bool:
    """The whole of ``make reports``: measured, or estimated from the seconds each kind of step took in one round."""
    if everything:
        return tell("make reports from scratch", first.seconds / 60, MINUTES, "min", WORST_MINUTES)
    done = [found for line in first.output.splitlines() if (found := LINE.match(line))]
    once = sum(float(line["took"]) for line in done if "/" not in line["what"] and not line["what"].startswith(PER_ROUND))
    per_round = sum(float(line["took"]) for line in done if line["what"].startswith(PER_ROUND))
    everywhere = plan(project.parameters)
    rounds = len({one for entry in everywhere for one in rests_on(project.parameters, entry.subject)})
    every = [float(line["took"]) for line in done if "/" in line["what"]]
    per_report = 0.0
    for report, count in Counter(entry.report for entry in everywhere).items():
        # a type the measured round has none of is taken to cost as much as the others
        own = [float(line["took"]) for line in done if line["what"].startswith(report + "/")] or every
        # a job of many reports runs one kernel more than there are processors, and each takes that much longer
        together = project.processors + 1 if len(own) > 3 else project.processors
        per_report += count * sum(own) / len(own) / together
    estimated = (once + per_round * rounds) / project.processors + per_report
    said = f"make reports from scratch, estimated from {len(plan(project.parameters, project.selection))} of {len(everywhere)} reports"
    return tell(f"{said} ({first.seconds:.0f} s)", estimated / 60, MINUTES, "min", WORST_MINUTES)


def tell_intake(place: Path) -> list[bool]:
    """Time and memory of taking in one large wave."""
    done = intake.run(place)
    if done.status:
        print(done.output[-2000:])
        return [False]
    return [tell(*goal) for goal in intake.tell(done)]


def tell_ratio(project: Project) -> bool:
    """Per report (both formats, guard, passport) against papermill's and nbconvert's own command lines on the same notebook (HTML)."""
    chosen = [entry for entry in plan(project.parameters) if entry.report == "centre-profile" and entry.handle.startswith(SHORT)]
    notebook = project.root / "notebooks" / "centre-profile.ipynb"
    stock = []
    for entry in chosen[:STOCK_RUNS]:
        out = project.root / "stock.ipynb"
        bin_folder = Path(sys.executable).parent
        run = [str(bin_folder / "papermill"), "-k", "python3", "-p", "shown", str(entry.shown(project.layout)), str(notebook), str(out)]
        export = [str(bin_folder / "jupyter"), "nbconvert", "--to", "html", str(out)]
        done = [
            measure(command, project.root, environment() | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"})
            for command in (run, export)
        ]
        if any(one.status for one in done):
            print("".join(one.output for one in done)[-2000:])
            return False
        stock.append(sum(one.seconds for one in done))
    words = [
        "--programme",
        project.programme,
        "--municipality",
        chosen[0].subject.municipality,
        "--wave",
        chosen[0].subject.wave,
        "--report",
        "centre-profile",
        "--language",
        chosen[0].language,
        "--threads",
        str(project.processors),
        "--root",
        str(project.root),
    ]
    started = time.perf_counter()
    own = measure([sys.executable, "-m", "analysis", "stage", "render", *words], project.root, environment())
    if own.status:
        print(own.output[-2000:])
        return False
    per_report, per_stock = (time.perf_counter() - started) / len(chosen), sum(stock) / len(stock)
    ratio = per_stock / per_report
    print(
        f"per report: {per_report:.2f} s, HTML and PDF (stock papermill + nbconvert, HTML: {per_stock:.2f} s), "
        f"ratio {ratio:.1f} of at least {RATIO}: {'met' if ratio >= RATIO else 'MISSED'}",
        flush=True,
    )
    return ratio >= WORST_RATIO / NOISE


if __name__ == "__main__":
    sys.exit(main())
