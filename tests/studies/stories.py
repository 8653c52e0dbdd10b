"""Known truth: the embedded programme's planted stories, drawn again and again: how often each is found, beside how often it should be.

Sizes are those of ``simulation.yml``, fixed before there was an estimator. The probability that a story is found is computed from standard
errors and degrees of freedom of draws of their own (noncentral t for every scale of the family at its planted size, Benjamini-Hochberg, the
margin): a found share that differs from it says that a standard error or the rule is not what it says it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from studies.programme import embedded
from studies.tally import Band, Cell, Judged

from analysis import estimates
from analysis.parameters import Parameters
from analysis.parameters.programme import Thresholds
from analysis.simulation.answers import BLANK
from analysis.simulation.calibration import Model
from analysis.simulation.draw import Drawn, RoleWave, draw_municipality, make_models
from analysis.simulation.plan import SimulationPlan

PILOT, FAMILIES = 40, 4000
"""Draws behind a computed probability, and families simulated from them."""
PILOT_SEED = 1_000_000
WRONG = Band(0.0, 0.01)
ROUGH = 0.03
"""What the computed probability may be off: forty draws behind its standard errors, scores taken as normal."""
SOURCES = ("studies.stories", "studies.programme", "estimates.change", "estimates.agreement", "estimates.multiplicity", "simulation.draw")


@dataclass(frozen=True)
class Chapter:
    """One municipality's change between two waves, or its leaders beside its staff (``earlier`` is None): families of scales by role.

    ``told``: the scales whose story it is; the others of their role are in the family all the same.
    """

    municipality: str
    roles: tuple[str, ...]
    later: str
    earlier: str | None
    told: tuple[str, ...]

    @property
    def name(self) -> str:
        what = f"change {self.earlier}-{self.later}" if self.earlier else f"leaders beside staff {self.later}"
        return f"{self.municipality}, {what}"


CHAPTERS = (
    Chapter("billund", ("child", "contact", "staff", "parent"), "2017", "2015",
            ("child_wellbeing", "child_friends", "language_skills", "social_skills", "reading_practice", "inclusion_practice",
             "learning_environment")),
    Chapter("billund", ("child", "contact", "staff", "parent"), "2019", "2017",
            ("child_friends", "mathematics", "motor_skills", "maths_practice", "reading_practice", "information")),
    Chapter("kolding", ("child", "contact", "staff"), "2019", "2017",
            ("child_exploring", "nature_curiosity", "play_practice", "inquiry_practice", "movement_practice")),
    Chapter("esbjerg", ("staff", "leader"), "2017", None, ("leader_goals", "leader_evaluation", "leader_collaboration", "leader_parents")),
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
    off = (found["share"] - chance).abs() > 2 * found["error"] + ROUGH
    return found[off].join(chance.rename("probability"))


def judge(chapter: Chapter, seed: int) -> dict[str, Judged]:
    """Whether each told scale is found in one draw, in the planted direction or the other; and how likely that is.

    Where nothing is planted any finding is counted, and no direction is wrong.
    """
    table = family_rows(chapter, seed)
    said = found(table["estimate"].to_numpy(), table["p"].to_numpy(), table["role"].to_numpy())
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


def found(values: np.ndarray, p: np.ndarray, families: np.ndarray) -> np.ndarray:
    """The rule of findings on plain arrays."""
    rule = Thresholds()
    q = np.full(len(p), np.nan)
    for family in np.unique(families):
        q[families == family] = estimates.adjust_p_values(p[families == family])
    return (q < rule.fdr) & (np.abs(values) >= rule.margin)


@lru_cache(maxsize=16)
def probabilities(chapter: Chapter) -> dict[str, float]:
    """Scale -> the chance that it is found in the planted direction, from ``PILOT`` draws of their own."""
    pilot = [family_rows(chapter, PILOT_SEED + number) for number in range(PILOT)]
    first = pilot[0]
    se = np.sqrt(np.mean([table["se"] ** 2 for table in pilot], axis=0))
    df = np.mean([table["df"] for table in pilot], axis=0)
    errors = np.array([table["estimate"] - table["planted"] for table in pilot])
    together = np.corrcoef(errors.T) * PILOT / (PILOT + len(first)) + np.eye(len(first)) * len(first) / (PILOT + len(first))
    rng = np.random.default_rng(PILOT_SEED)
    values = first["planted"].to_numpy() + se * rng.multivariate_normal(np.zeros(len(first)), together, size=FAMILIES, method="eigh")
    scale = np.sqrt(rng.chisquare(df, size=values.shape) / df)
    from scipy import special

    p = 2 * special.stdtr(df, -np.abs(values / (se * scale)))
    right = (np.sign(values) == np.sign(first["planted"].to_numpy())) | (first["planted"].to_numpy() == 0)
    said = np.array([found(*row, first["role"].to_numpy()) for row in zip(values, p, strict=True)]) & right
    return dict(zip(first["scale"], said.mean(axis=0).tolist(), strict=True))


def family_rows(chapter: Chapter, seed: int) -> pd.DataFrame:
    """``role, scale, planted, estimate, se, df, p`` of every scale in the chapter's families, from one draw of the municipality."""
    parameters, plan = cut(chapter)
    models = models_of(chapter)
    drawn = draw_municipality(parameters, plan, models, chapter.municipality, seed)
    planted = drawn.levels.set_index(["wave", "scale"])["points"]
    waves = {(one.role, one.wave): one for one in drawn.roles}
    rows = []
    for role in chapter.roles:
        for scale in parameters.instruments[role].scales:
            if chapter.earlier is None:
                if role != "leader" or scale.parallel is None:
                    continue
                frame = pd.concat([scored(drawn, waves[part, chapter.later], models[name], parameters, name, [chapter.later])
                                   for part, name in (("leader", scale.scale), ("staff", scale.parallel))])
                one = estimates.leader_staff_gap(frame, y="points", centre="centre", role="role")
                true = planted[chapter.later, scale.scale] - planted[chapter.later, scale.parallel]
            else:
                both = [chapter.earlier, chapter.later]
                if not (scale.asked(both[0]) and scale.asked(both[1])):
                    continue
                frame = pd.concat([scored(drawn, waves[role, wave], models[scale.scale], parameters, scale.scale, both) for wave in both])
                one = estimates.wave_change(frame, y="points", centre="centre", wave="wave", earlier=both[0], later=both[1],
                                            weights="weight")
                true = planted[chapter.later, scale.scale] - planted[chapter.earlier, scale.scale]
            rows.append((role, scale.scale, float(true), one.estimate, one.se, one.df, one.p))
    return pd.DataFrame(rows, columns=["role", "scale", "planted", "estimate", "se", "df", "p"])


@lru_cache(maxsize=16)
def cut(chapter: Chapter) -> tuple[Parameters, SimulationPlan]:
    """The embedded programme with the chapter's roles and waves only."""
    parameters, plan = embedded()
    roles = [role for role in parameters.programme.roles if role in chapter.roles]
    programme = parameters.programme.model_copy(update={"roles": tuple(roles)})
    place = parameters.municipality(chapter.municipality)
    waves = tuple(wave for wave in place.waves if wave.wave in (chapter.earlier, chapter.later))
    municipalities = {place.slug: place.model_copy(update={"waves": waves})}
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
    return pd.DataFrame({"wave": one.wave, "role": one.role, "centre": kept["centre"].to_numpy(), "weight": np.asarray(weight),
                         "points": points})
