"""Rows read fast are rows read right."""

import pandas as pd
from display import example

from analysis.display.rows import Rows, grouped


def test_tuples_are_those_of_pandas_through_filters_and_groups():
    plain = pd.DataFrame(example.make_rows(example.make_meta()))
    fast = Rows(plain)
    for rows, same in ((plain, fast), (plain[plain["kind"] == "level"], fast[fast["kind"] == "level"]), (plain.iloc[:0], fast.iloc[:0])):
        assert isinstance(same, Rows)
        told = [tuple(row) for row in same.itertuples()]
        assert pd.DataFrame(told).equals(pd.DataFrame([tuple(row) for row in rows.itertuples()]))
    row = next(fast.itertuples())
    assert (row.kind, row.Index) == (plain["kind"].iloc[0], 0)
    assert next(fast.itertuples(index=False))[0] == plain["kind"].iloc[0]


def test_groups_come_in_the_order_of_their_first_row():
    rows = Rows({"role": ["b", "a", "b"], "value": [1, 2, 3]})
    assert {key: [row.value for row in own] for key, own in grouped(rows, "role").items()} == {("b",): [1, 3], ("a",): [2]}
    assert list(grouped(rows, "role")) == [("b",), ("a",)]


def test_what_a_report_takes_comes_in_reading_order_whatever_the_file_s(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    mixed = rows.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (opened(meta, rows=made).take("level", level="municipality") for made in (rows, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert list(one.index) == list(range(len(one)))
