"""Coverage of what two surveys of children do not show: arms of an initiative, staff who return, leaders beside staff, links, more waves.

Where answers have five steps they are drawn as answers; persons who answer for themselves are drawn as normal.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from studies.tally import Band, Cell, Judged
from studies.waves import BY, of

from analysis import estimates
from analysis.simulation.sample import draw_sample

USUAL = Band(0.93, 0.97)
NOT_TOO_NARROW = Band(0.93)
W = {"wave": "wave", "earlier": "2015", "later": "2017"}
SURVEY = {"categories": 5, "alpha": 0.85, "stability": 0.7, "icc": 0.06}
STAFF, STAYS, OWN = 12, 0.7, 0.6
"""Staff a centre; the share still there two years later; the share of a person's own deviation that is the same then."""
PRACTICE_ICC, OUTCOME_ICC = 0.14, 0.06


def cells() -> list[Cell]:
    def cell(name: str, draw: Callable, sources: tuple[str, ...], **bands: Band) -> Cell:
        return Cell("designs", name, draw, {target.replace("_", " "): band for target, band in bands.items()},
                    ("studies.sides", "simulation.sample", *sources))

    found = [cell(f"initiative, {taken} centres and {rest}", lambda rng, taken=taken, rest=rest: arms(rng, taken, rest),
                  ("estimates.initiatives",), exposed_minus_others=NOT_TOO_NARROW) for taken, rest in ((5, 7), (5, 35), (20, 20))]
    found.append(cell("initiative, the 6 lowest of 12 centres", lambda rng: arms(rng, 6, 6, lowest=True), ("estimates.initiatives",)))
    found += [cell(f"development beside 5 others that differ by {spread:.0f}", lambda rng, spread=spread: beside(rng, spread),
                   ("estimates.initiatives", "estimates.change"), change_minus_theirs=NOT_TOO_NARROW) for spread in (0.0, 10.0)]
    found += [cell(f"staff who return, {centres} centres", lambda rng, centres=centres: returning(rng, centres), ("estimates.change",),
                   difference=USUAL, centre_change=USUAL) for centres in (12, 37)]
    found += [cell(f"leaders beside staff, {centres} centres", lambda rng, centres=centres: leaders(rng, centres), ("estimates.agreement",),
                   leaders_minus_staff=USUAL) for centres in (12, 40)]
    found += [cell(f"link of {correlation:.1f}, {centres} centres", lambda rng, c=centres, r=correlation: link(rng, c, r),
                   ("estimates.links",), coefficient=NOT_TOO_NARROW) for centres in (30, 160) for correlation in (0.0, 0.5)]
    found.append(cell("three waves, 12 centres", three_waves, ("estimates.lasting",), first_to_second=USUAL, second_to_third=USUAL,
                      first_to_third=USUAL))
    found += [cell(f"critical difference, {centres} centres", lambda rng, c=centres, r=raters: critical(rng, c, r),
                   ("estimates.effect_sizes",), **{"no_change_within": USUAL}) for centres, raters in ((12, 0.0), (40, 0.13))]
    found.append(cell("the same children twice, 12 centres", cohort, ("estimates.change",), change_within_the_child=USUAL))
    return found


def arms(rng: np.random.Generator, taken: int, rest: int, lowest: bool = False) -> dict[str, Judged]:
    """Nothing differs between the arms. ``lowest``: those that took part are the lowest at first, as they came out in the survey."""
    scores = draw_sample(rng, centres=taken + rest, children=rng.integers(15, 51, taken + rest), waves=2, **SURVEY).scores
    means = scores[scores["wave"] == "2015"].groupby("centre")["points"].mean()
    exposed = means.sort_values().index[:taken] if lowest else means.index[:taken]
    scores = scores.assign(took_part=scores["centre"].isin(exposed))
    found = estimates.initiative_followup(scores, **BY, **W, exposed="took_part", design="some")
    return {"exposed minus others": of(found, 0.0)}


def beside(rng: np.random.Generator, spread: float) -> dict[str, Judged]:
    """A municipality of 12 centres and five of 12 to 40; all changed by 10 points, give or take ``spread``: the first is like them."""
    moved = 10 + spread * rng.normal(size=6)
    changes = []
    for change, centres in zip(moved, (12, *rng.integers(12, 41, 5)), strict=True):
        children = rng.integers(15, 51, centres)
        sample = draw_sample(rng, centres=len(children), children=children, waves=2, change=float(change), **SURVEY)
        changes.append(estimates.wave_change(sample.scores, **BY, **W))
    others = pd.DataFrame([{"estimate": one.estimate, "se": one.se, "df": one.df} for one in changes[1:]])
    return {"change minus theirs": of(estimates.change_beside_others(changes[0], others), 0.0)}


def returning(rng: np.random.Generator, centres: int) -> dict[str, Judged]:
    """Staff about their centre: it has changed by 8 points, 16 more or less; who stays keeps most of an opinion."""
    level, moved = 500 + 40 * rng.normal(size=centres), 8 + 16 * rng.normal(size=centres)
    own = rng.normal(size=(2, centres, STAFF))
    stays = rng.random((centres, STAFF)) < STAYS
    own[1] = np.where(stays, own[0], own[1])
    y = 92 * (np.sqrt(OWN) * own + np.sqrt(1 - OWN) * rng.normal(size=own.shape)) + level[:, None]
    y[1] += moved[:, None]
    wave, centre, person = np.indices(y.shape)
    holder = 1000 * centre + person + np.where(stays[centre, person], 0, 500 * wave)
    frame = pd.DataFrame({"points": y.ravel(), "wave": np.where(wave.ravel() == 1, "2017", "2015"), "centre": centre.ravel(),
                          "person": holder.ravel()})
    frame = frame[rng.random(len(frame)) < 0.89]
    changes = estimates.centre_change(frame, **BY, **W, returning="person")
    there = changes["unit"].astype(int)
    return {"difference": of(estimates.wave_change(frame, **BY, **W), 8.0), "centre change": of(changes, moved[there])}


def leaders(rng: np.random.Generator, centres: int) -> dict[str, Judged]:
    """A leader and a dozen staff in each centre, 30 points apart, who see some of the same (correlation .45 between centres)."""
    seen = rng.normal(size=centres)
    leader = 530 + 100 * (np.sqrt(0.3) * (0.45 * seen + np.sqrt(1 - 0.45**2) * rng.normal(size=centres))
                          + np.sqrt(0.7) * rng.normal(size=centres))
    staff = 500 + 100 * (np.sqrt(0.18) * seen[:, None] + np.sqrt(0.82) * rng.normal(size=(centres, STAFF)))
    frame = pd.DataFrame({"points": np.r_[leader, staff.ravel()], "centre": np.r_[np.arange(centres), np.repeat(np.arange(centres), STAFF)],
                          "role": np.repeat(["leader", "staff"], [centres, centres * STAFF])})
    answered = (rng.random(len(frame)) < 0.89) | (frame["role"] == "leader")
    gap = estimates.leader_staff_gap(frame[answered], **BY, role="role")
    return {"leaders minus staff": of(gap, 30.0)}


def link(rng: np.random.Generator, centres: int, correlation: float) -> dict[str, Judged]:
    """Practice told by a dozen staff, children's answers, in municipalities of ten centres with levels of their own; no cause anywhere.

    What is estimated is the coefficient on the practice *as staff told it*: weaker than that on the practice itself, as stated.
    """
    children = 25
    practice = rng.normal(size=centres)
    outcome = correlation * practice + np.sqrt(1 - correlation**2) * rng.normal(size=centres)
    told_sd = np.sqrt(PRACTICE_ICC + (1 - PRACTICE_ICC) / STAFF)
    told = np.sqrt(PRACTICE_ICC) * practice + np.sqrt((1 - PRACTICE_ICC) / STAFF) * rng.normal(size=centres)
    town = np.arange(centres) // 10
    level = 10 * rng.normal(size=town.max() + 1)
    y = 100 * (np.sqrt(OUTCOME_ICC) * outcome[:, None] + np.sqrt(1 - OUTCOME_ICC) * rng.normal(size=(centres, children)))
    place = np.repeat(np.arange(centres), children)
    frame = pd.DataFrame({"points": 500 + y.ravel() + level[town[place]], "practice": told[place], "centre": place,
                          "municipality": np.char.add("m", town[place].astype(str))})
    found = estimates.practice_outcome_links(frame, **BY, practice="practice", covariates=["municipality"])
    true = correlation * np.sqrt(OUTCOME_ICC) * np.sqrt(PRACTICE_ICC) / told_sd / np.sqrt(1 + 0.1**2)
    return {"coefficient": of(found, float(true))}


def three_waves(rng: np.random.Generator) -> dict[str, Judged]:
    """Progress of 12 points a wave: what ``lasting_change`` is put together from."""
    sample = draw_sample(rng, centres=12, children=rng.integers(15, 51, 12), waves=3, change=12.0, **SURVEY)
    first, second, third = sample.truth.levels
    found = estimates.lasting_change(sample.scores, **BY, wave="wave")
    return {"first to second": of(found.immediate, second - first), "second to third": of(found.later, third - second),
            "first to third": of(found.lasting, third - first)}


def critical(rng: np.random.Generator, centres: int, rater: float) -> dict[str, Judged]:
    """Centres of 21 children that do not change: how often the difference of a centre's two means is no larger than the critical one."""
    names = SURVEY | {"stability": 1.0}
    scores = draw_sample(rng, centres=centres, children=21, waves=2, rater=rater, raters_return=False, **names).scores
    now = scores[scores["wave"] == "2017"]
    limit = estimates.critical_difference(now, **BY, rater="rater_id" if rater else None, sizes=[21])["estimate"].iloc[0]
    means = scores.groupby(["centre", "wave"])["points"].mean().unstack()
    difference = (means["2017"] - means["2015"]).to_numpy()
    return {"no change within": Judged(difference - limit, difference + limit, np.zeros(centres))}


def cohort(rng: np.random.Generator) -> dict[str, Judged]:
    """The same children two years on: what a child keeps drops out, what a centre adds does not."""
    n = rng.integers(15, 51, 12)
    place = np.repeat(np.arange(12), n)
    kept = 500 + 25 * rng.normal(size=12)[place] + 75 * rng.normal(size=len(place))
    first, second = (kept + 60 * rng.normal(size=len(place)) + more for more in (0.0, 15 + 15 * rng.normal(size=12)[place]))
    frame = pd.DataFrame({"points": np.r_[first, second], "child": np.tile(np.arange(len(place)), 2), "centre": np.tile(place, 2),
                          "wave": np.repeat(["2015", "2017"], len(place))})
    return {"change within the child": of(estimates.cohort_change(frame, **BY, **W, child="child"), 15.0)}
