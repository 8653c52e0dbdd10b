"""What a report costs beside its own work as reports grow in number: the plan, Snakemake's graph, the looks at files, placing, the index.

A made-up country of as many centres as reports (``parameters/national.yml``), a profile each; its files are stand-ins of a few bytes, for
what is measured reads passports and hashes, never a page. Figures are the processor's seconds of whole processes, so starting Python is in
them; the growth is the cost of a report between the two largest numbers over that between the two before them: 1 where it is constant.

``python benchmarks/scale.py``; other numbers of reports behind it. Run from any folder; what it writes lies in a folder that it removes.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import measure

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = (10, 100, 1000, 3000)
PER_MUNICIPALITY = 30
GROWTH = 1.2
ONE_CORE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
STEPS = {
    "plan": "plan and selection",
    "graph": "Snakemake's graph, all of it to do",
    "inventory": "inventory of one job",
    "place": "looks at the bytes, and placing",
    "placed": "the same where all stands",
    "index": "index",
}


def main(numbers: tuple[int, ...]) -> int:
    costs: dict[str, list[float]] = {step: [] for step in STEPS}
    for number in numbers:
        with tempfile.TemporaryDirectory(prefix="lr-scale-") as place:
            home = Path(place)
            made_up(home, number)
            for step, words in STEPS.items():
                found = measure([sys.executable, __file__, "--worker", step, place], ROOT, os.environ | ONE_CORE)
                if found.status:
                    print(found.output[-3000:])
                    return 1
                costs[step].append(found.processor)
                print(f"{number} reports: {words}, seconds {found.processor:.2f} (peak {found.peak / 1e6:.0f} MB)", flush=True)
    tell_growth(costs, numbers)
    return 0


def tell_growth(costs: dict[str, list[float]], numbers: tuple[int, ...]) -> None:
    for step, words in STEPS.items():
        each = [1000 * (b - a) / (m - n) for a, b, n, m in zip(costs[step], costs[step][1:], numbers, numbers[1:], strict=False)]
        growth = each[-1] / each[-2] if len(each) > 1 and each[-2] > 0 else float("nan")
        told = ", ".join(f"{cost:.1f}" for cost in each)
        verdict = "met" if growth <= GROWTH else "MISSED"
        print(f"{words}: ms for each further report {told}; growth {growth:.2f} of {GROWTH} allowed: {verdict}", flush=True)


def made_up(home: Path, number: int) -> None:
    """A project whose one programme has ``number`` centres, with a stand-in for each one's profile where it is staged."""
    from analysis.parameters import Layout, ReportPlan, load_parameters
    from analysis.publishing.plan import plan
    from analysis.simulation.country import read_country
    from analysis.simulation.country_stage import write_country

    size = {"centres": number, "children": 20 * number, "municipalities": max(1, round(number / PER_MUNICIPALITY))}
    profiles = {"reports": (ReportPlan(report="centre-profile", audiences=("centre",), languages=("da",)),)}
    asked = read_country(ROOT)
    country = asked.model_copy(update={**size, **profiles, "waves": asked.waves[-1:]})
    write_country(load_parameters(ROOT, country.programme), Layout(ROOT, country.programme), country, home)
    parameters, layout = load_parameters(home, country.slug), Layout(home, country.slug)
    for planned in plan(parameters):
        stand_in(planned, layout.staged, parameters.programme.languages[0])
    for path in raw_files(home):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(path.name.encode() * 3000)


def stand_in(planned, layout, default: str) -> None:
    files = {suffix: planned.path(layout, suffix, default) for suffix in planned.formats}
    content = planned.report_id.encode()
    for path in files.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    told = {"files": dict.fromkeys(files, hashlib.sha256(content).hexdigest()), "status": planned.status, "warnings": []}
    planned.passport(layout, default).write_text(json.dumps(told), encoding="utf-8")


def raw_files(home: Path) -> list[Path]:
    from analysis.publishing.flow import Flow

    parameters, layout = opened(home)
    return Flow(parameters, layout).all_raw()


def opened(home: Path):
    from analysis.parameters import Layout, load_parameters, programmes

    (slug,) = programmes(home)
    return load_parameters(home, slug), Layout(home, slug)


def work(step: str, home: Path) -> None:
    """One step, in a process of its own."""
    from analysis.publishing import inventory
    from analysis.publishing.index import write_index
    from analysis.publishing.placing import as_made, place
    from analysis.publishing.plan import plan, render_jobs
    from analysis.publishing.selection import select

    parameters, layout = opened(home)
    if step == "plan":
        every = ",".join(entry.handle for entry in plan(parameters))
        render_jobs(plan(parameters, select(parameters, only=every)))
        render_jobs(plan(parameters, select(parameters)))
    elif step == "graph":
        from analysis.commands.project import Project
        from analysis.commands.snake import command, environment

        project = Project(home, layout.programme)
        done = subprocess.run(command(project, "--dry-run", "--quiet"), cwd=home, env=environment(), capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr[-2000:] or done.stdout[-2000:])
    elif step == "inventory":
        inventory.taken(parameters, layout)
    elif step in ("place", "placed"):
        placed = place(parameters, layout, plan(parameters), (as_made,))
        assert len(placed.moved) == (len(plan(parameters)) if step == "place" else 0), placed.problems[:1]
    elif step == "index":
        write_index(home)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(sys.argv[2], Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main(tuple(map(int, sys.argv[1:])) or NUMBERS))
