"""The last look before a report is moved into place: it holds no other municipality's or centre's names or numbers."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.parameters import Centre, Municipality, Parameters, rests_on
from analysis.publishing.page import drawn_in
from analysis.publishing.plan import PlannedReport

WORD = re.compile(r"\w+")
BLOCK = re.compile(r"</?(?:p|h[1-4]|li|td|th|div|tr|dd|dt|figcaption|caption|summary|br|text|title|desc)\b[^>]*>")
"""Tags that end a word; others (``strong``, ``tspan``) may stand inside one."""


@dataclass(eq=False)  # Python writes its traceback into it, so it cannot be frozen
class GuardError(Exception):
    """A report that would tell too much. ``found`` names what it must not name; the page itself is never quoted."""

    report: str
    found: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.report}: holds what its audience may not see: {', '.join(self.found)}"


def guard(page: str, rows: pd.DataFrame | None, parameters: Parameters, planned: PlannedReport) -> None:
    """GuardError where the page (HTML, with its pictures) or the shown ``rows`` behind it speak of others."""
    found = [*named(page, parameters, planned), *(foreign_rows(rows, parameters, planned) if rows is not None else ())]
    if found:
        raise GuardError(planned.name, tuple(found))


def named(page: str, parameters: Parameters, planned: PlannedReport) -> list[str]:
    """Names on the page that are others': municipalities', networks', and centres' and sites' the audience may not see."""
    allowed, forbidden = names(parameters, planned)
    text = everything_readable(page)
    words = set(WORD.findall(text))
    for name in sorted((name for name in allowed if _may_be_in(name, words)), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text)
    return sorted(name for name in forbidden if _may_be_in(name, words) and re.search(rf"\b{re.escape(name)}s?\b", text))


def _may_be_in(name: str, words: set[str]) -> bool:
    """Cheap and never wrong when it says no: the first word of the name is not on the page, nor its genitive."""
    first = WORD.search(name)
    return first is None or first[0] in words or first[0] + "s" in words


def names(parameters: Parameters, planned: PlannedReport) -> tuple[set[str], set[str]]:
    """(names the report may hold, names it may not). A name that is both is allowed: it is its own."""
    subject, rule = planned.subject, parameters.programme.disclosure.get(planned.audience)
    own = own_municipalities(parameters, planned)
    every = parameters.municipalities.values()
    allowed = {name for place in own for name in (place.name, _short(place.name))}
    forbidden = {name for place in every for name in (place.name, _short(place.name), *centre_names(place))}
    if subject.network:
        forbidden |= {network.name for place in every for network in place.networks if network.slug != subject.network}
    if subject.centre:
        allowed |= centre_names(*own, only=lambda centre: centre.slug == subject.centre)
    elif subject.network:
        allowed |= centre_names(*own, only=lambda centre: centre.network == subject.network)
    elif planned.audience == "internal" or (rule is not None and rule.named_centres):
        allowed |= centre_names(*own)
    return allowed, {name for name in forbidden - allowed if len(name) > 2}


def own_municipalities(parameters: Parameters, planned: PlannedReport) -> list[Municipality]:
    """The municipalities the report is about."""
    return [parameters.municipality(slug) for slug in dict.fromkeys(one.municipality for one in rests_on(parameters, planned.subject))]


def centre_names(*municipalities: Municipality, only: Callable[[Centre], bool] = lambda centre: True) -> set[str]:
    """Names of municipalities' centres and their sites, former names too."""
    return {name for place in municipalities for centre in place.centres if only(centre) for name in _names_of(centre)}


def _names_of(centre: Centre) -> set[str]:
    return {centre.name, *(former.name for former in centre.former_names), *(site.name for site in centre.sites)}


def _short(name: str) -> str:
    return name.removesuffix(" Kommune")


def everything_readable(page: str) -> str:
    """What a reader, a screen reader or a search could find: text, attributes, and the text inside the pictures."""
    body = re.sub(r"<style>.*?</style>", " ", drawn_in(page), flags=re.DOTALL)
    attributes = " ".join(re.findall(r"\"([^\"]*)\"", body))
    text = re.sub(r"<[^>]+>", "", BLOCK.sub(" ", body))
    return html.unescape(f"{text} {attributes}")


def foreign_rows(rows: pd.DataFrame, parameters: Parameters, planned: PlannedReport) -> list[str]:
    """Shown rows about a municipality, network or centre that is not the report's own."""
    own, subject = own_municipalities(parameters, planned), planned.subject
    rule = parameters.programme.disclosure[planned.audience]
    centres = {centre.slug for place in own for centre in place.centres if subject.network in ("", centre.network)}
    mine = {
        "municipality": {place.slug for place in own},
        "network": {subject.network} if subject.network else {network.slug for place in own for network in place.networks},
        "centre": {subject.centre} if subject.centre else centres if rule.named_centres else set(),
    }
    if any(place.register_from_data for place in own):
        del mine["centre"]
    found = []
    for level, units in mine.items():
        found += [f"rows of the {level} {unit}" for unit in sorted(set(rows.loc[rows["level"] == level, "unit"]) - units)]
    audiences = set(rows["audience"]) - {planned.audience}
    return found + [f"rows for the audience {audience}" for audience in sorted(audiences)]
