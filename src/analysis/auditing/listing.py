"""What a report may say: the shown cells listed for it, read from the file its passport names by hash."""

import hashlib
import json
import math
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis.auditing.numerals import plain

KEY = ["kind", "role", "scale", "item", "level", "unit", "wave", "contrast"]
COUNTS = ("n", "n_raters", "n_groups")
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
    def printed(self) -> pd.DataFrame:
        """Every number of the shown cells as it may be printed: ``row`` (position in ``shown``), ``number`` (text, no sign)."""
        parts = []
        shares = self.shown["kind"].isin(HUNDREDTHS).to_numpy()
        for column in (*COUNTS, "value", "low", "high", "q"):
            numbers = self.shown[column].to_numpy()
            for factor, mask in ((100, shares), (1, ~shares)):
                if column in COUNTS or column == "q":
                    factor, mask = (1, shares | ~shares) if factor == 1 else (1, shares & ~shares)
                at = [place for place in range(len(numbers)) if mask[place] and numbers[place] == numbers[place]]
                parts.append(pd.DataFrame({"row": at, "number": [plain(numbers[place] * factor) for place in at]}))
        low, high = self.shown["low"].to_numpy(), self.shown["high"].to_numpy()
        halves = [place for place in range(len(low)) if not shares[place] and high[place] - low[place] > 1]
        # what a sentence says must at least lie between two groups to be seen: half a shown interval, up to a whole point
        parts += [
            pd.DataFrame({"row": halves, "number": [plain(float(end((high[place] - low[place]) / 2))) for place in halves]})
            for end in (math.floor, math.ceil)
        ]
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def everything(self) -> frozenset[str]:
        return frozenset(self.printed["number"])


def read_listing(path: Path) -> Listing:
    """The shown cells of a Parquet file and the words in its schema's metadata."""
    table = pq.read_table(path)
    words = (table.schema.metadata or {}).get(b"laeringsrapport")
    return Listing(table.to_pandas(), json.loads(zlib.decompress(words)) if words else {})


def listings(*folders: Path) -> dict[str, Path]:
    """SHA-256 -> file, of every list of shown cells under the folders."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for folder in folders for path in sorted(folder.rglob("*.parquet"))}
