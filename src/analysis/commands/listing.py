"""``make list`` and ``make explain``: the plan with its state, the recommendations, and in plain words why each step would run."""

import json
from collections import defaultdict

from analysis.commands import snake
from analysis.commands.catalogue import catalogue_lines
from analysis.commands.project import Project
from analysis.publishing.plan import plan

REASONS = (
    ("Missing output files", "not made yet"),
    ("Updated input files", "what it reads has changed"),
    ("Input files updated by another job", "an earlier step will run"),
    ("Params have changed", "the library or the lock has changed"),
    ("Code has changed", "the rule has changed"),
    ("Set of input files has changed", "it reads other files than last time"),
    ("Forced execution", "asked for"),
    ("Software environment", "the environment has changed"),
    ("incomplete", "it failed or was interrupted last time"),
)


def show_plan(project: Project) -> int:
    """Every report asked for: handle, audience, state, path; then the recommendations they draw on, and what is to be checked of them."""
    planned = plan(project.parameters, project.selection)
    default = project.parameters.programme.languages[0]
    stale = {output for job in snake.dry_run(project) for output in job.outputs}
    counts: dict[str, int] = defaultdict(int)
    for entry in planned:
        name = entry.files(project.layout, default)[0].relative_to(project.root).as_posix()
        files = entry.files(project.layout.staged, default)
        built = {path.relative_to(project.root).as_posix() for path in files}
        state = "missing" if not all(path.exists() for path in files) else "stale" if stale & built else "current"
        passport = entry.passport(project.layout, default)
        if passport.exists() and "superseded" in json.loads(passport.read_text(encoding="utf-8")):
            state = "superseded"  # somebody withdrew: not to be handed out again, whatever Snakemake thinks of it
        counts[state] += 1
        print(
            f"{state:10} {entry.report:18} {entry.audience:15} {entry.handle:40} {entry.language}  {', '.join(entry.formats):15} {name}"
        )
    print(f"{sum(counts.values())} reports: " + ", ".join(f"{count} {state}" for state, count in sorted(counts.items())))
    for line in catalogue_lines(project.parameters, {entry.subject.municipality for entry in planned}):
        print(line)
    return 0


def explain(project: Project) -> int:
    """Why each step would run, in the order it would."""
    plan(project.parameters, project.selection)  # an unknown name is answered by us, not by Snakemake
    jobs = snake.dry_run(project)
    if not jobs:
        print("Nothing would run: everything is current.")
        return 0
    steps: dict[tuple[str, str], list[str]] = defaultdict(list)
    for job in sorted(jobs, key=_order):
        what = " ".join(job.wildcards.values()) or f"{len(job.outputs)} files"
        steps[job.rule.replace("_", " "), in_words(job.reason)].append(what)
    for (rule, reason), members in steps.items():
        print(f"{rule} ({', '.join(members[:4])}{f' and {len(members) - 4} more' if len(members) > 4 else ''}): {reason}")
    print(f"{len(jobs)} step{'s' if len(jobs) > 1 else ''} would run.")
    return 0


def _order(job: snake.Job) -> tuple[int, str]:
    """The order of the flow; Snakemake's own depends on what is ready."""
    steps = ("simulate", "responses", "scores", "programme_facts", "estimates", "shown_", "render_")
    return next(place for place, step in enumerate(steps) if job.rule.startswith(step)), " ".join([job.rule, *job.wildcards.values()])


def in_words(reason: str) -> str:
    """Snakemake's reasons in plain words, with the files it names where they help."""
    parts = []
    for part in reason.split("; "):
        known = next((words for sign, words in REASONS if sign.lower() in part.lower()), part)
        files = [name.strip() for name in part.partition(":")[2].split(",") if "/" in name] if known == "what it reads has changed" else []
        parts.append(known + (f" ({', '.join(files[:3])}{' ...' if len(files) > 3 else ''})" if files else ""))
    return ", ".join(dict.fromkeys(parts))
