"""A later wave's reports show an earlier wave again, under other houses and networks: together they tell no more than the first did.

The second opinion is linear algebra: whatever either wave's reports show of the earlier wave is a sum over the houses there were then. A
hidden house is given away when it is a linear combination of shown sums.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.over_time import carried_over, patterns_over_time
from analysis.disclosure.secondary import pattern
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import Subject

NORTH = {"a": "north", "b": "north", "c": "north", "d": "north", "e": "north", "f": "south", "g": "south", "h": "south", "i": "south"}
SIZES = {"a": 4, "b": 9, "c": 10, "d": 30, "e": 31, "f": 20, "g": 21, "h": 22, "i": 23}


def forms(sizes: dict[str, int]) -> dict[tuple[str, str], float]:
    return {(centre, "books"): n for centre, n in sizes.items()}


def merged(sizes: dict[str, int], became: dict[str, str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for centre, n in sizes.items():
        out[became.get(centre, centre)] = out.get(became.get(centre, centre), 0) + n
    return out


def sums(names: list[str], units: dict[str, set[str]], hidden, networks: dict[str, set[str]], hidden_networks) -> list[list[float]]:
    """What one wave's reports show of the earlier wave, as rows over the houses there were then."""
    cells = [set(names)] + [parts for unit, parts in units.items() if unit not in hidden]
    cells += [parts for name, parts in networks.items() if name not in hidden_networks and parts]
    return [[float(name in cell) for name in names] for cell in cells]


def given_away(shown: list[list[float]], place: int) -> bool:
    target = np.eye(len(shown[0]))[place]
    return np.linalg.matrix_rank(np.array(shown)) == np.linalg.matrix_rank(np.array([*shown, target]))


def both(sizes, networks, became):
    """(what the wave's own reports show, what a later wave's show of it, the own pattern)."""
    small = {centre for centre, n in sizes.items() if n < 5}
    own = pattern(sizes, sizes, small, networks, 5, 2.0)
    later = carried_over(own, forms(sizes), forms(merged(sizes, became)), became, networks)
    names = sorted(sizes)
    then = {name: {name} for name in names}
    now: dict[str, set[str]] = {}
    for name in names:
        now.setdefault(became.get(name, name), set()).add(name)
    by_network = [{net: {part for unit, parts in units.items() if networks.get(unit) == net for part in parts}
                   for net in set(networks.values()) - {None}} for units in (then, now)]
    return (sums(names, then, own.hidden, by_network[0], own.hidden_networks),
            sums(names, now, later.hidden, by_network[1], later.hidden_networks), own, later, names)


def test_a_small_house_that_became_part_of_a_shown_one_stays_hidden():
    own, again, found, later, names = both(SIZES, NORTH, {"a": "d"})
    assert "d" not in found.hidden
    assert {"d"} <= later.hidden
    assert {"d"} <= later.primary, "its own profile would tell as much"
    open_eyes = sums(names, {"d": {"a", "d"}}, (), {}, ())
    assert given_away([*own, *open_eyes], names.index("a")), "shown, it would have told"
    assert not given_away([*own, *again], names.index("a"))


def test_a_house_that_moved_to_another_network_takes_both_networks_with_it():
    _, _, found, later, _ = both(SIZES, NORTH, {"a": "f"})
    assert not found.hidden_networks
    assert later.hidden_networks == {"north", "south"} - {name for name in ("north",) if not found.hidden & set("bcde")}


def test_where_nothing_merged_the_pattern_is_the_waves_own():
    small = {"a"}
    own = pattern(SIZES, SIZES, small, NORTH, 5, 2.0)
    later = carried_over(own, forms(SIZES), forms(SIZES), {}, NORTH)
    assert (later.primary, later.hidden, later.hidden_networks) == (own.primary, own.hidden, own.hidden_networks)


def test_two_houses_that_were_shown_are_shown_as_one():
    _, _, _, later, _ = both(SIZES, NORTH, {"g": "h"})
    assert "h" not in later.hidden


@pytest.mark.parametrize("change", [1, -1])
def test_a_house_whose_forms_are_counted_otherwise_is_hidden_with_its_network(change):
    """One form more or less than the wave's own reports counted: the difference would be one child."""
    own = pattern(SIZES, SIZES, {"a"}, NORTH, 5, 2.0)
    later = carried_over(own, forms(SIZES), forms(SIZES | {"h": SIZES["h"] + change}), {}, NORTH)
    assert "h" in later.hidden & later.primary
    assert later.hidden_networks == {"south"}


def test_a_scale_the_waves_own_reports_did_not_have_is_shown_for_no_centre():
    own = pattern(SIZES, SIZES, set(), NORTH, 5, 2.0)
    later = carried_over(own, forms(SIZES), forms(SIZES) | {("a", "new"): 4}, {}, NORTH)
    assert later.dropped == {"new"}


@st.composite
def registers(draw):
    names = "abcdefghij"[: draw(st.integers(5, 10))]
    sizes = {name: draw(st.one_of(st.integers(1, 6), st.integers(7, 40))) for name in names}
    networks = {name: draw(st.sampled_from(["north", "south", None])) for name in names}
    gone = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    left = [name for name in names if name not in gone]
    return sizes, networks, {name: draw(st.sampled_from(left)) for name in gone}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(registers())
def test_two_waves_reports_tell_no_more_of_any_house_than_the_first_did(drawn):
    own, again, _, _, names = both(*drawn)
    for place in range(len(names)):
        assert given_away([*own, *again], place) == given_away(own, place)


def test_the_embedded_merger_is_carried_over(parameters):
    """Guldlyngen became part of Havfruemosset in 2017. Where it was small in 2015, Havfruemosset's 2015 is hidden in 2019."""
    def table(about: str, wave: str, sizes: dict[str, int]):
        return estimate_rows([{"kind": "level", "role": "child", "scale": "child_books", "level": "centre", "unit": centre, "wave": when,
                               "n": n, "n_groups": n, "value": 500.0} for when in (wave, about)[: 1 + (wave != about)]
                              for centre, n in sizes.items()])

    open_then = {centre.slug: 20 + place for place, centre in enumerate(parameters.open_centres("billund", "2015"))} | {"guldlyngen": 4}
    now = merged(open_then, {"guldlyngen": "havfruemosset"})
    tables = {"2015": table("2015", "2015", open_then), "2017": table("2017", "2015", now), "2019": table("2019", "2015", now)}
    found = patterns_over_time(tables, parameters, Subject("billund", "2019"))
    assert "havfruemosset" in found["child", "2015"].hidden & found["child", "2015"].primary
    assert "havfruemosset" not in found["child", "2019"].hidden
