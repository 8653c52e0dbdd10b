"""Wall time and memory of a command and everything it starts."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.2
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Measured:
    """``seconds`` of wall time, ``processor`` of all processes' own; ``peak`` in bytes is the largest sum over all at one moment."""

    seconds: float
    peak: int
    status: int
    output: str
    processor: float = 0.0


def measure(command: list[str], folder: Path, env: dict[str, str] | None = None) -> Measured:
    """Run ``command`` in ``folder`` to its end."""
    started, before = time.perf_counter(), spent()
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peaks = [0]
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(EVERY):
            peaks.append(memory(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    stop.set()
    watcher.join()
    return Measured(seconds, max(peaks), process.returncode, output, spent() - before)


def spent() -> float:
    """Seconds of processor the finished children of this process have used; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
