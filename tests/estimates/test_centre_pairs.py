"""Two informants on the same centres: exact where nothing is measured with error, whatever the number of centres."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimates import centre_agreement


def forms(random: np.random.Generator, centres: int, each: int) -> pd.DataFrame:
    """``each`` forms a centre of either informant, who have nothing in common."""
    level = random.normal(500, 20, (centres, 2))
    return pd.DataFrame([
        {"centre": f"c{centre}", "informant": name, "y": level[centre, side] + random.normal(0, 5) * (each > 1)}
        for centre in range(centres) for side, name in enumerate(("leader", "staff")) for _ in range(each)])


def agreement(frame: pd.DataFrame):
    return centre_agreement(frame, y="y", centre="centre", informant="informant", first="leader", second="staff")


@pytest.mark.parametrize("centres", [5, 12, 40])
def test_without_errors_of_measurement_the_test_is_students(centres):
    frame = forms(np.random.default_rng(centres), centres, 1)
    wide = frame.pivot(index="centre", columns="informant", values="y")
    expected = stats.pearsonr(wide["leader"], wide["staff"])
    found = agreement(frame)
    assert found.estimate == pytest.approx(expected.statistic, abs=1e-5)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-4)


def test_the_interval_ends_at_no_correlation_where_p_is_five_per_cent():
    """One limit for both: among draws, 0 lies outside the interval exactly where p is below .05."""
    random = np.random.default_rng(3)
    found = [one for one in (agreement(forms(random, 8, 4)) for _ in range(30)) if not np.isnan(one.low)]
    assert len(found) > 25
    assert [not one.low <= 0 <= one.high for one in found] == [one.p < 0.05 for one in found]


@pytest.mark.slow
def test_a_correlation_where_there_is_none_is_found_as_seldom_as_it_should():
    """Twelve centres, 200 draws; chi-square, whose limit is 3.84, is seen to find too many."""
    random = np.random.default_rng(7)
    ps = np.array([agreement(forms(random, 12, 8)).p for _ in range(200)])
    ps = ps[~np.isnan(ps)]
    df = 10
    rise = (df + 1) * np.log1p(stats.t.isf(ps / 2, df) ** 2 / df)
    error = np.sqrt(0.05 * 0.95 / len(ps))
    assert (ps < 0.05).mean() < 0.05 + 2 * error
    assert (stats.chi2.sf(rise, 1) < 0.05).mean() > (ps < 0.05).mean()
