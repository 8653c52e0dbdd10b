"""Secondary suppression: no small centre can be computed from what stands beside it, not even by the leader of a centre hidden with it.

The second opinion is a linear programme that knows only which cells are published: how far can a hidden centre's sum move while every
published cell stays put and no other centre moves by more than its number of forms (one standard deviation a form)? It shares no code with
the rule.
"""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.secondary import Pattern, pattern, protected, serves, siblings
from analysis.parameters import Subject

MIN_FORMS, RATIO = 5, 2.0


def reach(sizes: dict[str, int], published: list[set[str]], small: str) -> float:
    """How far the sum of ``small`` can move, in forms, given the cells (sets of centres) somebody knows."""
    from scipy.optimize import linprog

    names = sorted(sizes)
    need = max(RATIO * sizes[small], MIN_FORMS - sizes[small])
    bounds = [(-need, need) if name == small else (-sizes[name], sizes[name]) for name in names]
    cells = np.array([[name in cell for name in names] for cell in published], float)
    aim = np.array([-1.0 if name == small else 0.0 for name in names])
    found = linprog(aim, A_eq=cells, b_eq=np.zeros(len(published)), bounds=bounds, method="highs")
    assert found.status == 0, found.message
    return -found.fun


def cells_known(sizes: dict[str, int], networks: dict[str, str | None], found: Pattern, *leaders: str) -> list[set[str]]:
    """What the shared editions publish about one role and wave, and what leaders add: each the own centre."""
    cells = [set(sizes)] + [{centre} for centre in sizes if centre not in found.hidden]
    for network in {networks[centre] for centre in sizes} - {None}:
        if network not in found.hidden_networks:
            cells.append({centre for centre in sizes if networks[centre] == network})
    return cells + [{leader} for leader in leaders]


@st.composite
def trees(draw):
    centres = [f"c{number:02d}" for number in range(draw(st.integers(6, 16)))]
    sizes = {centre: draw(st.one_of(st.integers(1, 8), st.integers(9, 60))) for centre in centres}
    networks = {centre: draw(st.sampled_from(["north", "south", "east", None])) for centre in centres}
    few_raters = {centre for centre in centres if draw(st.integers(0, 9)) == 0}
    return sizes, networks, {centre for centre, n in sizes.items() if n < MIN_FORMS} | few_raters


@settings(max_examples=80, deadline=None, derandomize=True)
@given(trees())
def test_no_small_centre_can_be_computed_by_anybody_nor_by_any_leader(tree):
    sizes, networks, small = tree
    found = pattern(sizes, sizes, small, networks, MIN_FORMS, RATIO)
    assert small <= found.hidden
    if found.primary == frozenset(sizes):
        return                                        # nothing could protect: then everything is hidden, from the leaders themselves too
    for centre in small:
        need = max(RATIO * sizes[centre], MIN_FORMS - sizes[centre])
        for leaders in [(), *combinations(sorted(found.hidden - found.primary), 1)]:
            assert reach(sizes, cells_known(sizes, networks, found, *leaders), centre) >= need - 1e-6


@settings(max_examples=30, deadline=None, derandomize=True)
@given(trees())
def test_nor_by_two_leaders_together_where_two_are_reckoned_with(tree):
    sizes, networks, small = tree
    found = pattern(sizes, sizes, small, networks, MIN_FORMS, RATIO, insiders=2)
    if found.primary == frozenset(sizes):
        return
    for centre in small:
        need = max(RATIO * sizes[centre], MIN_FORMS - sizes[centre])
        for leaders in combinations(sorted(found.hidden - found.primary), 2):
            assert reach(sizes, cells_known(sizes, networks, found, *leaders), centre) >= need - 1e-6


def test_two_leaders_hidden_beside_a_small_centre_can_compute_it_where_one_insider_is_reckoned_with():
    """What remains by default (docs/protection.md), and what one more insider costs: one more centre."""
    sizes = {"small": 4, "b": 20, "c": 21, "d": 22, "e": 40}
    one, two = (pattern(sizes, sizes, {"small"}, dict.fromkeys(sizes), MIN_FORMS, RATIO, insiders=count) for count in (1, 2))
    assert (one.hidden, two.hidden) == ({"small", "b", "c"}, {"small", "b", "c", "d"})
    assert reach(sizes, cells_known(sizes, dict.fromkeys(sizes), one, "b", "c"), "small") == pytest.approx(0)
    assert reach(sizes, cells_known(sizes, dict.fromkeys(sizes), two, "b", "c"), "small") == pytest.approx(8)


def test_the_strictest_audiences_number_of_insiders_counts_for_all(parameters, billund, rule):
    from analysis.disclosure.context import patterns

    rules = [rule("public"), rule("administration").model_copy(update={"insiders": 2})]
    sizes = [len(patterns(billund, {}, frozenset(), {}, some)["child", "2019"].hidden) for some in (rules[:1], rules)]
    assert sizes == [3, 4]


def test_the_linear_programme_sees_a_small_centre_hidden_alone():
    sizes = {"small": 4, "b": 20, "c": 30, "d": 40}
    networks = dict.fromkeys(sizes)
    alone = Pattern(frozenset({"small"}), frozenset({"small"}))
    pair = Pattern(frozenset({"small"}), frozenset({"small", "b"}))
    assert reach(sizes, cells_known(sizes, networks, alone), "small") == pytest.approx(0)
    assert reach(sizes, cells_known(sizes, networks, pair), "small") == pytest.approx(8)
    assert reach(sizes, cells_known(sizes, networks, pair, "b"), "small") == pytest.approx(0)


def test_one_small_centre_hides_the_two_smallest_others():
    sizes = {"small": 4, "b": 30, "c": 20, "d": 21, "e": 40}
    found = pattern(sizes, sizes, {"small"}, dict.fromkeys(sizes), MIN_FORMS, RATIO)
    assert found.hidden == {"small", "c", "d"}
    assert not protected(sizes, sizes, {"small"}, {"small", "c"}, MIN_FORMS, RATIO)


def test_small_centres_protect_one_another_only_with_enough_forms():
    sizes = {"a": 4, "b": 4, "c": 4, "d": 50, "e": 50}
    assert pattern(sizes, sizes, {"a", "b", "c"}, dict.fromkeys(sizes), MIN_FORMS, RATIO).hidden == {"a", "b", "c"}
    assert pattern(sizes, sizes, {"a", "b"}, dict.fromkeys(sizes), MIN_FORMS, RATIO).hidden == {"a", "b", "c", "d"}


def test_nothing_is_hidden_where_nothing_is_small():
    sizes = {"a": 20, "b": 30, "c": 25}
    assert pattern(sizes, sizes, set(), dict.fromkeys(sizes), MIN_FORMS, RATIO) == Pattern(
        frozenset(), frozenset(), frozenset(), (frozenset(sizes),))


def test_a_network_that_cannot_protect_its_small_centre_loses_its_total_with_another():
    sizes = {"small": 4, "big": 40, "c": 20, "d": 21, "e": 22, "f": 60, "g": 61, "h": 62}
    networks = {"small": "tiny", "big": "tiny", "c": "mid", "d": "mid", "e": "mid", "f": "large", "g": "large", "h": "large"}
    assert siblings(sizes, sizes, ["small", "big"], {"small"}, MIN_FORMS, RATIO) is None
    found = pattern(sizes, sizes, {"small"}, networks, MIN_FORMS, RATIO)
    assert found.hidden_networks == {"tiny", "mid"}
    assert found.hidden == {"small", "c", "d"}


def test_where_nothing_protects_everything_is_hidden_from_everybody():
    sizes = {"small": 4, "big": 40}
    found = pattern(sizes, sizes, {"small"}, dict.fromkeys(sizes), MIN_FORMS, RATIO)
    assert found.hidden == found.primary == set(sizes)


def test_a_network_in_which_most_centres_are_hidden_shows_none():
    sizes = {"a": 4, "b": 20, "c": 21, "d": 22, "e": 23}
    assert pattern(sizes, sizes, {"a"}, dict.fromkeys(sizes), MIN_FORMS, RATIO, min_shown_share=0.4).hidden == {"a", "b", "c"}
    assert pattern(sizes, sizes, {"a"}, dict.fromkeys(sizes), MIN_FORMS, RATIO, min_shown_share=2 / 3).hidden == set(sizes)


def test_a_scale_that_too_few_answered_is_dropped_and_not_patterned_alone():
    sizes = {"a": 4, "b": 20, "c": 21, "d": 22, "e": 23}
    found = pattern(sizes, sizes, {"a"}, dict.fromkeys(sizes), MIN_FORMS, RATIO)
    assert serves(found, sizes, MIN_FORMS, RATIO)
    assert not serves(found, {"a": 4, "d": 22, "e": 23}, MIN_FORMS, RATIO)          # the centres hidden beside it did not answer this scale
    assert not serves(found, sizes | {"d": 3}, MIN_FORMS, RATIO)                    # another centre is small on this scale


def test_the_pattern_serves_every_scale_of_the_role(parameters, rule, billund, centres):
    from analysis.disclosure.context import context_of

    fewer = billund.copy()
    at = (fewer["unit"] == centres[7]) & (fewer["scale"] == "child_friends") & (fewer["wave"] == "2019") & (fewer["kind"] != "answer_share")
    fewer.loc[at, "n"] = 3
    found = context_of(fewer, parameters, "administration", Subject("billund", "2019")).patterns["child", "2019"]
    assert found.primary == {centres[0], centres[7]}


def test_all_audiences_of_a_wave_share_one_pattern(parameters, billund, centres):
    from analysis.disclosure.context import context_of

    patterns = [context_of(billund, parameters, audience, Subject("billund", "2019", centre=own)).patterns
                for audience, own in (("public", None), ("administration", None), ("centre", centres[2]))]
    assert patterns[0] == patterns[1] == patterns[2]


def test_an_earlier_waves_pattern_does_not_change_when_a_centre_closes(parameters):
    from dataclasses import replace
    from datetime import date

    from analysis.disclosure.context import context_of
    from analysis.estimates.tables import rows as estimate_rows

    kolding = parameters.municipality("kolding")
    small, *rest = kolding.centres
    beside = next(centre for centre in rest if centre.network == small.network)
    closed = [centre.model_copy(update={"closed": date(2018, 1, 1)}) if centre == beside else centre for centre in kolding.centres]
    smaller = kolding.model_copy(update={"centres": tuple(closed)})
    later = replace(parameters, municipalities=parameters.municipalities | {"kolding": smaller})
    numbers = {"kind": "level", "role": "child", "scale": "child_books", "level": "centre", "wave": "2017", "value": 500.0}
    table = estimate_rows([{**numbers, "unit": centre.slug, "n": 4 if centre == small else 12 if centre == beside else 20 + place}
                           for place, centre in enumerate(kolding.centres)])
    then, now = (context_of(table, known, "administration", Subject("kolding", wave)).patterns["child", "2017"]
                 for known, wave in ((parameters, "2017"), (later, "2019")))
    assert beside.slug in then.hidden
    assert then == now


def test_partners_are_taken_in_the_order_of_sizes_that_all_roles_share():
    least = {"tiny": 3, "a": 12, "b": 10, "c": 30, "d": 40}
    own, shared = (siblings(least, least, list(least), {"tiny"}, 5, 2.0, sizes) for sizes in (None, {**least, "b": 50}))
    assert own == {"tiny", "a", "b"}
    assert shared == {"tiny", "a", "c"}


def test_two_parents_of_each_of_four_children_are_four_families(parameters, billund, centres):
    """Eight forms about four children: the centre is small, and its pattern hides it from itself as well."""
    from analysis.disclosure.context import context_of

    families = billund.copy()
    at = (families["level"] == "centre") & (families["unit"] == centres[5]) & (families["role"] == "child") & (families["kind"] == "level")
    families.loc[at, ["n", "n_groups"]] = [8.0, 4.0]
    found = context_of(families, parameters, "administration", Subject("billund", "2019")).patterns["child", "2019"]
    assert centres[5] in found.primary
    assert centres[5] not in context_of(billund, parameters, "administration", Subject("billund", "2019")).patterns["child", "2019"].primary
