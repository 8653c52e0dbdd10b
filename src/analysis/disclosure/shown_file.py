"""A shown file: Parquet of the shown rows, with everything else the page needs as (deflated) JSON in its schema's metadata.

Reading one is all that a report notebook does to data, so this module imports pandas and pyarrow and nothing of ours but the table's names.
"""

import json
import zlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.disclosure.tables import SHOWN_COLUMNS, check_shown, typed

META = b"laeringsrapport"
"""Key of the JSON in the schema's metadata; deflated, as every centre's file carries the whole codebook."""


def write_shown(path: Path, rows: pd.DataFrame, meta: dict) -> None:
    """Write ``rows`` (checked) and ``meta`` (JSON values only). Same rows and meta, same bytes: no timestamps, keys in order."""
    table = pa.Table.from_pandas(check_shown(typed(rows)), preserve_index=False)
    words = json.dumps(meta, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.replace_schema_metadata({META: zlib.compress(words.encode(), 6)}), path, compression="zstd")


def read_shown(path: Path) -> tuple[pd.DataFrame, dict]:
    """``(rows, meta)`` of a shown file. FileNotFoundError and ValueError name the file."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path.name}: no such shown file; `make reports` makes it")
    table = pq.read_table(path)
    words = (table.schema.metadata or {}).get(META)
    if words is None:
        raise ValueError(f"{path.name}: no shown file: its schema holds no {META.decode()!r} metadata")
    return typed(table.to_pandas()), json.loads(zlib.decompress(words))


def lacking(path: Path, meta: dict) -> list[str]:
    """Columns and keys that a shown file written today has and the one at ``path`` has not; ``meta``: what would be written today. A file
    of an older version is not read as if it were one of this."""
    schema = pq.read_schema(path)
    words = (schema.metadata or {}).get(META)
    there = json.loads(zlib.decompress(words)) if words else {}
    return [f"column {name}" for name in SHOWN_COLUMNS if name not in schema.names] + [key for key in meta if key not in there]
