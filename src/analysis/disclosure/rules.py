"""Which cells are hidden: one function a rule, rows to a boolean Series (True: hide). Pure; a cell is hidden when any rule says so."""

from collections.abc import Callable

import pandas as pd

from analysis.disclosure.context import LEADER, Context
from analysis.disclosure.tables import CENTRE_COUNTS, FORM_COUNTS, flags_of
from analysis.parameters import DisclosureRule

WITHOUT_RATERS = frozenset({"response", "no_consent"})
OF_ANSWERS = frozenset({"answer_share", "response", "no_consent"})
"""Kinds that stand whatever a scale's reliability."""
COMPARED = frozenset({"comparison", "comparison_level", "municipality_spread"})
SPREADS = frozenset({"spread", "spread_change"})
OF_LEADERS = frozenset({"leader_staff_gap", "leader_staff_gap_change"})
"""Kinds that a leader's own form goes into, whatever the role of the row."""


def few_forms(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Fewer than ``min_forms`` forms, an unknown number among them. Counts of people have a rule of their own; counts of centres none."""
    return ~(rows["n"] >= rule.min_forms) & ~rows["kind"].isin(FORM_COUNTS | CENTRE_COUNTS)


def few_forms_for_shares(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Shares of answers in a centre tell more than a mean: they need ``min_forms_for_shares`` forms."""
    return (rows["kind"] == "answer_share") & (rows["level"] == "centre") & ~(rows["n"] >= rule.min_forms_for_shares)


def few_leaders_for_shares(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Everybody knows the leaders: of few of them a share is one or two persons, whatever the level."""
    return (rows["kind"] == "answer_share") & (rows["role"] == LEADER) & ~(rows["n"] >= rule.min_leaders_for_shares)


def few_raters(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Ratings by fewer than ``min_raters`` people judge these people; where raters are unknown (0) nothing stands by network or centre."""
    rated = rows["role"].isin(context.rated) & ~rows["kind"].isin(WITHOUT_RATERS)
    unknown = rows["level"].isin(["programme", "municipality"]) & ~(rows["n_raters"] > 0)
    return rated & ~(rows["n_raters"] >= rule.min_raters) & ~unknown


def persons_in_a_centre(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Scales about the respondents themselves are never shown below network level."""
    inside = rows[rows["level"] == "centre"]
    personal = [context.about.get(key) == "person" for key in zip(inside["role"], inside["scale"], strict=True)]
    return pd.Series(rows.index.isin(inside.index[personal]), index=rows.index)


def single_leaders(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Whatever a leader's own form went into: never in a centre, elsewhere from ``min_leaders`` leaders."""
    pairs = [LEADER in context.perspective_roles.get(scale, ()) for scale in rows["scale"]]
    involved = ((rows["role"] == LEADER) | rows["contrast"].str.startswith(f"{LEADER}.") | rows["kind"].isin(OF_LEADERS)
                | (pd.Series(pairs, index=rows.index, dtype=bool) & (rows["kind"] == "agreement")))
    leaders = rows[["n", "n_groups"]].replace(0, float("nan")).min(axis=1)
    leaders = leaders.where(~rows["kind"].isin(WITHOUT_RATERS), rows["n"])
    return involved & ((rows["level"] == "centre") | ~(leaders >= context.min_leaders))


def unreliable(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """The gate: hidden scales nowhere, scales to be read with caution at municipality level only. Answers stand on their own."""
    below = rows["level"].isin(["network", "centre"])
    return ~rows["kind"].isin(OF_ANSWERS) & (flags_of(rows, "hidden_reliability") | (flags_of(rows, "caution_reliability") & below))


def hidden_by_pattern(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Centres and networks hidden so that a small one cannot be computed; a profile hides its own only where that is small."""

    def hide(role: str, wave: str, level: str, unit: str, scale: str) -> bool:
        found = context.patterns.get((role, wave))
        if level == "network":
            return found is not None and unit in found.hidden_networks
        if level != "centre":
            return False
        if found is None:
            return True
        if unit == context.subject.centre:
            return unit in found.primary
        return unit in found.hidden or scale in found.dropped

    cells = zip(rows["role"], rows["wave"], rows["level"], rows["unit"], rows["scale"], strict=True)
    return pd.Series([hide(*cell) for cell in cells], index=rows.index, dtype=bool)


def networks_that_tell(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Response of a network hidden in one role, in all its roles: several of them have one number of invited. Leaders have none."""
    hidden: dict[str, set[str]] = {}
    for (role, wave), found in context.patterns.items():
        hidden.setdefault(wave, set()).update(found.hidden_networks if role != LEADER else ())
    telling = [unit in hidden.get(wave, ()) for unit, wave in zip(rows["unit"], rows["wave"], strict=True)]
    return (rows["kind"] == "response") & (rows["level"] == "network") & pd.Series(telling, index=rows.index, dtype=bool)


def few_other_centres(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """\"The others\" are at least ``min_other_centres`` centres."""
    return (rows["kind"] == "centre_comparison") & (len(context.centres) - 1 < rule.min_other_centres)


def comparison_of_few(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """The programme is at least ``min_municipalities`` other municipalities; fewer would show one another's numbers, or how far they are
    apart."""
    return rows["kind"].isin(COMPARED) & ~(rows["n_groups"] >= context.min_municipalities)


def spread_tells_on_one(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """Spread over few centres, or over centres of which exactly one is hidden, would tell what that one scored."""

    def one_hidden(role: str, wave: str) -> bool:
        found = context.patterns.get((role, wave))
        return found is not None and len(found.hidden) == 1

    spreads = rows[rows["kind"].isin(SPREADS)]
    alone = pd.Series([one_hidden(*cell) for cell in zip(spreads["role"], spreads["wave"], strict=True)], index=spreads.index, dtype=bool)
    telling = (spreads["n_groups"] < rule.min_centres_for_spread) | alone
    return pd.Series(rows.index.isin(spreads.index[telling]), index=rows.index)


def initiative_cuts_through_the_hidden(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """The centres of an initiative are one more sum beside those of networks and municipality. It tells nothing new where the hidden
    centres under each shown total took part all or none; where some did, or nobody here knows who did, its change is hidden."""

    def cut(role: str, slug: str) -> bool:
        if slug not in context.arms:
            return False
        arm = context.arms[slug]
        hidden = [found.hidden & group for (who, _), found in context.patterns.items() if who == role for group in found.groups]
        return any(some and (arm is None or (some & arm and some - arm)) for some in hidden)

    told = rows[rows["kind"] == "initiative"]
    cutting = [bool(cut(*cell)) for cell in zip(told["role"], told["contrast"], strict=True)]
    return pd.Series(rows.index.isin(told.index[cutting]), index=rows.index)


def few_people_counted(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """A count of people between 1 and ``min_forms`` - 1."""
    return (rows["kind"] == "no_consent") & (rows["value"] != 0) & ~(rows["value"] >= rule.min_forms)


def counts_too_few_to_round(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """So few were invited that counts stand for rates: rounded they would be untrue, exact they would be exact."""
    return (rows["kind"] == "response") & flags_of(rows, "as_counts") & (rule.round_forms_to > 1)


Rule = Callable[[pd.DataFrame, DisclosureRule, Context], pd.Series]

RULES: tuple[Rule, ...] = (
    few_forms, few_forms_for_shares, few_leaders_for_shares, few_raters, persons_in_a_centre, single_leaders, unreliable,
    hidden_by_pattern, networks_that_tell, few_other_centres, comparison_of_few, spread_tells_on_one,
    initiative_cuts_through_the_hidden, few_people_counted,
    counts_too_few_to_round,
)


def hidden_cells(rows: pd.DataFrame, rule: DisclosureRule, context: Context) -> pd.Series:
    """True where any rule of the cell's own hides it."""
    hide = pd.Series(False, index=rows.index)
    for check in RULES:
        hide |= check(rows, rule, context)
    return hide
