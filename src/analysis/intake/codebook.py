"""The wave's codebook against the file: which columns are read, and everything in the file that the codebook does not know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from analysis.intake.raw import RawTable
from analysis.parameters import Instrument, Problem, listed, nearest
from analysis.parameters.instrument import Columns, column
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
        "answered": instrument.answered,
        "age_months": instrument.age_months,
        "birth_date": instrument.birth_date,
    }
    named = {key: column(columns, wave) for key, columns in places.items() if columns is not None}
    return {key: name for key, name in named.items() if name}


def known_columns(instrument: Instrument, waves: Iterable[str], background: Iterable[BackgroundVariable]) -> set[str]:
    """Columns the codebook tells of in ``waves``, background variables out of use among them."""
    waves, background = list(waves), list(background)
    unread = {told.column(wave) for told in instrument.background.values() for wave in waves}
    return {use.column for wave in waves for use in uses(instrument, wave, background)} | (unread - {None})


def problems(
    raw: RawTable, instrument: Instrument, wave: str, background: Iterable[BackgroundVariable], also_known: Iterable[str]
) -> list[Problem]:
    """Everything in the file the codebook of ``wave`` does not know, all at once; rows are named, answers never.

    ``also_known`` are columns that other waves or roles read from the same file.
    """
    read = uses(instrument, wave, background)
    known = known_columns(instrument, [wave], background) | set(also_known)
    return [
        *_unknown_columns(raw, known, instrument.ignored),
        *_missing_columns(raw, read, known),
        *_unknown_codes(raw, read, instrument.role),
        *_unknown_labels(raw, read, instrument.role),
    ]


def _unknown_columns(raw: RawTable, known: set[str], ignored: Iterable[str]) -> Iterator[Problem]:
    ignored = tuple(ignored)
    for name in raw.header:
        if name not in known and name not in raw.bookkeeping and not any(fnmatchcase(name, pattern) for pattern in ignored):
            yield Problem(
                raw.file,
                f"column {name}",
                "a column the codebook does not know",
                "a column of the wave, or a pattern under 'ignored'",
                nearest(name, sorted(known)),
            )


def _missing_columns(raw: RawTable, read: Iterable[Use], known: set[str]) -> Iterator[Problem]:
    spare = [name for name in raw.header if name not in known]
    for use in read:
        if use.column not in raw.header:
            yield Problem(
                raw.file, f"column {use.column}", "nothing", f"the column of {use.key} in the codebook", nearest(use.column, spare)
            )


def _unknown_codes(raw: RawTable, read: Iterable[Use], role: str) -> Iterator[Problem]:
    for use in read:
        if use.codes is not None and use.column in raw.frame:
            values = raw.frame[use.column]
            strange = values.notna() & ~values.isin(use.codes)
            if strange.any():
                yield Problem(
                    raw.file,
                    f"column {use.column}, {raw.rows(strange)}",
                    "a code the codebook does not know",
                    f"{listed(_in_order(use.codes))} ({role}: {use.key})",
                )


def _unknown_labels(raw: RawTable, read: Iterable[Use], role: str) -> Iterator[Problem]:
    """Codes the export itself explains and the codebook does not have: a new answer category, or a \"don't know\"."""
    for use in read:
        if use.codes is not None and use.key.startswith("items."):
            for code, words in raw.labels.get(use.column, {}).items():
                if code not in use.codes:
                    yield Problem(
                        raw.file,
                        f"labels of column {use.column}",
                        f"code {code!r} ({words})",
                        f"{listed(_in_order(use.codes))} ({role}: {use.key})",
                    )


def _in_order(codes: Iterable[str]) -> list[str]:
    """Codes as people list them: numbers by size, then words."""
    return sorted(codes, key=lambda code: (not code.lstrip("-").isdigit(), int(code) if code.lstrip("-").isdigit() else 0, code))
