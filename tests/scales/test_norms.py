"""Norms are computed on the norm wave, frozen, linked where items change, and refused when they are not what was frozen."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.parameters import Instrument, ParameterError, Thresholds, load_parameters
from analysis.scales import norms
from analysis.scales.norming import Pool, _one_per_child, centre_gate, norm_age, scale_gate, weighted_mean_sd
from analysis.scales.score import score_scale, to_points, turned_items
from analysis.scales.stage import freeze_norms, make_scores, read_norms


@pytest.mark.parametrize(
    ("alpha", "gate"), [(0.70, "shown"), (0.60, "shown"), (0.59, "caution"), (0.50, "caution"), (0.49, "hidden"), (np.nan, "hidden")]
)
def test_the_gate_follows_the_programmes_conventions(alpha, gate):
    assert scale_gate(alpha, Thresholds()) == gate


def test_a_caution_or_an_unreliable_mean_keeps_centres_out():
    assert centre_gate("shown", 0.41, Thresholds()) == "shown"
    assert centre_gate("shown", 0.39, Thresholds()) == "hidden"
    assert centre_gate("shown", np.nan, Thresholds()) == "hidden"
    assert centre_gate("caution", 0.9, Thresholds()) == "hidden"


def test_two_forms_of_a_child_weigh_one():
    assert weighted_mean_sd(pd.Series([1.0, 2, 4]), pd.Series([1.0, 1, 1])) == (
        pytest.approx(7 / 3),
        pytest.approx(np.std([1, 2, 4], ddof=1)),
    )
    mean, _ = weighted_mean_sd(pd.Series([1.0, 1, 4]), pd.Series([0.5, 0.5, 1]))
    assert mean == pytest.approx(2.5)


def test_mean_spread_and_alpha_are_rs(root, golden):
    """Five items in the norm wave; several forms of a child weigh one together."""
    expected, trust = golden("scales_scores"), golden("scales_reliability")
    items = [{"item": name, "text": {"en": name}, "options": "five", "columns": {"all": name}} for name in expected["data"]]
    options = {"five": {"options": [{"code": str(code), "label": {"en": str(code)}, "value": code} for code in range(1, 6)]}}
    scale = {"scale": "made", "label": {"en": "made"}, "description": {"en": "made"}, "kind": "outcome", "about": "child", "items": items}
    parameters = load_parameters(root, "laeringsledelse")
    instrument = Instrument.model_validate({**parameters.instruments["parent"].model_dump(exclude={"scales", "option_sets"}),
                                            "scales": [scale], "option_sets": options})
    wide = pd.DataFrame(expected["data"], dtype=float).rename_axis("form_id").reset_index()
    wide["form_id"] = "f" + wide["form_id"].astype(str)
    weights = np.ones(len(wide))
    weights[np.array(expected["score"], dtype=float) == np.array(expected["score"], dtype=float)] = expected["weights"]
    forms = pd.DataFrame({"form_id": wide["form_id"], "municipality": "m", "centre": [str(n % 12) for n in range(len(wide))],
                          "child_id": wide["form_id"], "rater_id": np.nan, "age_months": np.nan, "weight": weights})
    pool = Pool(parameters.programme.norm_wave, forms, wide.melt("form_id", var_name="item"))
    made = replace(parameters, instruments={"parent": instrument})
    found = norms(made, "parent", lambda role, wave: pool).set_index("basis").loc["full"]
    assert (found["mean"], found["sd"]) == pytest.approx((expected["weighted_mean"], expected["weighted_sd"]), abs=1e-6)
    assert found["alpha"] == pytest.approx(trust["alpha"]["holes"]["alpha"], abs=1e-4)
    assert (found["n"], found["gate"], found["wave"]) == (len(expected["weights"]), "shown", parameters.programme.norm_wave)


def test_a_second_parent_is_no_second_child_in_the_mean_of_a_centre(root):
    instrument = load_parameters(root, "laeringsledelse").instruments["parent"]
    rng = np.random.default_rng(2)
    children = pd.DataFrame({"municipality": "m", "centre": np.repeat(np.arange(40), 10).astype(str),
                             "child_id": [f"c{n}" for n in range(400)], "score": rng.normal(size=400)})
    both = pd.concat([children.assign(score=children["score"] + 0.5), children.assign(score=children["score"] - 0.5)], ignore_index=True)
    once = _one_per_child(both, instrument)
    pd.testing.assert_frame_equal(once, children)
    unknown = both.assign(child_id=pd.Series([None] * 800, dtype="str"))
    assert len(_one_per_child(unknown, instrument)) == 800, "forms that name no child stand for themselves"


def test_the_age_slope_is_the_one_within_centres():
    rng = np.random.default_rng(5)
    centre = np.repeat(np.arange(30), 30)
    age = rng.uniform(48, 72, 900) + centre / 2
    scored = pd.DataFrame(
        {"municipality": "m", "centre": centre.astype(str), "age_months": age, "score": 0.05 * age - 0.2 * centre + rng.normal(0, 0.3, 900)}
    )
    slope, mean = norm_age(scored, sd=2.0)
    assert slope == pytest.approx(0.05 * 100 / 2.0, rel=0.05)
    assert mean == pytest.approx(age.mean())
    assert np.isnan(norm_age(scored.assign(age_months=60.0), sd=2.0)).all()


@pytest.fixture
def changed(root):
    """The embedded programme's parameters, and answers to a scale that lost an item in 2019 and one that got one; later waves are a little
    better, and the items differ in how easy they are."""
    parameters = load_parameters(root, "laeringsledelse")
    instrument = parameters.instruments["contact"]

    def pool(role, wave):
        rng = np.random.default_rng(int(wave))
        level = rng.normal(0.2 if wave == "2019" else 0.0, 1, 1500)
        answers = {
            item.item: 3 + level + 0.3 * place + rng.normal(0, 0.7, 1500)
            for scale in instrument.scales
            for place, item in enumerate(scale.items)
            if item.column(wave)
        }
        wide = pd.DataFrame(
            {
                name: 6 - values if next(i for i in instrument.items() if i.item == name).reversed else values
                for name, values in answers.items()
            },
            index=[f"f{number}" for number in range(1500)],
        )
        long = wide.rename_axis("form_id").reset_index().melt("form_id", var_name="item")
        forms = pd.DataFrame(
            {
                "form_id": wide.index,
                "municipality": "m",
                "centre": [str(n % 60) for n in range(1500)],
                "rater_id": np.nan,
                "age_months": np.linspace(48, 72, 1500),
                "weight": 1.0,
            }
        )
        return Pool(wave, forms, long)

    return parameters, instrument, pool


def points(pool, instrument, items, norm):
    score = score_scale(turned_items(pool.responses, instrument, items, pool.wave), 2 / 3)["score"]
    return to_points(score, norm["mean"], norm["sd"])


@pytest.mark.parametrize("name", ["nature_curiosity", "mathematics"])
def test_a_wave_with_other_items_is_linked_through_the_common_ones(changed, name):
    parameters, instrument, pool = changed
    scale = instrument.scale(name)
    assert scale.asked("2015") != scale.asked("2019"), "the codebook no longer changes this scale"
    found = norms(parameters, "contact", pool).set_index(["scale", "basis"])
    now, common = pool("contact", "2019"), [item for item in scale.asked("2015") if item.column("2019")]
    linked = points(now, instrument, scale.asked("2019"), found.loc[(name, "full:2019")])
    anchor = points(now, instrument, common, found.loc[(name, "common:2015+2019")])
    assert (linked.mean(), linked.std()) == (pytest.approx(anchor.mean(), abs=1e-3), pytest.approx(anchor.std(), abs=1e-3))
    unlinked = points(now, instrument, scale.asked("2019"), found.loc[(name, "full")])
    assert abs(unlinked.mean() - anchor.mean()) > 5, "without a link the change of items would pass for progress"


def test_the_norm_wave_is_the_programmes_or_the_scales_first(changed):
    parameters, _, pool = changed
    found = norms(parameters, "contact", lambda role, wave: pool(role, wave) if wave != "2015" else None)
    assert set(found.loc[found["basis"] == "full", "wave"]) == {"2016"}


def test_frozen_norms_are_what_they_were(alone):
    parameters, layout = alone
    before = {path.name: path.read_bytes() for path in sorted(layout.norms.glob("*.csv"))}
    assert sorted(before) == ["child.csv", "contact.csv"]
    freeze_norms(parameters, layout)
    assert {path.name: path.read_bytes() for path in sorted(layout.norms.glob("*.csv"))} == before


def test_missing_changed_and_outlived_norms_say_make_norms(alone):
    parameters, layout = alone
    child = layout.norms / "child.csv"
    text = child.read_text(encoding="utf-8")
    child.write_text(text.replace(",32,", ",33,"), encoding="utf-8")
    with pytest.raises(
        ParameterError, match=r"child_wellbeing, full: found figures or items that are not those that were frozen.*make norms"
    ):
        read_norms(parameters, layout)
    child.write_text(text, encoding="utf-8")
    codebook = layout.parameters / "instrument" / "child.yml"
    codebook.write_text(
        codebook.read_text(encoding="utf-8").replace("columns: {all: t3}, reversed: true", "columns: {all: t3}"), encoding="utf-8"
    )
    with pytest.raises(ParameterError, match="child_wellbeing, full: found figures or items"):
        read_norms(load_parameters(layout.root, "alene"), layout)
    child.unlink()
    with pytest.raises(
        ParameterError, match=r"parameters/alene/norms/child.csv: file: found nothing, expected frozen norms: run `make norms`"
    ):
        make_scores(parameters, layout, "nyby", "2024")


@pytest.mark.parametrize("programme", ["laeringsledelse", "eclsk"])
def test_the_committed_norms_belong_to_the_committed_codebook(root, programme):
    from analysis.parameters import Layout

    parameters = load_parameters(root, programme)
    norms = read_norms(parameters, Layout(root, programme))
    assert set(norms) == set(parameters.programme.roles)


def test_the_embedded_programmes_alphas_are_as_planted(root):
    import yaml

    from analysis.parameters import Layout

    parameters = load_parameters(root, "laeringsledelse")
    planted = yaml.safe_load((root / "parameters" / "laeringsledelse" / "simulation.yml").read_text(encoding="utf-8"))["scales"]
    norms = read_norms(parameters, Layout(root, "laeringsledelse"))
    apart = {}
    for role, scale in parameters.scales():
        frozen = norms[role][norms[role]["scale"] == scale.scale]
        whole = [
            row
            for row in frozen.itertuples()
            if row.basis.startswith("full") and len(scale.asked(row.basis.partition(":")[2] or row.wave)) == len(scale.items)
        ]
        assert whole, f"{scale.scale}: no wave asked all of its items"
        best = max(whole, key=lambda row: row.n)
        # standard error of alpha about sqrt(2 k / (k - 1) / n) (1 - alpha), four of them
        near = 4 * np.sqrt(2 * len(scale.items) / (len(scale.items) - 1) / best.n) * (1 - planted[scale.scale]["alpha"])
        if abs(best.alpha - planted[scale.scale]["alpha"]) > near + 0.01:
            apart[scale.scale] = (best.alpha, planted[scale.scale]["alpha"])
    assert apart == {}
