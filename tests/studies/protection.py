"""``make protection``: what disclosure control hides and what it keeps from being computed, counted into ``docs/protection.md``.

Three counts. On the shown files of the embedded programme: how many cells each audience has hidden. On random municipalities and on the
embedded programme's own: how many centres are hidden by three rules, and how many small ones can be computed exactly from what is left, by
anybody, by one leader hidden beside them, by two. The attack here is linear algebra on published sums and shares no code with the rules.
On random small municipalities: what the independent auditor finds (``small_municipalities``).
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from studies.small_municipalities import drawn, tables

from analysis.disclosure.context import context_of, patterns
from analysis.disclosure.secondary import Pattern, pattern
from analysis.disclosure.shown_file import read_shown
from analysis.parameters import LEADER, Layout, Subject, load_parameters

PROGRAMME = "laeringsledelse"
MIN_FORMS, RATIO = 5, 2.0
MUNICIPALITIES, SEED = 200, 7
RULES = ("small centres alone", "the rule, 1 insider", "the rule, 2 insiders", "every centre where one is small")


@dataclass(frozen=True)
class World:
    """Sizes of the centres of one role and wave, who is small, and their networks (None: directly under the municipality)."""

    sizes: Mapping[str, int]
    small: frozenset[str]
    networks: Mapping[str, str | None]


def random_world(draw: np.random.Generator) -> World:
    """8 to 16 centres in none to three networks; about one in eight has 1 to 4 forms."""
    names = [f"c{number:02d}" for number in range(draw.integers(8, 17))]
    there = [None, "north", "south", "east"][: draw.integers(1, 5)]
    sizes = {name: int(draw.integers(1, 5) if draw.random() < 1 / 8 else draw.integers(5, 45)) for name in names}
    networks = {name: there[draw.integers(len(there))] for name in names}
    return World(sizes, frozenset(name for name, n in sizes.items() if n < MIN_FORMS), networks)


def hidden_by(world: World, rule: str) -> Pattern:
    """What a rule hides in a world."""
    if rule == RULES[0] or not world.small:
        return Pattern(world.small, world.small)
    if rule == RULES[3]:
        return Pattern(world.small, frozenset(world.sizes))
    return pattern(world.sizes, world.sizes, world.small, world.networks, MIN_FORMS, RATIO, insiders=1 + (rule == RULES[2]))


def computed(world: World, found: Pattern, insiders: int) -> int:
    """How many small centres somebody can compute exactly who knows every published sum, and the own centres of ``insiders`` leaders."""
    names = sorted(world.sizes)
    cells = [set(names)] + [{name} for name in names if name not in found.hidden]
    for network in set(world.networks.values()) - {None} - found.hidden_networks:
        cells.append({name for name in names if world.networks[name] == network})
    beside = sorted(found.hidden - found.primary)
    told = set()
    for leaders in combinations(beside, min(insiders, len(beside))):
        known = np.array([[float(name in cell) for name in names] for cell in [*cells, *({leader} for leader in leaders)]])
        told |= {name for name in world.small - told if _follows(known, names.index(name))}
    return len(told)


def _follows(known: np.ndarray, place: int) -> bool:
    """Whether a centre's sum is a linear combination of the sums somebody knows."""
    return np.linalg.matrix_rank(np.vstack([known, np.eye(known.shape[1])[place]])) == np.linalg.matrix_rank(known)


def against_attack(worlds: Iterable[World]) -> pd.DataFrame:
    """One row a rule: centres hidden, networks hidden, and small centres that can be computed, of all worlds together."""
    worlds = list(worlds)
    centres, small = sum(len(world.sizes) for world in worlds), sum(len(world.small) for world in worlds)
    rows = []
    for rule in RULES:
        found = [hidden_by(world, rule) for world in worlds]
        hidden = sum(len(one.hidden) for one in found)
        broken = [sum(computed(world, one, insiders) for world, one in zip(worlds, found, strict=True)) for insiders in (0, 1, 2)]
        rows.append([rule, f"{hidden} of {centres} ({hidden / centres:.0%})", sum(len(one.hidden_networks) for one in found),
                     *(f"{count} of {small}" for count in broken)])
    columns = ["rule", "centres hidden", "networks hidden", "computed by anybody", "by one leader", "by two leaders"]
    return pd.DataFrame(rows, columns=columns)


def embedded_worlds(root: Path) -> list[World]:
    """The embedded programme's own: one world a municipality's wave and role, leaders aside (they are never shown by centre)."""
    parameters, layout = load_parameters(root, PROGRAMME), Layout(root, PROGRAMME)
    rules, worlds = list(parameters.programme.disclosure.values()), []
    for place in parameters.reported:
        for wave in place.waves:
            estimates = pd.read_parquet(layout.estimates(place.slug, wave.wave))
            context = context_of(estimates, parameters, "", Subject(place.slug, wave.wave), {})
            found = patterns(estimates, context.networks, context.rated, context.about, rules)
            level = estimates[(estimates["kind"] == "level") & (estimates["level"] == "centre") & (estimates["wave"] == wave.wave)]
            for role, rows in level[(level["n"] > 0) & (level["role"] != LEADER)].groupby("role"):
                sizes = rows.groupby("unit")["n"].min().astype(int).to_dict()
                small = set(found[role, wave.wave].primary) if len(found[role, wave.wave].primary) < len(sizes) else set()
                worlds.append(World(sizes, frozenset(small | {unit for unit, n in sizes.items() if n < MIN_FORMS}), context.networks))
    return worlds


def by_audience(root: Path) -> pd.DataFrame:
    """Cells shown, hidden and not measured in the shown files that lie there, by audience and level."""
    layout = Layout(root, PROGRAMME)
    counts = []
    for path in sorted((layout.processed / "shown").rglob("*.parquet")):
        rows, meta = read_shown(path)
        counts.append(rows.groupby(["level", "status"]).size().rename("cells").reset_index().assign(audience=meta["audience"]))
    table = pd.concat(counts)
    wide = table.pivot_table(index=["audience", "level"], columns="status", values="cells", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=["shown", "hidden", "not_measured"], fill_value=0)
    share = wide["hidden"] / (wide["shown"] + wide["hidden"])
    wide["hidden of what was measured"] = [f"{value:.1%}" for value in share]
    return wide.rename(columns={"not_measured": "not measured"}).reset_index()


def markdown(table: pd.DataFrame) -> str:
    rows = ([str(cell) for cell in row] for row in table.itertuples(index=False))
    lines = [list(map(str, table.columns)), ["---"] * table.shape[1], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(page: Path, tables: Mapping[str, str]) -> None:
    """Put each table between its marks on the page."""
    words = page.read_text(encoding="utf-8")
    for name, table in tables.items():
        marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        words, times = marks.subn(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", words)
        if times != 1:
            raise ValueError(f"{page.name}: the marks of {name} stand there {times} times, expected once")
    page.write_text(words, encoding="utf-8")


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    draw, small = np.random.default_rng(SEED), np.random.default_rng(SEED)
    parameters = load_parameters(root, PROGRAMME)
    hidden, attacked = tables(drawn(parameters, small) for _ in range(MUNICIPALITIES))
    pages = {
        "random": markdown(against_attack(random_world(draw) for _ in range(MUNICIPALITIES))),
        "small-hidden": markdown(hidden),
        "small-attacked": markdown(attacked),
        "embedded": markdown(against_attack(embedded_worlds(root))),
        "audiences": markdown(by_audience(root)),
    }
    write(root / "docs" / "protection.md", pages)
    print("docs/protection.md: " + ", ".join(pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
