"""One municipality through all its waves, in memory: who is there, what they think, what they tick, what the export gets to see."""

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.parameters import Item, Municipality, MunicipalityWave, Parameters
from analysis.simulation import answers, dirt, effects, people
from analysis.simulation.calibration import Model, make_model
from analysis.simulation.plan import MunicipalityPlan, SimulationPlan

KNOWN = ("girl", "other_language", "education")


@dataclass(frozen=True)
class RoleWave:
    """One role's forms of one wave. ``forms`` has one row per form (``house, centre, child, person, number, site, girl, other_language,
    education, age, consent, completed, closed``; -1 where it does not apply); ``answers`` is forms x items, as given."""

    role: str
    wave: str
    items: tuple[Item, ...]
    forms: pd.DataFrame
    answers: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """A municipality as drawn: forms and answers per wave and role, the denominators, and the truth behind them."""

    municipality: Municipality
    town: people.Houses
    roles: tuple[RoleWave, ...]
    invited: pd.DataFrame
    levels: pd.DataFrame
    centres: pd.DataFrame


def make_models(parameters: Parameters, plan: SimulationPlan) -> dict[str, Model]:
    """The answering model of every scale."""
    return {
        scale.scale: make_model(
            [item.item for item in scale.items], plan.roles[role].shares, plan.scales[scale.scale].alpha, plan.all_agree
        )
        for role, scale in parameters.scales()
    }


def generator(seed: int, slug: str, part: str) -> np.random.Generator:
    """A stream of its own for each municipality and part, so that a change in one leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(slug.encode()), zlib.crc32(part.encode())])


def draw_municipality(parameters: Parameters, plan: SimulationPlan, models: dict[str, Model], slug: str, seed: int) -> Drawn:
    """``slug`` in all its waves; the same seed gives the same answers, whatever is drawn beside it."""
    return _Draw(parameters, plan, models, slug, seed).everything()


class _Draw:
    """The state that waves of one municipality share: houses, staff, centre deviations, what a person keeps."""

    def __init__(self, parameters: Parameters, plan: SimulationPlan, models: dict[str, Model], slug: str, seed: int):
        self.parameters, self.plan, self.models = parameters, plan, models
        self.municipality = parameters.municipality(slug)
        self.story: MunicipalityPlan = plan.municipalities[slug]
        self.rng = generator(seed, slug, "answers")
        self.scales = [(role, scale.scale) for role, scale in parameters.scales()]
        self.place = {scale: index for index, (_, scale) in enumerate(self.scales)}
        self.sizes = {scale: effects.sizes(plan.scales[scale], models[scale], plan.age_months) for _, scale in self.scales}
        self.town = people.houses(self.municipality.centres)
        self.waves = sorted(self.municipality.waves, key=lambda wave: wave.field_period.start)
        rng = generator(seed, slug, "people")
        self.people_rng = rng
        self.base = people.base_sizes(rng, self.town, self.story)
        self.staff = people.staff(
            rng, people.posts(self.base, self.town.has_children, plan.staff_per_child), len(self.waves), plan.staff_stays
        )
        self.leaders = people.staff(rng, np.ones(len(self.town.entries), dtype=int), len(self.waves), people.LEADERS_STAY)
        rng = generator(seed, slug, "centres")
        matrix = effects.correlations(plan, [role for role, _ in self.scales], [scale for _, scale in self.scales])
        self.deviation = effects.centre_deviations(rng, len(self.waves), len(self.town.entries), matrix, plan.centre_stability)
        self.scatter = effects.scatter(rng, self.story, len(self.scales))
        rng = generator(seed, slug, "persons")
        self.kept = {"staff": self._own(rng, self.staff.persons), "leader": self._own(rng, self.leaders.persons)}
        self.lenience = self._own(rng, self.staff.persons)

    def _own(self, rng: np.random.Generator, count: int, general: np.ndarray | None = None, scales: int | None = None) -> np.ndarray:
        """count x scales standard normals that share a general part."""
        if general is None:
            general = rng.normal(size=count)
        share = self.plan.general
        return np.sqrt(share) * general[:, None] + np.sqrt(1 - share) * rng.normal(size=(count, scales or len(self.scales)))

    def everything(self) -> Drawn:
        found: list[RoleWave] = []
        invited, levels, centres = [], [], []
        for number, wave in enumerate(self.waves):
            part_of = self.town.part_of(wave)
            size = people.wave_sizes(self.people_rng, self.town, self.base, self.story)
            family = people.families(self.people_rng, size, part_of, self.town.has_children, self.story, self.plan)
            family["post"] = people.contact_post(family, self.staff.house, self.plan.children_per_rater)
            general = self.rng.normal(size=len(family))
            for role in self.parameters.programme.roles:
                forms, asked_of = self._forms(role, number, part_of, family)
                # drawn whether or not the wave has the role, so that adding a file moves nothing else
                drawn = self._answer(role, number, wave, forms, family, general)
                if role in wave.raw:
                    found.append(drawn)
                    invited.append(asked_of.assign(wave=wave.wave, role=role))
            levels.append(self._levels(wave))
            centres.append(self._centres(number, wave, part_of))
        return Drawn(
            self.municipality,
            self.town,
            tuple(found),
            pd.concat(invited, ignore_index=True),
            pd.concat(levels, ignore_index=True),
            pd.concat(centres, ignore_index=True),
        )

    def _forms(self, role: str, number: int, part_of: np.ndarray, family: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Forms of those who answer, and how many of each house were asked (``house, invited, no_consent``)."""
        form = self.parameters.instruments[role].form
        if form == "person":
            return self._person_forms(role, number, part_of)
        plan = self.plan.roles[role]
        asked = family[family["target"]] if form in ("child", "rating") else family
        needs_consent = form in ("child", "rating")
        rate = effects.response_rate(plan, {name: asked[name].to_numpy() for name in KNOWN})
        answers_ = self.rng.random(len(asked)) < rate
        if needs_consent:
            early = self.rng.random(len(asked)) < (self.plan.withdrawn if form == "child" else 0.0)
            answers_ &= asked["consent"].to_numpy() | early
        forms = asked[answers_].assign(child=np.flatnonzero(family.index.isin(asked.index))[answers_], person=-1)
        if form == "rating":
            forms["person"] = self.staff.person[number][forms["post"]]
        if plan.second_form:
            chance = self.rng.random(len(forms))
            copies = 1 + (chance < plan.second_form) + (chance < plan.second_form / 10)
            forms = forms.loc[forms.index.repeat(copies)]
        asked_of = asked.groupby("house").agg(invited=("number", "size"), no_consent=("consent", lambda given: int((~given).sum())))
        if not needs_consent:
            asked_of["no_consent"] = 0
        within = family.groupby("house")["number"].transform("size")
        forms["share"] = (forms["number"] - 1) / within.reindex(forms.index)
        return forms.drop(columns=["target", "post"]).reset_index(drop=True), asked_of.reset_index()

    def _person_forms(self, role: str, number: int, part_of: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
        employed = self.leaders if role == "leader" else self.staff
        # a merged house has no leader of its own any more
        there = (part_of[employed.house] >= 0) & ((role != "leader") | (part_of[employed.house] == employed.house))
        house = employed.house[there]
        order = np.arange(len(house)) - np.searchsorted(house, house)
        frame = pd.DataFrame(
            {
                "house": house,
                "centre": part_of[house],
                "number": order + 1,
                "person": employed.person[number][there],
                "child": -1,
                "girl": -1,
                "other_language": -1,
                "education": -1,
                "age": -1,
                "consent": True,
                "share": order / np.bincount(house)[house],
            }
        )
        asked_of = frame.groupby("house").size().rename("invited").reset_index().assign(no_consent=0)
        answers_ = self.rng.random(len(frame)) < self.plan.roles[role].response
        return frame[answers_].reset_index(drop=True), asked_of

    def _answer(
        self, role: str, number: int, wave: MunicipalityWave, forms: pd.DataFrame, family: pd.DataFrame, general: np.ndarray
    ) -> RoleWave:
        instrument, plan = self.parameters.instruments[role], self.plan.roles[role]
        own = self._people(role, forms, family, general)
        background = {name: forms[name].to_numpy() for name in KNOWN}
        factor = self.story.background.get(wave.wave, 1.0)
        spread = self.story.spread.get(wave.wave, 1.0)
        blocks, items = [], []
        for column, scale in enumerate(instrument.scales):
            place, size, model = self.place[scale.scale], self.sizes[scale.scale], self.models[scale.scale]
            theta = (
                self._level(scale.scale, wave)
                + spread * size.centre * self.deviation[number][forms["centre"], place]
                + size.rest * own[:, column]
            )
            if instrument.form != "person":
                theta += effects.group_part(background, size, factor)
                theta += size.age * (forms["age"].to_numpy() - np.mean(self.plan.age_months))
            if instrument.form == "rating":
                theta += size.rater * self.lenience[forms["person"], place]
            asked = scale.asked(wave.wave)
            if asked:
                ticked = answers.tick(self.rng, model, theta, tuple(item.item for item in asked))
                blocks.append(answers.as_asked(ticked, asked, len(plan.shares)))
                items.extend(asked)
        given = np.hstack(blocks)
        unknown = np.array(
            [
                plan.dont_know if answers.has_dont_know(instrument, item, wave.wave) and item.item not in self.plan.all_agree else 0.0
                for item in items
            ]
        )
        given = answers.leave_out(self.rng, given, plan.blank, unknown)
        forms, given = dirt.soil(self.rng, forms, given, plan, self.plan, wave.field_period, once=instrument.form != "parent")
        return RoleWave(role, wave.wave, tuple(items), forms, given)

    def _people(self, role: str, forms: pd.DataFrame, family: pd.DataFrame, general: np.ndarray) -> np.ndarray:
        """Each form's own deviation: forms x scales of the role, standard normal."""
        instrument = self.parameters.instruments[role]
        columns = [self.place[scale.scale] for scale in instrument.scales]
        if instrument.form == "person":
            stays = self.plan.person_stability
            return np.sqrt(stays) * self.kept[role][forms["person"]][:, columns] + np.sqrt(1 - stays) * self._own(
                self.rng, len(forms), scales=len(columns)
            )
        same = self.plan.informants
        meant = np.sqrt(same) * general + np.sqrt(1 - same) * self.rng.normal(size=len(family))
        own = self._own(self.rng, len(family), meant, len(columns))[forms["child"]]
        household = self.plan.roles[role].household
        if household:
            own = np.sqrt(household) * own + np.sqrt(1 - household) * self._own(self.rng, len(forms), scales=len(columns))
        return own

    def _points(self, scale: str, wave: MunicipalityWave) -> float:
        return self.story.points(scale, wave.wave) + float(self.scatter[self.place[scale]])

    def _level(self, scale: str, wave: MunicipalityWave) -> float:
        return self.models[scale].level(self._points(scale, wave))

    def _levels(self, wave: MunicipalityWave) -> pd.DataFrame:
        """Planted level and between-centre SD of every scale, in points."""
        spread = self.story.spread.get(wave.wave, 1.0)
        rows = []
        for role, scale in self.scales:
            tau = self.models[scale].between(self._level(scale, wave), spread * self.sizes[scale].centre)
            rows.append((self.municipality.slug, wave.wave, role, scale, 500 + self._points(scale, wave), tau))
        return pd.DataFrame(rows, columns=["municipality", "wave", "role", "scale", "points", "tau"])

    def _centres(self, number: int, wave: MunicipalityWave, part_of: np.ndarray) -> pd.DataFrame:
        """Expected points of every open centre for children of a middling background and age."""
        own = np.flatnonzero(part_of == np.arange(len(part_of)))
        spread = self.story.spread.get(wave.wave, 1.0)
        parts = []
        for role, scale in self.scales:
            size = self.sizes[scale]
            mean = self._level(scale, wave) + spread * size.centre * self.deviation[number][own, self.place[scale]]
            parts.append(
                pd.DataFrame(
                    {
                        "municipality": self.municipality.slug,
                        "wave": wave.wave,
                        "role": role,
                        "scale": scale,
                        "centre": [self.town.entries[place].slug for place in own],
                        "points": self.models[scale].points(mean, float(np.sqrt(1 - size.centre**2))),
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)
