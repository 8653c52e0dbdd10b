"""``make benchmark``: each goal of speed and memory, its figure from one run, their ratio, and whether it is met.

Everything runs in a temporary copy, so the reports in place are not touched. Short: one municipality's wave, from which the time of all of
them is estimated, and medians of three. ``LONG=--long``: all of them, from scratch, and medians of five.
A missed goal is said; the command fails only where a figure is worse than what was reached before (``reached.csv``) by more than noise
explains, a factor 2. ``LONG="--long --keep"``: what this run reached is kept there, and told in docs/performance.md.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import batches
import copied
import estimates
import flow
import goals
import intake
import kernels
import page
from goals import Goal
from peers import rmarkdown

import reports

SHORT = "billund-2019"
TIMES, TIMES_LONG = 3, 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="make every report from scratch")
    parser.add_argument("--keep", action="store_true", help="later runs are held to this one, and docs/performance.md tells it")
    arguments = parser.parse_args()
    started, about = time.monotonic(), goals.machine()
    print(f"{about}\n{'every report' if arguments.long else SHORT}, from scratch ...", flush=True)
    left_out = [reason] if (reason := rmarkdown.missing()) else []
    with tempfile.TemporaryDirectory(prefix="lr-benchmark-") as place:
        try:
            found = [goals.tell(goal) for goal in measured(Path(place), arguments.long, peer=not left_out)]
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    for reason in left_out:
        print(f"Left out: {reason}")
    before = goals.reached()
    back = [goal for goal in found if goal.key in before and goal.fell_back(before[goal.key])]
    if unheld := [goal.key for goal in found if goal.key not in before]:
        print(f"Held to no earlier run, so none of them can fail the command: {', '.join(unheld)}.")
    for goal in back:
        print(f"A step back: {goal.name}: {goals.number(goal.kept)}, and {goals.number(before[goal.key])} was reached before.")
    missed = sum(not goal.met for goal in found)
    print(f"{len(found) - missed} goals met, {missed} missed, in {time.monotonic() - started:.0f} s.")
    if arguments.keep:
        goals.keep(found)
        page.put("make benchmark", goals.table(found, about, left_out))
    return int(bool(back))


def measured(place: Path, everything: bool, peer: bool) -> Iterator[Goal]:
    """Every goal, each as it is measured."""
    times = TIMES_LONG if everything else TIMES
    project = copied.project(place, only="" if everything else SHORT)
    yield from flow.goals(project, times)
    found = batches.measured(project, SHORT, times)
    yield from batches.goals(project, found, times)
    if peer:
        yield from rmarkdown.goals(project, found, times if everything else 1)
    yield from kernels.goals(project.root)
    yield from reports.goals(project.root, project.programme, SHORT)
    yield from intake.goals(place / "intake")
    yield from estimates.goals(not everything)


if __name__ == "__main__":
    sys.exit(main())
