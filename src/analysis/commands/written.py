"""Texts written by people, held against the shown files there are: a number that has moved is told before a report is made of it."""

import re
from pathlib import Path

from analysis.commands.project import Project
from analysis.parameters import ParameterError, Problem, Subject, editions, rounds
from analysis.publishing.notebook_parameters import NOTEBOOKS

SHOWN_TEXT = re.compile(r'texts\(report, \\"(\w+)\\"\)')
"""A notebook's call that puts people's text for a section on the page."""


def stale_texts(project: Project) -> list[Problem]:
    """Every reference in people's texts that no longer holds in a report that shows it; reports not made yet are not looked at."""
    from analysis.disclosure.meta import report_meta
    from analysis.disclosure.shown_file import lacking
    from analysis.disclosure.texts import texts_of
    from analysis.display.references import with_numbers
    from analysis.display.report import open_report

    parameters, layout = project.parameters, project.layout
    written = {tuple(path.split("/")[1:4:2]) for path in parameters.texts}
    found: dict[str, Problem] = {}
    for about in rounds(parameters):
        for plan, audience, subject in editions(parameters, about):
            waves = {wave for municipality, wave in written if municipality == subject.municipality}
            sections, path = _sections(project, plan.report), layout.shown(plan.report, audience, subject)
            if not (sections and waves and subject.wave in {"", *waves} and path.is_file()):
                continue
            if missing := lacking(path, report_meta(parameters, plan.report, audience, subject)):
                problem = _of_another_version(project, path, subject, ", ".join(missing[:3]))
                found |= {str(problem): problem}
                continue
            for language in plan.languages or parameters.programme.languages:
                report = open_report(path, language)
                for text in texts_of(parameters, subject.municipality, report.wave, audience):
                    if text["language"] != language or text["section"] not in sections:
                        continue
                    try:
                        with_numbers(report, text)
                    except ParameterError as error:
                        found |= {str(problem): problem for problem in error.problems}
                    except KeyError as missing:  # within one of its parts
                        problem = _of_another_version(project, path, subject, str(missing))
                        found |= {str(problem): problem}
    return list(found.values())


def _of_another_version(project: Project, path: Path, subject: Subject, missing: str) -> Problem:
    expected = f"what this version writes: make reports ONLY={subject.handle} writes it anew"
    return Problem(path.relative_to(project.root).as_posix(), "shown file", f"a file of another version, without {missing}", expected)


def _sections(project: Project, report: str) -> set[str]:
    """Sections for which the notebook of ``report`` shows people's texts."""
    return set(SHOWN_TEXT.findall((project.root / "notebooks" / NOTEBOOKS[report][0]).read_text(encoding="utf-8")))
