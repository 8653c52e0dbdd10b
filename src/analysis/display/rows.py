"""The shown rows as figures and tables read them: a few at a time, many times over."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Quantity:
    """The rows of one quantity. What they are chosen by is kept as plain lists: of a few hundred rows, looking beats comparing columns."""

    rows: "pd.DataFrame"

    @cached_property
    def _keys(self) -> dict[str, list]:
        keys = {name: self.rows[name].tolist() for name in ("role", "level", "scale", "contrast", "wave")}
        return keys | {"pair": list(zip(keys["role"], keys["scale"], strict=True))}

    def where(self, *wanted: tuple[str, str | Iterable | None]) -> "pd.DataFrame":
        """The rows whose key (``pair``: role and scale) is the one wanted, or one of them; None wants all."""
        places: Iterable[int] = range(len(self.rows))
        for name, only in wanted:
            if only is not None:
                values, kept = self._keys[name], {only} if isinstance(only, str) else set(only)
                places = [place for place in places if values[place] in kept]
        return self.rows.take(places).reset_index(drop=True)


def plain(rows: "pd.DataFrame") -> "pd.DataFrame":
    """The same with words as Python's own objects, all in one block (``copy`` joins them): a few rows are taken at once, not by column."""
    return rows.astype(dict.fromkeys(rows.select_dtypes("str"), object)).copy()


def each(rows: "pd.DataFrame") -> Iterator[tuple]:
    """The rows as named tuples, without their index. A report reads some 600 small tables; pandas makes a class for each of them."""
    return map(_row(tuple(rows.columns))._make, rows.to_numpy(dtype=object).tolist())


@cache
def _row(columns: tuple[str, ...]) -> type:
    return namedtuple("Row", columns)


def grouped(rows: "pd.DataFrame", *keys: str) -> dict[tuple, list]:
    """The rows' tuples by ``keys``, groups and rows in the order they come."""
    found: dict[tuple, list] = {}
    for row in each(rows):
        found.setdefault(tuple(getattr(row, key) for key in keys), []).append(row)
    return found
