"""The plan: every report there could be, from typed parameters alone; what is planned is what a build declares as outputs."""

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from analysis.parameters import DRAFT, Layout, Parameters, Status, Subject, editions, rounds, status_of
from analysis.publishing.selection import Selection


@dataclass(frozen=True)
class PlannedReport:
    """One report for one audience in one language; ``formats`` are the files it is written as, ``status`` stands in their names."""

    report: str
    audience: str
    subject: Subject
    language: str
    formats: tuple[str, ...]
    status: Status

    @property
    def handle(self) -> str:
        """What ONLY= takes."""
        return self.subject.handle

    @property
    def name(self) -> str:
        """How messages and the report itself call it: ``learning-report/public/billund-2019``, ``.en`` after it where it is not Danish."""
        return f"{self.report}/{self.audience}/{self.handle}"

    @property
    def report_id(self) -> str:
        """What stands on the report: ``billund-2019/learning-report/public/da``."""
        return f"{self.handle}/{self.report}/{self.audience}/{self.language}"

    def path(self, layout: Layout, suffix: str, default_language: str) -> Path:
        return layout.report(self.report, self.audience, self.subject, self.language, suffix, default_language, self.status)

    def passport(self, layout: Layout, default_language: str) -> Path:
        return self.path(layout, "passport.json", default_language)

    def shown(self, layout: Layout) -> Path | None:
        """The one file the report may open; None for the analysis notebook, which computes."""
        return None if self.audience == "internal" else layout.shown(self.report, self.audience, self.subject)

    @property
    def other(self) -> "PlannedReport":
        """The same report in its other status: files that go when its own are there."""
        return replace(self, status="endelig" if self.status == DRAFT else DRAFT)

    def files(self, layout: Layout, default_language: str) -> list[Path]:
        """Every file of the report: its formats, then its passport."""
        return [self.path(layout, suffix, default_language) for suffix in self.formats] + [self.passport(layout, default_language)]


@dataclass(frozen=True)
class RenderJob:
    """What one process renders: all reports of one type, round and language."""

    report: str
    about: Subject
    language: str
    reports: tuple[PlannedReport, ...]

    @property
    def key(self) -> str:
        return f"{self.report}_{self.about.handle}_{self.language}".replace("-", "_")


def every_report(parameters: Parameters, within: Subject | None = None) -> list[PlannedReport]:
    """Every report in every language and format, in the order round, report, audience, subject, language; ``within`` one round only."""
    return [
        PlannedReport(plan.report, audience, subject, language, plan.formats, status_of(parameters, subject))
        for about in rounds(parameters)
        if within in (None, about)
        for plan, audience, subject in editions(parameters, about)
        for language in _languages(parameters, plan.report, plan.languages)
    ]


def plan(parameters: Parameters, selection: Selection | None = None, within: Subject | None = None) -> list[PlannedReport]:
    """The reports that ``selection`` asks for, ``within`` one round only; without a language only the programme's first."""
    selection = selection or Selection()
    only = frozenset(selection.only)
    languages = selection.languages or (parameters.programme.languages[0],)
    found = []
    for entry in every_report(parameters, within):
        formats = tuple(suffix for suffix in entry.formats if not selection.formats or suffix in selection.formats)
        if (
            entry.language in languages
            and formats
            and (not selection.reports or entry.report in selection.reports)
            and (not only or entry.subject.named(only))
        ):
            found.append(replace(entry, formats=formats))
    return found


def render_jobs(reports: list[PlannedReport]) -> list[RenderJob]:
    """The planned reports grouped as they are rendered."""

    def key(entry: PlannedReport) -> tuple[str, Subject, str]:
        return entry.report, entry.subject.round, entry.language

    return [RenderJob(*shared, tuple(members)) for shared, members in groupby(sorted(reports, key=key), key=key)]


def _languages(parameters: Parameters, report: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The method report is the executed analysis notebook itself, in the one language it was executed in."""
    known = languages or parameters.programme.languages
    return known[:1] if report == "method-report" else known
