"""From forms received to the n of a level: every form that falls out has a reason and a count, to the form, on the embedded programme.

What should be there is counted in what was drawn, before anything was exported; what is there comes out of the stages.
"""

from dataclasses import replace
from math import ceil

import numpy as np
import pytest

from analysis.estimates import municipality as of_municipality
from analysis.estimates.stage import open_sources
from analysis.estimates.tables import rows
from analysis.intake.stage import make_responses
from analysis.parameters import Instrument, Layout, load_parameters
from analysis.parameters.instrument import column
from analysis.scales.stage import make_scores
from analysis.simulation.draw import draw_municipality, make_models
from analysis.simulation.people import Houses
from analysis.simulation.plan import read_plan
from analysis.simulation.stage import _write_raw

OTHERS = ("esbjerg", "fredericia", "hedensted", "kolding", "nordfyn", "svendborg")
PLACES = [pytest.param("billund", marks=pytest.mark.slow), *(pytest.param(slug, marks=pytest.mark.heavy) for slug in OTHERS)]


@pytest.fixture(scope="module", params=PLACES)
def taken_through(request, root, tmp_path_factory):
    """(parameters, what was drawn, wave -> Sources) of one municipality alone, from raw files to the door of the estimates."""
    whole = load_parameters(root, "laeringsledelse")
    plan = read_plan(root / "parameters" / "laeringsledelse", whole)
    drawn = draw_municipality(whole, plan, make_models(whole, plan), request.param, whole.programme.seed)
    folder = tmp_path_factory.mktemp(request.param)

    class Elsewhere(Layout):
        processed = folder / "processed"

    layout = Elsewhere(root, "laeringsledelse", folder / "raw")
    _write_raw(drawn, whole, layout)
    alone = replace(whole, municipalities={request.param: whole.municipality(request.param)})
    waves = [wave.wave for wave in drawn.municipality.waves]
    for wave in waves:
        make_responses(alone, layout, request.param, wave)
        make_scores(alone, layout, request.param, wave)
        layout.facts(wave).parent.mkdir(parents=True, exist_ok=True)
        rows([]).to_parquet(layout.facts(wave))                                  # nobody else took part
    return alone, drawn, {wave: open_sources(alone, layout, request.param, wave) for wave in waves}


def forms_that_count(one, instrument: Instrument, town: Houses) -> np.ndarray:
    """Which drawn forms should be used: completed, with consent and a centre, with an answer, one for each respondent (parents: all).

    A form that lost its centre's code still has a centre where its site is told: the register knows whose site it is.
    """
    forms, form = one.forms, instrument.form
    told = bool(column(instrument.identifiers.site or {}, one.wave))
    sited = np.array([told and bool(town.entries[house].sites) for house in forms["house"]])
    keep = (forms["completed"] & (forms["named"] | sited) & (forms["consent"] | (form == "parent"))).to_numpy(copy=True)
    keep &= (one.answers != 0).any(axis=1)
    if form != "parent":
        keep[np.flatnonzero(keep)] &= ~forms[keep].duplicated("person" if form == "person" else "child").to_numpy()
    return keep


def test_what_was_received_is_used_or_dropped_for_a_reason(taken_through):
    parameters, drawn, sources = taken_through
    assert {(one.wave, one.role) for one in drawn.roles} == {(wave, role) for wave, found in sources.items() for role in found.roles}
    for one in drawn.roles:
        flow = of_municipality.flow_rows(sources[one.wave])
        flow = flow[flow["role"] == one.role]
        forms = flow.groupby("step")["forms"].sum()
        used = int(forms_that_count(one, parameters.instruments[one.role], drawn.town).sum())
        where = f"{one.wave} {one.role}"
        assert (forms["received"], forms["used"]) == (len(one.forms), used), where
        assert forms.get("dropped", 0) == len(one.forms) - used, where
        assert (flow.loc[flow["step"] == "dropped", "reason"] != "").all(), where
        assert (sources[one.wave].forms["role"] == one.role).sum() == used, where


def test_a_form_that_is_used_is_scored_or_has_too_few_answers_on_that_scale(taken_through):
    parameters, drawn, sources = taken_through
    share = parameters.programme.thresholds.min_answered_share
    levels = {wave: of_municipality.level_rows(found) for wave, found in sources.items()}
    looked_at = 0
    for one in drawn.roles:
        instrument = parameters.instruments[one.role]
        given = one.answers[forms_that_count(one, instrument, drawn.town)] > 0
        places = {item.item: place for place, item in enumerate(one.items)}
        told = of_municipality.left_out_rows(sources[one.wave]).set_index(["role", "scale"])
        for scale in instrument.scales:
            asked = [places[item.item] for item in scale.asked(one.wave)]
            if not asked:
                assert (one.role, scale.scale) not in told.index
                continue
            scored = int((given[:, asked].sum(axis=1) >= max(1, ceil(share * len(asked) - 0.05))).sum())
            where = f"{one.wave} {scale.scale}"
            row = told.loc[(one.role, scale.scale)]
            assert (row["forms"], row["scored"], row["without_score"]) == (len(given), scored, len(given) - scored), where
            level = levels[one.wave]
            level = level[(level["kind"] == "level") & (level["level"] == "municipality") & (level["wave"] == one.wave)
                          & (level["role"] == one.role) & (level["scale"] == scale.scale)]
            assert level["n"].tolist() == [scored], where
            looked_at += 1
    assert looked_at > 60


def test_centres_add_up_to_the_municipality(taken_through):
    """Every scored form stands in one centre; where children are rated and raters told, and where people answer for themselves."""
    _, _, sources = taken_through
    for wave, found in sources.items():
        table = of_municipality.level_rows(found)
        table = table[(table["kind"] == "level") & (table["wave"] == wave)]
        whole = table[table["level"] == "municipality"].set_index(["role", "scale"])["n"]
        centres = table[table["level"] == "centre"].groupby(["role", "scale"])["n"].sum()
        assert len(centres)
        assert (centres == whole.reindex(centres.index)).all(), wave
