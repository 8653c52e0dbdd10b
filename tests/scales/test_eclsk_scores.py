"""Our scale scores of the public microdata against the ones NCES published in the same file, form by form.

Reads the raw file where it is (``RAW`` names its folder, else the reference material beside the project); docs/eclsk.md tells the story.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.intake.pseudonyms import pseudonyms
from analysis.intake.stage import read_wave
from analysis.parameters import Layout, load_parameters
from analysis.scales.stage import read_norms, score_wave

FILE = "2010070_atl_spss.sav"
PUBLISHED = {("teacher", "1"): "T1LEARN", ("teacher", "2"): "T2LEARN", ("teacher", "4"): "T4LEARN", ("teacher", "5"): "T5LEARN",
             ("teacher", "6"): "T6LEARN", ("parent", "1"): "P1LEARN", ("parent", "2"): "P2LEARN", ("parent", "4"): "P4LEARN"}

EXCHANGED = {"P2LEARN": [("0805018C", "0805022C"), ("2078015C", "2078016C")]}
"""Pairs of children of one school: the published score of each is the mean of the other's items."""

OTHER_ITEMS = {"T1LEARN": {"0101004C": ["adapts", "attentive"]}}
"""Published as if these items, answered 1, had been answered 4."""

NOT_PUBLISHED = {"P4LEARN": ["0204007C", "0327017C", "0336001C", "0336007C", "0481012C", "0489011C", "0696014C", "0834007C", "0842002C",
                             "1040001C", "1255011C", "3030022C"]}
"""All six items answered, and no score in the file."""

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def layout(root):
    folders = [Path(os.environ["RAW"])] if os.environ.get("RAW") else []
    for folder in [*folders, root.parent / "shared" / "realdata" / "eclsk_atl"]:
        if (folder / FILE).is_file():
            return Layout(root, "eclsk", folder)
    pytest.skip(f"no {FILE} (NCES 2010-070): name its folder by RAW=, docs/eclsk.md says where it is to be had")


@pytest.fixture(scope="module")
def compared(root, layout):
    """(role, wave) -> frame by child: ``ours``, ``published`` (missing where there is none) and the items."""
    import pyreadstat

    parameters = load_parameters(root, "eclsk")
    published, _ = pyreadstat.read_sav(layout.raw / FILE, usecols=["CHILDID", *PUBLISHED.values()])
    published = published.set_index("CHILDID")
    names = pseudonyms(parameters.programme).of(published.index.to_series(), "child", "national")
    children = pd.Series(names.index, index=names.to_numpy())
    norms, found = read_norms(parameters, layout), {}
    for wave in ("1", "2", "4", "5", "6"):
        taken = read_wave(parameters, layout, "national", wave)
        scores = score_wave(parameters, taken.forms, taken.responses, norms)
        items = taken.responses.pivot(index="form_id", columns="item", values="value")
        for role in ("teacher", "parent"):
            own = scores[(scores["role"] == role) & (scores["basis"] == "full")].set_index("form_id")
            if len(own):
                ours = own.join(items).assign(child=own["child_id"].map(children)).set_index("child")
                theirs = published[PUBLISHED[role, wave]].rename("published").to_frame()
                found[PUBLISHED[role, wave]] = theirs.join(ours).rename(columns={"score": "ours"})
    return found


def differing(frame) -> list[str]:
    """Children whose two scores are not the same to two decimals, or of whom only one is there."""
    ours = frame["ours"].round(2)
    return sorted(frame.index[~(np.isclose(ours, frame["published"], rtol=0, atol=1e-6, equal_nan=True))])


def test_every_published_score_is_compared(compared):
    assert sorted(compared) == sorted(PUBLISHED.values())
    counts = {name: int(frame[["ours", "published"]].notna().all(axis=1).sum()) for name, frame in compared.items()}
    assert counts == {"T1LEARN": 19189, "T2LEARN": 19261, "T4LEARN": 15038, "T5LEARN": 11747, "T6LEARN": 10785,
                      "P1LEARN": 18029, "P2LEARN": 18870, "P4LEARN": 15574}


@pytest.mark.parametrize("name", PUBLISHED.values())
def test_the_forms_that_differ_are_those_explained_and_no_others(compared, name):
    exchanged = [child for pair in EXCHANGED.get(name, []) for child in pair]
    assert differing(compared[name]) == sorted([*exchanged, *OTHER_ITEMS.get(name, {}), *NOT_PUBLISHED.get(name, [])])


def test_no_mean_can_be_rounded_two_ways(compared):
    for frame in compared.values():
        thousandths = (frame["ours"].dropna() * 1000).round(6) % 10
        assert not np.isclose(thousandths, 5).any()


def test_exchanged_scores_are_each_others(compared):
    for name, pairs in EXCHANGED.items():
        for one, other in pairs:
            frame = compared[name]
            assert one[:4] == other[:4], "children of one school"
            assert frame.loc[one, "published"] == pytest.approx(frame.loc[other, "ours"], abs=0.005)
            assert frame.loc[other, "published"] == pytest.approx(frame.loc[one, "ours"], abs=0.005)


def test_the_score_of_other_items_is_what_fours_in_place_of_ones_give(compared):
    for name, children in OTHER_ITEMS.items():
        for child, items in children.items():
            form = compared[name].loc[child]
            assert (form[items] == 1).all()
            assert form["published"] == pytest.approx(form["ours"] + 3 * len(items) / form["n_items"], abs=0.005)


def test_scores_that_were_not_published_have_every_item(compared):
    for name, children in NOT_PUBLISHED.items():
        forms = compared[name].loc[children]
        assert forms["published"].isna().all()
        assert (forms["answered"] == forms["n_items"]).all()


def test_the_differences_move_no_mean(compared):
    for frame in compared.values():
        assert frame["ours"].mean() == pytest.approx(frame["published"].mean(), abs=0.001)


def test_points_are_those_of_the_reference(compared, shared):
    import json

    expected = json.loads((shared / "oracles" / "eclsk_atl.json").read_text(encoding="utf-8"))["standardised_500_100"]
    for letter, waves in (("T", ("T1", "T2", "T4")), ("P", ("P1", "P2", "P4"))):
        for wave in waves:
            points = compared[f"{wave}LEARN"]["points"]
            # the norm is frozen with six decimals
            assert points.mean() == pytest.approx(expected[letter][wave]["mean"], abs=1e-3)
            assert points.std() == pytest.approx(expected[letter][wave]["sd"], abs=1e-3)


def test_alphas_and_reliabilities_are_the_references(root, layout, shared):
    import json

    expected = json.loads((shared / "oracles" / "eclsk_atl.json").read_text(encoding="utf-8"))["scales"]
    parameters = load_parameters(root, "eclsk")
    norms = read_norms(parameters, layout)
    for role, form in (("teacher", "T1"), ("parent", "P1")):
        row = norms[role].set_index("basis").loc["full"]
        assert row["n"] == expected[form]["n"]
        assert (row["mean"], row["sd"]) == (pytest.approx(expected[form]["mean"], abs=1e-6), pytest.approx(expected[form]["sd"], abs=1e-6))
        assert row["alpha"] == pytest.approx(expected[form]["reliability"]["pairwise"]["raw_alpha"], abs=1e-4)
