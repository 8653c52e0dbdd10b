"""What a report may say: the shown cells listed for it, read from the file its passport names by hash."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.auditing.numerals import plain

KEY = ["kind", "role", "scale", "item", "level", "unit", "wave", "contrast"]
COUNTS = ("n", "n_raters", "n_groups", "q")
"""Columns printed as they are, whatever the kind."""
PERCENTS = frozenset({"answer_share", "response"})
"""Kinds printed in whole percent; of ``points_in_answers`` a hundredth is one answer of a hundred."""
HUNDREDTHS = PERCENTS | {"points_in_answers"}


@dataclass(frozen=True)
class Listing:
    """``rows`` are the shown cells of one report and audience; ``meta`` the words around them."""

    rows: pd.DataFrame
    meta: dict

    @cached_property
    def shown(self) -> pd.DataFrame:
        return self.rows[self.rows["status"] == "shown"]

    @cached_property
    def printed(self) -> "Printed":
        """Every number of the shown cells as it may be printed."""
        columns = {name: self.shown[name].to_numpy(dtype=float, na_value=np.nan) for name in (*COUNTS, "value", "low", "high")}
        shares = self.shown["kind"].isin(HUNDREDTHS).to_numpy()
        wide = columns["high"] - columns["low"]
        halves = np.where(~shares & (wide > 1), wide / 2, np.nan)
        # what a sentence says must at least lie between two groups to be seen: half a shown interval, up to a whole point
        told = [numbers * (1 if name in COUNTS else np.where(shares, 100, 1)) for name, numbers in columns.items()]
        told += [np.floor(halves), np.ceil(halves)]
        rows = [np.flatnonzero(~np.isnan(numbers)) for numbers in told]
        different, places = np.unique(np.concatenate([numbers[at] for numbers, at in zip(told, rows, strict=True)]), return_inverse=True)
        return Printed(np.concatenate(rows), places, np.array([plain(number) for number in different], dtype=object))

    @cached_property
    def everything(self) -> frozenset[str]:
        return frozenset(self.printed.numbers)


@dataclass(frozen=True)
class Printed:
    """``numbers`` are texts without a sign; the shown cell at ``rows[k]`` may be printed as ``numbers[places[k]]``."""

    rows: np.ndarray
    places: np.ndarray
    numbers: np.ndarray

    def of(self, cells: np.ndarray) -> frozenset[str]:
        """What the shown cells may be printed as for which ``cells`` is true."""
        return frozenset(self.numbers[np.unique(self.places[cells[self.rows]])])


def each(rows: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The rows as tuples of ``columns``. By way of numpy: pandas hands Arrow's texts out one by one, dearly."""
    return zip(*(rows[column].to_numpy().tolist() for column in columns), strict=True)


def read_listing(path: Path) -> Listing:
    """The shown cells of a Parquet file and the words in its schema's metadata."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(2)
def _read(path: Path, written: int) -> Listing:
    """Kept while its report is looked at: what the report tells and what follows from its list are two questions about one file."""
    table = pq.ParquetFile(path).read(use_threads=False)
    return Listing(table.to_pandas(), _words(table.schema))


def read_meta(path: Path) -> dict:
    """The words alone."""
    return _words(pq.read_schema(path))


def _words(schema: pa.Schema) -> dict:
    words = (schema.metadata or {}).get(b"laeringsrapport")
    return json.loads(zlib.decompress(words)) if words else {}


def listings(*folders: Path) -> dict[str, Path]:
    """SHA-256 -> file, of every list of shown cells under the folders."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for folder in folders for path in sorted(folder.rglob("*.parquet"))}
