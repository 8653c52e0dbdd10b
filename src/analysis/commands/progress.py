"""The lines a person watches while reports are made: done, left, seconds, failures; and the table of what failed at the end."""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from analysis.commands.events import Event

STEPS = {
    "simulate": "synthetic raw data",
    "responses": "responses",
    "scores": "scores",
    "facts": "programme facts",
    "estimates": "estimates",
    "shown": "what each audience may see",
    "render": "reports",
}


@dataclass
class Progress:
    """``reports_in`` says which type of report each render rule makes, and how many."""

    reports_in: dict[str, tuple[str, int]]
    processors: int = 1
    started: float = field(default_factory=time.perf_counter)
    left: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    failures: list[Event] = field(default_factory=list)
    reports_left: Counter = field(default_factory=Counter)
    seconds: list[tuple[str, float]] = field(default_factory=list)
    """(type, seconds) of every report that was made."""

    def planned(self, rules: dict[str, int]) -> None:
        """Snakemake has told how many jobs of each rule there are."""
        for rule, count in rules.items():
            if rule in self.reports_in:
                report, reports = self.reports_in[rule]
                self.left["render"] += reports
                self.reports_left[report] += reports
            elif rule.startswith("shown_"):
                self.left["shown"] += count
            elif rule not in {"all", "everyones_responses"}:
                self.left[{"programme_facts": "facts"}.get(rule, rule)] += count
        if self.total:
            parts = [f"{self.left[step]} x {words}" for step, words in STEPS.items() if self.left[step]]
            print(f"To do: {', '.join(parts)}.", flush=True)

    @property
    def total(self) -> int:
        return sum(self.left.values()) + sum(self.done.values())

    def heard(self, event: Event) -> None:
        """One step or report is done, well or not."""
        self.done[event.stage] += 1
        if self.left[event.stage]:
            self.left[event.stage] -= 1
        if event.exception:
            self.failures.append(event)
        seconds = time.perf_counter() - self.started
        if event.stage == "render":
            report = event.what.partition("/")[0]
            self.reports_left[report] -= 1
            self.seconds.append((report, event.seconds))
        mark = f"FAILED ({event.exception})" if event.exception else f"{event.seconds:.1f} s"
        name = event.what if event.stage == "render" else f"{STEPS[event.stage]} {event.what}"
        print(
            f"[{sum(self.done.values()):>4} of {self.total}  {clock(seconds)}{self.estimate()}{self.trouble()}] {name}  {mark}",
            flush=True,
        )

    def estimate(self) -> str:
        """How long the reports that are left will take: as long as those of their type that are done, shared by the processors."""
        if len(self.seconds) < 3 or not self.left["render"]:
            return ""
        usual = sum(seconds for _, seconds in self.seconds) / len(self.seconds)
        total = 0.0
        for report, left in self.reports_left.items():
            own = [seconds for name, seconds in self.seconds if name == report]
            total += left * (sum(own) / len(own) if own else usual)
        return f"  left ~{clock(total / self.processors)}"

    def trouble(self) -> str:
        return f"  {len(self.failures)} failed" if self.failures else ""

    def closing(self) -> str:
        seconds = time.perf_counter() - self.started
        if not self.total:
            return f"Nothing to do: everything is current ({seconds:.1f} s)."
        made = self.done["render"] - sum(event.stage == "render" for event in self.failures)
        return f"{made} reports made in {clock(seconds)}" + (f", {len(self.failures)} failures." if self.failures else ".")


def clock(seconds: float) -> str:
    """``45 s``, ``3 min 05 s``."""
    return f"{seconds:.0f} s" if seconds < 60 else f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def failure_table(failures: list[Event]) -> str:
    """What failed, in which cell, with which exception, at which line of ours. No answer is ever in it."""
    steps, rows = list(STEPS), [("what", "where", "exception", "why")]
    rows += [
        (f"{event.stage}: {event.what}" if event.stage != "render" else event.what, event.where or "-", event.exception, event.problem)
        for event in sorted(failures, key=lambda event: (steps.index(event.stage) if event.stage in steps else len(steps), event.what))
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = []
    for row in rows:
        first, *others = row[3].splitlines() or [""]
        lines.append("  ".join([*(row[column].ljust(widths[column]) for column in range(3)), first]).rstrip())
        lines += [f"    {line}" for line in others]
    return "\n".join(lines)


def say(text: str, file=None) -> None:
    print(text, file=file or sys.stdout, flush=True)
