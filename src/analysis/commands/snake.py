"""Snakemake as a subprocess: the one place that knows its options and reads its output."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.commands.events import VARIABLE
from analysis.commands.project import Project

CHECKSUM_BYTES = "1000000000"
"""Files below this size are compared by content; without it Snakemake compares those over 1 MB by time."""

JOB = re.compile(r"^(?:local)?rule (\w+):$")
FIELD = re.compile(r"^    (output|reason|wildcards): (.*)$")
COUNT = re.compile(r"^(\w+)\s+(\d+)$")


class SnakemakeError(RuntimeError):
    """Snakemake could not plan; carries its own words."""


@dataclass(frozen=True)
class Job:
    """A job Snakemake would run: its rule, Snakemake's reason, and the files it makes (relative to the root)."""

    rule: str
    reason: str
    outputs: tuple[str, ...]
    wildcards: dict[str, str]


def command(project: Project, *more: str, targets: Sequence[str] = ()) -> list[str]:
    """Snakemake's command line for what was asked."""
    asked = {
        "programme": project.programme,
        "raw": str(project.layout.raw_folder or ""),
        "only": project.only,
        "report": project.report,
        "language": project.language,
        "formats": project.formats,
    }
    return [
        sys.executable,
        "-m",
        "snakemake",
        "--snakefile",
        "Snakefile",
        "--cores",
        str(project.processors),
        "--scheduler",
        "greedy",
        "--keep-going",
        "--keep-incomplete",
        "--rerun-incomplete",
        "--nolock",
        "--max-checksum-file-size",
        CHECKSUM_BYTES,
        *more,
        "--config",
        *(f"{key}={value}" for key, value in asked.items() if value),
        "--",
        *targets,
    ]


def environment(events: Path | None = None) -> dict[str, str]:
    """Bytecode is written (importing uncompiled costs three times as much) and every process uses one thread of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    return kept | {"PYTHONHASHSEED": "0"} | ({VARIABLE: str(events)} if events else {})


def dry_run(project: Project) -> list[Job]:
    """What would run, and why; nothing runs. SnakemakeError with its own words where it cannot tell."""
    done = subprocess.run(command(project, "--dry-run"), cwd=project.root, env=environment(), capture_output=True, text=True)
    if done.returncode:
        raise SnakemakeError((done.stderr.strip() or done.stdout.strip())[-2000:])
    return parse_jobs(done.stdout.splitlines() + done.stderr.splitlines())


def parse_jobs(lines: Sequence[str]) -> list[Job]:
    """The jobs in a dry run's output."""
    found, rule, fields = [], None, {}

    def close() -> None:
        if rule and rule not in {"all", "everyones_responses"}:
            wildcards = dict(part.partition("=")[::2] for part in fields.get("wildcards", "").split(", ") if part)
            found.append(Job(rule, fields.get("reason", ""), tuple(fields.get("output", "").split(", ")), wildcards))

    for line in lines:
        if match := JOB.match(line):
            close()
            rule, fields = match[1], {}
        elif match := FIELD.match(line):
            fields.setdefault(match[1], match[2])
        elif not line.strip():
            close()
            rule = None
    close()
    return found


def deaths(log: str) -> list[tuple[str, str]]:
    """(rule, signal) of steps that were killed and so could tell nothing themselves: by hand, or where memory ran out."""
    found = []
    for killed in re.finditer(r"died with <Signals\.(\w+)", log):
        rule = re.search(r"^Error in rule (\w+):", log[killed.end() :], re.MULTILINE)
        found.append((rule[1].replace("_", " ") if rule else "a step", killed[1]))
    return found


def run(
    project: Project,
    events: Path,
    log: Path,
    planned: Callable[[dict[str, int]], None],
    *,
    targets: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> subprocess.Popen:
    """Start a run; its output goes to ``log``, and ``planned`` hears how many jobs of each rule there are to do.

    ``variables`` are added to the environment of its jobs.
    """
    import threading

    process = subprocess.Popen(
        command(project, targets=targets),
        cwd=project.root,
        env=environment(events) | (variables or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def listen() -> None:
        counts: dict[str, int] = {}
        inside = False
        with log.open("w", encoding="utf-8") as file:
            for line in process.stdout:
                file.write(line)
                file.flush()
                if line.startswith("Job stats:"):
                    inside, counts = True, {}
                elif inside and (match := COUNT.match(line.strip())):
                    if match[1] == "total":
                        inside = False
                        planned(counts)
                    else:
                        counts[match[1]] = int(match[2])

    process.listener = threading.Thread(target=listen, daemon=True)
    process.listener.start()
    return process
