"""The passport beside each report: what it was made from, so that anyone can prove it again. Hashes of whole files, never of a cell."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.parameters import DisclosureRule, Layout
from analysis.publishing.hashes import LEFT_OUT, LIBRARY, file_hash, folder_hash
from analysis.publishing.plan import PlannedReport

PACKAGES = (
    "laeringsrapport",
    "pandas",
    "pyarrow",
    "numpy",
    "scipy",
    "pingouin",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
    "typst",
    "pikepdf",
    "openpyxl",
)


SAYS = ("report", "handle", "audience", "language", "programme", "files", "made_from")
MADE_FROM = ("data", "inventory", "parameters", "notebook", "code")


def passport(
    planned: PlannedReport,
    layout: Layout,
    *,
    data: Path,
    notebook: Path,
    rows: pd.DataFrame | None,
    forms: dict[str, dict],
    status: str,
    synthetic: bool,
    pages: dict[str, str],
    inventory: str,
    warnings: Sequence[str],
) -> dict:
    """``inventory`` is the digest of the list of files it was made from (``publishing.inventory``); ``pages`` maps each format to the hash
    of the file written; ``rows`` are the shown rows, None for the internal method report."""
    return {
        "report": planned.report,
        "handle": planned.handle,
        "audience": planned.audience,
        "language": planned.language,
        "programme": layout.programme,
        "status": status,
        "synthetic": synthetic,
        "made_from": {
            "data": file_hash(data),
            "inventory": inventory,
            "parameters": _as_it_began(layout.parameters, LEFT_OUT),
            "notebook": file_hash(notebook),
            "code": _as_it_began(LIBRARY),
            "lock": _hash_or_none(layout.root / "requirements.lock"),
        },
        "files": pages,
        "forms": forms,
        "cells_hidden": None if rows is None else int((rows["status"] == "hidden").sum()),
        "warnings": sorted(warnings),
        "versions": _versions(),
    }


def forms_in_and_used(flow: Path, rule: DisclosureRule | None) -> dict[str, dict]:
    """Per role the forms received and used in the municipality, as the audience may know them: few forms are not told, others rounded."""
    counts = pd.read_parquet(flow).groupby(["role", "step"], sort=True)["forms"].sum().unstack("step", fill_value=0)
    least, step = (rule.min_forms, rule.round_forms_to) if rule else (0, 1)
    found: dict[str, dict] = {}
    for role, received, used in counts.reindex(columns=["received", "used"], fill_value=0).itertuples(name=None):
        both = {"received": received, "used": used}
        told = {name: int(round(forms / step) * step) if forms >= least else None for name, forms in both.items()}
        if 0 < received - used < least:
            told["received"] = None  # or the few that were dropped could be counted
        found[role] = told
    return found


def superseded(path: Path, day: date, receipt: str) -> bytes:
    """The passport at ``path``, marked as that of a report made with answers of persons withdrawn since; ``receipt`` names the withdrawal.

    The mark goes with the report it stands for: one made again has a new passport.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    return dump(content | {"superseded": {"on": day.isoformat(), "why": "withdrawal", "receipt": receipt}})


def lacking(told: object) -> list[str]:
    """What a passport of this version says and ``told`` (a passport as read) does not, as dotted names."""
    if not isinstance(told, dict):
        return ["everything"]
    made_from = told.get("made_from")
    within = made_from if isinstance(made_from, dict) else {}
    return [key for key in SAYS if key not in told] + [f"made_from.{key}" for key in MADE_FROM if key not in within]


def dump(content: dict) -> bytes:
    """The passport's bytes: keys in order, no time of writing."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@cache
def _as_it_began(folder: Path, without: tuple[str, ...] = ()) -> str:
    """A folder's hash, taken once in a process, as its inventory is: a job's reports are made from what was there when it began."""
    return folder_hash(folder, without=without)


@cache
def _versions() -> dict[str, str]:
    return {"python": ".".join(map(str, sys.version_info[:3])), **{name: version(name) for name in PACKAGES}}


def _hash_or_none(path: Path) -> str | None:
    return file_hash(path) if path.exists() else None
