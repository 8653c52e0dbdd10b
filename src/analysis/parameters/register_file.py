"""A register of centres kept in a spreadsheet: one row per centre or site, CSV or ``.xlsx``, as a municipality maintains it."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from analysis.parameters.municipality import Centre
from analysis.parameters.problems import Problem, nearest
from analysis.parameters.slugs import slug_of

HEADINGS = {
    "slug": ("slug", "handle"),
    "name": ("name", "navn", "dagtilbud"),
    "codes": ("codes", "code", "koder", "kode"),
    "kind": ("kind", "type"),
    "network": ("network", "netværk"),
    "opened": ("opened", "åbnet"),
    "closed": ("closed", "lukket"),
    "successor": ("successor", "efterfølger"),
    "split_into": ("split_into", "split into", "delt i"),
    "site_of": ("site_of", "site of", "hører til"),
    "former_name": ("former_name", "former name", "tidligere navn"),
    "shares_knowledge": ("shares_knowledge", "shares knowledge", "videndeling"),
    "former_until": ("former_until", "former until", "tidligere navn til"),
}
"""Column -> what it may be headed by. Only ``name`` is required; several codes (or parts) are separated by ``,`` or ``;`` in one cell."""
KINDS = {"kommunal": "municipal", "selvejende": "independent", "privat": "private", "puljeordning": "pulje", "dagpleje": "childminding"}
ANSWERS = {"ja": True, "yes": True, "nej": False, "no": False}
DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
Row = dict[str, str]


def read_register(path: Path, name: str) -> tuple[tuple[Centre, ...], list[Problem]]:
    """The centres in the file at ``path``, in its order, and everything wrong in it; ``name`` is how messages call it.

    A row with ``site_of`` is a site of the centre named there. ``split_into`` lists the centres a closed one was split into; a site row of
    the closed centre may name the one it went to as its ``successor``. Without a slug the name makes one.
    """
    if not path.is_file():
        beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        return (), [
            Problem(name, "file", "nothing", "the register of centres that the municipality's file names", nearest(path.name, beside))
        ]
    rows, problems = _rows(path, name)
    known: dict[str, str] = {}
    for _, row in rows:
        row["slug"] = row.get("slug") or slug_of(row.get("name", ""))
        for told in (row["slug"], row.get("name", ""), *_several(row.get("codes", ""))):
            known.setdefault(told.casefold(), row["slug"])
    sites = [(number, row) for number, row in rows if row.get("site_of")]
    centres = []
    for number, row in rows:
        if row.get("site_of"):
            continue
        own = [(at, site) for at, site in sites if known.get(site["site_of"].casefold()) == row["slug"]]
        entry = _entry(row, [site for _, site in own], known)
        try:
            centres.append(Centre.model_validate(entry))
        except ValidationError as error:
            problems.extend(_problem(name, number, one) for one in error.errors())
    slugs = {row["slug"] for _, row in rows if not row.get("site_of")}
    for number, site in sites:
        if known.get(site["site_of"].casefold()) not in slugs:
            problems.append(
                Problem(name, f"row {number}, site_of", repr(site["site_of"]), "a centre of this file", nearest(site["site_of"], slugs))
            )
    return tuple(centres), problems


def _rows(path: Path, name: str) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """(number, column -> words) of every row that is not blank."""
    cells = [
        (number, [told.strip() for told in row]) for number, row in enumerate(_cells(path), start=1) if any(told.strip() for told in row)
    ]
    if not cells:
        return [], [Problem(name, "file", "no rows", "a header row and one row per centre")]
    words = {told: key for key, headings in HEADINGS.items() for told in headings}
    header = [words.get(told.casefold()) for told in cells[0][1]]
    problems = [
        Problem(
            name,
            f"column {told}",
            "a column that is none of a register's",
            f"one of {', '.join(HEADINGS)}",
            nearest(told.casefold(), words),
        )
        for told, key in zip(cells[0][1], header, strict=True)
        if told and key is None
    ]
    if "name" not in header:
        problems.append(Problem(name, "row 1", "no column 'name'", "a column with the centres' names (name or navn)"))
    return [(number, {key: told for key, told in zip(header, row, strict=False) if key and told}) for number, row in cells[1:]], problems


def _cells(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield ["" if value is None else value.date().isoformat() if hasattr(value, "date") else str(value) for value in row]
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    separator = max(";,\t", key=text.partition("\n")[0].count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _entry(row: Row, sites: list[Row], known: dict[str, str]) -> dict:
    """What ``Centre`` takes, from one row and those of its sites."""
    entry: dict = {key: row[key] for key in ("slug", "name", "network") if key in row}
    entry["codes"] = _several(row.get("codes", ""))
    if "kind" in row:
        entry["kind"] = KINDS.get(row["kind"].casefold(), row["kind"].casefold())
    if "shares_knowledge" in row:
        entry["shares_knowledge"] = ANSWERS.get(row["shares_knowledge"].casefold(), row["shares_knowledge"])
    entry |= {key: _day(row[key]) for key in ("opened", "closed") if key in row}
    if "successor" in row:
        entry["successor"] = known.get(row["successor"].casefold(), row["successor"])
    parts = [known.get(told.casefold(), told) for told in _several(row.get("split_into", ""))]
    went = {site["slug"]: known.get(site["successor"].casefold(), site["successor"]) for site in sites if "successor" in site}
    entry["split_into"] = [{"centre": part, "sites": [site for site, to in went.items() if to == part]} for part in parts]
    if "former_name" in row:
        entry["former_names"] = [{"name": row["former_name"], "until": _day(row.get("former_until", ""))}]
    entry["sites"] = [{"slug": site["slug"], "name": site.get("name", ""), "codes": _several(site.get("codes", ""))} for site in sites]
    return entry


def _several(told: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", told) if part.strip()]


def _day(told: str) -> str:
    """A day as pydantic reads it; what is no day stays as it is and is told."""
    match = DANISH_DATE.match(told)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else told
    except ValueError:
        return told


def _problem(name: str, number: int, error: dict) -> Problem:
    place = ".".join(str(part) for part in error["loc"]) or "row"
    return Problem(name, f"row {number}, {place}", repr(error.get("input"))[:80], error["msg"].removeprefix("Value error, "))
