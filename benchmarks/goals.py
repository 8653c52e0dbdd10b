"""A goal beside what was measured: how it is told, when the command fails, and the page that keeps the figures."""

import csv
import datetime
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

REACHED = Path(__file__).with_name("reached.csv")
NOISE = 2
"""What another program on the machine can do to a figure; only beyond it does the command fail."""


@dataclass(frozen=True)
class Goal:
    """``found`` should be at most ``limit``, or at least it where ``least``. ``beside`` is told with the figure.

    ``steady`` is what stands still where the machine is busy, in place of ``found``: processor seconds where ``found`` is wall time.
    """

    key: str
    name: str
    found: float
    limit: float
    unit: str = ""
    least: bool = False
    beside: str = ""
    steady: float | None = None

    @property
    def met(self) -> bool:
        return self.found >= self.limit if self.least else self.found <= self.limit

    @property
    def verdict(self) -> str:
        return "met" if self.met else "MISSED"

    @property
    def allowed(self) -> str:
        return f"{'at least' if self.least else 'at most'} {number(self.limit)}{self._unit}"

    @property
    def figure(self) -> str:
        return f"{number(self.found)}{self._unit}"

    @property
    def _unit(self) -> str:
        return f" {self.unit}" if self.unit else ""

    @property
    def kept(self) -> float:
        """The figure that later runs are held to."""
        return self.found if self.steady is None else self.steady

    def fell_back(self, reached: float) -> bool:
        """Whether it is worse than what was reached by more than noise explains."""
        return self.kept * NOISE < reached if self.least else self.kept > reached * NOISE


def number(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def tell(goal: Goal) -> Goal:
    """One line: the figure, the goal, their ratio, met or missed."""
    beside = f" ({goal.beside})" if goal.beside else ""
    print(f"{goal.name}: {goal.figure}{beside}; goal {goal.allowed}, ratio {goal.found / goal.limit:.2f}: {goal.verdict}", flush=True)
    return goal


def machine() -> str:
    """Processors, model, memory, Python, and how busy it is before anything is measured."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    memory = psutil.virtual_memory().total / 1e9
    load = psutil.getloadavg()[0]
    return (f"{os.cpu_count()} processors ({model}), {memory:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}; "
            f"load at start {load:.1f}")  # fmt: skip


def reached() -> dict[str, float]:
    """Goal -> what an earlier run kept, from the file beside this module."""
    with REACHED.open(encoding="utf-8", newline="") as file:
        return {row["goal"]: float(row["figure"]) for row in csv.DictReader(file)}


def keep(goals: Iterable[Goal]) -> None:
    """Write what later runs are held to; goals that were not measured keep what they had."""
    today = datetime.date.today().isoformat()
    with REACHED.open(encoding="utf-8", newline="") as file:
        rows = {row["goal"]: row for row in csv.DictReader(file)}
    rows |= {goal.key: {"goal": goal.key, "figure": f"{goal.kept:.3f}", "date": today} for goal in goals}
    with REACHED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["goal", "figure", "date"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[key] for key in sorted(rows))


def table(goals: Iterable[Goal], about: str, left_out: Iterable[str]) -> str:
    """The goals as Markdown, with the machine and the day."""
    lines = ["| goal | figure | allowed | ratio | |", "|---|--:|--:|--:|---|"]
    for goal in goals:
        beside = f" ({goal.beside})" if goal.beside else ""
        lines.append(f"| {goal.name}{beside} | {goal.figure} | {goal.allowed} | {goal.found / goal.limit:.2f} | {goal.verdict} |")
    lines += ["", *(f"Left out: {reason}\n" for reason in left_out)]
    return "\n".join(lines) + f"Measured on {datetime.date.today().isoformat()}: {about}.\n"
