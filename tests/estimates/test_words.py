"""Keys as people say them, in the method report."""

from dataclasses import replace

import pandas as pd
import pytest
from estimates.rounds import everyone, made_sources

from analysis.estimates import municipality as estimates
from analysis.estimates.facts import wave_facts


@pytest.fixture(scope="module")
def sources(parameters):
    return made_sources(parameters, {"2019": wave_facts(parameters, "2019", everyone)})


@pytest.mark.parametrize(
    ("contrast", "words"),
    [
        ("gender:girl-boy:2017", "g: girl – boy, 2017"),
        ("gender:girl", "g: girl"),
        ("gender+language", "g, l"),
        ("wave:2017:2019", "2017–2019"),
        ("lasting:2015-2019", "2015–2019"),
        ("staff.goals", "goals (staff)"),
        ("staff.goals:2017", "goals (staff), 2017"),
        ("contact", "contact"),
        ("2017", "2017"),
        ("alpha", "alpha"),
        ("something:unknown", "something:unknown"),
    ],
)
def test_a_comparison_is_told_in_words_and_what_nobody_knows_stays(sources, contrast, words):
    frame = pd.DataFrame({"role": ["child"], "scale": [""], "contrast": [contrast]})
    assert estimates.worded(frame, sources)["contrast"].tolist() == [words]


def test_units_have_their_names_and_an_answer_its_words(sources):
    frame = pd.DataFrame({"role": "child", "scale": "joy", "item": ["j1", "j1", "gone"], "unit": ["alpha-03", "north", "elsewhere"],
                          "contrast": ["1", "9", "1"]})
    told = estimates.worded(frame, sources)
    assert told["unit"].tolist() == ["alpha 3", "N", "elsewhere"]
    assert told["item"].tolist() == ["Question j1", "Question j1", "gone"]
    assert told["contrast"].tolist() == ["1", "ved ikke", "1"]


def test_the_norm_of_another_wave_s_items_is_the_one_that_counts(sources):
    full = sources.norms.assign(wave="2015", mean=1.0, age_slope=0.0)
    mine = full[full["scale"] == "joy"].assign(basis="full:2019", mean=2.0)
    found = estimates.norm_table(replace(sources, norms=pd.concat([full, mine], ignore_index=True))).set_index("scale")
    assert found.loc["joy", "mean"] == 2.0
    assert found.loc["goals", "mean"] == 1.0
    assert found.index.is_unique
