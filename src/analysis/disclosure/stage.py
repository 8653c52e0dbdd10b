"""The stage that writes shown files: one per report, audience and, in centre profiles, centre."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.disclosure.context import context_of
from analysis.disclosure.meta import plan_of, report_meta
from analysis.disclosure.show import show
from analysis.disclosure.shown_file import write_shown
from analysis.parameters import Layout, Parameters

FULL_AUDIENCE = "internal"
"""The audience that reads the estimates themselves and needs no shown file."""


class ShownFile(NamedTuple):
    report: str
    audience: str
    centre: str | None
    path: Path


def shown_files(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> list[ShownFile]:
    """Every shown file of one municipality and wave, computed from parameters alone. A report x audience without a rule is an error."""
    found = []
    for plan in parameters.programme.reports:
        for audience in plan.audiences:
            if audience == FULL_AUDIENCE:
                continue
            plan_of(parameters, plan.report, audience)
            centres = [entry.slug for entry in parameters.open_centres(municipality, wave)] if audience == "centre" else [None]
            for centre in centres:
                found.append(ShownFile(plan.report, audience, centre, layout.shown(plan.report, audience, municipality, wave, centre)))
    return found


def shown_paths(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> list[Path]:
    """The paths ``make_shown`` writes, in its order."""
    return [file.path for file in shown_files(parameters, layout, municipality, wave)]


def make_shown(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> list[Path]:
    """Read the estimates of one municipality and wave and write its shown files; returns their paths."""
    estimates = pd.read_parquet(layout.estimates(municipality, wave))
    files = shown_files(parameters, layout, municipality, wave)
    patterns = context_of(estimates, parameters, FULL_AUDIENCE, municipality, wave).patterns
    for file in files:
        _, rule = plan_of(parameters, file.report, file.audience)
        rows = show(estimates, parameters, rule, file.audience, municipality, wave, file.centre, patterns)
        write_shown(file.path, rows, report_meta(parameters, file.report, file.audience, municipality, wave, file.centre))
    return [file.path for file in files]
