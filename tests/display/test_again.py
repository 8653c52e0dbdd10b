"""Tables of the stored analysis are told in the words of the day their page is made; their numbers stay as they were."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.display import data_table, form_flow, retold
from analysis.display.again import MIME, in_todays_words, packed, unpacked

FRAME = pd.DataFrame(
    {
        "role": ["Børn", None, "<i>Forældre</i>"],
        "n": [400, 12, 0],
        "value": [0.1 + 0.2, np.nan, -1e-17],
        "p": [0.0004, 0.5, np.nan],
        "needed": [True, False, True],
        "flags": ["few_raters;common_items", "", "as_counts"],
        "empty": [None, None, None],
    }
)
FLOW = pd.DataFrame(
    [("child", "received", "", 512), ("child", "dropped", "duplicate", 4), ("child", "used", "", 508), ("adult", "received", "", 1)],
    columns=["role", "step", "reason", "forms"],
)
LABELS = {"child": "Børn", "adult": "Voksne"}


def stored(thing) -> dict:
    """The object as a notebook's file holds it: keys in the order of the alphabet, for one."""
    notebook = {"cells": [{"outputs": [{"data": thing._repr_mimebundle_()}]}]}
    return json.loads(json.dumps(notebook, allow_nan=False, sort_keys=True))


def html(notebook: dict) -> str:
    return notebook["cells"][0]["outputs"][0]["data"]["text/html"]


def test_a_frame_comes_back_as_it_was():
    pd.testing.assert_frame_equal(unpacked(json.loads(json.dumps(packed(FRAME), allow_nan=False))), FRAME, check_exact=True)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_table_told_anew_is_the_table_itself(language):
    notebook = stored(retold("data_table", FRAME, caption="Alt", language=language))
    first = html(notebook)
    assert first == data_table(FRAME, caption="Alt", language=language)
    in_todays_words(notebook)
    assert html(notebook) == first


def test_numpys_own_values_among_others_are_told_alike():
    mixed = pd.DataFrame({"scale": ["a", "b", "c"], "value": [np.bool_(True), np.float64(1.25), np.nan]}, dtype=object)
    notebook = stored(retold("data_table", mixed, caption="Alt"))
    in_todays_words(notebook)
    assert html(notebook) == data_table(mixed, caption="Alt")


def test_a_figure_told_anew_is_the_figure_itself():
    notebook = stored(retold("form_flow", FLOW, labels=LABELS, language="da", made_up="Billund"))
    in_todays_words(notebook)
    assert html(notebook) == form_flow(FLOW, LABELS, "da", "Billund")._repr_html_()


def test_a_changed_word_reaches_a_notebook_that_was_executed_before(monkeypatch):
    from analysis.display import tables

    notebook = stored(retold("data_table", FRAME, caption="Alt"))
    before = html(notebook)
    monkeypatch.setattr(tables, "_column_words", lambda name, language: f"Nyt ord for {name}")
    in_todays_words(notebook)
    assert "Nyt ord for value" in html(notebook)
    assert "Nyt ord" not in before


def test_other_outputs_stand_as_they_are():
    notebook = {"cells": [{"outputs": [{"data": {"text/html": "<p>a</p>"}}, {"text": "b"}]}, {"source": "c"}]}
    in_todays_words(notebook)
    assert notebook == {"cells": [{"outputs": [{"data": {"text/html": "<p>a</p>"}}, {"text": "b"}]}, {"source": "c"}]}


def test_only_what_is_known_is_told_anew():
    with pytest.raises(ValueError, match="these are: data_table, form_flow"):
        retold("open", FRAME)
    assert MIME in retold("data_table", FRAME.iloc[:0], caption="Intet")._repr_mimebundle_()
