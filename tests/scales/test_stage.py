"""Scores of a municipality's wave: one row per form, scale and basis, nothing dropped; and a municipality alone is its own norm."""

import numpy as np
import pandas as pd
import pytest

from analysis.parameters import ParameterError
from analysis.scales.stage import make_scores, read_norms, read_wave
from analysis.scales.tables import check_scores, score_columns


def test_every_form_has_a_row_for_every_scale_even_without_a_score(alone):
    parameters, layout = alone
    scores = make_scores(parameters, layout, "nyby", "2024")
    forms, _ = read_wave(parameters, layout, "nyby", "2024")
    assert scores.groupby(["role", "scale"]).size().to_dict() == {
        ("child", "child_play"): 32,
        ("child", "child_wellbeing"): 32,
        ("contact", "language_skills"): 34,
        ("contact", "play_skills"): 34,
    }
    assert set(scores["form_id"]) == set(forms["form_id"])
    assert scores["score"].isna().sum() > 0, "a form with too few answers keeps its row"
    unscored = scores[scores["score"].isna()]
    assert (unscored["answered"] < np.ceil(unscored["n_items"] * 2 / 3)).all()
    assert set(scores["basis"]) == {"full"}


def test_scores_are_written_as_the_contract_says(alone):
    parameters, layout = alone
    scores = make_scores(parameters, layout, "nyby", "2024")
    read = pd.read_parquet(layout.scores("nyby", "2024"))
    pd.testing.assert_frame_equal(check_scores(read, ["gender"]), scores)
    assert list(read) == score_columns(["gender"])
    assert read.attrs == {"pseudonym_key": "public-test"}


def test_a_municipality_alone_is_its_own_norm(alone):
    parameters, layout = alone
    scores = make_scores(parameters, layout, "nyby", "2024")
    means = scores.groupby("scale")["points"].agg(["mean", "std"])
    assert means["mean"].to_numpy() == pytest.approx([500] * 4, abs=1e-3), "its own mean is 500: there is no level to be found"
    assert means["std"].to_numpy() == pytest.approx([100] * 4, abs=1e-3)
    others = [unit for unit in parameters.municipalities.values() if unit.in_programme and unit.slug != "nyby"]
    assert len(others) < parameters.programme.comparison.min_municipalities


def test_only_age_related_scales_are_adjusted(alone):
    parameters, layout = alone
    scores = make_scores(parameters, layout, "nyby", "2024").dropna(subset=["points"])
    same = (scores["points"] == scores["points_age_adjusted"]).groupby(scores["scale"]).all().to_dict()
    assert same == {"child_play": True, "child_wellbeing": True, "language_skills": False, "play_skills": True}
    language = scores[(scores["scale"] == "language_skills") & scores["age_months"].notna()]
    norm = read_norms(parameters, layout)["contact"].set_index("scale").loc["language_skills"]
    slope = np.polyfit(language["age_months"], language["points"] - language["points_age_adjusted"], 1)[0]
    assert slope == pytest.approx(norm["age_slope"])


def test_responses_that_are_missing_or_made_with_another_key_are_refused(alone):
    parameters, layout = alone
    other = parameters.programme.model_copy(update={"pseudonym_key": "0123456789abcdef"})
    object.__setattr__(parameters, "programme", other)
    with pytest.raises(ParameterError, match="pseudonym_key: found 'public-test', expected '0123456789abcdef'"):
        make_scores(parameters, layout, "nyby", "2024")
    layout.forms("nyby", "2024").unlink()
    with pytest.raises(ParameterError, match="run the stage `responses`"):
        make_scores(parameters, layout, "nyby", "2024")
