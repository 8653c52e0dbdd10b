"""Small data by the contracts, and a small programme: four municipalities, children and their contact pedagogues, staff and leaders."""

import json
from pathlib import Path

import pandas as pd
import pytest
from estimates.made import instrument, period, scale, text
from estimates.rounds import all_rows, everyone, made_sources

from analysis.estimates.facts import wave_facts
from analysis.estimates.tables import validate
from analysis.parameters import Municipality, Parameters, Programme
from analysis.parameters.themes import Themes

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture(scope="session")
def golden():
    def read(name: str):
        path = GOLDEN / name
        return pd.read_csv(path) if path.suffix == ".csv" else json.loads(path.read_text(encoding="utf-8"))

    return read


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    """``alpha`` is reported and has three waves; ``beta``, ``gamma``, ``delta`` are the others; ``omega`` stands outside the programme."""
    programme = Programme.model_validate({
        "slug": "test", "name": text("Test"), "synthetic": True, "design": "cross_section", "languages": ["da"],
        "pseudonym_key": "public-test", "publisher": text("Test"),
        "waves": [{"wave": "2015", "law": "old"}, {"wave": "2017", "law": "old"}, {"wave": "2019", "law": "old"}],
        "norm_wave": "2015", "roles": ["child", "contact", "staff", "leader"],
        "background": [
            {"name": "gender", "label": text("g"), "reference": "boy", "source": "register", "purpose": text("x"),
             "categories": [{"category": "girl", "label": text("girl")}, {"category": "boy", "label": text("boy")}]},
            {"name": "language", "label": text("l"), "reference": "danish", "source": "register", "purpose": text("x"),
             "categories": [{"category": "danish", "label": text("d")}, {"category": "other", "label": text("o")}]}],
        "links": [{"practice": "reading", "practice_role": "staff", "outcome": "joy", "outcome_role": "child", "reason": text("r")},
                  {"practice": "reading", "practice_role": "staff", "outcome": "skills", "outcome_role": "contact", "reason": text("r")}],
        "perspectives": [{"name": "both", "label": text("b"), "first_role": "child", "first_scale": "joy", "second_role": "contact",
                          "second_scale": "skills", "joined_by": "child"}],
        "reports": [{"report": "centre-profile", "audiences": ["centre"]}], "disclosure": {}, "thresholds": {"practice_reliability": 0.1}})
    instruments = {
        "child": instrument("child", "child", [scale("joy", "j"), scale("friends", "f", columns={"i3": {"all": "f3", "2019": None}})]),
        "contact": instrument("contact", "rating", [scale("skills", "s", age_related=True)]),
        "staff": instrument("staff", "person", [scale("reading", "r", "practice", "centre"), scale("goals", "g", "practice", "centre")]),
        "leader": instrument("leader", "person", [scale("leader_goals", "l", "practice", "centre", parallel="goals")])}

    def municipality(slug: str, years: tuple[int, ...], **more) -> Municipality:
        centres = [{"slug": f"{slug}-{number:02d}", "name": f"{slug} {number}", "network": "north" if number < 6 else "south"}
                   for number in range(12)]
        if slug == "alpha":                                                      # merged between 2017 and 2019
            centres.append({"slug": "alpha-old", "name": "old", "network": "north", "closed": "2018-08-01", "successor": "alpha-00"})
        return Municipality.model_validate({
            "slug": slug, "name": slug, "waves": [{"wave": str(year), "field_period": period(year), "raw": {}} for year in years],
            "networks": [{"slug": "north", "name": "N"}, {"slug": "south", "name": "S"}], "centres": centres, **more})

    alpha = municipality("alpha", (2015, 2017, 2019), initiatives=[
        {"slug": "play", "name": text("Play"), "start": "2018-01-01", "end": "2019-06-01", "target": text("all"), "design": "all",
         "scales": ["joy"]},
        {"slug": "some", "name": text("Some"), "start": "2018-01-01", "end": "2019-06-01", "target": text("some"), "design": "some",
         "centres": [f"alpha-{number:02d}" for number in range(6)], "scales": ["joy"]},
        {"slug": "late", "name": text("Late"), "start": "2019-01-01", "end": "2020-06-01", "target": text("all"), "design": "all",
         "scales": ["joy"]}])
    places = {"alpha": alpha, **{slug: municipality(slug, (2015, 2017, 2019)) for slug in ("beta", "gamma", "delta")},
              "omega": municipality("omega", (2017, 2019), in_programme=False)}
    return Parameters(programme, Themes(laws=()), places, instruments)


@pytest.fixture(scope="session")
def facts(parameters):
    return {wave: validate(wave_facts(parameters, wave, everyone)) for wave in ("2015", "2019")}


@pytest.fixture(scope="session")
def sources(parameters, facts):
    """Everything there is of ``alpha`` in 2019."""
    return made_sources(parameters, facts)


@pytest.fixture(scope="session")
def table(sources):
    return all_rows(sources)
