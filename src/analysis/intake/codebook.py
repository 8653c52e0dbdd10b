"""The wave's codebook: which columns are read, as what, and which codes they may hold."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.parameters import Instrument
from analysis.parameters.instrument import Columns, Flag, column
from analysis.parameters.programme import BackgroundVariable


@dataclass(frozen=True)
class Use:
    """A column of the export and what it is read as; ``codes`` are all it may hold, None where anything may stand."""

    column: str
    key: str
    codes: frozenset[str] | None = None


def uses(instrument: Instrument, wave: str, background: Iterable[BackgroundVariable]) -> list[Use]:
    """Every column of ``wave`` that is read. Background variables that are not in use are left unread (METHODS 6)."""
    in_use = {variable.name for variable in background if variable.used}
    found = [Use(name, key) for key, name in plain_columns(instrument, wave).items()]
    for key, flag in (("completed", instrument.completed), ("consent", instrument.consent)):
        if flag is not None and flag.column(wave):
            found.append(Use(flag.column(wave), key))
    for name, told in instrument.background.items():
        if name in in_use and told.column(wave):
            codes = frozenset(code for codes in told.codes.values() for code in codes) | frozenset(told.missing)
            found.append(Use(told.column(wave), f"background.{name}", codes))
    for item in instrument.items():
        if item.column(wave):
            found.append(
                Use(item.column(wave), f"items.{item.item}", frozenset(option.code for option in instrument.options(item, wave).options))
            )
    return found


def plain_columns(instrument: Instrument, wave: str) -> dict[str, str]:
    """Columns that hold no codes: ``child``, ``centre``, ``answered``, ``age_months`` ... -> column of ``wave``."""
    ids = instrument.identifiers
    places: dict[str, Columns | None] = {
        "form": ids.form,
        "child": ids.child,
        "rater": ids.rater,
        "person": ids.person,
        "centre": ids.centre,
        "site": ids.site,
        "started": instrument.started,
        "answered": instrument.answered,
        "age_months": instrument.age_months,
        "birth_date": instrument.birth_date,
    }
    named = {key: column(columns, wave) for key, columns in places.items() if columns is not None}
    return {key: name for key, name in named.items() if name}


def fails(told: pd.Series, flag: Flag) -> pd.Series:
    """Whether each record lacks what ``flag`` asks of its column ``told``."""
    return told.isna() if flag.codes == "any" else ~told.isin(flag.codes)


def known_columns(instrument: Instrument, waves: Iterable[str], background: Iterable[BackgroundVariable]) -> set[str]:
    """Columns the codebook tells of in ``waves``, background variables out of use among them."""
    waves, background = list(waves), list(background)
    unread = {told.column(wave) for told in instrument.background.values() for wave in waves}
    return {use.column for wave in waves for use in uses(instrument, wave, background)} | (unread - {None})


def in_order(codes: Iterable[str]) -> list[str]:
    """Codes as people list them: numbers by size, then words."""
    return sorted(codes, key=lambda code: (not code.lstrip("-").isdigit(), int(code) if code.lstrip("-").isdigit() else 0, code))
