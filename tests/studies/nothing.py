"""Nothing planted: how often a family of estimates holds a finding where there is none to find, and how many findings are false where half
of the scales have truly changed.

The path is the library's own: answers, scores, estimates, q within families, disclosure, findings. Quantities that ``findings`` does not
judge (changes of gaps, of spread, initiatives, agreement) are held to the same rule on their q.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
from studies.programme import LATER, PLACES, SCALES, Study, of_its_centres, of_the_whole, study
from studies.tally import Band, Cell, Judged

from analysis.disclosure.show import show
from analysis.estimates.tables import rows
from analysis.findings.find import NEVER, SIGNED, UNDECIDED, find
from analysis.parameters import Subject
from analysis.parameters.programme import Thresholds

AUDIENCE = "internal"
NO_MARGIN = 1e-9
MARGINS = {"margin 0": NO_MARGIN, "margin 20": Thresholds().margin}
AT_MOST = Band(0.0, 0.05)
HOLDS = Band(0.93, 0.97)
COVERED = ("comparison", "change", "change_adjusted", "gap", "gap_adjusted", "gap_change", "leader_staff_gap", "link", "initiative")
"""Kinds whose truth is 0 here and whose interval is therefore judged as well."""
CHANGED = tuple(name for names in SCALES.values() for name in names[::2])
RISE = 35.0
SOURCES = ("studies.nothing", "studies.programme", "estimates.municipality", "estimates.facts", "estimates.sources", "simulation.draw",
           "findings.find", "disclosure.show")
FAMILIES = ("comparison", "change", "change_adjusted", "gap", "gap_adjusted", "gap_change", "agreement", "leader_staff_gap", "link",
            "initiative")
OF_CENTRES = ("centre", "spread", "spread_change")


def cells() -> list[Cell]:
    def bands(families: tuple[str, ...]) -> dict[str, Band]:
        return {f"{family}, {margin}": AT_MOST for family in families for margin in MARGINS}

    covered = {f"{kind}, interval holds 0": HOLDS for kind in COVERED if kind not in ("link", "initiative")}
    covered |= {f"{kind}, interval holds 0": Band(0.93) for kind in ("link", "initiative")}
    return [
        Cell("nothing planted", "municipality", whole, bands(FAMILIES) | covered, SOURCES, draws=250),
        Cell("nothing planted", "centres alike", centres_alike, bands(OF_CENTRES), SOURCES, draws=250),
        Cell("half of the scales changed", "municipality", half_changed,
             {f"false findings, {kind}, {margin}": AT_MOST for kind in ("change", "comparison") for margin in MARGINS}, SOURCES, draws=100)]


@lru_cache(maxsize=3)
def planted(centres_differ: bool, changed: tuple[str, ...] = ()) -> Study:
    return study(centres_differ=centres_differ, changed=changed, by=RISE)


def whole(rng: np.random.Generator, one: Study | None = None) -> dict[str, Judged]:
    """Four municipalities alike: centres differ as they do, nothing else does. Each is compared with the other three."""
    one = one or planted(True)
    drawn = one.scores(int(rng.integers(2**31)))
    facts = one.facts(drawn)
    shares: dict[str, list[float]] = defaultdict(list)
    for slug in PLACES:
        table = of_the_whole(one.sources(drawn, facts, slug))
        seen = shown(table, one, slug)
        for margin, points in MARGINS.items():
            held = families(table, found(table, seen, points))
            for family, holds in held:
                shares[f"{family}, {margin}"].append(holds)
            shares[f"any family of a municipality, {margin}"].append(float(any(holds for _, holds in held)))
        tested = table[(table["family"] != "") & (table["level"] == "municipality") & table["q"].notna()]
        shares["any family, a p below .05 without q"].append(float(tested.groupby("family")["p"].min().lt(0.05).mean()))
        for kind in COVERED:
            these = table[(table["kind"] == kind) & table["low"].notna()]
            if len(these):
                shares[f"{kind}, interval holds 0"].append(float(((these["low"] <= 0) & (these["high"] >= 0)).mean()))
    return averaged(shares)


def centres_alike(rng: np.random.Generator) -> dict[str, Judged]:
    """Four municipalities whose centres do not differ, in level or in change: a centre's profile or a spread with a finding is false."""
    one, nothing = planted(False), no_facts()
    shares: dict[str, list[float]] = defaultdict(list)
    for slug in PLACES:
        drawn = {slug: one.scores_of(slug, int(rng.integers(2**31)))}
        table = of_its_centres(one.sources(drawn, nothing, slug))
        seen = shown(table, one, slug)
        for margin, points in MARGINS.items():
            for family, holds in families(table, found(table, seen, points)):
                shares[f"{family}, {margin}"].append(holds)
    return averaged(shares)


def half_changed(rng: np.random.Generator, one: Study | None = None) -> dict[str, Judged]:
    """Every second scale of every role rose in two of the municipalities: the share of findings there that are about the others."""
    one = one or planted(True, CHANGED)
    drawn = one.scores(int(rng.integers(2**31)))
    facts = one.facts(drawn)
    shares: dict[str, list[float]] = defaultdict(list)
    for slug in PLACES[::2]:
        table = of_the_whole(one.sources(drawn, facts, slug))
        seen = shown(table, one, slug)
        for margin, points in MARGINS.items():
            said = found(table, seen, points)
            for kind in ("change", "comparison"):
                these = table[table["kind"] == kind]
                for _, family in these.assign(said=said, false=said & ~table["scale"].isin(CHANGED)).groupby("family"):
                    told = int(family["said"].sum())
                    shares[f"false findings, {kind}, {margin}"].append(family["false"].sum() / max(told, 1))
                    shares[f"true findings of those there are, {kind}, {margin}"].append(
                        (told - family["false"].sum()) / max(family["scale"].isin(CHANGED).sum(), 1))
    return averaged(shares)


def no_facts() -> pd.DataFrame:
    """Facts of a wave in which nobody else took part."""
    return rows([])


def averaged(shares: Mapping[str, list[float]]) -> dict[str, Judged]:
    """One value for a drawn programme and target: municipalities of one programme are compared with each other, so they are one draw."""
    return {target: Judged.share(float(np.mean(values))) for target, values in shares.items()}


def families(table: pd.DataFrame, said: pd.Series) -> list[tuple[str, float]]:
    """(kind of family, whether it holds a finding) for every family of the municipality itself, centres' profiles among them."""
    own = table[(table["family"] != "") & (table["level"] != "programme") & table["q"].notna()]
    return [(name.split(":")[0], float(said[members.index].any())) for name, members in own.groupby("family", sort=True)]


def shown(table: pd.DataFrame, one: Study, slug: str) -> pd.DataFrame:
    return show(table, one.parameters, one.parameters.programme.disclosure[AUDIENCE], AUDIENCE, Subject(slug, LATER))


def found(table: pd.DataFrame, seen: pd.DataFrame, margin: float) -> pd.Series:
    """Which rows are findings: what ``find`` says of what is ``seen``, or, of kinds it does not judge, the same rule."""
    thresholds = Thresholds(margin=margin)
    said = [finding for level in ("municipality", "network", "centre") for finding in find(seen, thresholds, level)
            if finding.kind not in ("unchanged", "cannot_tell", "low_response")]
    keys = {(one.quantity, one.role, one.scale, one.level, one.unit, one.wave, one.contrast) for one in said}
    columns = ["kind", "role", "scale", "level", "unit", "wave", "contrast"]
    judged = pd.MultiIndex.from_frame(table[columns]).isin(keys)
    silent = table["flags"].map(lambda text: bool((NEVER | UNDECIDED) & set(text.split(";"))))
    far = (table["value"].abs() >= margin) | table["kind"].isin(["link", "agreement"])
    by_rule = ~table["kind"].isin([*SIGNED]) & (table["q"] < thresholds.fdr) & far & ~silent
    return pd.Series(judged, index=table.index) | by_rule
