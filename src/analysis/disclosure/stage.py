"""The stage that writes shown files: one per report, audience and subject."""

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pandas as pd

from analysis.disclosure.combined import beside_others, combine, pooled
from analysis.disclosure.context import context_of
from analysis.disclosure.meta import plan_of, report_meta
from analysis.disclosure.over_time import patterns_over_time
from analysis.disclosure.show import show_each
from analysis.disclosure.shown_file import write_shown
from analysis.parameters import Edition, Layout, Parameters, Subject, editions, rests_on, seen_again, waves_until

FULL_AUDIENCE = "internal"
"""The audience that reads the estimates themselves and needs no shown file."""


def shown_editions(parameters: Parameters, about: Subject) -> list[Edition]:
    """The editions of one round that read a shown file. A report x audience without a rule is an error."""
    found = [edition for edition in editions(parameters, about) if edition.audience != FULL_AUDIENCE]
    for edition in found:
        plan_of(parameters, edition.plan.report, edition.audience)
    return found


def shown_paths(parameters: Parameters, layout: Layout, about: Subject) -> list[Path]:
    """The paths ``make_shown`` writes, in its order."""
    return [layout.shown(plan.report, audience, subject) for plan, audience, subject in shown_editions(parameters, about)]


def make_shown(parameters: Parameters, layout: Layout, about: Subject) -> list[Path]:
    """Read the estimates one round rests on and write its shown files; returns their paths."""
    files = shown_editions(parameters, about)
    estimates = {one: pd.read_parquet(layout.estimates(one.municipality, one.wave)) for one in rests_on(parameters, about)}
    tables = {one: estimates[one] if one in estimates else pd.read_parquet(layout.estimates(one.municipality, one.wave))
              for one in seen_again(parameters, about)}
    contexts = {}
    for one, found in estimates.items():
        earlier = {wave.wave: tables[wave] for wave in waves_until(parameters, one)} if about.municipality else {}
        contexts[one] = context_of(found, parameters, FULL_AUDIENCE, one, patterns_over_time(earlier, parameters, one) or None)
    for (report, audience), group in groupby(files, key=lambda edition: (edition.plan.report, edition.audience)):
        _, rule = plan_of(parameters, report, audience)
        subjects = [edition.subject for edition in group]
        each = [show_each(found, parameters, rule, audience, [replace(one, network=subject.network, centre=subject.centre)
                                                              for subject in subjects], contexts[one].patterns)
                for one, found in estimates.items()]
        for subject, *views in zip(subjects, *each, strict=True):
            sources = [*estimates.values()]
            if not about.municipality:
                sources.append(pd.read_parquet(layout.facts(about.wave)))
                own = {one: replace(context, audience=audience) for one, context in contexts.items()}
                views = [*map(beside_others, views), pooled(sources[-1], parameters, rule, own)]
            rows = combine(zip(views, sources, strict=True)) if len(views) > 1 else views[0]
            write_shown(layout.shown(report, audience, subject), rows, report_meta(parameters, report, audience, subject))
    return [layout.shown(plan.report, audience, subject) for plan, audience, subject in files]
