"""What was planted is found again in the answers within stated Monte Carlo tolerances; the model is right by a second computation."""

import numpy as np
import pandas as pd
import pytest

from analysis.simulation.calibration import make_model
from analysis.simulation.sample import draw_sample


def alpha(turned):
    """Cronbach's alpha from its definition (Cronbach 1951, formula 2); complete rows only."""
    turned = turned[~np.isnan(turned).any(axis=1)]
    k = turned.shape[1]
    return k / (k - 1) * (1 - turned.var(axis=0, ddof=1).sum() / turned.sum(axis=1).var(ddof=1))


def anova_icc(frame):
    """One-way ANOVA estimator of the intraclass correlation with unequal groups (Donner 1986)."""
    groups = frame.groupby("centre")["points"]
    n, mean, var = groups.size(), groups.mean(), groups.var(ddof=1).fillna(0)
    between = (n * (mean - frame["points"].mean()) ** 2).sum() / (len(n) - 1)
    within = ((n - 1) * var).sum() / (n.sum() - len(n))
    n0 = (n.sum() - (n**2).sum() / n.sum()) / (len(n) - 1)
    return (between - within) / (between + (n0 - 1) * within)


@pytest.fixture(scope="module")
def scored(programme, models, used):
    """One row per form and scale with points on the model's own mean and SD; turned answers of each scale beside it."""
    forms, responses = used
    about = forms.set_index("form_id")
    wide = responses.pivot(index="form_id", columns="item", values="value").astype(float)
    roles = about["role"].reindex(wide.index)
    parts, answers = [], {}
    for role, scale in programme.scales():
        instrument = programme.instruments[role]
        rows = wide.index[roles == role]
        turned = wide.loc[rows, [item.item for item in scale.items]].copy()
        for item in scale.items:
            low, high = instrument.item_range(item, "2019")
            if item.reversed:
                turned[item.item] = low + high - turned[item.item]
        answers[scale.scale] = turned
        # item means differ, so waves that ask fewer items are left to the norms' common items: here only complete forms count
        complete = turned.notna().all(axis=1)
        model = models[scale.scale]
        points = 500 + 100 * (turned[complete].mean(axis=1) - model.mean) / model.sd
        parts.append(about.loc[points.index].assign(scale=scale.scale, points=points).reset_index())
    return pd.concat(parts, ignore_index=True), answers


def test_the_model_s_alpha_and_sd_are_those_of_a_large_simulation():
    """Quadrature against brute force: 200,000 people, Monte Carlo SE of alpha below .002 and of a mean below .005 SD."""
    rng = np.random.default_rng(5)
    for items, shares, target in ((4, (0.09, 0.23, 0.68), 0.68), (6, (0.03, 0.11, 0.28, 0.35, 0.23), 0.91)):
        model = make_model([f"q{number}" for number in range(items)], shares, target)
        theta = rng.normal(size=200_000)
        behind = model.loading * theta[:, None] + np.sqrt(1 - model.loading**2) * rng.normal(size=(len(theta), items))
        answers = 1 + (behind[:, :, None] > model.thresholds[None]).sum(axis=2).astype(float)
        assert alpha(answers) == pytest.approx(target, abs=0.006)
        assert answers.mean(axis=1).std() == pytest.approx(model.sd, rel=0.01)
        assert np.corrcoef(answers.mean(axis=1), theta)[0, 1] == pytest.approx(model.slope, abs=0.005)
        shifted = 1 + (behind[:, :, None] + 0.3 * model.loading > model.thresholds[None]).sum(axis=2)
        points = 500 + 100 * (shifted.mean() - model.mean) / model.sd
        assert points == pytest.approx(model.points(0.3)[0], abs=1.0)


def test_a_reliability_that_no_loading_gives_is_refused():
    with pytest.raises(ValueError, match="no loading gives 3 items"):
        make_model(["a", "b", "c"], (0.09, 0.23, 0.68), 0.96)


def test_planted_alphas_come_out(programme, plan, scored):
    """All waves together; .03 is three standard errors of alpha .62 at n = 5,000, and leaders are too few to say."""
    _, answers = scored
    for role, scale in programme.scales():
        if role != "leader":
            found = alpha(answers[scale.scale].to_numpy())
            assert found == pytest.approx(plan.scales[scale.scale].alpha, abs=0.03), scale.scale


def test_childrens_scales_have_the_reliabilities_of_smileys(plan, programme):
    bands = {"child": (0.60, 0.75), "contact": (0.85, 0.93), "staff": (0.70, 0.90), "parent": (0.70, 0.90)}
    for role, scale in programme.scales():
        low, high = bands.get(role, (0.70, 0.90))
        assert low <= plan.scales[scale.scale].alpha <= high


def test_planted_intraclass_correlations_come_out(programme, plan, scored):
    """In the embedded draw: per scale within .075 of the plan (three SE of an ICC of .2 over 160 centres), on average within .025 (scales
    share half of a centre's deviation, so their errors do not average out). Raters would take part of contact forms' ICC, and Billund's
    spread differs on purpose: both stay out.
    """
    frame, _ = scored
    here = frame[~frame["municipality"].isin(["billund"]) & (frame["wave"] == "2019")]
    off = []
    for role, scale in programme.scales():
        if role in ("child", "staff", "parent"):
            rows = here[here["scale"] == scale.scale].copy()
            rows["centre"] = rows["municipality"] + rows["centre"]
            rows["points"] -= rows.groupby("municipality")["points"].transform("mean")
            off.append(anova_icc(rows) - plan.scales[scale.scale].icc)
            assert abs(off[-1]) < 0.075, scale.scale
    assert np.mean(off) == pytest.approx(0, abs=0.025)


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("categories", [3, 5])
def test_a_sample_s_intraclass_correlation_is_the_planted_one(icc, categories):
    """1,500 centres of 20 children: SE of the ICC below .005 (Donner 1986), the categories' curvature takes at most .005 more."""
    drawn = draw_sample(np.random.default_rng(4), centres=1500, children=20, icc=icc, categories=categories, alpha=0.75)
    assert anova_icc(drawn.scores) == pytest.approx(icc, abs=0.02)
    assert drawn.truth.tau == pytest.approx(100 * np.sqrt(icc), abs=2)


def test_raters_differ_as_planted():
    """Nested ANOVA of a balanced sample (600 centres of 4 raters of 7 children): shares of variance within .015, three SE."""
    points = draw_sample(np.random.default_rng(2), centres=600, children=28, icc=0.06, rater=0.14, alpha=0.9, items=6).scores
    raters = points.groupby(["centre", "rater_id"])["points"]
    assert set(raters.size()) == {7}
    within = raters.var(ddof=1).mean()
    between = raters.mean().groupby("centre").var(ddof=1).mean() - within / 7
    total = points["points"].var(ddof=1)
    assert between / total == pytest.approx(0.14, abs=0.015)


def test_contact_pedagogues_of_the_programme_differ_as_planted(plan, scored):
    """Unbalanced nested ANOVA, raters in centres of a wave (Searle 1971, ch. 11), all contact scales: each within .04, three SE."""
    frame, _ = scored
    for name, rows in frame[frame["role"] == "contact"].groupby("scale"):
        rows = rows.assign(place=rows["municipality"] + rows["wave"] + rows["centre"])
        raters = rows.groupby(["place", "rater_id"])["points"].agg(["size", "mean", "var"])
        size, mean = raters["size"], raters["mean"]
        within = ((size - 1) * raters["var"].fillna(0)).sum() / (len(rows) - len(raters))
        centre = (size * mean).groupby("place").sum() / size.groupby("place").sum()
        off = mean - centre.reindex(mean.index.get_level_values("place")).to_numpy()
        per_rater = len(rows) - ((size**2).groupby("place").sum() / size.groupby("place").sum()).sum()
        between = ((size * off**2).sum() - (len(raters) - len(centre)) * within) / per_rater
        assert between / rows["points"].var() == pytest.approx(plan.scales[name].rater, abs=0.04), name


def test_levels_of_every_municipality_and_wave_lie_where_they_were_planted(programme, plan, scored, drawn):
    """z = (observed - planted) / SE with SE from the planted between-centre SD and the children; 3 points more for the families a
    municipality happens to have. Over all of them z must look like chance: variance about 1, none beyond 5."""
    frame, _ = scored
    truth = pd.concat([one.levels for one in drawn.values()]).set_index(["municipality", "wave", "scale"])
    z = []
    for key, rows in frame[frame["role"].isin(["child", "staff", "parent"])].groupby(["municipality", "wave", "scale"]):
        sizes = rows.groupby("centre").size()
        planted = truth.loc[key]
        between = planted["tau"] ** 2 * (sizes**2).sum() / sizes.sum() ** 2
        se = np.sqrt(between + 100**2 / sizes.sum() + 3**2)
        z.append((rows["points"].mean() - planted["points"]) / se)
    assert len(z) > 400
    assert np.mean(np.square(z)) == pytest.approx(1.0, abs=0.3)
    assert np.max(np.abs(z)) < 5


@pytest.mark.parametrize(
    ("scale", "column", "one", "other", "planted"),
    [
        ("self_regulation", "gender", "girl", "boy", "girl"),
        ("language_skills", "home_language", "other", "danish", "other_language"),
        ("child_creating", "gender", "girl", "boy", "girl"),
        ("mathematics", "parental_education", "higher", "basic", "higher"),
        ("home_activities", "parental_education", "higher", "basic", "higher"),
    ],
)
def test_planted_differences_between_groups_come_out(plan, scored, scale, column, one, other, planted):
    """Within 9 points: three SE of a difference with 1,500 in the smaller group. Groups go together (language with education), so the
    difference is taken from a regression on all of them. Billund's differences shrink on purpose and stay out."""
    frame, _ = scored
    rows = frame[(frame["scale"] == scale) & (frame["municipality"] != "billund")]
    x = np.column_stack(
        [
            np.ones(len(rows)),
            rows["gender"] == "girl",
            rows["home_language"] == "other",
            rows["parental_education"] == "vocational",
            rows["parental_education"] == "higher",
            rows["age_months"],
        ]
    ).astype(float)
    slopes = dict(
        zip(("girl", "other_language", "vocational", "higher", "age"), np.linalg.lstsq(x, rows["points"], rcond=None)[0][1:], strict=True)
    )
    assert one != other
    assert slopes[planted] == pytest.approx(getattr(plan.scales[scale], planted), abs=9)


def test_age_slopes_come_out(plan, scored):
    """Points a month, within .5: five SE at 14,000 forms."""
    frame, _ = scored
    for scale in ("mathematics", "language_skills", "motor_skills", "creativity"):
        rows = frame[frame["scale"] == scale]
        assert np.polyfit(rows["age_months"], rows["points"], 1)[0] == pytest.approx(plan.scales[scale].age, abs=0.5), scale


def test_response_is_as_planned(programme, drawn, used):
    forms, _ = used
    rates = {"child": (0.89, 0.96), "contact": (0.92, 0.98), "staff": (0.84, 0.92), "leader": (0.90, 1.0), "parent": (0.74, 0.82)}
    invited = pd.concat([one.invited for one in drawn.values()])
    for role, (low, high) in rates.items():
        asked = invited[invited["role"] == role]
        mine = forms[forms["role"] == role]
        answered = mine["child_id"].nunique() if role == "parent" else len(mine)
        assert low < answered / (asked["invited"].sum() - asked["no_consent"].sum()) < high, role


def test_families_answer_unevenly(drawn):
    """Parents with another language at home and with basic education answer less often."""
    answered = pd.concat([one.forms.assign(role=one.role) for town in drawn.values() for one in town.roles])
    seen = {role: rows.drop_duplicates(["house", "child", "age"]) for role, rows in answered.groupby("role")}
    assert (seen["parent"]["other_language"].mean()) < 0.95 * seen["contact"]["other_language"].mean()
    assert (seen["parent"]["education"] == 0).mean() < 0.95 * (seen["contact"]["education"] == 0).mean()


def test_stories_are_in_the_plan(plan):
    """Fixed beforehand; the draw is seed 1, whatever it shows."""
    billund, kolding, esbjerg = (plan.municipalities[slug] for slug in ("billund", "kolding", "esbjerg"))
    changes = {scale: billund.points(scale, "2017") - billund.points(scale, "2015") for scale in plan.scales}
    assert 0.8 < np.mean([change > 0 for change in changes.values()]) < 1
    assert all(-12 <= change < 0 for change in changes.values() if change < 0)
    assert max(billund.points("mathematics", wave) for wave in ("2015", "2017", "2019")) < -20
    assert billund.spread["2015"] > billund.spread["2017"] > billund.spread["2019"]
    assert kolding.points("inquiry_practice", "2019") - kolding.points("inquiry_practice", "2017") > 20
    assert esbjerg.points("leader_evaluation", "2017") - esbjerg.points("evaluation_culture", "2017") > 20
    assert esbjerg.points("leader_evaluation", "2019") - esbjerg.points("evaluation_culture", "2019") < 20


def test_practice_and_outcome_go_together_at_centres_where_planted(drawn):
    """True centre deviations of 200 centres in 2019: correlations within .2 of the plan (three SE), the empty link among them."""
    true = pd.concat([one.centres for one in drawn.values()])
    true = true[true["wave"] == "2019"].copy()
    true["points"] -= true.groupby(["municipality", "scale"])["points"].transform("mean")
    wide = true.pivot(index=["municipality", "centre"], columns="scale", values="points")
    for practice, outcome, planted in (
        ("reading_practice", "child_books", 0.5),
        ("maths_practice", "mathematics", 0.5),
        ("movement_practice", "motor_skills", 0.0),
    ):
        assert wide[practice].corr(wide[outcome]) == pytest.approx(planted, abs=0.2), practice


def test_the_item_everybody_agrees_on(plan, used):
    _, responses = used
    (item,) = plan.all_agree
    values = responses.loc[responses["item"] == item, "value"].dropna()
    assert len(values) > 5_000
    assert set(values) == {5.0}


def test_the_smallest_centre_has_four_children(programme, drawn, used):
    forms, _ = used
    tiny = forms[(forms["municipality"] == "billund") & (forms["centre"] == "taagebaerret") & (forms["role"] == "contact")]
    assert tiny.groupby("wave").size().between(1, 4).all()
    assert tiny["wave"].nunique() == 3


def test_several_parents_weigh_one_together(used):
    forms, _ = used
    parents = forms[forms["role"] == "parent"]
    weights = parents.groupby("child_id")["weight"].sum()
    assert np.allclose(weights, 1)
    assert (parents["weight"] < 1).mean() > 0.1


def test_a_sample_s_truth_is_what_many_samples_average_to():
    """2,000 children in 100 centres, 60 draws: mean, gap and change within three Monte Carlo SE of the stated truth."""
    rng = np.random.default_rng(11)
    kept = []
    for _ in range(60):
        sample = draw_sample(
            rng, centres=100, children=20, waves=2, icc=0.08, rater=0.12, level=-20, change=30, girl=25, categories=3, alpha=0.7
        )
        points = sample.scores.groupby("wave")["points"].mean()
        by_gender = sample.scores[sample.scores["wave"] == "2017"].groupby("gender")["points"].mean()
        kept.append((points["2015"], points["2017"] - points["2015"], by_gender["girl"] - by_gender["boy"]))
    truth = sample.truth
    expected = (truth.levels[0], truth.levels[1] - truth.levels[0], truth.gap)
    kept = np.array(kept)
    assert np.all(np.abs(kept.mean(axis=0) - expected) < 3 * kept.std(axis=0, ddof=1) / np.sqrt(len(kept)) + 0.05)


def test_a_sample_s_responses_are_its_scores():
    sample = draw_sample(np.random.default_rng(1), centres=3, children=[2, 5, 9])
    again = sample.responses().groupby("form_id")["value"].mean()
    assert np.allclose(again.reindex(sample.scores["form_id"]), sample.scores["score"])
    assert sample.scores.groupby("centre").size().tolist() == [2, 5, 9]


def test_shares_that_leave_nothing_to_the_children_are_refused():
    with pytest.raises(ValueError, match="leave"):
        draw_sample(np.random.default_rng(1), icc=0.6, rater=0.4, alpha=0.85)
