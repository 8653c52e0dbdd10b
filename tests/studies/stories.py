"""Known truth: the embedded programme's planted stories, drawn again and again: how often each is found, beside how often it should be.

Sizes are those of ``simulation.yml``, fixed before there was an estimator. The probability that a story is found is computed from standard
errors and degrees of freedom of draws of their own (noncentral t for every scale of the family at its planted size, Benjamini-Hochberg, the
margin): a found share that differs from it says that a standard error or the rule is not what it says it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import special
from studies.programme import embedded
from studies.tally import Band, Cell, Judged

from analysis import estimates
from analysis.estimates.municipality.links import link_entries, practice_reliabilities
from analysis.estimates.results import from_t, welch_satterthwaite
from analysis.parameters import Parameters
from analysis.parameters.programme import Thresholds
from analysis.simulation.answers import BLANK
from analysis.simulation.calibration import Model
from analysis.simulation.draw import Drawn, RoleWave, draw_municipality, make_models
from analysis.simulation.export import CATEGORIES
from analysis.simulation.plan import SimulationPlan

PILOT, FAMILIES = 40, 4000
"""Draws behind a computed probability, and families simulated from them."""
PILOT_SEED = 1_000_000
WRONG = Band(0.0, 0.01)
ROUGH = 0.03
"""What the computed probability may be off: forty draws behind its standard errors, scores taken as normal."""
SOURCES = ("studies.stories", "studies.programme", "estimates.change", "estimates.agreement", "estimates.gaps", "estimates.spread",
           "estimates.municipality.links", "estimates.multiplicity", "simulation.draw")


Quantity = Literal["change", "leaders", "comparison", "gap change", "spread change", "link"]
TITLES = {"change": "change {earlier}-{later}", "leaders": "leaders beside staff {later}", "comparison": "beside the programme {later}",
          "gap change": "change of gaps {earlier}-{later}", "spread change": "change of spread {earlier}-{later}",
          "link": "practice and outcomes {later}"}
WITHOUT_FORMULA = ("spread change", "link")
"""Quantities whose chance is the share of the pilot's draws in which they are found."""


@dataclass(frozen=True)
class Chapter:
    """One quantity of one municipality, in families of the scales of its ``roles``, as its report of ``later`` has them.

    ``told``: the scales (of gaps: scale and category) whose story it is; the others of their role are in the family all the same.
    """

    municipality: str
    roles: tuple[str, ...]
    later: str
    earlier: str | None
    told: tuple[str, ...]
    quantity: Quantity = "change"

    @property
    def name(self) -> str:
        return f"{self.municipality}, {TITLES[self.quantity].format(earlier=self.earlier, later=self.later)}"

    @property
    def margin(self) -> float:
        return 0.0 if self.quantity == "link" else Thresholds().margin


CHAPTERS = (
    Chapter("billund", ("child", "contact", "staff", "parent"), "2017", "2015",
            ("child_wellbeing", "child_friends", "language_skills", "social_skills", "reading_practice", "inclusion_practice",
             "learning_environment")),
    Chapter("billund", ("child", "contact", "staff", "parent"), "2019", "2017",
            ("child_friends", "mathematics", "motor_skills", "maths_practice", "reading_practice", "information")),
    Chapter("billund", ("contact",), "2019", None, ("mathematics", "language_skills", "motor_skills"), "comparison"),
    Chapter("billund", ("contact",), "2019", "2017", ("language_skills higher", "mathematics higher", "language_skills other"),
            "gap change"),
    Chapter("billund", ("child",), "2019", "2017", ("child_wellbeing", "child_adults"), "spread change"),
    Chapter("kolding", ("child", "contact", "staff"), "2019", "2017",
            ("child_exploring", "nature_curiosity", "play_practice", "inquiry_practice", "movement_practice")),
    Chapter("the programme", ("child", "contact", "staff"), "2019", None,
            ("child_books", "child_exploring", "child_friends", "child_adults", "child_wellbeing"), "link"),
    Chapter("esbjerg", ("staff", "leader"), "2017", None,
            ("leader_goals", "leader_evaluation", "leader_collaboration", "leader_parents"), "leaders"),
    Chapter("esbjerg", ("staff", "leader"), "2019", "2017", ("goals_planning", "evaluation_culture", "collaboration", "leader_goals")),
)


def cells() -> list[Cell]:
    return [Cell("known truth", chapter.name, lambda rng, chapter=chapter: judge(chapter, int(rng.integers(2**31))),
                 {f"{scale}: wrong direction": WRONG for scale in chapter.told}, SOURCES, draws=500) for chapter in CHAPTERS]


def differing(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of results whose found share is not the computed one, by more than two errors and ``ROUGH`` (the computation's own)."""
    rows = rows[rows["study"] == "known truth"]
    scale, kind = (rows["target"].str.split(": ").str[place] for place in (0, 1))
    found, chance = (rows.assign(scale=scale)[kind == name].set_index(["cell", "scale"]) for name in ("found", "probability"))
    chance = chance["share"]
    rough = np.where(found.index.get_level_values("cell").str.contains("spread|practice"), 2 * np.sqrt(0.25 / PILOT), ROUGH)
    off = (found["share"] - chance).abs() > 2 * found["error"] + rough
    return found[off].join(chance.rename("probability"))


def judge(chapter: Chapter, seed: int) -> dict[str, Judged]:
    """Whether each told scale is found in one draw, in the planted direction or the other; and how likely that is.

    Where nothing is planted any finding is counted, and no direction is wrong.
    """
    table = family_rows(chapter, seed)
    said = found(table["estimate"].to_numpy(), table["p"].to_numpy(), table["role"].to_numpy(), chapter.margin)
    right = (np.sign(table["estimate"]) == np.sign(table["planted"])) | (table["planted"] == 0)
    chances = probabilities(chapter)
    judged = {}
    for place, scale in enumerate(table["scale"]):
        if scale in chapter.told:
            judged[f"{scale}: found"] = Judged.share(float(said[place] & right.iloc[place]))
            if table["planted"].iloc[place]:
                judged[f"{scale}: wrong direction"] = Judged.share(float(said[place] & ~right.iloc[place]))
            judged[f"{scale}: probability"] = Judged.share(chances[scale])
            judged[f"{scale}: planted points"] = Judged.share(float(table["planted"].iloc[place]))
    return judged


def found(values: np.ndarray, p: np.ndarray, families: np.ndarray, margin: float) -> np.ndarray:
    """The rule of findings on plain arrays."""
    q = np.full(len(p), np.nan)
    for family in np.unique(families):
        q[families == family] = estimates.adjust_p_values(p[families == family])
    return (q < Thresholds().fdr) & (np.abs(values) >= margin)


@lru_cache(maxsize=16)
def probabilities(chapter: Chapter) -> dict[str, float]:
    """Scale -> the chance that it is found in the planted direction, from ``PILOT`` draws of their own.

    Where an estimate has no standard error (spread) it is the share of those draws in which it is found.
    """
    pilot = [family_rows(chapter, PILOT_SEED + number) for number in range(PILOT)]
    roles, planted = pilot[0]["role"].to_numpy(), np.array([table["planted"] for table in pilot])
    if chapter.quantity in WITHOUT_FORMULA:
        values, p = (np.array([table[name] for table in pilot]) for name in ("estimate", "p"))
    else:
        se = np.sqrt(np.mean([table["se"] ** 2 for table in pilot], axis=0))
        df = np.mean([table["df"] for table in pilot], axis=0)
        errors = np.array([table["estimate"] - table["planted"] for table in pilot])
        count = errors.shape[1]
        together = np.corrcoef(errors.T) * PILOT / (PILOT + count) + np.eye(count) * count / (PILOT + count)
        rng = np.random.default_rng(PILOT_SEED)
        planted = planted[rng.integers(PILOT, size=FAMILIES)]
        values = planted + se * rng.multivariate_normal(np.zeros(count), together, size=FAMILIES, method="eigh")
        p = 2 * special.stdtr(df, -np.abs(values / (se * np.sqrt(rng.chisquare(df, size=values.shape) / df))))
    right = (np.sign(values) == np.sign(planted)) | (planted == 0)
    said = np.array([found(*row, roles, chapter.margin) for row in zip(values, p, strict=True)]) & right
    return dict(zip(pilot[0]["scale"], said.mean(axis=0).tolist(), strict=True))


def family_rows(chapter: Chapter, seed: int) -> pd.DataFrame:
    """``role, scale, planted, estimate, se, df, p`` of everything in the chapter's families, from one draw of the municipality."""
    make = {"change": changes, "leaders": leaders, "comparison": comparisons, "gap change": gap_changes, "spread change": spread_changes,
            "link": links}
    rows = [(role, scale, float(true), one.estimate, one.se, one.df, one.p)
            for role, scale, true, one in make[chapter.quantity](chapter, seed)]
    return pd.DataFrame(rows, columns=["role", "scale", "planted", "estimate", "se", "df", "p"])


Found = Iterator[tuple[str, str, float, Any]]
BY = {"y": "points", "centre": "centre"}


def changes(chapter: Chapter, seed: int) -> Found:
    for role, scale, planted, frame in pairs(chapter, seed):
        yield role, scale, planted, estimates.wave_change(frame, **BY, wave="wave", earlier=chapter.earlier, later=chapter.later,
                                                          weights="weight")


def spread_changes(chapter: Chapter, seed: int) -> Found:
    drawn = draw(chapter, seed)
    tau = drawn.levels.set_index(["wave", "scale"])["tau"]
    for role, scale, _, frame in pairs(chapter, seed):
        yield role, scale, tau[chapter.later, scale] - tau[chapter.earlier, scale], estimates.spread_change(
            frame, **BY, wave="wave", earlier=chapter.earlier, later=chapter.later)


def gap_changes(chapter: Chapter, seed: int) -> Found:
    """Planted: what the plan says of a group's points, times how far the importance of background has moved."""
    parameters, plan = cut(chapter)
    background = plan.municipalities[chapter.municipality].background
    moved = background[chapter.later] - background[chapter.earlier]
    columns = {"girl": "girl", "other": "other_language", "vocational": "vocational", "higher": "higher"}
    for role, scale, _, frame in pairs(chapter, seed):
        for variable in parameters.programme.background:
            found = estimates.background_gaps(frame, **BY, variable=variable.name, reference=variable.reference, wave="wave",
                                              earlier=chapter.earlier, later=chapter.later, weights="weight")
            for one in found.itertuples():
                yield role, f"{scale} {one.category}", moved * getattr(plan.scales[scale], columns[one.category]), one


def comparisons(chapter: Chapter, seed: int) -> Found:
    """Own level minus the pooled level of the programme's other municipalities."""
    parameters, _ = cut(chapter)
    everyone = {slug: drawn_parts(chapter, slug, seed) for slug in parameters.municipalities
                if slug == chapter.municipality or parameters.municipality(slug).in_programme}
    for role in chapter.roles:
        for scale in parameters.instruments[role].scales:
            parts, levels, sizes = [], [], []
            for slug, (drawn, waves) in everyone.items():
                frame = scored(drawn, waves[role, chapter.later], models_of(chapter)[scale.scale], parameters, scale.scale, [chapter.later])
                level = drawn.levels.set_index(["wave", "scale"]).loc[(chapter.later, scale.scale), "points"]
                frame["centre"] = slug + frame["centre"].astype(str)
                if slug == chapter.municipality:
                    own, true = estimates.cluster_robust_mean(frame, **BY), level
                else:
                    parts.append(frame)
                    levels.append(level)
                    sizes.append(len(frame))
            others = estimates.cluster_robust_mean(pd.concat(parts), **BY)
            variances = [own.se**2, others.se**2]
            yield role, scale.scale, true - np.average(levels, weights=sizes), from_t(
                own.estimate - others.estimate, sum(variances) ** 0.5, welch_satterthwaite(variances, [own.df, others.df]), n=own.n,
                n_groups=len(parts), method="")


def links(chapter: Chapter, seed: int) -> Found:
    """The stated links over the programme, as its facts have them; planted: the correlation of centres' deviations, no coefficient."""
    parameters, plan = cut(chapter)
    planted = {(pair.first, pair.second): pair.correlation for pair in plan.correlations}
    stated = parameters.programme.links
    needed = {(link.practice_role, link.practice) for link in stated} | {(link.outcome_role, link.outcome) for link in stated}
    parts = []
    for slug in parameters.municipalities:
        if parameters.municipality(slug).in_programme:
            drawn, waves = drawn_parts(chapter, slug, seed)
            for role, scale in sorted(needed):
                frame = scored(drawn, waves[role, chapter.later], models_of(chapter)[scale], parameters, scale, [chapter.later])
                parts.append(frame.assign(y=frame["points"], scale=scale, municipality=slug, centre=slug + frame["centre"].astype(str),
                                          rater_id=(slug + frame["person"].astype(str)) if role == "contact" else None))
    scores = pd.concat(parts, ignore_index=True)
    trust = practice_reliabilities(parameters, scores, chapter.later)
    trusted = {(one.role, one.scale): one.value for one in trust.itertuples() if one.contrast == "icc2"}
    key = {"level": "programme", "unit": parameters.programme.slug, "wave": chapter.later}
    entries = link_entries(parameters, scores, key, trusted, [one.name for one in parameters.programme.background])
    about = {(one.scale, one.contrast): one for one in entries[entries["kind"] == "link"].itertuples()}
    for link in stated:
        one = about.get((link.outcome, f"{link.practice_role}.{link.practice}"))
        # a practice scale that is no measure of centres in this draw gives no link, which is no finding
        told = SimpleNamespace(estimate=one.value, se=one.se, df=one.df, p=one.p) if one else SimpleNamespace(
            estimate=0.0, se=np.nan, df=np.nan, p=np.nan)
        yield "programme", link.outcome, planted.get((link.practice, link.outcome), 0.0), told


def leaders(chapter: Chapter, seed: int) -> Found:
    parameters, _ = cut(chapter)
    drawn, waves = drawn_parts(chapter, chapter.municipality, seed)
    planted = drawn.levels.set_index(["wave", "scale"])["points"]
    for scale in parameters.instruments["leader"].scales:
        if scale.parallel:
            frame = pd.concat([scored(drawn, waves[role, chapter.later], models_of(chapter)[name], parameters, name, [chapter.later])
                               for role, name in (("leader", scale.scale), ("staff", scale.parallel))])
            yield ("leader", scale.scale, planted[chapter.later, scale.scale] - planted[chapter.later, scale.parallel],
                   estimates.leader_staff_gap(frame, **BY, role="role"))


def pairs(chapter: Chapter, seed: int) -> Iterator[tuple[str, str, float, pd.DataFrame]]:
    """(role, scale, planted change, scored forms of both waves) of every scale both waves asked."""
    parameters, _ = cut(chapter)
    drawn, waves = drawn_parts(chapter, chapter.municipality, seed)
    planted = drawn.levels.set_index(["wave", "scale"])["points"]
    both = [chapter.earlier, chapter.later]
    for role in chapter.roles:
        for scale in parameters.instruments[role].scales:
            if all(scale.asked(wave) for wave in both):
                frame = pd.concat([scored(drawn, waves[role, wave], models_of(chapter)[scale.scale], parameters, scale.scale, both)
                                   for wave in both], ignore_index=True)
                yield role, scale.scale, planted[chapter.later, scale.scale] - planted[chapter.earlier, scale.scale], frame


def draw(chapter: Chapter, seed: int, slug: str | None = None) -> Drawn:
    return draw_municipality(*cut(chapter), models_of(chapter), slug or chapter.municipality, seed)


def drawn_parts(chapter: Chapter, slug: str, seed: int) -> tuple[Drawn, dict[tuple[str, str], RoleWave]]:
    """One municipality's draw, and its (role, wave) parts."""
    drawn = draw(chapter, seed, slug)
    return drawn, {(one.role, one.wave): one for one in drawn.roles}


@lru_cache(maxsize=16)
def cut(chapter: Chapter) -> tuple[Parameters, SimulationPlan]:
    """The embedded programme with the chapter's roles and waves only."""
    parameters, plan = embedded()
    roles = [role for role in parameters.programme.roles if role in chapter.roles]
    programme = parameters.programme.model_copy(update={"roles": tuple(roles)})
    waves = (chapter.earlier, chapter.later)
    municipalities = {slug: place.model_copy(update={"waves": tuple(wave for wave in place.waves if wave.wave in waves)})
                      for slug, place in parameters.municipalities.items()}
    instruments = {role: parameters.instruments[role] for role in roles}
    return Parameters(programme, parameters.themes, municipalities, instruments), plan_of(plan, instruments)


def plan_of(plan: SimulationPlan, instruments: Mapping) -> SimulationPlan:
    """The plan without the pairs of scales that are not drawn."""
    there = {scale.scale for instrument in instruments.values() for scale in instrument.scales}
    return plan.model_copy(update={"correlations": tuple(pair for pair in plan.correlations if {pair.first, pair.second} <= there)})


@lru_cache(maxsize=16)
def models_of(chapter: Chapter) -> dict[str, Model]:
    return make_models(*cut(chapter))


def scored(drawn: Drawn, one: RoleWave, model: Model, parameters: Parameters, scale: str, waves: list[str]) -> pd.DataFrame:
    """``wave, role, centre, weight, points`` of one role's wave on one scale: forms that count, on the items asked in all ``waves``.

    Points are on the model's own mean and SD of those items, so that what was planted is what is true.
    """
    instrument = parameters.instruments[one.role]
    asked = [item.item for item in instrument.scale(scale).items if all(item in instrument.scale(scale).asked(wave) for wave in waves)]
    forms = one.forms
    keep = (forms["completed"] & forms["named"] & (forms["consent"] | (instrument.form == "parent"))).to_numpy(copy=True)
    if instrument.form != "parent":
        keep[np.flatnonzero(keep)] &= ~forms[keep].duplicated("person" if instrument.form == "person" else "child").to_numpy()
    names = [item.item for item in one.items]
    given = one.answers[keep][:, [names.index(item) for item in asked]].astype(float)
    given[given <= BLANK] = np.nan
    for place, item in enumerate(asked):
        if one.items[names.index(item)].reversed:
            given[:, place] = model.thresholds.shape[1] + 2 - given[:, place]
    answered = (~np.isnan(given)).sum(axis=1)
    enough = answered >= np.ceil(2 / 3 * len(asked) - 0.05)
    kept = forms[keep][enough]
    part = Model(tuple(asked), model.loading, model.thresholds[[model.items.index(item) for item in asked]])
    points = 500 + 100 * (np.nansum(given[enough], axis=1) / answered[enough] - part.mean) / part.sd
    weight = 1 / kept.groupby("child")["child"].transform("size") if instrument.form == "parent" else 1.0
    about = {name: kept[source].map(meaning).to_numpy() for name, (source, meaning) in CATEGORIES.items()}
    return pd.DataFrame({"wave": one.wave, "role": one.role, "centre": kept["centre"].to_numpy(), "weight": np.asarray(weight),
                         "points": points, "person": kept["person"].to_numpy(), "age_months": kept["age"].to_numpy(float), **about})
