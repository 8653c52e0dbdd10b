"""The plan: every report there could be, from typed parameters alone; what is planned is what a build declares as outputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from analysis.parameters import Layout, Parameters
from analysis.publishing.selection import Selection

PER_CENTRE = "centre"
"""The audience whose reports come one per centre."""


@dataclass(frozen=True)
class PlannedReport:
    """One report for one audience in one language; ``formats`` are the files it is written as."""

    report: str
    audience: str
    municipality: str
    wave: str
    centre: str | None
    language: str
    formats: tuple[str, ...]

    @property
    def handle(self) -> str:
        """``billund-2019``, ``billund-2019/aadalen``: what ONLY= takes."""
        return f"{self.municipality}-{self.wave}" + (f"/{self.centre}" if self.centre else "")

    @property
    def name(self) -> str:
        """How messages and the report itself call it: ``learning-report/public/billund-2019``, ``.en`` after it where it is not Danish."""
        return f"{self.report}/{self.audience}/{self.handle}"

    @property
    def report_id(self) -> str:
        """What stands on the report: ``billund-2019/learning-report/public/da``."""
        return f"{self.handle}/{self.report}/{self.audience}/{self.language}"

    def path(self, layout: Layout, suffix: str, default_language: str) -> Path:
        return layout.report(self.report, self.audience, self.municipality, self.wave, self.centre, self.language, suffix, default_language)

    def passport(self, layout: Layout, default_language: str) -> Path:
        return self.path(layout, "passport.json", default_language)

    def shown(self, layout: Layout) -> Path | None:
        """The one file the report may open; None for the analysis notebook, which computes."""
        return None if self.audience == "internal" else layout.shown(self.report, self.audience, self.municipality, self.wave, self.centre)

    def files(self, layout: Layout, default_language: str) -> list[Path]:
        """Every file of the report: its formats, then its passport."""
        return [self.path(layout, suffix, default_language) for suffix in self.formats] + [self.passport(layout, default_language)]


@dataclass(frozen=True)
class RenderJob:
    """What one process renders: all reports of one type, municipality, wave and language."""

    report: str
    municipality: str
    wave: str
    language: str
    reports: tuple[PlannedReport, ...]

    @property
    def key(self) -> str:
        return f"{self.report}_{self.municipality}_{self.wave}_{self.language}".replace("-", "_")


def every_report(parameters: Parameters) -> list[PlannedReport]:
    """Every report in every language and format, in the order municipality, wave, report, audience, centre, language."""
    return list(_reports(parameters))


def plan(parameters: Parameters, selection: Selection | None = None) -> list[PlannedReport]:
    """The reports that ``selection`` asks for; without a language only the programme's first."""
    selection = selection or Selection()
    languages = selection.languages or (parameters.programme.languages[0],)
    found = []
    for entry in _reports(parameters):
        formats = tuple(suffix for suffix in entry.formats if not selection.formats or suffix in selection.formats)
        if (
            entry.language in languages
            and formats
            and (not selection.reports or entry.report in selection.reports)
            and _asked(entry, selection.only)
        ):
            found.append(PlannedReport(entry.report, entry.audience, entry.municipality, entry.wave, entry.centre, entry.language, formats))
    return found


def render_jobs(reports: list[PlannedReport]) -> list[RenderJob]:
    """The planned reports grouped as they are rendered."""

    def key(entry: PlannedReport) -> tuple[str, str, str, str]:
        return entry.report, entry.municipality, entry.wave, entry.language

    return [RenderJob(*shared, tuple(members)) for shared, members in groupby(sorted(reports, key=key), key=key)]


def _reports(parameters: Parameters) -> Iterator[PlannedReport]:
    programme = parameters.programme
    for municipality in parameters.reported:
        for wave in municipality.waves:
            for entry in programme.reports:
                for audience in entry.audiences:
                    centres = (
                        [centre.slug for centre in parameters.open_centres(municipality.slug, wave.wave)]
                        if audience == PER_CENTRE
                        else [None]
                    )
                    for centre in centres:
                        for language in _languages(parameters, entry.report, entry.languages):
                            yield PlannedReport(entry.report, audience, municipality.slug, wave.wave, centre, language, entry.formats)


def _languages(parameters: Parameters, report: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The method report is the executed analysis notebook itself, in the one language it was executed in."""
    known = languages or parameters.programme.languages
    return known[:1] if report == "method-report" else known


def _asked(entry: PlannedReport, only: tuple[str, ...]) -> bool:
    names = {entry.municipality, f"{entry.municipality}-{entry.wave}", entry.handle}
    return not only or bool(names & set(only))
