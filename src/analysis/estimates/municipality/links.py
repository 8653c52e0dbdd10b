"""Practice beside outcomes: the programme's stated links, over the programme or over one municipality."""

import pandas as pd

from analysis.estimates.design import composition
from analysis.estimates.links import practice_means, practice_outcome_links
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources, one_per_child, rater_of
from analysis.estimates.tables import combine, row, rows
from analysis.parameters import Parameters
from analysis.parameters.programme import Link
from analysis.scales import centre_reliability


def link_rows(sources: Sources) -> pd.DataFrame:
    """``link`` and ``link_range`` of the programme (from the facts) and, with enough centres, of the municipality itself."""
    thresholds = sources.parameters.programme.thresholds
    facts = sources.facts
    programme = facts[facts["kind"].isin(["link", "link_range"]) & (facts["level"] == "programme")]
    own = rows([])
    here = sources.scores[sources.scores["wave"] == sources.wave]
    if here["centre"].nunique() >= thresholds.min_centres_for_links:
        trusted = {(entry.role, entry.scale): entry.value for entry in facts.itertuples() if entry.kind == "reliability"
                   and entry.contrast == "icc2" and entry.level == "programme"}
        own = link_entries(sources.parameters, here, {"level": "municipality", "unit": sources.slug, "wave": sources.wave}, trusted,
                           sources.background)
    return combine([own, programme])


def practice_reliabilities(parameters: Parameters, scores: pd.DataFrame, wave: str) -> pd.DataFrame:
    """``reliability`` rows (contrast ``icc1``, ``icc2``) of the practice scales that stated links use, over the whole programme."""
    entries = []
    for role, scale in sorted({(link.practice_role, link.practice) for link in parameters.programme.links}):
        frame = scores[(scores["role"] == role) & (scores["scale"] == scale)]
        found = centre_reliability(frame, y="y", centre="centre")
        for contrast, value in (("icc1", found.icc1), ("icc2", found.icc2)):
            if pd.notna(value):
                estimate = Estimate(value, float("nan"), float("nan"), float("nan"), float("nan"), found.n, found.n_groups, "ANOVA")
                entries.append(row("reliability", estimate, role=role, scale=scale, level="programme", unit=parameters.programme.slug,
                                   wave=wave, contrast=contrast))
    return rows(entries)


def link_entries(parameters: Parameters, scores: pd.DataFrame, key: dict[str, str], trusted: dict[tuple[str, str], float],
                 background: list[str]) -> pd.DataFrame:
    """Rows of every stated link that can be computed from ``scores`` (one wave; centres are distinct over municipalities).

    ``trusted``: (role, scale) of practice -> ICC(2) over the programme; a practice scale below the programme's threshold is no centre
    measure and gives no link.
    """
    entries = []
    thresholds = parameters.programme.thresholds
    for link in parameters.programme.links:
        if trusted.get((link.practice_role, link.practice), 0.0) < thresholds.practice_reliability:
            continue
        practice = scores[(scores["role"] == link.practice_role) & (scores["scale"] == link.practice)]
        outcome = scores[(scores["role"] == link.outcome_role) & (scores["scale"] == link.outcome)]
        means = practice_means(practice, y="y", centre="centre", min_answers=thresholds.min_staff_for_practice)
        frame = one_per_child(outcome, parameters.instruments[link.outcome_role]).merge(means, on="centre", how="inner")
        if means["practice"].nunique() < 3 or frame["centre"].nunique() < thresholds.min_centres_for_links:
            continue
        ready, covariates = composition(frame, background, min_known=thresholds.min_background_known)
        if ready["municipality"].nunique() > 1:
            covariates = [*covariates, "municipality"]
        found = practice_outcome_links(ready, y="y", practice="practice", centre="centre", covariates=covariates,
                                       rater=rater_of(parameters.instruments[link.outcome_role], outcome),
                                       confidence=thresholds.confidence)
        if not pd.notna(found.low):
            continue
        names = {"role": link.outcome_role, "scale": link.outcome, "contrast": f"{link.practice_role}.{link.practice}",
                 "flags": "same_respondents" if same_respondents(parameters, link) else "", **key}
        entries.append(row("link", found, family=f"link:{key['level']}", **names))
        limits = Estimate(found.estimate, float("nan"), float("nan"), found.without_one_low, found.without_one_high, found.n,
                          found.n_groups, "range over leaving out one centre", n_raters=found.n_raters)
        entries.append(row("link_range", limits, **names))
    return rows(entries)


def same_respondents(parameters: Parameters, link: Link) -> bool:
    """Ratings of children are made by the staff; beside practice told by persons of the centre they are the same people's view twice."""
    outcome, practice = parameters.instruments[link.outcome_role], parameters.instruments[link.practice_role]
    return link.outcome_role == link.practice_role or (outcome.form == "rating" and practice.form == "person")
