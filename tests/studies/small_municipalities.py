"""Random small municipalities through the rules and then through the auditor, alone and in coalitions: what follows of what is hidden.

Each has 2 to 8 centres with 3 to 15 forms of children and as many of staff, in none to two networks, and two waves. Its estimates are drawn
(a scale a role, centres apart by 20 points), shown to every audience by the rules as they are, written as the lists that reports are
made from, and attacked by ``analysis.auditing``, which knows nothing of how they came about.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.auditing.holders import Attack, Holder, holders
from analysis.auditing.truth import Truth
from analysis.disclosure.context import Patterns, context_of
from analysis.disclosure.meta import rule_of
from analysis.disclosure.secondary import Pattern
from analysis.disclosure.show import show
from analysis.disclosure.shown_file import write_shown
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import Parameters, Subject
from analysis.parameters.municipality import Network

PLACE, WAVES = "billund", ("2017", "2019")
SCALES = (("child", "child_books"), ("staff", "reading_practice"))
APART, SPREAD, MIN_FORMS = 20.0, 100.0, 5
RULES = ("small centres alone", "the rule", "every centre where one is small")
COALITIONS = {
    "the public": "the public",
    "the administration": "the administration",
    "a network": "the network",
    "a leader": "the leader of",
    "two leaders": "two leaders",
    "a leader with the administration's": "with the administration's reports",
}


@dataclass(frozen=True)
class Small:
    """One drawn municipality: ``estimates`` of both waves, and the parameters it is a municipality in."""

    parameters: Parameters
    estimates: pd.DataFrame
    centres: tuple[str, ...]
    networks: Mapping[str, str | None]


def drawn(parameters: Parameters, draw: np.random.Generator) -> Small:
    """One municipality; its centres and networks take the place of those of a municipality in ``parameters``."""
    register = parameters.open_centres(PLACE, WAVES[0])[: int(draw.integers(2, 9))]
    place = parameters.municipality(PLACE)
    units = tuple(Network(slug=name, name=name.capitalize()) for name in ("nord", "syd")[: int(draw.integers(0, 3))])
    names = [None, *(unit.slug for unit in units)]
    centres = tuple(
        centre.model_copy(update={"network": names[int(draw.integers(len(names)))], "opened": None, "closed": None}) for centre in register
    )
    changed = place.model_copy(update={"centres": centres, "networks": units, "initiatives": (), "goals": (), "plans": (), "questions": ()})
    own = replace(parameters, municipalities=dict(parameters.municipalities) | {PLACE: changed}, releases=())
    slugs, networks = tuple(centre.slug for centre in centres), {centre.slug: centre.network for centre in centres}
    entries = []
    sizes = {(role, wave): draw.integers(3, 16, size=len(slugs)) for role in ("child", "staff") for wave in WAVES}
    for role, scale in SCALES:
        true = draw.normal(500, APART, size=len(slugs))
        for wave in WAVES:
            n = sizes[role, wave]
            means = true + draw.normal(0, SPREAD / np.sqrt(n))
            entries += _level(role, scale, wave, n, means, slugs, networks)
    return Small(own, estimate_rows(entries), slugs, networks)


def _level(role: str, scale: str, wave: str, n: np.ndarray, means: np.ndarray, slugs: tuple[str, ...], networks: Mapping) -> list[dict]:
    key = {"role": role, "scale": scale, "wave": wave, "method": "drawn"}

    def row(kind: str, level: str, unit: str, forms: int, value: float, groups: int, **more) -> dict:
        half = 1.96 * SPREAD / np.sqrt(forms)
        return {**key, "kind": kind, "level": level, "unit": unit, "n": int(forms), "n_groups": int(groups), "value": float(value),
                "low": float(value - half), "high": float(value + half), **more}

    def mean(which: np.ndarray) -> float:
        return float(np.average(means[which], weights=n[which]))

    everywhere = np.ones(len(slugs), dtype=bool)
    whole, kept = mean(everywhere), APART**2 / (APART**2 + SPREAD**2 / n)
    found = [row(kind, "municipality", PLACE, n.sum(), value, len(slugs)) for kind, value in (("level", whole), ("spread", APART))]
    for network in sorted({name for name in networks.values() if name}):
        inside = np.array([networks[slug] == network for slug in slugs])
        found.append(row("level", "network", network, n[inside].sum(), mean(inside), inside.sum()))
    for place, slug in enumerate(slugs):
        others = everywhere.copy()
        others[place] = False
        found.append(row("level", "centre", slug, n[place], means[place], n[place]))
        found.append(row("centre_estimate", "centre", slug, n[place], whole + kept[place] * (means[place] - whole), n[place]))
        found.append(row("centre_comparison", "centre", slug, n[place], kept[place] * (means[place] - mean(others)), n[place],
                         contrast="other_centres"))
    return found


def patterns_by(world: Small, rule: str) -> Patterns:
    """Which centres a rule hides, by role and wave."""
    found = context_of(world.estimates, world.parameters, "", Subject(PLACE, WAVES[-1])).patterns
    if rule == RULES[1]:
        return found
    by_rule = {}
    levels = world.estimates[(world.estimates["kind"] == "level") & (world.estimates["level"] == "centre")]
    for role, wave in found:
        least = levels[(levels["role"] == role) & (levels["wave"] == wave)].groupby("unit")["n"].min()
        small = frozenset(least.index[least < MIN_FORMS])
        by_rule[role, wave] = Pattern(small, small if rule == RULES[0] or not small else frozenset(world.centres))
    return by_rule


def lists_of(world: Small, patterns: Patterns, folder: Path) -> dict[tuple[str, str], tuple[Path, ...]]:
    """The lists of every audience's edition of the later wave, as ``holders`` takes them."""
    networks = sorted({name for name in world.networks.values() if name})
    editions = [("public", "", ""), ("administration", "", ""), *(("network", name, "") for name in networks),
                *(("centre", "", slug) for slug in world.centres)]
    found = {}
    for audience, network, centre in editions:
        subject, rule = Subject(PLACE, WAVES[-1], network, centre), rule_of(world.parameters, audience)
        rows = show(world.estimates, world.parameters, rule, audience, subject, patterns)
        path = folder / f"{audience}-{network}{centre}.parquet"
        write_shown(path, rows, {"audience": audience, "disclosure": rule.model_dump(mode="json")})
        found[audience, network or centre] = (path,)
    return found


def coalitions(places: Mapping[tuple[str, str], tuple[Path, ...]]) -> Iterator[Holder]:
    """The auditor's holders, and every two leaders who put their profiles together beside the public's reports."""
    yield from holders(places)
    leaders = sorted(unit for audience, unit in places if audience == "centre")
    for one, other in combinations(leaders, 2):
        yield Holder(f"two leaders, {one} and {other}", places["public", ""], (*places["centre", one], *places["centre", other]))


def truth_of(world: Small) -> Truth:
    levels = world.estimates[(world.estimates["kind"] == "level") & world.estimates["level"].isin(["centre", "network", "municipality"])]
    means: dict = defaultdict(dict)
    for row in levels.itertuples():
        means[row.role, row.scale][row.unit, row.wave, row.level] = (int(row.n), float(row.value))
    return Truth(PLACE, means, world.networks)


def attacked(world: Small, rule: str) -> Counter:
    """By (coalition, under five forms, "tried" or "follows"): hidden means, and hidden cells that follow."""
    found: Counter = Counter()
    with tempfile.TemporaryDirectory() as folder:
        places = lists_of(world, patterns_by(world, rule), Path(folder))
        attack = Attack(truth_of(world), few_centres=0)
        for holder in coalitions(places):
            name = max((name for name, words in COALITIONS.items() if words in holder.name), key=len)
            result = attack.on(holder)
            found.update({(name, True, "tried"): result.few, (name, False, "tried"): result.hidden - result.few})
            for small in (True, False):
                cells = {one.what.partition(": ")[0] for one in result.weak if (one.forms < MIN_FORMS) == small}
                found[name, small, "follows"] += len(cells)
    return found


def tables(worlds: Iterable[Small]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(what each rule hides of the centres' means, what follows by coalition: of centres under five forms by the first two rules, of
    larger ones by the rule)."""
    worlds = list(worlds)
    cells = sum(len(world.centres) for world in worlds) * len(WAVES) * len(SCALES)
    hidden = [sum(len(found.hidden) for world in worlds for found in patterns_by(world, rule).values()) for rule in RULES]
    utility = pd.DataFrame([[rule, f"{count} of {cells} ({count / cells:.0%})"] for rule, count in zip(RULES, hidden, strict=True)],
                           columns=["rule", "centre means hidden"])
    alone, ruled = (sum((attacked(world, rule) for world in worlds), Counter()) for rule in RULES[:2])

    def told(found: Counter, name: str, small: bool) -> str:
        return f"{found[name, small, 'follows']} of {found[name, small, 'tried']}"

    rows = [[name, told(alone, name, True), told(ruled, name, True), told(ruled, name, False)] for name in COALITIONS]
    columns = ["who", "small centres alone: of under 5 forms", "the rule: of under 5 forms", "the rule: of 5 forms or more"]
    return utility, pd.DataFrame(rows, columns=columns)
