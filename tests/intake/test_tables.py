"""The contract of responses finds doubles, quickly where there are none and by name where there are."""

import pandas as pd
import pandera.errors
import pytest

from analysis.intake import tables


def responses(pairs):
    return pd.DataFrame(pairs, columns=["form_id", "item"]).astype("str").assign(value=1.0, code="1").astype({"code": "str"})


def test_each_form_answers_an_item_once():
    good = responses([("a", "x"), ("a", "y"), ("b", "x")])
    assert tables.check_responses(good) is not None
    with pytest.raises(pandera.errors.SchemaErrors):
        tables.check_responses(responses([("a", "x"), ("b", "x"), ("a", "x")]))


def test_a_table_too_large_to_mark_is_looked_through_all_the_same(monkeypatch):
    monkeypatch.setattr(tables, "MOST_MARKS", 1)
    tables.check_responses(responses([("a", "x"), ("a", "y")]))
    with pytest.raises(pandera.errors.SchemaErrors):
        tables.check_responses(responses([("a", "x"), ("a", "x")]))


def test_a_missing_column_is_told_and_not_stumbled_over():
    with pytest.raises(pandera.errors.SchemaErrors):
        tables.check_responses(responses([("a", "x")]).drop(columns="item"))
