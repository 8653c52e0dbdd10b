"""``make reports``: nothing cached, after one changed sentence, with nothing to do; how busy it keeps the processors, and its memory.

Short: one round is made, and the time of all of them is estimated from what each kind of step took there.
"""

import re
from collections import Counter
from collections.abc import Iterator

import copied
from goals import Goal
from measure import Measured, usual

from analysis.commands.project import Project
from analysis.parameters import rests_on
from analysis.publishing.plan import plan

SCRATCH, SENTENCE, NOTHING, EFFICIENCY, GIGABYTES = 300, 90, 4, 1.7, 3
LINE = re.compile(r"\[[^\]]*\] (?P<what>.*?)  (?P<took>[\d.]+) s$")
"""A progress line: what was done, and its seconds."""
PER_ROUND = ("estimates ", "what each audience may see ")
CATALOGUE = "src/analysis/display/catalogues/da.po"


def goals(project: Project, times: int) -> Iterator[Goal]:
    """RuntimeError where a run fails: nothing else can be measured then."""
    first = whole(copied.reports(project))
    yield run_time(project, first, "scratch", "make reports, nothing cached", SCRATCH)
    yield efficiency("efficiency_round", f"processors kept busy by make reports of {project.only or 'everything'}", first, project)
    change_a_sentence(project)
    again = whole(copied.reports(project))
    yield run_time(project, again, "sentence", "make reports after one changed sentence of the catalogue", SENTENCE)
    nothing = whole(usual(times, lambda: copied.reports(project)))
    name = f"make reports with nothing to do, {project.only or 'everything'}, median of {times}"
    key = "nothing_round" if project.only else "nothing"
    yield Goal(key, name, nothing.seconds, NOTHING, "s", steady=nothing.processor, beside=processor(nothing.processor))
    peak = max(run.peak for run in (first, again, nothing)) / 1e9
    yield Goal("memory", "peak memory of all processes of make reports", peak, GIGABYTES, "GB")


def whole(run: Measured) -> Measured:
    if run.status:
        raise RuntimeError(run.output[-3000:])
    return run


def processor(seconds: float) -> str:
    return f"{seconds:.2f} s of processor"


def efficiency(key: str, name: str, run: Measured, project: Project) -> Goal:
    """Of all processors; what other programs took meanwhile is told."""
    beside = f"other programs took {run.others:.2f} meanwhile"
    return Goal(key, f"{name}, of {project.processors}", run.efficiency, EFFICIENCY * project.processors / 2, least=True, beside=beside,
                steady=run.efficiency + min(run.others, project.processors - run.efficiency))


def change_a_sentence(project: Project) -> None:
    """The first sentence of the Danish catalogue that holds no name to be filled in gets a word more."""
    path = project.root / CATALOGUE
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines)
                 if line.startswith('msgstr "') and line.endswith('."') and "{" not in line and number > 20)
    lines[place] = f'{lines[place][:-2]} nu."'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run_time(project: Project, run: Measured, key: str, name: str, limit: float) -> Goal:
    """Wall time of a run over everything: measured, or estimated from the seconds each kind of step took in one round."""
    if not project.only:
        return Goal(key, name, run.seconds, limit, "s", steady=run.processor, beside=processor(run.processor))
    counted = f"{len(plan(project.parameters, project.selection))} of {len(plan(project.parameters))} reports"
    beside = f"estimated from the steps of one round, {counted} in {run.seconds:.0f} s and {processor(run.processor)}; without the auditor"
    return Goal(f"{key}_round", name, estimated(project, run.output), limit, "s", steady=run.processor, beside=beside)


def estimated(project: Project, output: str) -> float:
    """Seconds of all rounds, from the lines that tell what each step of one round took. RuntimeError where no report was made."""
    done = [found for line in output.splitlines() if (found := LINE.match(line))]
    once = sum(float(line["took"]) for line in done if "/" not in line["what"] and not line["what"].startswith(PER_ROUND))
    per_round = sum(float(line["took"]) for line in done if line["what"].startswith(PER_ROUND))
    everywhere = plan(project.parameters)
    rounds = len({one for entry in everywhere for one in rests_on(project.parameters, entry.subject)})
    every = [float(line["took"]) for line in done if "/" in line["what"]]
    if not every:
        raise RuntimeError(f"No report was made:\n{output[-3000:]}")
    per_report = 0.0
    for report, count in Counter(entry.report for entry in everywhere).items():
        # a type the measured round has none of is taken to cost as much as the others
        own = [float(line["took"]) for line in done if line["what"].startswith(report + "/")] or every
        # a job of many reports runs one kernel more than there are processors, and each takes that much longer
        together = project.processors + 1 if len(own) > 3 else project.processors
        per_report += count * sum(own) / len(own) / together
    return (once + per_round * rounds) / project.processors + per_report
