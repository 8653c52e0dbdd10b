"""What the estimates of one municipality and wave are made from, put together once: its scores and answers so far, and the wave's facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from pandas.api.types import union_categoricals

from analysis.parameters import Instrument, Municipality, Parameters, Scale
from analysis.parameters.municipality import successor_on
from analysis.scales import cronbach_alpha
from analysis.scales.basis import FULL, same_items
from analysis.scales.reliability import Alpha
from analysis.scales.score import turned_items


@dataclass(frozen=True)
class Sources:
    """Own rows only, beside the facts of the wave.

    ``scores``: this and earlier waves, one row per form and scale with points; ``y`` is what levels are made of (age-adjusted points where
    the scale is age related, else points). ``answers``: this wave, one row per form and item answered. ``forms``, ``flow``: this wave.
    Centres are those of this wave: forms of a centre merged since then stand under its successor.
    """

    parameters: Parameters
    slug: str
    wave: str
    waves: tuple[str, ...]
    scores: pd.DataFrame
    answers: pd.DataFrame
    forms: pd.DataFrame
    flow: pd.DataFrame
    facts: pd.DataFrame
    norms: pd.DataFrame
    linked: pd.DataFrame
    """As ``scores``, on the items common with another wave; ``basis`` (``common:<other wave>``) names it."""
    participation: pd.DataFrame | None = None
    """Modules of initiatives finished by centre before this wave (``intake.tables.PARTICIPATION``), where lists of participants tell."""

    @property
    def municipality(self) -> Municipality:
        return self.parameters.municipality(self.slug)

    @property
    def earlier(self) -> tuple[str, ...]:
        """Earlier waves, the latest last."""
        return self.waves[:-1]

    @property
    def previous(self) -> str | None:
        return self.earlier[-1] if self.earlier else None

    @property
    def cohort(self) -> bool:
        return self.parameters.programme.design == "cohort"

    @property
    def profiles(self) -> bool:
        """Whether centres get profiles of their own: only then are their questions, comparisons and changes worked out one by one."""
        return any(plan.report == "centre-profile" for plan in self.parameters.programme.reports)

    @property
    def background(self) -> list[str]:
        return [variable.name for variable in self.parameters.programme.background if variable.used and variable.name in self.scores]

    @cached_property
    def roles(self) -> list[str]:
        """Roles with forms this wave, in the programme's order."""
        there = set(self.forms["role"])
        return [role for role in self.parameters.programme.roles if role in there]

    @cached_property
    def _raters(self) -> dict[str, str | None]:
        return {role: rater_of(instrument, self.scores) for role, instrument in self.parameters.instruments.items()}

    @cached_property
    def _parts(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        return {key: part for key, part in self.scores.groupby(["role", "scale", "wave"], sort=False)}

    @cached_property
    def _pairs(self) -> dict[tuple[str, str, str, str], tuple[pd.DataFrame, bool]]:
        return {}

    @cached_property
    def _linked_parts(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {key: part for key, part in self.linked.groupby(["role", "scale"], sort=False)}

    @cached_property
    def _turned(self) -> dict[str, pd.DataFrame]:
        return {role: turned_items(self.answers[self.answers["role"] == role], instrument, instrument.items(), self.wave)
                for role, instrument in self.parameters.instruments.items()}

    def scales(self, role: str) -> list[Scale]:
        """Scales of ``role`` with scores this wave, in codebook order."""
        return [scale for scale in self.parameters.instruments[role].scales if (role, scale.scale, self.wave) in self._parts]

    def measured(self) -> list[tuple[str, Scale]]:
        return [(role, scale) for role in self.roles for scale in self.scales(role)]

    def of(self, role: str, scale: str, wave: str | None = None) -> pd.DataFrame:
        """Scored forms of one scale in ``wave`` (default: this wave); empty where there are none."""
        return self._parts.get((role, scale, wave or self.wave), self.scores.iloc[:0])

    def pair(self, role: str, scale: str, earlier: str, later: str | None = None) -> tuple[pd.DataFrame, bool]:
        """Scored forms of ``earlier`` and of ``later`` (default: this wave), and whether they are on common items because the questions
        have changed."""
        key = role, scale, earlier, later or self.wave
        if key not in self._pairs:                                              # changes, gaps, spread and networks ask for the same
            self._pairs[key] = self._pair(*key)
        return self._pairs[key]

    def _pair(self, role: str, scale: str, earlier: str, later: str) -> tuple[pd.DataFrame, bool]:
        spec = self.parameters.scale(role, scale)
        if same_items(self.instrument(role), spec, earlier, later):
            return pd.concat([self.of(role, scale, earlier), self.of(role, scale, later)]), False
        here = self._linked_parts.get((role, scale), self.linked.iloc[:0])
        return here[on_common_items(here, earlier, later)], True

    def items(self, role: str, scale: Scale) -> pd.DataFrame:
        """This wave's answers to the items of a scale, turned: forms x items."""
        return self._turned[role][[item.item for item in scale.asked(self.wave)]].dropna(how="all")

    @cached_property
    def alphas(self) -> dict[tuple[str, str], Alpha]:
        """(role, scale) -> alpha of this wave's own answers."""
        confidence = self.parameters.programme.thresholds.confidence
        return {(role, scale.scale): cronbach_alpha(self.items(role, scale), confidence) for role, scale in self.measured()}

    def instrument(self, role: str) -> Instrument:
        return self.parameters.instruments[role]

    def rater(self, role: str) -> str | None:
        """``rater_id`` where one person fills in many forms and says which, else None."""
        return self._raters[role]

    def returning(self, role: str) -> str | None:
        """The column of the people who may answer or rate again in another wave, where it is told: raters, staff, leaders."""
        if self.instrument(role).form == "person" and self.scores.loc[self.scores["role"] == role, "person_id"].notna().any():
            return "person_id"
        return self.rater(role)

    def centres_allowed(self, role: str) -> bool:
        """Ratings without a known rater give municipality level only: one strict rater would pass for a whole centre (METHODS 3)."""
        return self.instrument(role).form != "rating" or self.rater(role) is not None

    def inside(self, role: str) -> str:
        """What forms hang together in inside a centre: their rater, their child (several parents), or nothing but themselves."""
        form = self.instrument(role).form
        return (self.rater(role) or "form_id") if form == "rating" else "child_key" if form == "parent" else "form_id"


def rater_of(instrument: Instrument, scores: pd.DataFrame) -> str | None:
    """The rater's column for the forms of ``instrument``'s role in ``scores``, or None where forms are no ratings or tell no rater."""
    return "rater_id" if instrument.form == "rating" and scores.loc[scores["role"] == instrument.role, "rater_id"].notna().any() else None


def on_common_items(scores: pd.DataFrame, earlier: str, later: str) -> pd.Series:
    """Which rows are of one of the two waves and on the items both have asked."""
    first, second = ((scores["wave"] == wave) & (scores["basis"] == f"common:{other}")
                     for wave, other in ((earlier, later), (later, earlier)))
    return first | second


def one_per_child(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Several parents' forms about a child as one row with their mean ``y``; other forms as they are. For models without weights."""
    if instrument.form != "parent":
        return frame
    means = frame.groupby(["wave", "child_key"], sort=False)["y"].transform("mean")
    return frame.assign(y=means).drop_duplicates(["wave", "child_key"])


def successors(municipality: Municipality, wave: str) -> dict[str, str]:
    """Centre -> what it had become before the field period of ``wave`` began, for centres that were merged by then."""
    day, centres = municipality.wave(wave).field_period.start, {centre.slug: centre for centre in municipality.centres}
    became = {slug: successor_on(centres, slug, day) for slug in centres}
    return {slug: now for slug, now in became.items() if now != slug}


def under_successors(frame: pd.DataFrame, municipality: Municipality, wave: str) -> pd.Series:
    """The centre of each row as it is in ``wave``. Rows of a centre that was split follow their site; without one they stay where they
    were, a centre of the past: no change is then told of its parts."""
    day, centres = municipality.wave(wave).field_period.start, {centre.slug: centre for centre in municipality.centres}
    gone = frame["centre"].isin([slug for slug, centre in centres.items() if centre.closed and centre.closed < day])
    pairs = list(zip(frame.loc[gone, "centre"], frame.loc[gone, "site"].fillna(""), strict=True))
    became = {(centre, site): successor_on(centres, centre, day, site) for centre, site in set(pairs)}
    out = frame["centre"].copy()
    out[gone] = [became[pair] for pair in pairs]
    return out


def prepare(frame: pd.DataFrame, municipality: Municipality, wave: str) -> pd.DataFrame:
    """Scores (or forms) under the centres and networks of ``wave``, with ``child_key`` (the child, or the form where none is told)."""
    networks = {centre.slug: centre.network for centre in municipality.centres if centre.network}
    centre = under_successors(frame, municipality, wave)
    out = frame.assign(centre=centre, child_key=frame["child_id"].where(frame["child_id"].notna(), frame["form_id"]))
    return out.assign(network=centre.map(networks).where(centre.isin(list(networks)), frame["network"]))


def scored(scores: pd.DataFrame) -> pd.DataFrame:
    """Forms with a score, with ``y``: age-adjusted points (which are points where the scale is not age related)."""
    found = scores[scores["points"].notna()]
    return found.assign(y=found["points_age_adjusted"])


def coded(frame: pd.DataFrame, *apart: str) -> pd.DataFrame:
    """``frame`` with its text as categories in sorted order, but for the columns ``apart``.

    Estimates take thousands of small pieces of these tables and ask who is of which centre and wave: codes are compared, counted and sorted
    many times faster than words.
    """
    words = [name for name in frame if name not in apart and isinstance(frame[name].dtype, pd.StringDtype)]
    return frame.astype(dict.fromkeys(words, "category"))


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of ``coded`` text, one below the other; a column's categories are then those of them all."""
    words = [name for name in frames[0] if all(isinstance(frame[name].dtype, pd.CategoricalDtype) for frame in frames)]
    joined = {name: union_categoricals([frame[name] for frame in frames], sort_categories=True) for name in words}
    return pd.concat([frame.drop(columns=words) for frame in frames], ignore_index=True).assign(**joined)[list(frames[0])]


def gather(parameters: Parameters, slug: str, wave: str, *, scores: Mapping[str, pd.DataFrame], forms: pd.DataFrame,
           responses: pd.DataFrame, flow: pd.DataFrame, facts: pd.DataFrame, norms: pd.DataFrame,
           participation: pd.DataFrame | None = None) -> Sources:
    """``Sources`` from tables by their contracts; ``scores`` is keyed by wave, this wave among them."""
    municipality = parameters.municipality(slug)
    start = {entry.wave: entry.field_period.start for entry in municipality.waves}
    waves = tuple(sorted(scores, key=start.__getitem__))
    every = coded(prepare(pd.concat([scored(scores[name]) for name in waves], ignore_index=True), municipality, wave))
    here = prepare(forms, municipality, wave)
    columns = ["form_id", "role", "centre", "rater_id", "child_key", "weight"]
    answers = responses[responses["value"].notna()].merge(coded(here[columns], "form_id"), on="form_id", how="inner",
                                                          validate="many_to_one")
    full = every["basis"] == FULL
    return Sources(parameters, slug, wave, waves, every[full], answers, here, flow, facts, norms, every[~full],
                   participation)
