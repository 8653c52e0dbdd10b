"""Wall time, processor time and memory of a command and everything it starts."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

EVERY = 0.2
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Measured:
    """``seconds`` of wall time, ``processor`` of all processes' own; ``peak`` in bytes is the largest sum over all at one moment.

    ``others`` is how many processors other programs kept busy meanwhile.
    """

    seconds: float
    peak: int
    status: int
    output: str
    processor: float = 0.0
    others: float = 0.0

    @property
    def efficiency(self) -> float:
        """How many processors were kept busy."""
        return self.processor / self.seconds


def measure(command: list[str], folder: Path, env: dict[str, str] | None = None) -> Measured:
    """Run ``command`` in ``folder`` to its end."""
    started, before, busy_before = time.perf_counter(), spent(), busy()
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peaks = [0]
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(EVERY):
            peaks.append(memory(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    seconds, processor = time.perf_counter() - started, spent() - before
    others = max(0.0, busy() - busy_before - processor) / seconds
    stop.set()
    watcher.join()
    return Measured(seconds, max(peaks), process.returncode, output, processor, others)


def usual(times: int, once: Callable[[], Measured]) -> Measured:
    """The median run of several by wall time, with the median of processor seconds; the first that fails, if one does."""
    runs = []
    for _ in range(times):
        runs.append(once())
        if runs[-1].status:
            return runs[-1]
    middle = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    return Measured(middle.seconds, max(run.peak for run in runs), 0, middle.output, median(run.processor for run in runs), middle.others)


def spent() -> float:
    """Seconds of processor used by the finished children of this process, and by those of its running children: kernels, whose parent is
    the process they are forked from. 0 where the system does not tell."""
    own = psutil.Process()
    found = 0.0
    for process in (own, *own.children()):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        found += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return found


def busy() -> float:
    """Seconds that all processors of the machine have worked, for anybody."""
    times = psutil.cpu_times()
    return sum(getattr(times, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq", "steal"))


def memory(pid: int) -> int:
    """Bytes of a process and its descendants: shared pages counted once (PSS) where the system tells, resident size elsewhere."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return 0
    total = 0
    for process in family:
        try:
            total += getattr(process.memory_full_info(), "pss", 0) if sys.platform == "linux" else process.memory_info().rss
        except psutil.Error:
            continue
    return total
