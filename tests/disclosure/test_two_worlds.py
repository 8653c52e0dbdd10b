"""Two worlds, the same pages: whatever a hidden centre scored, what others read does not move by a digit.

Run on numbers made up here and, where the workbook has been run, on the estimates of the embedded programme.
"""

import pandas as pd
import pytest

from analysis.disclosure.context import context_of
from analysis.disclosure.show import show
from analysis.disclosure.shown_file import write_shown
from analysis.parameters import Layout, Subject


def other_world(estimates: pd.DataFrame, patterns: dict, wave: str) -> pd.DataFrame:
    """The same counts, but every centre that is hidden in a role scored something else."""
    other = estimates.copy()
    for (role, when), found in patterns.items():
        hidden = (other["level"] == "centre") & (other["role"] == role) & (other["wave"] == when) & other["unit"].isin(found.hidden)
        shares = hidden & other["kind"].isin(["answer_share", "response"])
        other.loc[hidden & ~shares, ["value", "low", "high"]] += 77.7
        other.loc[shares, "value"] = 1 - other.loc[shares, "value"]
    return other


def readers(parameters, municipality: str, wave: str, centres: list[str]):
    networks = {centre.network for centre in parameters.open_centres(municipality, wave)} - {None}
    return [("public", {}), ("administration", {}), ("partners", {}), *(("centre", {"centre": centre}) for centre in centres),
            *(("network", {"network": network}) for network in sorted(networks))]


def assert_alike(parameters, estimates: pd.DataFrame, municipality: str, wave: str, most: int) -> None:
    rules = parameters.programme.disclosure
    context = context_of(estimates, parameters, "administration", Subject(municipality, wave))
    changed = other_world(estimates, context.patterns, wave)
    hidden = set().union(*(found.hidden for (role, _), found in context.patterns.items() if role != "leader"))
    others = [centre for centre in context.centres if centre not in hidden][:most]
    assert hidden, "nothing is hidden here: the test would prove nothing"
    assert not changed.equals(estimates)
    for audience, own in readers(parameters, municipality, wave, others):
        about = Subject(municipality, wave, **own)
        before, after = (show(world, parameters, rules[audience], audience, about) for world in (estimates, changed))
        pd.testing.assert_frame_equal(before, after)


def test_nobody_can_read_off_what_a_hidden_centre_scored(parameters, billund):
    assert_alike(parameters, billund, "billund", "2019", most=9)


@pytest.mark.parametrize("extreme", [140.0, 860.0])
def test_not_even_the_bytes_of_what_a_page_is_made_from_move(parameters, billund, tmp_path, extreme):
    """Hidden centres at an end of the scale, their rows elsewhere in the table: order, limits, colours and sizes have nothing to go by.

    A page is made from its shown file and nothing else, and the same file gives the same page (tests/publishing/test_render.py).
    """
    about = Subject("billund", "2019")
    context = context_of(billund, parameters, "administration", about)
    other = billund.copy()
    for (role, when), found in context.patterns.items():
        hidden = (other["level"] == "centre") & (other["role"] == role) & (other["wave"] == when) & other["unit"].isin(found.hidden)
        other.loc[hidden & (other["kind"] != "answer_share"), ["value", "low", "high"]] = extreme
    other = other.sample(frac=1, random_state=1, ignore_index=True)
    assert not other.sort_values(list(other.columns[:8])).reset_index(drop=True).equals(
        billund.sort_values(list(billund.columns[:8])).reset_index(drop=True))
    for audience in ("public", "administration"):
        written = []
        for name, world in (("one", billund), ("other", other)):
            rows = show(world, parameters, parameters.programme.disclosure[audience], audience, about)
            write_shown(tmp_path / name, rows, {"audience": audience})
            written.append((tmp_path / name).read_bytes())
        assert written[0] == written[1]


def test_the_comparison_of_worlds_sees_a_leak(parameters, billund, centres):
    """The same test with a centre that is not hidden must fail."""
    from analysis.disclosure.secondary import Pattern

    leaking = other_world(billund, {("child", "2019"): Pattern(frozenset(), frozenset({centres[8]}))}, "2019")
    rule = parameters.programme.disclosure["administration"]
    before, after = (show(world, parameters, rule, "administration", Subject("billund", "2019")) for world in (billund, leaking))
    assert not before.equals(after)


@pytest.mark.parametrize(("municipality", "wave"), [("billund", "2019"), ("kolding", "2019")])
def test_nor_in_the_embedded_programme(parameters, root, municipality, wave):
    path = Layout(root, "laeringsledelse").estimates(municipality, wave)
    if not path.is_file():
        pytest.skip("the workbook has not been run here: no estimates of the embedded programme")
    estimates = pd.read_parquet(path)
    context = context_of(estimates, parameters, "administration", Subject(municipality, wave))
    rows = show(estimates, parameters, parameters.programme.disclosure["administration"], "administration", Subject(municipality, wave))
    known = {centre.slug for centre in parameters.municipality(municipality).centres}
    others = {centre.slug for slug, other in parameters.municipalities.items() if slug != municipality for centre in other.centres}
    assert not set(rows["unit"]) & (others - known)
    if any(found.hidden for (role, _), found in context.patterns.items() if role != "leader"):
        assert_alike(parameters, estimates, municipality, wave, most=2)
