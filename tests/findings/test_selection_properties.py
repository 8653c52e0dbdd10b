"""What must hold of the selection whatever the numbers are."""

from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.tables import SHOWN_COLUMNS, typed
from analysis.findings.find import NEVER, find
from analysis.findings.recommend import candidates, consider, recommend
from analysis.parameters import load_parameters
from analysis.parameters.programme import Thresholds

CATALOGUE = load_parameters(Path(__file__).resolve().parents[2], "laeringsledelse").recommendations
LIMITS = Thresholds()
KINDS = ("comparison", "change", "gap", "spread", "leader_staff_gap", "link", "response")
HOMES = {"contact": ("mathematics", "language_skills", "self_regulation", "social_skills"), "child": ("child_books", "child_adults"),
         "staff": ("reading_practice", "play_practice", "collaboration"), "parent": ("home_activities",)}
CONTRASTS = {"gap": "gender:girl-boy", "link": "staff.reading_practice", "change": "2017", "comparison": "programme"}


def row(kind: str, role: str, scale: str, value: float, half: float, q: float, status: str, flags: str) -> dict:
    size = value / 300 if kind == "link" else abs(value) / 200 if kind == "response" else abs(value) if kind == "spread" else value
    reach = half / 300 if kind == "link" else half
    numbers = {"value": size, "low": size - reach, "high": size + reach, "q": float("nan") if kind in ("spread", "response") else q}
    if status != "shown":
        numbers = dict.fromkeys(numbers, float("nan"))
    return dict.fromkeys(SHOWN_COLUMNS, "") | numbers | {
        "kind": kind, "role": role, "scale": "" if kind == "response" else scale, "level": "municipality", "unit": "u", "wave": "2019",
        "contrast": CONTRASTS.get(kind, ""), "n": 200, "n_raters": 20, "n_groups": 12,
        "flags": flags if status == "shown" and kind != "response" else "",
        "audience": "public", "status": status}


homes = st.sampled_from([(role, scale) for role, scales in HOMES.items() for scale in scales])
rows = st.lists(st.builds(lambda kind, home, value, half, q, status, flags: row(kind, *home, value, half, q, status, flags),
                          st.sampled_from(KINDS), homes, st.integers(-120, 120), st.integers(5, 80), st.sampled_from([0.001, 0.04, 0.3]),
                          st.sampled_from(["shown", "shown", "shown", "hidden", "not_measured"]),
                          st.sampled_from(["", "", "caution_reliability", "same_respondents", "not_comparable", "no_comparison"])),
                min_size=1, max_size=14, unique_by=lambda one: (one["kind"], one["role"], one["scale"]))


def table(rows: list[dict]) -> pd.DataFrame:
    return typed(pd.DataFrame(rows))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows, st.randoms(use_true_random=False))
def test_the_same_numbers_give_the_same_recommendations_whatever_the_order_of_rows_and_catalogue(rows, random):
    first = consider(find(table(rows), LIMITS), CATALOGUE, LIMITS)
    catalogue = list(CATALOGUE)
    random.shuffle(rows)
    random.shuffle(catalogue)
    assert consider(find(table(rows), LIMITS), catalogue, LIMITS) == first


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows)
def test_no_hidden_undecided_or_same_respondents_number_calls_for_anything(rows):
    by_key = {(one["kind"], one["role"], one["scale"]): one for one in rows}
    findings = find(table(rows), LIMITS)
    for one in consider(findings, CATALOGUE, LIMITS):
        for finding in one.recommended.because:
            told = by_key[finding.quantity, finding.role, finding.scale]
            assert told["status"] == "shown"
            assert finding.kind not in ("cannot_tell", "unchanged", "strength", "progress")
            assert not NEVER & set(told["flags"].split(";"))
            assert told["flags"] != "not_comparable"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows, st.integers(0, 5))
def test_no_more_than_asked_for_no_two_of_a_kind_and_no_finding_answered_twice(rows, most):
    chosen = recommend(find(table(rows), LIMITS), CATALOGUE, LIMITS, most)
    assert len(chosen) <= most
    assert len({one.recommendation.area for one in chosen}) == len(chosen)
    answered = [finding for one in chosen for finding in one.because]
    assert len(set(answered)) == len(answered)
    assert all(one.because and one.score > 0 for one in chosen)
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows, st.integers(0, 13), st.floats(0.05, 1))
def test_more_certainty_never_lowers_a_score_or_a_place(rows, which, share):
    """The interval of one number is drawn in around its value: nothing it calls for scores less or comes later among those called for."""
    sharper = [dict(one) for one in rows]
    told = sharper[which % len(rows)]
    if told["status"] == "shown":
        told |= {end: told["value"] + (told[end] - told["value"]) * share for end in ("low", "high")}
    key = (told["kind"], told["role"], told["scale"])

    def called(rows: list[dict]) -> dict[str, tuple[float, int]]:
        """slug -> (score, place) of every entry that number is the first reason for."""
        found = candidates(find(table(rows), LIMITS), CATALOGUE, LIMITS)
        return {one.recommendation.recommendation: (one.score, place) for place, one in enumerate(found)
                if (one.because[0].quantity, one.because[0].role, one.because[0].scale) == key}

    after = called(sharper)
    for slug, (score, place) in called(rows).items():
        assert after[slug][0] >= score - 1e-9
        assert after[slug][1] <= place
