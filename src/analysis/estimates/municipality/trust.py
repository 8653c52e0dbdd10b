"""Can the scale be trusted and compared, and what do its points mean in answers?"""

from collections.abc import Mapping

import pandas as pd

from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, row, rows, with_flags
from analysis.parameters.programme import Thresholds
from analysis.scales import mcdonald_omega
from analysis.scales.basis import FULL, full_of
from analysis.scales.reliability import Alpha, feldt_interval
from analysis.scales.score import SPREAD

OVER_WAVES = frozenset({"change", "change_adjusted"})
OVER_GROUPS = frozenset({"gap", "gap_adjusted"})
"""Kinds that a scale must mean the same for on both sides. In the change of a gap what one group reads otherwise cancels out, in the
change of one municipality beside others' what one wave reads otherwise."""


def reliability_rows(sources: Sources) -> pd.DataFrame:
    """``reliability``: alpha (Feldt interval) and omega of every scale this wave, on this municipality's answers."""
    entries = []
    for role, scale in sources.measured():
        frame = sources.of(role, scale.scale)
        rater = sources.rater(role)
        counts = {"n_groups": frame["centre"].nunique(), "n_raters": frame[rater].nunique() if rater else 0}
        key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug, "wave": sources.wave}
        for contrast, found in (("alpha", sources.alphas[role, scale.scale]), ("omega", mcdonald_omega(sources.items(role, scale)))):
            estimate = Estimate(found.estimate, found.se, found.df, found.low, found.high, n=found.n, method=found.method, **counts)
            entries.append(row("reliability", estimate, contrast=contrast, **key))
    found = rows(entries)
    return found[found["value"].notna()].reset_index(drop=True)


def comparability_rows(sources: Sources) -> pd.DataFrame:
    """``comparability``, ``item_difference`` and ``invariance`` from the facts: this wave with the municipality's earlier ones, and the
    groups of children within it."""
    facts = sources.facts[sources.facts["kind"].isin(["comparability", "item_difference", "invariance"])]
    compared = facts["contrast"].str.extract("^wave:([^:]+):")[0]
    here = facts["role"].isin(sources.roles) & (compared.isna() | compared.isin(sources.earlier))
    return combine([facts[here]])


def age_rows(sources: Sources) -> pd.DataFrame:
    """``age_slope`` from the facts: how every scale rose with age in the norm wave."""
    return combine([sources.facts[(sources.facts["kind"] == "age_slope") & sources.facts["role"].isin(sources.roles)]])


def flag_not_comparable(table: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """``not_comparable`` on this wave's changes and gaps of scales that the programme's answers say mean something else on the other side;
    also on a comparison with others' earlier wave."""
    judged = sources.facts[(sources.facts["kind"] == "comparability") & sources.facts["flags"].str.contains("not_comparable")]
    apart = set(zip(judged["role"], judged["scale"], judged["contrast"], strict=True))
    if not apart:
        return table
    pooled = table[table["kind"] == "comparison_level"]
    others = dict(zip(zip(pooled["role"], pooled["scale"], strict=True), pooled["contrast"], strict=True))

    def contrasts(entry) -> list[str]:
        """What of the facts this row rests on."""
        if entry.kind in OVER_GROUPS:
            return [entry.contrast]
        waves = {"comparison": others.get((entry.role, entry.scale), "").split("+")}.get(entry.kind, [entry.contrast])
        return [f"wave:{earlier}:{sources.wave}" for earlier in waves]

    asked = table["kind"].isin(OVER_GROUPS | OVER_WAVES | {"comparison"}) & (table["wave"] == sources.wave)
    told = [any((entry.role, entry.scale, contrast) in apart for contrast in contrasts(entry)) for entry in table[asked].itertuples()]
    return with_flags(table, pd.Series(told, index=table.index[asked], dtype=bool).reindex(table.index, fill_value=False), "not_comparable")


def flag_reliability_drop(table: pd.DataFrame, sources: Sources, whatever: frozenset[str]) -> pd.DataFrame:
    """``caution_reliability`` on this wave's rows of scales whose own alpha has fallen; not on the kinds ``whatever``.

    The norm is that of the same items where the wave has one of its own.
    """
    thresholds = sources.parameters.programme.thresholds
    frozen = {(entry.role, entry.scale, entry.basis): entry for entry in sources.norms.itertuples()}
    fallen = set()
    for role, scale in sources.measured():
        norm = frozen.get((role, scale.scale, full_of(sources.wave))) or frozen.get((role, scale.scale, FULL))
        own = sources.alphas[role, scale.scale]
        if norm is not None and has_dropped(own, {"alpha": norm.alpha, "n": norm.n, "k": len(scale.asked(sources.wave))}, thresholds):
            fallen.add((role, scale.scale))
    keys = pd.Series([key in fallen for key in zip(table["role"], table["scale"], strict=True)], index=table.index, dtype=bool)
    return with_flags(table, keys & (table["wave"] == sources.wave) & ~table["kind"].isin(whatever), "caution_reliability")


def has_dropped(own: Alpha, norm: Mapping[str, float], thresholds: Thresholds) -> bool:
    """Whether ``own`` lies more than ``reliability_drop`` below the norm's alpha, with intervals apart (``norm``: ``alpha, n, k``)."""
    if not norm["alpha"] - own.alpha > thresholds.reliability_drop:
        return False
    low, _ = feldt_interval(norm["alpha"], int(norm["n"]), int(norm["k"]), thresholds.confidence)
    return own.high < low


def points_in_answers_rows(sources: Sources) -> pd.DataFrame:
    """``points_in_answers``: how many answer steps on every question of a scale the programme's margin in points amounts to."""
    entries = []
    margin = sources.parameters.programme.thresholds.margin
    own = sources.norms[sources.norms["basis"] == full_of(sources.wave)].set_index(["role", "scale"])["sd"]
    spread = own.combine_first(sources.norms[sources.norms["basis"] == FULL].set_index(["role", "scale"])["sd"])
    for role, scale in sources.measured():
        frame = sources.of(role, scale.scale)
        rater = sources.rater(role)
        if (role, scale.scale) not in spread.index:
            continue
        nothing = float("nan")
        steps = float(spread.loc[(role, scale.scale)]) * margin / SPREAD
        found = Estimate(steps, nothing, nothing, nothing, nothing, len(frame), frame["centre"].nunique(), "norm SD",
                         n_raters=frame[rater].nunique() if rater else 0)
        entries.append(row("points_in_answers", found, role=role, scale=scale.scale, level="municipality", unit=sources.slug,
                           wave=sources.wave))
    return rows(entries)
