"""Reports that rest on several municipalities' waves: what each shows by itself, put together without showing a cell more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from analysis.disclosure.both_sides import hidden_sides
from analysis.disclosure.context import Context, Patterns
from analysis.disclosure.secondary import Pattern
from analysis.disclosure.show import blank, decide
from analysis.disclosure.tables import HIDDEN, KEY, PROGRAMME_KINDS, check_shown, typed
from analysis.parameters import DisclosureRule, Parameters, Subject

SIDE_BY_SIDE = frozenset({
    "level", "comparison_level", "comparison", "spread", "spread_change", "change", "change_adjusted", "response", "reliability", "link",
    "link_range", "agreement", *PROGRAMME_KINDS,
})
"""What municipalities show one another: their levels, how their centres differ, what changed, who answered; never shares of answers."""


def combine(views: Iterable[tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """One shown table of several (shown rows, the estimates they were made from), the latest last.

    Where a key stands in several, the row of the last that has an estimate of it is kept, hidden or not. Every wave keeps the pattern it
    was published with, and nothing is shown that its own report does not show. A difference of which the last word has hidden a side is
    hidden too.
    """
    marked = [shown.assign(estimated=_keys(shown).isin(_keys(estimates))) for shown, estimates in views]
    rows = pd.concat(marked, ignore_index=True).sort_values("estimated", kind="stable").drop_duplicates(KEY, keep="last")
    rows = rows.drop(columns="estimated").reset_index(drop=True)
    rows.loc[hidden_sides(rows), "status"] = HIDDEN
    return check_shown(typed(blank(rows).sort_values(KEY, kind="stable")))


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[KEY].astype("str"))


def beside_others(view: pd.DataFrame) -> pd.DataFrame:
    """A municipality's own rows as far as the programme's other municipalities see them."""
    return view[view["kind"].isin(SIDE_BY_SIDE) & (view["level"] == "municipality")]


def pooled(facts: pd.DataFrame, parameters: Parameters, rule: DisclosureRule, contexts: Mapping[Subject, Context]) -> pd.DataFrame:
    """The programme's own rows of a wave, from its facts. ``contexts``: of the municipalities that stand side by side in it."""
    rows = facts[facts["kind"].isin(SIDE_BY_SIDE) & (facts["level"] == "programme")].drop(columns=["se", "df", "p"], errors="ignore")
    if tells_on_the_withheld(parameters, contexts):
        rows = rows[~rows["kind"].isin(["level", "municipality_spread"])]
    judged = rows["contrast"].str.extract(r"^wave:([^:]+):[^:]+$")[0]
    rows = rows[(rows["kind"] != "comparability") | judged.isin(waves_of_several(parameters))]
    everybody = replace(next(iter(contexts.values())), patterns=joined(contexts))
    return decide(rows.assign(never_measured=False), rule, everybody)


def joined(contexts: Mapping[Subject, Context]) -> Patterns:
    """Which centres are hidden in any of the municipalities, by role and wave."""
    hidden: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, context in contexts.items():
        for key, pattern in context.patterns.items():
            hidden[key] |= {f"{subject.municipality}/{centre}" for centre in pattern.hidden}
    return {key: Pattern(frozenset(), frozenset(centres)) for key, centres in hidden.items()}


def waves_of_several(parameters: Parameters) -> set[str]:
    """Waves of so many of the programme's municipalities that what is told of all of them is not one's own."""
    counts = Counter(wave.wave for place in parameters.municipalities.values() if place.in_programme for wave in place.waves)
    return {wave for wave, count in counts.items() if count > parameters.programme.comparison.min_municipalities}


def tells_on_the_withheld(parameters: Parameters, shown: Iterable[Subject]) -> bool:
    """Whether the pooled level, less the levels shown beside it, is that of so few municipalities that it is theirs."""
    wave = next(iter(shown)).wave
    there = [place for place in parameters.municipalities.values() if place.in_programme and wave in {entry.wave for entry in place.waves}]
    return 0 < len(there) - len(set(shown)) < parameters.programme.comparison.min_municipalities
