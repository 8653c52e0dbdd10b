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
    """``reports_in`` says how many reports each render rule makes. Times are seconds since the start."""

    reports_in: dict[str, int]
    started: float = field(default_factory=time.perf_counter)
    left: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    failures: list[Event] = field(default_factory=list)
    first_report: float | None = None

    def planned(self, rules: dict[str, int]) -> None:
        """Snakemake has told how many jobs of each rule there are."""
        for rule, count in rules.items():
            if rule in self.reports_in:
                self.left["render"] += self.reports_in[rule]
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
        if event.stage == "render" and self.first_report is None:
            self.first_report = seconds - event.seconds
        mark = f"FAILED ({event.exception})" if event.exception else f"{event.seconds:.1f} s"
        name = event.what if event.stage == "render" else f"{STEPS[event.stage]} {event.what}"
        print(
            f"[{sum(self.done.values()):>4} of {self.total}  {clock(seconds)}{self.estimate(seconds)}{self.trouble()}] {name}  {mark}",
            flush=True,
        )

    def estimate(self, seconds: float) -> str:
        """How long the reports that are left will take, from those that are done."""
        made, left = self.done["render"], self.left["render"]
        if made < 3 or not left or self.first_report is None:
            return ""
        return f"  left ~{clock((seconds - self.first_report) / made * left)}"

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
    rows = [("what", "where", "exception", "why")]
    rows += [
        (f"{event.stage}: {event.what}" if event.stage != "render" else event.what, event.where or "-", event.exception, event.problem)
        for event in sorted(failures, key=lambda event: (list(STEPS).index(event.stage), event.what))
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
