"""The contracts of the tables that leave intake: forms, responses, flow, checks, people (docs/architecture.md, section 3).

pandera is imported where a table is checked: a table is checked once, at the edge of the stage that writes or reads it.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

IDENTITY = (
    "programme",
    "municipality",
    "wave",
    "role",
    "form_id",
    "child_id",
    "rater_id",
    "person_id",
    "centre",
    "site",
    "network",
    "kind",
    "answered_on",
    "age_months",
)
"""Columns of forms before the background variables."""

RESPONSES = ("form_id", "item", "value", "code")
FLOW = ("role", "centre", "step", "reason", "forms")
PARTICIPATION = ("initiative", "centre", "module", "finished", "persons")
PEOPLE = ("role", "column", "kind", "treatment", "cells")
CHECKS = ("check", "stage", "result", "problems", "rule", "message", "guidance")
STEPS = ("received", "dropped", "used", "invited", "no_consent")
REASONS = ("preview", "not_started", "withdrawn", "not_completed", "no_consent", "no_answers", "no_centre", "duplicate")
"""Why a form received is not used, in the order in which the reasons are looked for. ``preview`` (a test of the questionnaire) and
``not_started`` (sent out, never opened) are the platform's own marks; of ``withdrawn`` persons nothing but the count is read."""

REQUIRED = ("programme", "municipality", "wave", "role", "form_id", "centre")
MOST_MARKS = 100_000_000
"""Pairs of form and item that are marked to find doubles, a byte each; beyond it pandera looks."""
DAYS = ("answered_on", "finished")
NUMBERS = ("age_months", "weight", "value")


def form_columns(background: Iterable[str]) -> list[str]:
    """Columns of forms, in order; ``background`` are the names of the variables in use."""
    return [*IDENTITY, *background, "weight"]


def check_forms(forms: pd.DataFrame, background: Iterable[str]) -> pd.DataFrame:
    """``forms`` as its contract wants it; raises pandera's SchemaErrors with every breach, naming columns and rows only."""
    return _check(
        forms, form_columns(background), REQUIRED, unique=["form_id"], numbers={"weight": (0, 1, False), "age_months": (0, 1200, True)}
    )


def check_responses(responses: pd.DataFrame) -> pd.DataFrame:
    """``responses`` as its contract wants it: one row per form and item asked."""
    key = ["form_id", "item"]
    # pandera's way of finding doubles costs as much memory as the table; it is asked only where there are some, to name them
    unique = [] if set(key) <= set(responses) and _each_once(responses["form_id"], responses["item"]) else key
    return _check(responses, RESPONSES, key, unique=unique, numbers={"value": (None, None, True)})


def _each_once(first: pd.Series, second: pd.Series) -> bool:
    """Whether each pair stands once: a mark for every pair there could be, counted."""
    (one, told), (other, words) = (pd.factorize(values, use_na_sentinel=False) for values in (first, second))
    if len(told) * len(words) > MOST_MARKS:
        return False
    seen = np.zeros(len(told) * len(words), dtype=bool)
    one *= len(words)
    one += other
    seen[one] = True
    return int(seen.sum()) == len(first)


def check_flow(flow: pd.DataFrame) -> pd.DataFrame:
    """``flow`` as its contract wants it; that it reconciles is checked where it is made (``intake.flow``)."""
    return _check(flow, FLOW, ("role", "centre", "step", "reason"), unique=["role", "centre", "step", "reason"], counts=("forms",))


def check_participation(participation: pd.DataFrame) -> pd.DataFrame:
    """``participation`` as its contract wants it: how many persons of a centre finished a module on a day; no person is told."""
    return _check(participation, PARTICIPATION, PARTICIPATION, unique=list(PARTICIPATION[:4]), counts=("persons",))


def check_people(people: pd.DataFrame) -> pd.DataFrame:
    """``people`` as its contract wants it: how many cells of which column held personal data, never which or what."""
    return _check(people, PEOPLE, PEOPLE, unique=["role", "column", "kind", "treatment"], counts=("cells",))


def check_checks(checks: pd.DataFrame) -> pd.DataFrame:
    """``checks`` as its contract wants it: one row per check on the delivery."""
    return _check(checks, CHECKS, CHECKS, unique=["check"], counts=("problems",))


def _check(
    table: pd.DataFrame,
    columns: Iterable[str],
    required: Iterable[str],
    unique: list[str],
    numbers: dict[str, tuple[float | None, float | None, bool]] | None = None,
    counts: Iterable[str] = (),
) -> pd.DataFrame:
    import pandera.pandas as pa

    required, numbers, counts = set(required), numbers or {}, set(counts)

    def contract(name: str) -> pa.Column:
        if name in counts:
            return pa.Column("int64", pa.Check.ge(0))
        if name in numbers:
            low, high, may_be_missing = numbers[name]
            bounds = [pa.Check.gt(low)] if low is not None else []
            return pa.Column("float64", bounds + ([pa.Check.le(high)] if high is not None else []), nullable=may_be_missing)
        if name in DAYS:
            return pa.Column("datetime64[us]", nullable=name not in required)
        return pa.Column("str", nullable=name not in required)

    schema = pa.DataFrameSchema({name: contract(name) for name in columns}, strict=True, ordered=True, unique=unique)
    return schema.validate(table, lazy=True)
