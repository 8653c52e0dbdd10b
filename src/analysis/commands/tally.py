"""What a run cost, from the run itself: seconds by step, seconds a report as reports grow in number, the largest processes."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.commands.events import Event
from analysis.commands.progress import STEPS, clock

EVERY = 1.0
"""Seconds between two looks at memory."""
STEPS_OF_REPORTS = (10, 100, 1000, 3000)
FORKED = "steps and notebooks that were forked"


@dataclass
class Tally:
    """Listens to a run: hand it ``heard``, and be ``with`` it while the run is at work."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    peaks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Step -> bytes of the largest process that was seen at work on it."""
    _stop: threading.Event = field(default_factory=threading.Event)

    def heard(self, event: Event) -> None:
        self.seconds[event.stage].append(event.seconds)
        if event.stage == "render" and not event.exception:
            self.reports[event.what.partition("/")[0]].append(event.seconds)

    def __enter__(self) -> "Tally":
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._watcher.join()

    def lines(self) -> Iterator[str]:
        """The tally as a person reads it."""
        for step, words in STEPS.items():
            if times := self.seconds[step]:
                yield f"  {words}: {len(times)} in {clock(sum(times))}, the longest {clock(max(times))}"
        for report, times in self.reports.items():
            numbers = [number for number in STEPS_OF_REPORTS if number < len(times)] + [len(times)]
            told = ", ".join(f"of the first {number} {sum(times[:number]) / number:.2f} s" for number in numbers[:-1])
            yield f"  {report}: {len(times)}, a report {sum(times) / len(times):.2f} s" + (f" ({told})" if told else "")
        for step, size in sorted(self.peaks.items(), key=lambda entry: -entry[1]):
            yield f"  largest process of {STEPS.get(step, step)}: {size / 1e6:,.0f} MB"

    def _watch(self) -> None:
        import psutil

        here = psutil.Process()
        while not self._stop.wait(EVERY):
            for process in here.children(recursive=True):
                try:
                    step, size = _step(process.cmdline()), process.memory_info().rss
                except psutil.Error:
                    continue  # it has ended in between
                if step:
                    self.peaks[step] = max(self.peaks[step], size)


def _step(words: list[str]) -> str | None:
    """The step a process works on by its command line; None for what only waits for others."""
    if "stage" in words[:-1] and words[words.index("stage") - 1] == "analysis":
        return words[words.index("stage") + 1]
    return FORKED if any("zygote" in word or "ipykernel" in word for word in words) else None
