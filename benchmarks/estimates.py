"""How long estimates take, as whole processes on one core: a municipality's three waves, a national file, and cost by size.

A figure is the processor's seconds from the process's start to its end, imports among them; wall time, which other programs stretch, stands
beside it.

``python benchmarks/estimates.py``: all goals. ``--short`` (part of ``make benchmark``): two scales of the national file, and no large size.
The municipality is read from data/processed, so ``make reports`` comes first; without it that goal is said to be left out.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from goals import Goal, tell
from measure import Measured, measure

ROOT = Path(__file__).resolve().parents[1]
PROGRAMME, MUNICIPALITY = "laeringsledelse", "kolding"
MUNICIPALITY_SECONDS, NATIONAL_SECONDS, NATIONAL_GIGABYTES = 25, 120, 4
CHILDREN, PER_CENTRE, SCALES = 60_000, 20, 10
SIZES = (6_000, 60_000, 180_000)
GROWTH = 1.3
"""Seconds per child of a large file over those of the middle one that still count as linear."""
ONE_CORE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--worker", nargs=3, metavar=("WHAT", "CHILDREN", "SCALES"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        what, children, scales = arguments.worker
        done = municipality() if what == "municipality" else national(int(children), int(scales))
        print(f"{time.process_time():.2f}")
        return done
    for goal in goals(arguments.short):
        tell(goal)
    return 0


def goals(short: bool) -> Iterator[Goal]:
    yield from of_municipality()
    scales = 2 if short else SCALES
    whole = run("national", CHILDREN, scales)
    about = f"estimates of a national wave: {CHILDREN:,} children a wave, 3 waves, {scales} of {SCALES} scales"
    beside = f"seconds of processor; {whole.seconds:.0f} on the clock"
    yield Goal(f"national_estimates_{scales}", about, cpu(whole), NATIONAL_SECONDS * scales / SCALES, "s", beside=beside)
    yield Goal(f"national_memory_{scales}", f"{about}: memory", whole.peak / 1e9, NATIONAL_GIGABYTES, "GB")
    yield growth(SIZES[:2] if short else SIZES)


def of_municipality() -> Iterator[Goal]:
    if not (ROOT / "data" / "processed" / PROGRAMME / "scores" / MUNICIPALITY).is_dir():
        print(f"{MUNICIPALITY}: left out, there are no scores in data/processed; make reports makes them", flush=True)
        return
    found = run("municipality", 0, 0)
    what = found.output.strip().splitlines()[0]
    beside = f"seconds of processor; {found.seconds:.0f} on the clock"
    name = f"every estimate of {MUNICIPALITY}'s latest wave with its {what}"
    yield Goal("municipality_estimates", name, cpu(found), MUNICIPALITY_SECONDS, "s", beside=beside)


def growth(sizes: tuple[int, ...]) -> Goal:
    """Seconds per 1,000 children beyond what starting costs; linear where the largest costs no more than the one before."""
    start = cpu(run("national", 0, 1))
    each = [(size, 1000 * (cpu(run("national", size, 1)) - start) / size) for size in sizes]
    words = ", ".join(f"{size}: {cost:.3f} s" for size, cost in each)
    name = f"one scale by children a wave, per 1000 beyond {start:.1f} s to start ({words}): growth"
    return Goal("growth", name, each[-1][1] / each[-2][1], GROWTH)


def cpu(found: Measured) -> float:
    """The processor's seconds, which the process tells in its last line."""
    return float(found.output.strip().splitlines()[-1])


def run(what: str, children: int, scales: int) -> Measured:
    command = [sys.executable, __file__, "--worker", what, str(children), str(scales)]
    found = measure(command, ROOT, os.environ | ONE_CORE)
    if found.status:
        raise RuntimeError(found.output[-3000:])
    return found


def municipality() -> int:
    """Everything the analysis notebook estimates for the latest wave, earlier ones among them."""
    from analysis.estimates import municipality as estimates
    from analysis.estimates.stage import open_sources
    from analysis.parameters import Layout, load_parameters

    parameters = load_parameters(ROOT, PROGRAMME)
    wave = max(parameters.municipality(MUNICIPALITY).waves, key=lambda entry: entry.field_period.start).wave
    sources = open_sources(parameters, Layout(ROOT, PROGRAMME), MUNICIPALITY, wave)
    own, changes = estimates.level_rows(sources), estimates.change_rows(sources)
    later = {"level_rows", "change_rows", "comparison_rows", "initiative_rows", "size_rows", "flow_rows", "left_out_rows"}
    parts = [own, changes, estimates.comparison_rows(sources, own), estimates.initiative_rows(sources, changes),
             estimates.size_rows(sources, changes)]
    parts += [getattr(estimates, name)(sources) for name in estimates.__all__ if name.endswith("_rows") and name not in later]
    table = estimates.finish(sources, parts)
    children = sources.scores.query("role == 'child'").groupby("wave")["form_id"].nunique().to_dict()
    print(f"{len(sources.waves)} waves ({children} children, {len(sources.measured())} scales, {len(table)} estimates)")
    return 0


def national(children: int, scales: int) -> int:
    """Levels, spread, centres and change of a file of that many children a wave, made here; 0 children: what starting costs."""
    import numpy as np
    import pandas as pd

    from analysis.estimates import centre_change, centre_estimates, cluster_robust_mean, spread_change, wave_change

    size = max(children, 600)
    centres, random = size // PER_CENTRE, np.random.default_rng(1)
    names = np.array([f"c{number:05d}" for number in range(centres)])
    frames = []
    for wave in ("2015", "2017", "2019"):
        place = random.integers(0, centres, size)
        rater = place * 4 + random.integers(0, 4, size)
        frames.append(pd.DataFrame({"centre": names[place], "rater": np.char.add("r", rater.astype(str)), "wave": wave, "place": place,
                                    "number": rater}))
    frame = pd.concat(frames, ignore_index=True).astype({"centre": "str", "rater": "str", "wave": "str"})
    last = frame["wave"] == "2019"
    for _ in range(scales if children else 1):
        y = 500 + 22 * random.standard_normal(centres)[frame["place"]] + 30 * random.standard_normal(4 * centres)[frame["number"]]
        frame["y"] = y + 93 * random.standard_normal(len(frame))
        names_of = {"y": "y", "centre": "centre"}
        for wave in ("2015", "2017", "2019"):
            cluster_robust_mean(frame[frame["wave"] == wave], rater="rater", **names_of)
        centre_estimates(frame[last], rater="rater", **names_of)
        for earlier in ("2015", "2017"):
            waves = {"wave": "wave", "earlier": earlier, "later": "2019"}
            wave_change(frame, rater="rater", **waves, **names_of)
            spread_change(frame, rater="rater", **waves, **names_of)
            centre_change(frame, rater="rater", **waves, **names_of)
    return 0


if __name__ == "__main__":
    sys.exit(main())
