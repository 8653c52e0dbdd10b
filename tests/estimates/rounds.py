"""One municipality's sources and rows, made once for the tests of this folder."""

from functools import cache

import pandas as pd
from estimates.made import scores_of, tables_of

from analysis.estimates import municipality as estimates
from analysis.estimates.sources import gather
from analysis.estimates.tables import validate

NORMS = pd.DataFrame({"role": ["child", "child", "contact", "staff", "staff", "leader"],
                      "scale": ["joy", "friends", "skills", "reading", "goals", "leader_goals"], "basis": "full", "sd": 0.5,
                      "alpha": 0.7, "n": 900,
                      "gate": ["shown", "caution", "shown", "shown", "hidden", "shown"],
                      "centre_gate": ["shown", "hidden", "hidden", "shown", "hidden", "shown"]})


@cache
def everyone(place: str, wave: str) -> pd.DataFrame | None:
    if place == "omega" and wave == "2015":
        return None
    return scores_of(place, wave, shift={"2015": 0.0, "2017": 10.0, "2019": 60.0 if place == "alpha" else 20.0}[wave])


def made_sources(parameters, facts, place: str = "alpha", wave: str = "2019", waves: tuple[str, ...] = ("2015", "2017", "2019")):
    forms, responses, flow = tables_of(place, wave)
    return gather(parameters, place, wave, scores={name: everyone(place, name) for name in waves}, forms=forms, responses=responses,
                  flow=flow, facts=facts[wave], norms=NORMS)


def all_rows(sources) -> pd.DataFrame:
    own, changes = estimates.level_rows(sources), estimates.change_rows(sources)
    names = ("answer_share", "centre", "spread", "centre_change", "gap", "agreement", "leader_staff", "link", "response", "reliability",
             "points_in_answers", "lasting_change", "programme_change", "critical_difference", "variance_explained", "background_known",
             "response_background", "raked", "initiative_dose", "network", "leader_staff_change", "exposure")
    parts = [getattr(estimates, f"{name}_rows")(sources) for name in names]
    compared = estimates.comparison_rows(sources, own)
    return validate(estimates.finish(sources, [own, compared, changes, estimates.initiative_rows(sources, changes),
                                                estimates.size_rows(sources, changes), *parts]))


def take(table, kind, level="municipality", **key):
    found = table[(table["kind"] == kind) & (table["level"] == level)]
    for name, value in key.items():
        found = found[found[name] == value]
    return found
