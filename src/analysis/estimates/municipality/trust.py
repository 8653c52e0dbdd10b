"""Can the scale be trusted, and what do its points mean in answers?"""

import pandas as pd

from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources
from analysis.estimates.tables import row, rows
from analysis.scales import cronbach_alpha, mcdonald_omega
from analysis.scales.basis import FULL, full_of
from analysis.scales.score import SPREAD, turned_items


def reliability_rows(sources: Sources) -> pd.DataFrame:
    """``reliability``: alpha (Feldt interval) and omega of every scale this wave, on this municipality's answers."""
    entries = []
    confidence = sources.parameters.programme.thresholds.confidence
    for role, scale in sources.measured():
        instrument = sources.instrument(role)
        answers = sources.answers[sources.answers["role"] == role]
        asked = scale.asked(sources.wave)
        items = turned_items(answers[answers["item"].isin([item.item for item in asked])], instrument, asked, sources.wave)
        frame = sources.of(role, scale.scale)
        rater = sources.rater(role)
        counts = {"n_groups": frame["centre"].nunique(), "n_raters": frame[rater].nunique() if rater else 0}
        key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug, "wave": sources.wave}
        nothing = float("nan")
        alpha = cronbach_alpha(items, confidence)
        entries.append(row("reliability", Estimate(alpha.alpha, alpha.se, alpha.df, alpha.low, alpha.high, n=alpha.n,
                                                   method=alpha.method, **counts), contrast="alpha", **key))
        omega = mcdonald_omega(items)
        entries.append(row("reliability", Estimate(omega.omega, nothing, nothing, nothing, nothing, n=omega.n, method=omega.method,
                                                   **counts), contrast="omega", **key))
    found = rows(entries)
    return found[found["value"].notna()].reset_index(drop=True)


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
