"""What a holder of shown cells can work out of the hidden ones: red where suppression is off or half done, green where it is whole."""

import json

import numpy as np
import pytest
from auditing.conftest import MEANS, SIZES, Planted, row, rows_of_centres

from analysis.auditing.attack import limit, prior
from analysis.auditing.completeness import reports
from analysis.auditing.counting import pinned, pinned_categories, propagate
from analysis.auditing.holders import Attack, holders
from analysis.auditing.listing import Listing, listings
from analysis.auditing.stage import by_municipality
from analysis.auditing.statements import Row, Statement, Sums, own_mean, statements
from analysis.auditing.truth import Truth

TRUTH = Truth(
    "billund",
    {
        ("child", "child_books"): {(slug, "2019", "centre"): (SIZES[slug], float(MEANS[slug])) for slug in SIZES}
        | {("billund", "2019", "municipality"): (sum(SIZES.values()), 500.0)}
    },
    dict.fromkeys(SIZES),
)


def weak(*folders) -> list[str]:
    """What every holder of the folders' reports knows too well."""
    found = [report for folder in folders for report in reports(folder, listings(*folders))[0]]
    places, attack = by_municipality([one.data for one in found])["billund"], Attack(TRUTH)
    return [str(one) for holder in holders(places) for one in attack.on(holder).weak]


def planted(tmp_path, name, **changes) -> Planted:
    folder = tmp_path / name
    (folder / "shown").mkdir(parents=True)
    return Planted(folder, **changes)


def test_three_hidden_centres_protect_the_small_one(tmp_path):
    assert weak(planted(tmp_path, "a").write()) == []


def test_a_small_centre_hidden_alone_follows_from_the_total(tmp_path):
    found = weak(planted(tmp_path, "a", rows=rows_of_centres(hidden=("havfruemosset",))).write())
    assert any("havfruemosset 2019: the mean" in one for one in found)
    assert any("havfruemosset 2019: the number of forms: follows exactly" in one for one in found)


def test_a_small_centre_beside_one_other_follows_for_that_ones_leader(tmp_path):
    folder = planted(tmp_path, "a", rows=rows_of_centres(hidden=("guldlyngen", "havfruemosset"))).write()
    assert not any("havfruemosset" in one for one in weak(folder))
    own = [one for one in rows_of_centres() if one["unit"] in ("billund",)] + [
        row(unit="guldlyngen", n=21, n_groups=21, value=520, low=495, high=545)
    ]
    both = planted(tmp_path, "b", rows=own, audience="centre").write("centre-profile", centre="guldlyngen")
    assert any(
        one.startswith("the leader of guldlyngen with the administration's reports: child child_books havfruemosset 2019: the mean")
        for one in weak(folder, both)
    )


@pytest.mark.parametrize(("kind", "contrast", "value"), [("centre_estimate", "", 497), ("change", "2017", 7)])
def test_what_stands_beside_a_hidden_mean_gives_it_away(tmp_path, kind, contrast, value):
    """A shrunken mean, of a centre whose spread is known to be wide; a change beside a level that is shown."""
    rows = [one | {"value": 80} if one["kind"] == "spread" else one for one in rows_of_centres()]
    rows.append(row(kind, unit="elverskraeppen", contrast=contrast, n=26, n_groups=26, value=value, low=470, high=520))
    truth = dict(TRUTH.means["child", "child_books"])
    if contrast:
        rows.append(row(unit="elverskraeppen", wave="2017", n=30, n_groups=30, value=498, low=470, high=520))
        truth["elverskraeppen", "2017", "centre"] = (30, 498.0)
    folder = planted(tmp_path, "a", rows=rows).write()
    found = reports(folder, listings(folder))[0]
    attack = Attack(Truth("billund", {("child", "child_books"): truth}, dict.fromkeys(SIZES)))
    told = [one for holder in holders(by_municipality([one.data for one in found])["billund"]) for one in attack.on(holder).weak]
    assert any("elverskraeppen 2019: the mean" in str(one) for one in told)


def test_two_releases_one_late_form_apart_give_that_form_away(tmp_path):
    first = planted(tmp_path, "a").write()
    later = SIZES | {"alfebregnen": 32}
    second = planted(tmp_path, "b", rows=rows_of_centres(sizes=later, means=MEANS | {"alfebregnen": 513})).write()
    assert any("the 1 form(s) between two numbers of forms" in one for one in weak(first, second))
    assert weak(second) == []


def test_five_late_forms_are_a_group_that_could_be_shown(tmp_path):
    second = planted(tmp_path, "b", rows=rows_of_centres(sizes=SIZES | {"alfebregnen": 36})).write()
    assert not any("between two numbers" in one for one in weak(planted(tmp_path, "a").write(), second))


def test_a_change_of_gaps_beside_one_gap_says_the_other():
    rows = [
        Row("gap", "municipality", "billund", "2019", "gender:girl-boy", 60, 12, 0, 0, False, 1.0),
        Row("gap_change", "municipality", "billund", "2019", "gender:girl-boy:2017", 60, 5, 0, 0, False, 1.0),
    ]
    found = list(statements(rows, Sums({}, {}), 20.0))
    belief = prior([unknown for one in found for unknown, _ in one.terms], 20.0).told(found)
    assert belief.width(("gap", "gender:girl-boy", "2017")) < 3


def test_the_interval_is_that_of_the_closed_form():
    """One hidden mean of 4 beside a known total of 100: what rounding leaves, (n_total / n_hidden) times a step's own."""
    cell, rest = own_mean("a", "2019", 4), own_mean("b", "2019", 96)
    told = [Statement(((cell, 0.04), (rest, 0.96)), 500.0, 1 / 12), Statement(((rest, 1.0),), 501.0, 1 / 12)]
    belief = prior([cell, rest], 20.0).told(told)
    exact = 2 * 1.959964 * np.sqrt((1 / 12 + 0.96**2 / 12) / 0.04**2)
    assert belief.width(cell) == pytest.approx(exact, rel=0.15)
    assert belief.width(cell) < exact
    assert belief.width(cell) < limit(4, 20.0) == 80


def test_hidden_means_lie_within_their_intervals():
    """A thousand drawn municipalities: 95 of 100 hidden means lie in the 95 % interval, so the attack is neither shy nor boastful."""
    draw, inside, tried = np.random.default_rng(1), 0, 0
    names = list("abcdefgh")
    for _ in range(1000):
        tau, sizes = 20.0, draw.integers(4, 40, size=len(names))
        means = 500 + draw.normal(0, np.sqrt(tau**2 + 100**2 / sizes))
        cells = [own_mean(name, "2019", int(size)) for name, size in zip(names, sizes, strict=True)]
        told = [Statement(((cell, 1.0),), round(mean), 1 / 12) for cell, mean in list(zip(cells, means, strict=True))[3:]]
        told.append(Statement(tuple(zip(cells, sizes / sizes.sum(), strict=True)), round(float(means @ sizes / sizes.sum())), 1 / 12))
        belief = prior(cells, tau).told(told)
        for place in range(3):
            tried += 1
            inside += abs(belief.mean[place] - means[place]) <= belief.width(cells[place]) / 2
    assert 0.935 < inside / tried < 0.965


def test_counts_are_bounded_over_the_tree():
    sums = [("whole", ("north", "south")), ("north", ("a", "b")), ("south", ("c", "d", "e"))]
    bounds = propagate(sums, {"whole": (100, 100), "north": (40, 40), "a": (36, 36), "c": (20, 20)})
    assert bounds["b"] == (4, 4)
    assert pinned(bounds["b"])
    assert bounds["d"] == (0, 40)
    assert not pinned(bounds["d"])


def test_the_last_category_of_a_question_follows_from_the_others():
    import pandas as pd

    def share(contrast, status, value=None):
        return row("answer_share", "municipality", "billund", status=status, item="read", contrast=contrast, n=12, value=value)

    one = pd.DataFrame([share("1", "shown", 0.25), share("2", "shown", 0.5), share("3", "hidden")])
    two = pd.DataFrame([share("1", "shown", 0.25), share("2", "hidden"), share("3", "hidden")])
    for rows in (one, two):
        rows["flags"] = ""
    assert pinned_categories(Listing(one, {})) == [("child", "read", "billund 2019", "3")]
    assert pinned_categories(Listing(two, {})) == []


def test_the_command_tells_what_it_finds_and_fails(root, tmp_path, capsys):
    from analysis.__main__ import main

    folder = planted(tmp_path, "a").write()
    assert main(["audit", f"REPORTS={folder}"]) == 0
    papers = json.loads((folder / "learning-report.passport.json").read_text()) | {"cells_hidden": 1}
    (folder / "learning-report.passport.json").write_text(json.dumps(papers))
    assert main(["audit", f"REPORTS={folder}"]) == 1
    assert "cells_hidden" in capsys.readouterr().out


def test_a_network_beside_the_rest_is_known_as_two_sums_of_centres():
    forms = {("a", "2019", "centre"): (20, 0.0), ("b", "2019", "centre"): (30, 0.0), ("c", "2019", "centre"): (50, 0.0)}
    told = Row("network_comparison", "network", "north", "2019", "other_centres", 50, 12.0, 0.0, 24.0, False, 1.0)
    statement, = statements([told], Sums(forms, {"a": "north", "b": "north", "c": "south"}), 20.0)
    assert dict(statement.terms) == {own_mean("a", "2019", 20): 0.4, own_mean("b", "2019", 30): 0.6, own_mean("c", "2019", 50): -1.0}
    assert statement.value == 12.0


@pytest.mark.parametrize(
    ("count", "sizes", "found"), [(3, {}, []), (3, {"elverskraeppen": 4}, ["elverskraeppen"]), (5, {}, ["guldlyngen"])]
)
def test_where_few_centres_took_part_small_ones_are_asked_for(tmp_path, count, sizes, found):
    """All but one are told: in a municipality of three the third may follow, unless it has under five forms; among five it may not."""
    names = list(SIZES)[:count]
    forms = {name: SIZES[name] for name in names} | sizes
    means = {name: MEANS[name] for name in names}
    rows = [one for one in rows_of_centres(hidden=(names[-1],), sizes=forms, means=means) if one["kind"] == "level"]
    folder = planted(tmp_path, "a", rows=rows).write()
    cells = {(name, "2019", "centre"): (forms[name], float(means[name])) for name in names}
    cells["billund", "2019", "municipality"] = (sum(forms.values()), 500.0)
    truth = Truth("billund", {("child", "child_books"): cells}, dict.fromkeys(names))
    places = by_municipality([one.data for one in reports(folder, listings(folder))[0]])["billund"]
    told = [one for holder in holders(places) for one in Attack(truth).on(holder).weak if "the mean" in one.what]
    assert [one.what.split()[2] for one in told] == found
    assert [one for holder in holders(places) for one in Attack(truth, few_centres=0).on(holder).weak]
