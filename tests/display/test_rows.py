"""Rows read fast are rows read right."""

import pandas as pd
import pytest
from display import example

from analysis.display.rows import Quantity, each, grouped, plain


@pytest.fixture(scope="module")
def rows():
    return pd.DataFrame(example.make_rows(example.make_meta()))


def test_tuples_are_those_of_pandas_whatever_the_columns_are_made_of(rows):
    for some in (rows, rows[rows["kind"] == "level"], rows.iloc[:0]):
        for same in (some, plain(some)):
            told = [tuple(row) for row in each(same)]
            assert pd.DataFrame(told).equals(pd.DataFrame([tuple(row) for row in some.itertuples(index=False)]))
    row = next(each(rows))
    assert (row.kind, type(row.kind), type(row.value)) == (rows["kind"].iloc[0], str, float)


def test_words_as_objects_are_the_same_words(rows):
    pd.testing.assert_frame_equal(plain(rows), rows, check_dtype=False)
    assert set(map(str, plain(rows).dtypes)) == {"object", "float64"}


def test_rows_are_chosen_as_pandas_would(rows):
    pair = (rows["role"].iloc[0], rows["scale"].iloc[0])
    chosen = Quantity(rows).where(("level", "municipality"), ("wave", None), ("role", ["child", "parent"]), ("pair", [pair]))
    own = (rows["role"] == pair[0]) & (rows["scale"] == pair[1])
    expected = rows[(rows["level"] == "municipality") & rows["role"].isin(["child", "parent"]) & own]
    assert len(chosen)
    pd.testing.assert_frame_equal(chosen, expected.reset_index(drop=True))
    assert Quantity(rows).where(("role", "nobody")).empty
    pd.testing.assert_frame_equal(Quantity(rows).where(), rows)


def test_groups_come_in_the_order_of_their_first_row():
    rows = pd.DataFrame({"role": ["b", "a", "b"], "value": [1, 2, 3]})
    assert {key: [row.value for row in own] for key, own in grouped(rows, "role").items()} == {("b",): [1, 3], ("a",): [2]}
    assert list(grouped(rows, "role")) == [("b",), ("a",)]


def test_what_a_report_takes_comes_in_reading_order_whatever_the_file_s(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    mixed = rows.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (opened(meta, rows=made).take("level", level="municipality") for made in (rows, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert list(one.index) == list(range(len(one)))
