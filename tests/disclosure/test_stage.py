"""One shown file for each report, audience and open centre, and in none of them anything of anybody else."""

from dataclasses import replace

import pytest

from analysis.disclosure.shown_file import read_shown
from analysis.disclosure.stage import make_shown, shown_paths
from analysis.parameters import REPORTS, Layout, Subject

ABOUT = Subject("billund", "2019")


@pytest.fixture(scope="module")
def made(parameters, billund, tmp_path_factory):
    layout = Layout(tmp_path_factory.mktemp("project"), "laeringsledelse")
    for wave in ("2015", "2017", "2019"):
        path = layout.estimates("billund", wave)
        path.parent.mkdir(parents=True, exist_ok=True)
        (billund if wave == "2019" else billund[billund["wave"] == wave]).to_parquet(path, index=False)
    return layout, make_shown(parameters, layout, ABOUT)


def test_there_is_a_file_for_every_audience_and_every_open_centre(made, parameters, centres):
    layout, paths = made
    assert paths == shown_paths(parameters, layout, ABOUT)
    assert all(path.is_file() for path in paths)
    of_the_municipality = [plan.report for plan in parameters.programme.reports for _ in plan.audiences
                           if REPORTS[plan.report].per == "wave" and plan.report != "method-report"]
    assert len(paths) == len(set(paths)) == len(of_the_municipality) + len(centres)
    assert not any("method-report" in path.as_posix() for path in paths)


def test_each_file_holds_its_own_audience_and_nobody_elses_centre(made, parameters, centres):
    layout, _ = made
    for report, audience, own in (("learning-report", "public", ""), ("learning-report", "administration", ""),
                                  *(("centre-profile", "centre", centre) for centre in centres)):
        rows, meta = read_shown(layout.shown(report, audience, replace(ABOUT, centre=own)))
        assert set(rows["audience"]) == {meta["audience"]} == {audience}
        told = set(rows["unit"]) & {centre.slug for centre in parameters.municipality("billund").centres}
        assert told == {"public": set(), "administration": set(centres)}.get(audience, {own})
        assert not rows["unit"].isin(set(parameters.municipalities) - {"billund"}).any()


def test_the_small_centre_gets_a_file_in_which_its_own_numbers_are_hidden(made, centres):
    layout, _ = made
    rows, meta = read_shown(layout.shown("centre-profile", "centre", replace(ABOUT, centre=centres[0])))
    assert meta["centre"]["slug"] == centres[0]
    assert set(rows[(rows["level"] == "centre") & (rows["wave"] == "2019")]["status"]) == {"hidden"}


def test_making_them_again_gives_the_same_bytes(made, parameters):
    layout, paths = made
    before = [path.read_bytes() for path in paths]
    make_shown(parameters, layout, ABOUT)
    assert [path.read_bytes() for path in paths] == before
