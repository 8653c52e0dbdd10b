"""Coverage in two surveys of one municipality: children (in raters) in centres that recur, smileys of three steps, girls ahead of boys.

Everything is drawn as answers to items, so scores are skewed, bounded and lumpy as the real ones are; truth is integrated, not simulated.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import stats
from studies.tally import Band, Cell, Judged

from analysis import estimates
from analysis.estimates.nested import fit_ratios, fixed_effects, group_sums, products
from analysis.simulation.calibration import Model, make_model
from analysis.simulation.effects import sizes
from analysis.simulation.plan import ScalePlan
from analysis.simulation.sample import AGES, SHARES, Sample, draw_sample

ITEMS, CATEGORIES, ALPHA = 5, 3, 0.68
GIRL, CHANGE, STABILITY = 20.0, 12.0, 0.7
BY = {"y": "points", "centre": "centre"}
WAVES = {"wave": "wave", "earlier": "2015", "later": "2017"}
SOURCES = ("studies.waves", "estimates.cluster_robust", "estimates.change", "estimates.gaps", "estimates.spread", "estimates.centres",
           "simulation.sample")
RATED = 0.13
"""Share of the variance between raters of one centre, as in the embedded programme's contact forms."""


@dataclass(frozen=True)
class Design:
    """``sizes``: ``even`` (15-50 children a centre), ``huge`` (two centres of 120 and 180 among them), ``informative`` (9 to 180, large
    where children thrive less), ``one_rater`` (a centre's children are all rated by one person)."""

    centres: int
    icc: float
    rater: float = 0.0
    sizes: str = "even"

    @property
    def name(self) -> str:
        parts = [f"{self.centres} centres", f"ICC {self.icc:.2f}"]
        parts += [f"raters {self.rater:.2f}"] if self.rater else []
        parts += [self.sizes.replace("_", " ")] if self.sizes != "even" else []
        return ", ".join(parts)

    @property
    def known(self) -> str | None:
        """The column of raters, where children are rated."""
        return "rater_id" if self.rater else None

    @property
    def centres_apart(self) -> bool:
        """Whether centres are told apart: shrinkage towards the mean of centres is wrong where size tells something, and one rater a
        centre cannot be told from the centre (the estimates say ``few_raters``)."""
        return self.sizes in ("even", "huge")

    @property
    def change_of_spread(self) -> bool:
        """At 12 centres, and once at 40: it takes as long as all the rest together."""
        return (self.centres == 12 and not self.rater) or self.icc == 0.05


MAIN = tuple(Design(centres, icc, rater) for rater in (0.0, RATED) for centres in (6, 12, 40) for icc in (0.0, 0.02, 0.05, 0.15))
HARD = (*(Design(12, icc, sizes=kind) for kind in ("huge", "informative") for icc in (0.05, 0.15)),
        Design(40, 0.05, sizes="informative"), Design(12, 0.05, RATED, "huge"), Design(12, 0.05, RATED, "one_rater"))


def cells(designs: tuple[Design, ...] = (*MAIN, *HARD)) -> list[Cell]:
    return [Cell("coverage", design.name, lambda rng, design=design: judge(design, rng), bands(design), SOURCES) for design in designs]


def bands(design: Design) -> dict[str, Band]:
    """93-97 %, more than that allowed where there is nothing between centres; tau 90-98 %, 99 on its boundary.

    Where large centres differ the mean is a ratio of two random sums, of few centres: shown without a band.
    """
    usual = Band(0.93, 1.0 if design.icc == 0 else 0.97)
    whole = ("mean", "difference", "gap", "gap change")
    found = {target: usual for target in whole if not (design.sizes == "informative" and target == "mean")}
    if design.centres_apart:
        found |= {target: usual for target in ("centre level", "centre comparison", "centre change")}
        found |= {"spread": Band(0.90, 0.99 if design.icc == 0 else 0.98), "spread change": Band(0.90)}
    return found


def judge(design: Design, rng: np.random.Generator) -> dict[str, Judged]:
    """One draw of ``design``: the interval of every target beside the truth."""
    sample = draw(design, rng)
    frame, truth = sample.scores, true_values(design)
    now = frame[frame["wave"] == WAVES["later"]]
    found = whole(frame, now, truth)
    if not design.rater:
        found |= gaps(frame, now, truth)
    if design.centres_apart:
        found |= spread(design, frame, now, truth) | of_centres(design, frame, now, *sample.truth.centres)
    return found


def whole(frame: pd.DataFrame, now: pd.DataFrame, truth: "True_") -> dict[str, Judged]:
    """The mean and its difference between the waves; beside them what a less careful interval of the mean would be."""
    mean = estimates.cluster_robust_mean(now, **BY)
    half = stats.norm.ppf(0.975) * mean.se
    alone = 1.96 * now["points"].std() / np.sqrt(len(now))
    return {"mean": of(mean, truth.later),
            "difference": of(estimates.wave_change(frame, **BY, **WAVES), truth.later - truth.earlier),
            "mean, normal quantile": Judged(mean.estimate - half, mean.estimate + half, truth.later),
            "mean, children as independent": Judged(mean.estimate - alone, mean.estimate + alone, truth.later)}


def gaps(frame: pd.DataFrame, now: pd.DataFrame, truth: "True_") -> dict[str, Judged]:
    sex = {"variable": "gender", "reference": "boy"}
    return {"gap": of(estimates.background_gaps(now, **BY, **sex).iloc[0], truth.gap),
            "gap change": of(estimates.background_gaps(frame, **BY, **sex, **WAVES).iloc[0], truth.gap - truth.gap_before)}


def spread(design: Design, frame: pd.DataFrame, now: pd.DataFrame, truth: "True_") -> dict[str, Judged]:
    if not design.change_of_spread:
        return {"spread": of(estimates.between_centre_sd(now, **BY, rater=design.known), truth.tau)}
    change = estimates.spread_change(frame, **BY, **WAVES, rater=design.known)
    return {"spread": of(change.later, truth.tau), "spread change": of(change, truth.tau - truth.tau_before)}


def of_centres(design: Design, frame: pd.DataFrame, now: pd.DataFrame, before: np.ndarray, after: np.ndarray) -> dict[str, Judged]:
    """Levels, comparisons and changes of centres, all centres of a draw together; ``before``, ``after``: their true means."""
    posterior = estimates.centre_posterior(now, **BY, rater=design.known)
    levels, compared = estimates.posterior_means(posterior), estimates.posterior_comparisons(posterior)
    n = levels["n"].to_numpy(float)
    others = after - ((after @ n) - n * after) / (n.sum() - n)
    changes = estimates.centre_change(frame, **BY, **WAVES, rater=design.known, returning=design.known)
    found = {"centre level": of(levels, after), "centre comparison": of(compared, others), "centre change": of(changes, after - before)}
    if not design.rater and design.centres <= 12:
        found |= {f"centre level, {name}": Judged(middle - 1.96 * se, middle + 1.96 * se, after)
                  for name, (middle, se) in plug_in(now).items()}
    return found


def of(found, true: np.ndarray | float) -> Judged:
    """An Estimate, a row or a tidy frame beside what is true."""
    return Judged(np.asarray(found.low, float), np.asarray(found.high, float), true)


def draw(design: Design, rng: np.random.Generator) -> Sample:
    """Answers of both waves. Sizes that go with a centre's own mean are cut out of larger centres afterwards, by what is true of them."""
    names = {"centres": design.centres, "waves": 2, "icc": design.icc, "rater": design.rater, "items": ITEMS, "categories": CATEGORIES,
             "alpha": ALPHA, "girl": GIRL, "change": CHANGE, "stability": STABILITY}
    if design.sizes == "informative":
        whole = draw_sample(rng, children=180, **names)
        keep = informative_sizes(standardised(design, whole.truth.centres.mean(axis=0)), rng.normal(size=design.centres))
        number = whole.scores.groupby(["wave", "centre"]).cumcount().to_numpy()
        place = whole.scores["centre"].str.removeprefix("centre-").astype(int).to_numpy()
        return replace(whole, scores=whole.scores[number < keep[place]])
    children = rng.integers(15, 51, design.centres)
    if design.sizes == "huge":
        children[:2] = (120, 180)
    return draw_sample(rng, children=children, children_per_rater=1000 if design.sizes == "one_rater" else 7, **names)


def standardised(design: Design, centres: np.ndarray) -> np.ndarray:
    """Centres' true means over both waves as deviations in their own SD (about, at the categories' curvature)."""
    return (centres - np.mean(true_levels(design))) / max(true_tau(design), 1.0)


def informative_sizes(deviation: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Median 30 children; the logarithm of size goes with the centre's mean at -.6."""
    return np.clip(np.rint(30 * np.exp(0.7 * (-0.6 * deviation + 0.8 * noise))), 9, 180).astype(int)


@dataclass(frozen=True)
class True_:
    earlier: float
    later: float
    gap_before: float
    gap: float
    tau_before: float
    tau: float


@lru_cache(maxsize=1)
def model() -> Model:
    return make_model([f"item_{number + 1}" for number in range(ITEMS)], SHARES[CATEGORIES], ALPHA)


def latent(design: Design):
    return sizes(ScalePlan(alpha=ALPHA, icc=design.icc, rater=design.rater, girl=GIRL), model(), AGES)


def true_levels(design: Design) -> tuple[float, float]:
    return tuple(float(model().points(model().level(points))[0]) for points in (0.0, CHANGE))


def true_tau(design: Design, points: float = CHANGE) -> float:
    return model().between(model().level(points), latent(design).centre)


@lru_cache(maxsize=64)
def true_values(design: Design) -> True_:
    """What the intervals are about: means over children (by size where size tells something), gaps and SDs between centres, in points."""
    girl = latent(design).girl
    gaps = []
    for points in (0.0, CHANGE):
        mean = model().level(points)
        girls, boys = model().points(np.array([mean + girl / 2, mean - girl / 2]), float(np.sqrt(1 - girl**2 / 4)))
        gaps.append(float(girls - boys))
    earlier, later = true_levels(design) if design.sizes != "informative" else child_means(design)
    return True_(earlier, later, *gaps, true_tau(design, 0.0), true_tau(design))


def child_means(design: Design, centres: int = 400_000) -> tuple[float, float]:
    """Means over children where large centres differ: expected sum of size x mean over expected size, of very many centres."""
    rng, spread = np.random.default_rng(7), latent(design).centre
    first = rng.normal(size=centres)
    both = np.stack([first, STABILITY * first + np.sqrt(1 - STABILITY**2) * rng.normal(size=centres)])
    rest = float(np.sqrt(1 - spread**2))
    grid = np.linspace(-2.5, 2.5, 501)
    curve = model().points(grid, rest)
    means = np.stack([np.interp(model().level(points) + spread * own, grid, curve)
                      for points, own in zip((0.0, CHANGE), both, strict=True)])
    size = informative_sizes(standardised(design, means.mean(axis=0)), rng.normal(size=centres))
    return tuple((means @ size / size.sum()).tolist())


def plug_in(frame: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What else could have been the centre's interval: shrunken means with standard errors that take tau as known, or correct for it.

    ``lme4``: the conditional SD. ``mean unsure``: with the mean's own error. ``Prasad-Rao``: and twice g3, for tau's (Prasad & Rao 1990, J.
    American Statistical Association 85(409), with the expected information of Datta & Lahiri 2000).
    """
    data = group_sums(frame["points"].to_numpy(float), np.ones((len(frame), 1)), [frame["centre"]])
    ratios = fit_ratios(data)
    information, coefficients, rss, _ = fixed_effects(data, ratios)
    residual = float(rss / (data.n - data.p))
    tau2 = float(ratios[0]) * residual
    n = data.counts
    _, _, sums, weight = products(data, ratios)
    shrink = tau2 / (tau2 + residual / n)
    middle = shrink * sums[:, -1] / weight + (1 - shrink) * coefficients[0]
    conditional = tau2 * (1 - shrink)
    unsure = conditional + (1 - shrink) ** 2 * residual / float(information[0, 0])
    total = residual + n * tau2
    expected = np.array([[np.sum(n**2 / total**2), np.sum(n / total**2)],
                         [np.sum(n / total**2), np.sum((n - 1) / residual**2 + 1 / total**2)]]) / 2
    of_tau, both, of_residual = np.linalg.inv(expected)[[0, 0, 1], [0, 1, 1]]
    g3 = (residual**2 * of_tau + tau2**2 * of_residual - 2 * tau2 * residual * both) / n**2 / (tau2 + residual / n) ** 3
    return {"lme4's conditional SD": (middle, np.sqrt(conditional)), "mean unsure, tau known": (middle, np.sqrt(unsure)),
            "Prasad-Rao 2 g3": (middle, np.sqrt(unsure + 2 * g3))}
