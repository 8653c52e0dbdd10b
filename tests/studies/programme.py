"""A small programme for studies: the embedded one's instruments, cut to a few scales a role, in four municipalities of twelve centres.

Drawn with the simulation of the embedded programme, so that answers, raters, families and who answers are as there; only the sizes of
differences are the study's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.estimates import municipality as of_municipality
from analysis.estimates.facts import wave_facts
from analysis.estimates.sources import Sources, gather
from analysis.parameters import Municipality, Parameters, load_parameters
from analysis.scales.basis import FULL
from analysis.scales.stage import score_wave
from analysis.simulation.calibration import Model
from analysis.simulation.draw import draw_municipality, make_models
from analysis.simulation.plan import MunicipalityPlan, SimulationPlan, read_plan
from analysis.simulation.tables import used_forms

ROOT = Path(__file__).resolve().parents[2]
SCALES = {
    "child": ("child_wellbeing", "child_friends", "child_books", "child_exploring"),
    "contact": ("social_skills", "language_skills", "self_confidence"),
    "staff": ("reading_practice", "goals_planning", "evaluation_culture", "inclusion_practice"),
    "leader": ("leader_goals", "leader_evaluation"),
    "parent": ("cooperation_experienced", "child_thriving"),
}
EARLIER, LATER = "2017", "2019"
PLACES = ("nord", "syd", "vest", "oest")
CENTRES, CHILDREN = 12, 500


@dataclass(frozen=True)
class Study:
    """Parameters, what is planted, the models that answer, and the norms that are true of them (no estimated norm in between)."""

    parameters: Parameters
    plan: SimulationPlan
    models: dict[str, Model]
    norms: dict[str, pd.DataFrame]

    def scores(self, seed: int) -> dict[str, dict[str, tuple[pd.DataFrame, pd.DataFrame]]]:
        """municipality -> wave -> (forms, scores) of one draw of the programme."""
        return {slug: self.scores_of(slug, seed) for slug in self.parameters.municipalities}

    def scores_of(self, slug: str, seed: int) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        forms, responses = used_forms(draw_municipality(self.parameters, self.plan, self.models, slug, seed), self.parameters)
        found = {}
        for wave, rows in forms.groupby("wave", sort=True):
            given = responses[responses["form_id"].isin(rows["form_id"])]
            found[wave] = (rows, score_wave(self.parameters, rows, given, self.norms))
        return found

    def facts(self, drawn: dict) -> pd.DataFrame:
        return wave_facts(self.parameters, LATER, lambda slug, wave: drawn[slug][wave][1] if wave in drawn[slug] else None)

    def sources(self, drawn: dict, facts: pd.DataFrame, slug: str) -> Sources:
        forms = drawn[slug][LATER][0]
        nothing = pd.DataFrame({"form_id": [], "item": [], "value": [], "code": []}).astype({"form_id": "str"})
        norms = pd.concat([frame.assign(role=role) for role, frame in self.norms.items()], ignore_index=True)
        return gather(self.parameters, slug, LATER, scores={wave: scores for wave, (_, scores) in drawn[slug].items()}, forms=forms,
                      responses=nothing, flow=pd.DataFrame(), facts=facts, norms=norms)


def of_the_whole(sources: Sources) -> pd.DataFrame:
    """What is said of a municipality, as the analysis notebook makes it; answers and response rates are left out."""
    levels, changes = of_municipality.level_rows(sources), of_municipality.change_rows(sources)
    return of_municipality.finish(sources, [
        levels, of_municipality.comparison_rows(sources, levels), changes, of_municipality.gap_rows(sources),
        of_municipality.agreement_rows(sources), of_municipality.leader_staff_rows(sources), of_municipality.link_rows(sources),
        of_municipality.initiative_rows(sources, changes)])


def of_its_centres(sources: Sources) -> pd.DataFrame:
    """What is said of centres and of the spread between them."""
    return of_municipality.finish(sources, [of_municipality.level_rows(sources), of_municipality.centre_rows(sources),
                                            of_municipality.centre_change_rows(sources), of_municipality.spread_rows(sources)])


@lru_cache(maxsize=4)
def embedded() -> tuple[Parameters, SimulationPlan]:
    parameters = load_parameters(ROOT, "laeringsledelse")
    return parameters, read_plan(ROOT / "parameters" / "laeringsledelse", parameters)


def study(*, centres_differ: bool, changed: tuple[str, ...] = (), by: float = 0.0, scales: Mapping[str, tuple[str, ...]] = SCALES) -> Study:
    """The programme with nothing planted: no levels, gaps, links, agreement or trends; with ``centres_differ`` centres (and their changes)
    are as different as in the embedded programme, without it they are all alike.

    ``changed``: scales that rise by ``by`` points to the later wave, in the first and third municipality. ``scales``: role -> its scales.
    """
    whole, planted = embedded()
    instruments = {role: whole.instruments[role].model_copy(update={"scales": tuple(
        one for one in whole.instruments[role].scales if one.scale in names)}) for role, names in scales.items()}
    there = {name for names in scales.values() for name in names}
    programme = whole.programme.model_copy(update={
        "waves": tuple(wave for wave in whole.programme.waves if wave.wave in (EARLIER, LATER)), "norm_wave": EARLIER,
        "roles": tuple(role for role in whole.programme.roles if role in scales),
        "links": tuple(link for link in whole.programme.links if {link.practice, link.outcome} <= there),
        "perspectives": tuple(one for one in whole.programme.perspectives if {one.first_scale, one.second_scale} <= there)})
    places = {slug: municipality(slug, scales) for slug in PLACES}
    parameters = Parameters(programme, whole.themes, places, instruments)
    flat = {name: scale.model_copy(update={
        "girl": 0.0, "vocational": 0.0, "higher": 0.0, "other_language": 0.0, "icc": scale.icc if centres_differ else 0.0})
        for name, scale in planted.scales.items()}
    moved = {name: {EARLIER: 0.0, LATER: by} for name in changed}
    stories = {slug: MunicipalityPlan(children=CHILDREN, level={EARLIER: 0.0, LATER: 0.0}, scales=moved if slug in PLACES[::2] else {})
               for slug in PLACES}
    plan = planted.model_copy(update={"scales": flat, "municipalities": stories, "correlations": (), "informants": 0.0,
                                      "other_role": 0.0})
    models = make_models(parameters, plan)
    return Study(parameters, plan, models, {role: true_norms(parameters, plan, models, role) for role in instruments})


def municipality(slug: str, roles: Iterable[str]) -> Municipality:
    """Twelve centres in two networks; two initiatives between the waves, one that all took part in and one for half of the centres."""
    def text(words: str) -> dict:
        return {"da": words, "en": words}

    names = [f"{slug}-{number:02d}" for number in range(CENTRES)]
    common = {"start": "2018-01-01", "end": "2019-06-01", "target": text("-"),
              "scales": ["reading_practice", "child_books", "language_skills"]}
    waves = [{"wave": wave, "field_period": {"start": f"{wave}-09-15", "end": f"{wave}-10-10"}} for wave in (EARLIER, LATER)]
    raw = {role: {"path": f"{slug}/{role}", "format": "surveyxact"} for role in roles}
    return Municipality.model_validate({
        "slug": slug, "name": slug, "waves": [wave | {"raw": raw} for wave in waves],
        "networks": [{"slug": "a", "name": "A"}, {"slug": "b", "name": "B"}],
        "centres": [{"slug": name, "name": name, "network": "ab"[place % 2]} for place, name in enumerate(names)],
        "initiatives": [{"slug": "everyone", "name": text("-"), "design": "all", **common},
                        {"slug": "half", "name": text("-"), "design": "some", "centres": names[:6], **common}]})


def true_norms(parameters: Parameters, plan: SimulationPlan, models: dict[str, Model], role: str) -> pd.DataFrame:
    """Norms that the models themselves have: then all municipalities truly lie at 500."""
    rows = []
    for scale in parameters.instruments[role].scales:
        model = models[scale.scale]
        slope = plan.scales[scale.scale].age if scale.age_related else np.nan
        rows.append({"scale": scale.scale, "basis": FULL, "wave": EARLIER, "mean": model.mean, "sd": model.sd, "n": 10_000,
                     "alpha": model.alpha, "gate": "shown", "centre_gate": "shown", "age_slope": slope,
                     "age_mean": np.mean(plan.age_months) if scale.age_related else np.nan, "checksum": ""})
    return pd.DataFrame(rows)
