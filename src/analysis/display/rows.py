"""The shown rows as figures and tables read them: a few at a time, many times over."""

from collections import namedtuple
from functools import cache

import pandas as pd


class Rows(pd.DataFrame):
    """A frame whose ``itertuples`` costs a third of pandas' own, which makes a class each time: a report reads some 600 small tables."""

    @property
    def _constructor(self):
        return Rows

    def itertuples(self, index: bool = True, name: str | None = "Row"):
        """As ``DataFrame.itertuples``; names that are no identifiers are numbered there and here."""
        if name is None:
            return super().itertuples(index=index, name=None)
        columns = [self[column].tolist() for column in self.columns]
        fields = tuple(map(str, self.columns))
        return map(_row(("Index", *fields) if index else fields, name)._make, zip(*([self.index] if index else []), *columns, strict=True))


@cache
def _row(fields: tuple[str, ...], name: str) -> type:
    return namedtuple(name, fields, rename=True)


def grouped(rows: pd.DataFrame, *keys: str) -> dict[tuple, list]:
    """The rows' tuples by ``keys``, groups and rows in the order they come."""
    found: dict[tuple, list] = {}
    for row in rows.itertuples():
        found.setdefault(tuple(getattr(row, key) for key in keys), []).append(row)
    return found
