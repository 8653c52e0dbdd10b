"""What a report is about, and which reports there are: one place that knows the types, their paths' parts and what they rest on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis.parameters.base import Audience, ReportName

if TYPE_CHECKING:
    from analysis.parameters.base import Status
    from analysis.parameters.load import Parameters
    from analysis.parameters.municipality import Municipality
    from analysis.parameters.programme import ReportPlan


class ReportType(NamedTuple):
    """``per``: what there is one report of; ``audiences``: who may hold it at all."""

    per: Literal["wave", "centre", "network", "municipality", "programme"]
    audiences: tuple[Audience, ...]


REPORTS: dict[ReportName, ReportType] = {
    "learning-report": ReportType("wave", ("public", "administration")),
    "development-report": ReportType("municipality", ("public", "administration")),
    "centre-profile": ReportType("centre", ("centre",)),
    "network-report": ReportType("network", ("network",)),
    "programme-report": ReportType("programme", ("partners",)),
    "method-report": ReportType("wave", ("internal",)),
    "brief": ReportType("wave", ("public",)),
    "parents-page": ReportType("wave", ("public",)),
    "dialogue-cards": ReportType("wave", ("administration",)),
}


@dataclass(frozen=True, order=True)
class Subject:
    """A municipality's wave; with ``network`` or ``centre`` one of its networks or centres in that wave. Without ``wave`` the municipality
    over all its waves, without ``municipality`` the programme's wave."""

    municipality: str = ""
    wave: str = ""
    network: str = ""
    centre: str = ""

    @property
    def unit(self) -> str:
        """The network or the centre, where it is about one."""
        return self.network or self.centre

    @property
    def round(self) -> "Subject":
        """The same without network and centre: what one step of the flow works on."""
        return replace(self, network="", centre="")

    @property
    def handle(self) -> str:
        """What ONLY= takes: ``billund-2019``, ``billund-2019/aadalen``, ``kolding-2019/nattergalen``, ``billund``, ``2019``."""
        return "/".join(filter(None, ["-".join(filter(None, [self.municipality, self.wave])), self.unit]))

    @property
    def key(self) -> PurePosixPath:
        """``billund/2019/aadalen``: where its file lies among those of one report and audience."""
        return PurePosixPath(*filter(None, [self.municipality, self.wave, self.unit]))

    @property
    def folder(self) -> PurePosixPath:
        """``billund/2019/centres/aadalen``: where its reports lie under their audience."""
        shelf = "networks" if self.network else "centres" if self.centre else ""
        return PurePosixPath(*filter(None, [self.municipality, self.wave, shelf, self.unit]))

    def named(self, handles: Collection[str]) -> bool:
        """Whether one of ``handles`` means it: its own, its round's or its municipality's. Of many handles a set is looked up at once."""
        return any(handle in handles for handle in (self.handle, self.round.handle, self.municipality))


class Edition(NamedTuple):
    """A report on one subject for one audience."""

    plan: "ReportPlan"
    audience: Audience
    subject: Subject


def rounds(parameters: "Parameters") -> Iterator[Subject]:
    """Everything there is to report on: each municipality's waves, then its waves together from two, then the programme's waves."""
    for place in parameters.reported:
        yield from (Subject(place.slug, wave.wave) for wave in place.waves)
        if len(place.waves) > 1:
            yield Subject(place.slug)
    least = parameters.programme.comparison.min_municipalities + 1
    yield from (Subject(wave=wave.wave) for wave in parameters.programme.waves if len(side_by_side(parameters, wave.wave)) >= least)


def editions(parameters: "Parameters", about: Subject) -> list[Edition]:
    """The reports of one round, in the order plan, audience, subject."""
    return [Edition(plan, audience, subject) for plan in parameters.programme.reports for audience in plan.audiences
            for subject in subjects(parameters, REPORTS[plan.report].per, about)]


def subjects(parameters: "Parameters", per: str, about: Subject) -> list[Subject]:
    """What there is one report of in a round: itself, its networks with open centres, or its open centres."""
    if per not in ("centre", "network"):
        return [about] if per == _kind(about) else []
    if _kind(about) != "wave":
        return []
    centres = parameters.open_centres(about.municipality, about.wave)
    if per == "centre":
        return [replace(about, centre=centre.slug) for centre in centres]
    there = {centre.network for centre in centres}
    return [replace(about, network=network.slug) for network in parameters.municipality(about.municipality).networks
            if network.slug in there]


def _kind(about: Subject) -> str:
    return "wave" if about.municipality and about.wave else "municipality" if about.municipality else "programme"


def rests_on(parameters: "Parameters", subject: Subject) -> tuple[Subject, ...]:
    """The municipalities' waves whose estimates a report rests on: one, a municipality's all in the order of time, or everybody's."""
    if not subject.municipality:
        return tuple(Subject(place.slug, subject.wave) for place in side_by_side(parameters, subject.wave))
    if not subject.wave:
        waves = sorted(parameters.municipality(subject.municipality).waves, key=lambda wave: wave.field_period.start)
        return tuple(replace(subject, wave=wave.wave) for wave in waves)
    return (subject.round,)


def waves_until(parameters: "Parameters", about: Subject) -> tuple[Subject, ...]:
    """The municipality's waves up to and with the one ``about`` is of, in the order of time: a report shows earlier waves again."""
    place = parameters.municipality(about.municipality)
    last = place.wave(about.wave).field_period.start
    waves = sorted(place.waves, key=lambda wave: wave.field_period.start)
    return tuple(Subject(about.municipality, wave.wave) for wave in waves if wave.field_period.start <= last)


def seen_again(parameters: "Parameters", about: Subject) -> tuple[Subject, ...]:
    """Every municipality's wave a round's reports show centres or networks of: those they rest on, and the waves before them. A programme's
    report shows none."""
    if not about.municipality:
        return rests_on(parameters, about)
    return tuple(dict.fromkeys(earlier for one in rests_on(parameters, about) for earlier in waves_until(parameters, one)))


def status_of(parameters: "Parameters", subject: Subject) -> "Status":
    """The status of the wave it is about; over all waves the latest's; of the programme a draft while one municipality's is."""
    last = rests_on(parameters, subject)[-1:] if subject.municipality else rests_on(parameters, subject)
    found = {parameters.municipality(one.municipality).wave(one.wave).status for one in last}
    return "udkast" if "udkast" in found else "endelig"


def side_by_side(parameters: "Parameters", wave: str) -> "list[Municipality]":
    """The programme's municipalities with that wave that agree to be compared, in alphabetical order."""
    return sorted((place for place in parameters.municipalities.values() if place.in_programme and place.agrees_to_comparison
                   and any(entry.wave == wave for entry in place.waves)), key=lambda place: place.slug)
