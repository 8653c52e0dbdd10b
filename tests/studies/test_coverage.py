"""Intervals hold what is true as often as they say: the coverage study at a size the suite can afford.

The whole of it is `make coverage-study`; what it found stands in docs/coverage.csv and docs/methods.md.
"""

import numpy as np
import pytest
from scipy import stats
from studies import sides, waves
from studies.tally import Band, Cell, Coverage, Judged, run, together

from analysis import estimates


@pytest.fixture(scope="module")
def six_centres():
    """Mean and difference at six centres of skewed smileys, 1,000 draws: target -> Coverage."""
    design = waves.Design(6, 0.05)

    def draw(rng: np.random.Generator) -> dict[str, Judged]:
        frame = waves.draw(design, rng).scores
        return waves.whole(frame, frame[frame["wave"] == "2017"], waves.true_values(design))

    cell = Cell("reduced", design.name, draw, {target: Band(0.93, 0.97) for target in ("mean", "difference")}, ())
    return {one.target: one for one in run(cell, 1000)}


@pytest.mark.slow
def test_six_centres_are_enough_for_cr2_with_satterthwaite_s_t(six_centres):
    for target in ("mean", "difference"):
        assert six_centres[target].holds, six_centres[target]


@pytest.mark.slow
def test_six_centres_are_too_few_for_a_normal_quantile_and_children_are_not_independent(six_centres):
    normal, alone = (six_centres[f"mean, {name}"] for name in ("normal quantile", "children as independent"))
    assert normal.share + 2 * normal.error < 0.93, normal
    assert alone.share + 2 * alone.error < 0.85, alone


@pytest.mark.slow
@pytest.mark.parametrize(("name", "draws"), [
    ("leaders beside staff, 12 centres", 300), ("the same children twice, 12 centres", 100), ("initiative, 5 centres and 7", 100)])
def test_designs_that_take_little_time(name, draws):
    cell = next(cell for cell in sides.cells() if cell.name == name)
    for one in run(cell, draws):
        assert one.holds, one


@pytest.mark.slow
def test_centres_are_covered_on_average_and_lme4_s_conditional_interval_covers_too_few():
    """Twelve centres of smileys, ICC .05; the interval that takes tau as known must be seen to fail."""
    design = waves.Design(12, 0.05)

    def draw(rng: np.random.Generator) -> dict[str, Judged]:
        sample = waves.draw(design, rng)
        frame = sample.scores
        return waves.of_centres(design, frame, frame[frame["wave"] == "2017"], *sample.truth.centres)

    found = {one.target: one for one in run(Cell("reduced", design.name, draw, waves.bands(design), ()), 60)}
    for target in ("centre level", "centre comparison", "centre change"):
        assert found[target].holds, found[target]
    known = found["centre level, lme4's conditional SD"]
    assert known.share + 2 * known.error < 0.93, known


@pytest.mark.heavy
def test_where_centres_differ_most_the_interval_holds_the_spread_of_those_that_were_surveyed():
    """Forty centres, ICC .15, raters: the cell of the study whose interval of tau holds least often (91 % of 2,000 draws).

    At the top of three steps true means are skewed, so the SD of forty of them moves more from draw to draw than normal ones' does. What
    the interval holds as often as it says is the SD of the forty themselves.
    """
    design = waves.Design(40, 0.15, waves.RATED)

    def draw(rng: np.random.Generator) -> dict[str, Judged]:
        sample = waves.draw(design, rng)
        found = estimates.between_centre_sd(sample.scores[sample.scores["wave"] == "2017"], **waves.BY, rater=design.known)
        there = sample.truth.centres[1]
        return {"those surveyed": waves.of(found, np.std(there, ddof=1)), "all there could be": waves.of(found, waves.true_tau(design)),
                "skewness": Judged.share(stats.skew(there))}

    found = {one.target: one for one in run(Cell("reduced", design.name, draw, {"those surveyed": Band(0.93)}, ()), 80)}
    assert found["skewness"].share < -0.5
    assert found["those surveyed"].holds, found["those surveyed"]
    assert found["those surveyed"].share > found["all there could be"].share


def test_a_share_holds_in_its_band_give_or_take_two_errors():
    def share(value: float, error: float, band: Band | None) -> bool:
        return Coverage("s", "c", "t", 100, value, error, 1.0, band, (0.0, 1.0), 100).holds

    assert share(0.92, 0.006, Band(0.93, 0.97))
    assert not share(0.92, 0.004, Band(0.93, 0.97))
    assert not share(0.99, 0.004, Band(0.93, 0.97))
    assert share(0.10, 0.001, None)


def test_a_study_that_goes_on_says_what_one_that_ran_through_says():
    def draw(rng: np.random.Generator) -> dict[str, Judged]:
        low = rng.normal(size=4) - 1.0
        return {"always": Judged(low, low + 2, 0.0)} | ({"sometimes": Judged(low[0], low[0] + 2, 0.0)} if low[1] > -1 else {})

    cell = Cell("made up", "cell", draw, {"always": Band(0.5, 0.9)}, ())
    through = run(cell, 60)
    in_two = run(cell, 60, before=run(cell, 25))
    for whole, parts in zip(through, in_two, strict=True):
        assert (parts.target, parts.draws, parts.drawn) == (whole.target, whole.draws, 60)
        assert (parts.share, parts.error, parts.width, *parts.first) == pytest.approx(
            (whole.share, whole.error, whole.width, *whole.first))


def test_the_first_draws_are_the_first_however_short_the_first_run_was():
    def draw(rng: np.random.Generator) -> dict[str, Judged]:
        low = rng.normal()
        return {"always": Judged(low, low + 2, 0.0)}

    cell = Cell("made up", "cell", draw, {}, ())
    whole = run(cell, 40)[0].first
    for start in (5, 12, 20, 30):
        assert run(cell, 40, before=run(cell, start))[0].first == pytest.approx(whole), start


def test_two_runs_of_which_one_is_nothing_are_the_other():
    one = Coverage("s", "c", "t", 10, 0.9, 0.1, 1.0, None, (0.0, 1.0), 10)
    assert together(None, one) is one


def test_what_is_true_of_informative_sizes_is_a_mean_over_children():
    """Large centres thrive less, so children as a whole do: below the mean of centres, which sizes at random would give."""
    informative, even = waves.Design(12, 0.15, sizes="informative"), waves.Design(12, 0.15)
    assert waves.true_values(informative).later < waves.true_values(even).later - 8
