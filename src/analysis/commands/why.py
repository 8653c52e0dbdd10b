"""``make why REPORT=billund-2019 RECOMMENDATION=...``: why a recommendation stands in a report, and why not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.display.report import Report, open_report
from analysis.parameters import Edition, ParameterError, Problem, editions, listed, nearest, rounds

if TYPE_CHECKING:
    from analysis.findings.finding import Finding
    from analysis.findings.why import Answer, Looked, TriggerAnswer

CARRIES = ("learning-report", "development-report", "centre-profile")
"""Reports with recommendations; a centre's profile meets them as possibilities at step 6 of its analysis."""
MOST = 5
"""Numbers told one by one under a trigger; the rest are counted."""
MISSED = {
    "kind": "", "role": "another group", "scale": "another scale", "background": "another background variable",
    "lower": "the group it is for is not the one that lies lower", "size": "smaller than the trigger asks for",
    "importance": "no more than is usual",
}
SAID = {
    "cannot_tell": "cannot be told", "low_response": "low response", "not_measured": "not measured", "nothing": "nothing may be said of it",
    "high": "high enough",
}


def why(project: Project, given: Mapping[str, str]) -> int:
    """Print the answer for every audience of the report, or the one that was asked for."""
    needed("why", given, REPORT="a report: billund-2019, billund, billund-2019/aadalen", RECOMMENDATION="the name of a recommendation")
    found, slug = _editions(project, given), given["RECOMMENDATION"]
    _known(project, found[0].subject.municipality, slug)
    for number, edition in enumerate(found):
        report = _opened(project, edition, slug)
        print("" if number == 0 else "\n", end="")
        print("\n".join(_told(edition, report, slug)))
    return 0


def _editions(project: Project, given: Mapping[str, str]) -> list[Edition]:
    """The report's editions; ParameterError names the nearest report and the audiences there are."""
    every = [one for about in rounds(project.parameters) for one in editions(project.parameters, about) if one.plan.report in CARRIES]
    handles = list(dict.fromkeys(one.subject.handle for one in every))
    found = [one for one in every if one.subject.handle == given["REPORT"]]
    if not found:
        raise ParameterError([Problem("command line", "REPORT", repr(given["REPORT"]), f"a report with recommendations, {listed(handles)}",
                                      nearest(given["REPORT"], handles))])
    wanted, audiences = given["AUDIENCE"], [one.audience for one in found]
    if wanted and wanted not in audiences:
        raise ParameterError([Problem("command line", "AUDIENCE", repr(wanted), listed(audiences), nearest(wanted, audiences))])
    return [one for one in found if wanted in ("", one.audience)]


def _known(project: Project, municipality: str, slug: str) -> None:
    known = [entry.recommendation for entry in project.parameters.recommendations_of(municipality)]
    if slug not in known:
        raise ParameterError([Problem("command line", "RECOMMENDATION", repr(slug), f"a recommendation `make list` shows, {listed(known)}",
                                      nearest(slug, known))])


def _opened(project: Project, edition: Edition, slug: str) -> Report:
    """The report from the file its audience may see; ParameterError where that is not made, or holds an earlier catalogue."""
    path = project.layout.shown(edition.plan.report, edition.audience, edition.subject)
    name, remedy = path.relative_to(project.root).as_posix(), f"`make reports ONLY={edition.subject.handle}` makes it"
    if not path.exists():
        raise ParameterError([Problem(name, "file", "nothing", f"the numbers that audience may see: {remedy}")])
    report = open_report(path, (edition.plan.languages or project.parameters.programme.languages)[0])
    if slug not in {entry["recommendation"] for entry in report.meta["recommendations"]}:
        raise ParameterError([Problem(name, "recommendations", f"no {slug!r}", f"the catalogue as it stands now: {remedy} again")])
    return report


def _told(edition: Edition, report: Report, slug: str) -> Iterator[str]:
    from analysis.findings.why import why as answer_of

    yield f"{edition.subject.handle}, {edition.plan.report}, {edition.audience}: {slug}"
    entries = {entry.recommendation: entry for entry in report.catalogue}
    if slug not in entries:
        yield ("  Not recommended: a centre's own profile holds only what its staff or leader can do, "
               "and no way of working or of collecting data.")
        return
    answer = answer_of(report.looked_at(), report.findings(), entries.values(), slug, report.thresholds, report.theme_of)
    yield f"  {_verdict(answer)}"
    for one in answer.triggers:
        yield from (f"  {line}" for line in _trigger(one))


def _verdict(answer: "Answer") -> str:
    if answer.considered is None:
        return "Not recommended: no finding calls for it."
    one, strength = answer.considered, answer.recommendation.strength.level
    best = one.recommended.because[0]
    score = (f"score {one.recommended.score:.2f} = importance {best.importance:.2f} x strength {strength}/4 x fit {answer.fit:g}, "
             f"from {_number(best)}")
    if one.outcome == "chosen":
        return f"Recommended, number {answer.place} of {len(answer.taken)}: {score}."
    reason = {
        "same_kind": f"{one.by}, of the same area ({answer.recommendation.area}), was taken before it",
        "answered": f"everything that calls for it was answered by what was taken before it, last by {one.by}",
        "beyond": f"the report holds no more than it has: {', '.join(answer.taken) or 'none'}",
    }[one.outcome]
    return f"Called for but not taken: {reason}. {score[0].upper()}{score[1:]}."


def _trigger(one: "TriggerAnswer") -> Iterator[str]:
    trigger = one.trigger
    about = ", ".join([*trigger.scales, *(f"theme {theme}" for theme in trigger.themes)])
    where = "" if trigger.pattern == "low_response" else f": {about}" if about else ": any scale"
    narrowed = f" by {', '.join(trigger.background)}" if trigger.background else ""
    least = f", {trigger.least:g} or more" if trigger.least is not None else ""
    yield f"{'fires' if one.fired else 'does not fire'}: {trigger.pattern}{narrowed} ({', '.join(trigger.roles)}{where}{least})"
    if not one.looked:
        yield "    this report has no such number"
    for looked in one.looked[:MOST]:
        yield f"    {_looked(looked)}"
    rest = Counter(SAID.get(looked.said, looked.said) for looked in one.looked[MOST:])
    if rest:
        yield "    and " + ", ".join(f"{count} {said}" for said, count in sorted(rest.items()))


def _looked(looked: "Looked") -> str:
    said = SAID.get(looked.said, looked.said)
    number = _number(looked.finding) if looked.finding else ".".join(part for part in looked.key[1:3] if part) + _contrast(looked.key[6])
    reason = MISSED.get(looked.missed, "")
    return f"{number}: {said}" + (f"; {reason}" if reason else "")


def _number(finding: "Finding") -> str:
    """``contact.mathematics -32 (-45 to -19), n 460``, as the report's audience sees it."""
    reach = f" ({finding.low:g} to {finding.high:g})" if finding.low is not None else ""
    n = f", n {finding.n:g}" if finding.n is not None else ""
    name = ".".join(part for part in (finding.role, finding.scale) if part)
    return f"{finding.quantity} {name}{_contrast(finding.contrast)} {finding.value:g}{reach}{n}"


def _contrast(contrast: str) -> str:
    return f" [{contrast}]" if contrast else ""
