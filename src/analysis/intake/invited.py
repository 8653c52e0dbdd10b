"""Denominators: how many were invited, by centre and respondent group, as an office writes them: long or wide, CSV or workbook."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.intake.formats.read import read_raw
from analysis.intake.raw import RawTable
from analysis.intake.register import Register, normal
from analysis.parameters import Instrument, Problem, listed, nearest
from analysis.parameters.municipality import MunicipalityWave

COLUMNS = ("role", "centre", "invited", "no_consent")
HEADINGS = {
    "centre": {"centre", "center", "dagtilbud", "institution", "enhed", "kode", "code", "site", "afdeling", "matrikel"},
    "role": {"role", "gruppe", "respondentgruppe", "group"},
    "invited": {"invited", "inviterede", "antal", "antal inviterede", "number"},
    "no_consent": {"no_consent", "no consent", "uden samtykke", "intet samtykke", "without consent"},
}
"""What a column of the file may be headed by, in small letters."""
EXPECTED = "columns centre;role;invited;no_consent (one row per centre and role), or centre and one column per role"


def no_invited() -> pd.DataFrame:
    """The table where no file is named."""
    return pd.DataFrame({name: [] for name in COLUMNS})


def read_invited(
    path: Path, name: str, instruments: Mapping[str, Instrument], found: Register, wave: MunicipalityWave
) -> tuple[pd.DataFrame, list[Problem]]:
    """``role, centre, invited, no_consent`` by centres of the register, and everything wrong in the file.

    Long: one row per centre and role. Wide: one row per centre, a column per role (its name, or its label in any language), and where
    needed one headed ``<role> no_consent``. Title rows and a row of totals at the end are passed over. Counts of a centre that was merged
    before the field period, and of sites, are added to their centre's.
    """
    raw = read_raw(path, name)
    headed = {normal(heading): heading for heading in raw.header if heading}
    place = {key: next((headed[told] for told in headed if told in words), None) for key, words in HEADINGS.items()}
    roles = _role_columns(headed, instruments)
    if place["centre"] is None or not (roles or (place["role"] and place["invited"])):
        return no_invited(), [Problem(name, "row 1", repr(";".join(raw.header)), EXPECTED)]
    long = place["role"] is not None and place["invited"] is not None
    cells = _long(raw, place) if long else _wide(raw, place["centre"], roles, headed)
    problems = [] if long else _strange_columns(raw, place["centre"], roles, instruments)
    return _counted(cells, raw, name, instruments, found, wave, problems)


def _role_columns(headed: Mapping[str, str], instruments: Mapping[str, Instrument]) -> dict[str, tuple[str, str]]:
    """Heading in small letters -> (role, ``invited`` or ``no_consent``)."""
    words = {normal(told): role for role, instrument in instruments.items() for told in (role, *instrument.label.words())}
    found = {}
    for told in headed:
        split = next((ending for ending in sorted(HEADINGS["no_consent"]) if re.search(rf"[ _:-]{ending}$", told)), None)
        bare = told[: -len(split) - 1].strip() if split else told
        if bare in words:
            found[told] = (words[bare], "no_consent" if split else "invited")
    return found


def _long(raw: RawTable, place: Mapping[str, str | None]) -> pd.DataFrame:
    frame = raw.frame
    return pd.DataFrame(
        {key: frame[place[key]] if place[key] else pd.Series(None, index=frame.index, dtype="str") for key in HEADINGS}
    ).assign(row=range(len(frame)))


def _wide(raw: RawTable, centre: str, roles: Mapping[str, tuple[str, str]], headed: Mapping[str, str]) -> pd.DataFrame:
    parts = []
    for role in dict.fromkeys(role for role, _ in roles.values()):
        columns = {kind: raw.frame[headed[told]] for told, (of, kind) in roles.items() if of == role}
        nothing = pd.Series(None, index=raw.frame.index, dtype="str")
        invited = columns.get("invited", nothing)
        # an empty cell in a wide table: nobody of that group was invited there
        parts.append(
            pd.DataFrame(
                {
                    "centre": raw.frame[centre],
                    "role": role,
                    "invited": invited.fillna("0"),
                    "no_consent": columns.get("no_consent", nothing),
                }
            ).assign(row=range(len(raw.frame)))
        )
    return pd.concat(parts, ignore_index=True)


def _strange_columns(
    raw: RawTable, centre: str, roles: Mapping[str, tuple[str, str]], instruments: Mapping[str, Instrument]
) -> list[Problem]:
    valid = list(instruments)
    return [
        Problem(raw.file, f"column {heading}", "a column that is no role", listed(valid), nearest(normal(heading), valid))
        for heading in raw.header
        if heading and heading != centre and normal(heading) not in roles and raw.frame[heading].notna().any()
    ]


def _counted(
    cells: pd.DataFrame,
    raw: RawTable,
    name: str,
    instruments: Mapping[str, Instrument],
    found: Register,
    wave: MunicipalityWave,
    problems: list[Problem],
) -> tuple[pd.DataFrame, list[Problem]]:
    words = {normal(told): role for role, instrument in instruments.items() for told in (role, *instrument.label.words())}
    counts, seen, unknown = [], set(), set()
    for cell in cells.to_dict("records"):
        row = raw.numbers[cell["row"]] if raw.numbers else raw.first_row + cell["row"]
        told, role = cell["centre"], words.get(normal(cell["role"])) if isinstance(cell["role"], str) else None
        slug = found.centre_of(told) if isinstance(told, str) else None
        if slug is None and row not in unknown:
            unknown.add(row)
            close = nearest(normal(told), found.by_name) if isinstance(told, str) else None
            problems.append(
                Problem(name, f"row {row}, centre", repr(told) if isinstance(told, str) else "nothing", "a centre of the register", close)
            )
        if role is None:
            said = cell["role"] if isinstance(cell["role"], str) else ""
            problems.append(Problem(name, f"row {row}, role", repr(said), listed(instruments), nearest(said, instruments)))
        numbers = {key: _whole(cell[key], key == "no_consent") for key in ("invited", "no_consent")}
        for key, value in numbers.items():
            if value is None:
                problems.append(
                    Problem(name, f"row {row}, {key}", repr(cell[key]) if isinstance(cell[key], str) else "nothing", "a whole number")
                )
        if slug is None or role is None or None in numbers.values():
            continue
        if numbers["no_consent"] > numbers["invited"]:
            problems.append(
                Problem(name, f"row {row}, no_consent", f"{numbers['no_consent']}", f"at most the {numbers['invited']} invited")
            )
        if (normal(told), role) in seen:
            problems.append(Problem(name, f"row {row}, centre", f"{told!r} a second time for {role}", "one row per centre and role"))
        seen.add((normal(told), role))
        site = found.site_of(told)
        counts.append((role, found.successor(slug, wave, site[0] if site else None), numbers["invited"], numbers["no_consent"]))
    frame = pd.DataFrame(counts, columns=list(COLUMNS))
    return frame.groupby(["role", "centre"], as_index=False).sum(), problems


def _whole(told: object, may_be_empty: bool) -> int | None:
    """A count as offices write it: ``1234``, ``1.234``, ``12,0``; None where it is none."""
    if not isinstance(told, str):
        return 0 if may_be_empty else None
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", told):
        return int(told.replace(".", ""))
    match = re.fullmatch(r"(\d+)([.,]0+)?", told)
    return int(match[1]) if match else None
