"""Whoever takes the estimates elsewhere is told what every kind, flag and column is."""

from analysis.estimates import meanings
from analysis.estimates.tables import ESTIMATE_COLUMNS, FLAGS, KINDS


def test_every_column_kind_and_flag_has_a_meaning():
    assert tuple(meanings.COLUMNS) == ESTIMATE_COLUMNS
    assert set(meanings.KINDS) == KINDS
    assert set(meanings.FLAGS) == FLAGS
