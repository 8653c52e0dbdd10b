"""Estimates to shown estimates for one audience: what it may see at all, which cells of that are hidden, and every number rounded once."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.disclosure.both_sides import hidden_sides
from analysis.disclosure.capping import cap_shares
from analysis.disclosure.complete import Eligible
from analysis.disclosure.context import LEADER, Context, Patterns, context_of
from analysis.disclosure.rounding import round_rows
from analysis.disclosure.rules import OF_LEADERS, hidden_cells, persons_in_a_centre
from analysis.disclosure.tables import (
    COUNTS,
    HIDDEN,
    KEY,
    KINDS,
    NOT_MEASURED,
    NOTES,
    NUMBERS,
    PROGRAMME_KINDS,
    SHOWN,
    check_shown,
    flags_of,
    typed,
)
from analysis.parameters import DisclosureRule, Parameters, Subject

SHARED_CENTRE_KINDS = frozenset({"level", "centre_estimate", "centre_comparison", "change"})
"""What editions for more than one centre show by centre: totals. Shares, breakdowns and response by centre stand in the own profile only:
children, contact forms and parents have one number of invited, and what one role hides of it another would tell. For the same reason a
network's response is shown for all roles or for none (``rules.networks_that_tell``)."""

REASONS = ("no_comparison", "not_comparable", "not_interpreted", "as_counts")
"""Flags of quantities that could not be estimated, for reasons a reader may know."""


def show(estimates: pd.DataFrame, parameters: Parameters, rule: DisclosureRule, audience: str, subject: Subject,
         patterns: Patterns | None = None) -> pd.DataFrame:
    """The shown rows of one audience (``disclosure.tables.SHOWN_COLUMNS``), sorted by key.

    ``estimates``: those of one municipality's wave. ``subject``: that wave; where it names a centre or a network, of all centres and
    networks only that centre, or that network and its centres, have rows.
    ``patterns``: decided already for another audience of the same estimates (they are the same for all).
    Raises ShownError where the result breaks the contract, ValueError where a centre or network is asked for that was not open.
    """
    return next(show_each(estimates, parameters, rule, audience, (subject,), patterns))


def show_each(estimates: pd.DataFrame, parameters: Parameters, rule: DisclosureRule, audience: str, subjects: Sequence[Subject],
              patterns: Patterns | None = None) -> Iterator[pd.DataFrame]:
    """``show`` of several: the same wave's centres, or networks. What they may hear of is the same for all, and is looked up once."""
    common = None
    for subject in subjects:
        context = context_of(estimates, parameters, audience, subject, patterns)
        common = common or Eligible(eligible(estimates, rule, context))
        yield decide(common.of(parameters, context, rule.leader_in_centre_profile), rule, context)


def decide(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.DataFrame:
    """What stands of the rows an audience may hear of (with ``never_measured``): each shown and rounded, hidden or not measured."""
    rows = rows.assign(audience=context.audience, status=SHOWN)
    hide = hidden_cells(rows, rule, context)
    absent = rows["value"].isna()
    rows.loc[hide | absent, "status"] = HIDDEN
    rows.loc[rows["never_measured"] | (absent & _says_why(rows)), "status"] = NOT_MEASURED
    rows.loc[hidden_sides(rows), "status"] = HIDDEN
    rows = cap_shares(rows, rule)
    rows = blank(round_rows(rows, rule))
    return check_shown(typed(rows.sort_values(KEY, kind="stable")))


def eligible(estimates: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.DataFrame:
    """Rows of the kinds and levels the audience may hear of at all, about its own municipality and the programme pooled.

    Everything else is not hidden but absent, so that not even its key reaches the file.
    """
    level, unit = estimates["level"], estimates["unit"]
    networks = set(context.networks.values()) - {None}
    own = ((level == "programme") | ((level == "municipality") & (unit == context.subject.municipality))
           | ((level == "network") & unit.isin(networks)) | ((level == "centre") & unit.isin(context.centres)))
    keep = own & level.isin(rule.levels) & estimates["kind"].isin(KINDS - PROGRAMME_KINDS) & ~flags_of(estimates, "same_respondents")
    keep &= ~never_by_centre(estimates, rule, context) & ~left_to_work_out(estimates, rule)
    if context.shared:
        keep &= (level != "centre") | estimates["kind"].isin(SHARED_CENTRE_KINDS)
    elif not rule.leader_in_centre_profile:
        keep &= (estimates["role"] != LEADER) & ~estimates["kind"].isin(OF_LEADERS)
    return estimates[keep]


def never_by_centre(estimates: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Leaders and scales about persons have no rows by centre: there is nothing to hide where nothing could ever be shown."""
    return persons_in_a_centre(estimates, rule, context) | ((estimates["level"] == "centre") & (estimates["role"] == LEADER))


def left_to_work_out(estimates: pd.DataFrame, rule: DisclosureRule) -> pd.Series:
    """Response by network of a role and wave in which one network is too small: the municipality's less the others' would be its own."""
    by_network = (estimates["kind"] == "response") & (estimates["level"] == "network")
    small = estimates[by_network & (estimates["n"] < rule.min_forms)]
    few = set(zip(small["role"], small["wave"], strict=True))
    asked = estimates[by_network]
    telling = [key in few for key in zip(asked["role"], asked["wave"], strict=True)]
    return pd.Series(estimates.index.isin(asked.index[telling]), index=estimates.index)


def _says_why(rows: pd.DataFrame) -> pd.Series:
    """Quantities of the municipality that could not be estimated, with a flag that tells the reader why."""
    told = sum((flags_of(rows, flag) for flag in REASONS), start=pd.Series(False, index=rows.index))
    return rows["level"].isin(["programme", "municipality"]) & (told > 0)


def blank(rows: pd.DataFrame) -> pd.DataFrame:
    """Nothing but the key in hidden rows, all alike; no numbers in rows without a measurement, which keep the flags that say why."""
    rows = rows.copy()
    absent, hidden = rows["status"] != SHOWN, rows["status"] == HIDDEN
    rows.loc[absent, [*COUNTS, *NUMBERS]] = np.nan
    rows.loc[hidden, NOTES] = ""
    return rows
