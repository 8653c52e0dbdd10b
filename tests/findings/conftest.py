"""Shown rows and findings, built by the contract."""

import pandas as pd
import pytest

from analysis.disclosure.tables import SHOWN_COLUMNS, typed
from analysis.findings.finding import Finding
from analysis.parameters import Recommendation, load_parameters
from analysis.parameters.programme import Thresholds

TEXT = {"da": "tekst", "en": "text"}


@pytest.fixture(scope="session")
def parameters(root):
    return load_parameters(root, "laeringsledelse")


@pytest.fixture(scope="session")
def thresholds() -> Thresholds:
    return Thresholds()


@pytest.fixture(scope="session")
def shown():
    """``shown(kind, value, low, high, q, **rest)``: a shown table of one row."""

    nan = float("nan")

    def build(kind: str, value: float, low: float = nan, high: float = nan, q: float = nan, **rest) -> pd.DataFrame:
        row = dict.fromkeys(SHOWN_COLUMNS, "") | {
            "kind": kind, "role": "child", "scale": "child_books", "level": "municipality", "unit": "billund", "wave": "2019",
            "n": 300, "n_raters": 0, "n_groups": 12, "value": value, "low": low, "high": high, "q": q, "audience": "public",
            "status": "shown"}
        return typed(pd.DataFrame([row | rest]))

    return build


@pytest.fixture(scope="session")
def finding():
    """``finding(kind, **rest)``: a finding with the numbers of a clear one."""

    def build(kind: str, **rest) -> Finding:
        quantities = {"challenge": "comparison", "strength": "comparison", "gap": "gap", "spread": "spread", "association": "link",
                      "disagreement": "leader_staff_gap", "low_response": "response", "cannot_tell": "comparison"}
        base = dict(kind=kind, quantity=quantities.get(kind, "change"), role="child", scale="child_books", level="municipality",
                    unit="billund", wave="2019", contrast="", n=300.0, n_groups=12.0, value=-40.0, low=-60.0, high=-20.0, q=0.01,
                    certainty=0.5, importance=1.0)
        return Finding(**base | rest)

    return build


@pytest.fixture(scope="session")
def entry():
    """``entry(slug, pattern, ...)``: a recommendation with one trigger."""

    def build(slug: str, pattern: str, roles=("child",), scales=(), area: str = "area", level: int = 4, **trigger) -> Recommendation:
        return Recommendation.model_validate({
            "recommendation": slug, "area": area, "area_label": TEXT, "title": TEXT, "practice": TEXT, "who_acts": ["staff"],
            "competence_development": "course", "competence_note": TEXT, "evidence_kind": "effect", "caution": TEXT,
            "strength": {"level": level, "base": level, "reason": TEXT},
            "triggers": [{"pattern": pattern, "roles": roles, "scales": scales, "detail": TEXT} | trigger],
            "evidence": [{"publication": "p", "role": "main", "authors": "A", "year": 2000, "title": "T", "outlet": "O", "design": TEXT,
                          "figure_status": "none", "verified": "finding"}]})

    return build
