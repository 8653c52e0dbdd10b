"""The audit of a folder of reports. Reads reports, their lists of shown cells and the true counts; writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from analysis.auditing.completeness import LISTS, Report, complete, reports
from analysis.auditing.counting import pinned_categories
from analysis.auditing.findings import Told
from analysis.auditing.holders import Attack, Attacked, Holder, Weak, holders
from analysis.auditing.listing import listings, read_listing, read_meta
from analysis.auditing.truth import Truth, read_truth
from analysis.parameters import Layout, Parameters

FEW = 12
"""Reports that are read sooner than further processes are started."""
READ_AT_ONCE = 4

Places = Mapping[tuple[str, str], tuple[Path, ...]]
"""(audience, unit) -> the lists of one municipality's reports, all waves."""


@dataclass(frozen=True)
class Audit:
    """What was read and what was found. ``attacks``: by municipality, each holder and what its attack came to."""

    reports: int
    files: int
    told: tuple[Told, ...]
    attacks: dict[str, tuple[tuple[Holder, Attacked], ...]]
    weak: tuple[Weak, ...]

    @property
    def failed(self) -> bool:
        return bool(self.told or self.weak)


def audit(
    parameters: Parameters,
    layout: Layout,
    folder: Path,
    against: tuple[Path, ...] = (),
    cores: int = 1,
    heard: Callable[[str], None] = lambda line: None,
) -> Audit:
    """Both questions about every report under ``folder`` that leaves the house; ``against``: earlier releases that the same people hold.

    ``heard`` is told of each report and holder as it is done. Without estimates of a municipality (a folder looked at elsewhere) only the
    first question is asked of it.
    """
    lists = listings(*(place for place in (layout.processed / LISTS, folder, *against) if place.is_dir()))
    found, strays = reports(folder, lists)
    earlier = [report for place in against for report in reports(place, lists)[0]]
    unknown = "no passport speaks of it, or no report has such a file"
    told = [Told(path.relative_to(folder).as_posix(), "the file", "-", unknown) for path in strays]
    missing = "no list of shown cells with its hash: what its holders know is unknown"
    without = [report for report in earlier if report.data is None]
    told += [Told(report.passport.name, "an earlier release", report.papers["handle"], missing) for report in without]
    places = by_municipality(dict.fromkeys(one.data for one in [*found, *earlier] if one.data))
    truths = {municipality: truth for municipality in places if (truth := truth_of(parameters, layout, municipality)) is not None}
    follows_alone: dict[Path | None, list[Weak]] = {}
    attacks: dict[str, tuple[tuple[Holder, Attacked], ...]] = {}
    with shared(cores, len(found)) as run:
        # the longest work first: what is left at the end is short
        attacking = attack_all(list(truths.values()), [places[municipality] for municipality in truths], run)
        for report, (one, alone) in zip(found, read_all(found, folder, run), strict=True):
            told += one
            follows_alone[report.data] = alone  # of a list that several reports have once
            heard(f"read {report.passport.relative_to(folder).as_posix()}: {len(one)} findings")
        for municipality, results in zip(truths, attacking, strict=True):
            attacks[municipality] = results
            heard(f"attacked {municipality}: {len(results)} holders")
    weak = [one for alone in follows_alone.values() for one in alone]
    weak += [one for results in attacks.values() for _, result in results for one in result.weak]
    return Audit(len(found), sum(len(report.files) + 1 for report in found), tuple(sorted(told)), attacks, tuple(sorted(weak)))


Shared = Callable[..., Iterator]
"""``map`` with one more word, ``at_once``: how many of the given are worth a process's while."""


@contextmanager
def shared(cores: int, given: int) -> Iterator[Shared]:
    """Work shared by ``cores`` processes, begun when it is asked for; done here, when its results are, where little is ``given``.

    Fresh processes, not forked ones: Arrow has threads by now, and a forked copy of them waits for ever."""
    if cores < 2 or given < FEW:
        yield lambda function, *each, at_once: map(function, *each)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield lambda function, *each, at_once: pool.map(function, *each, chunksize=at_once)


def read_all(found: Sequence[Report], base: Path, run: Shared) -> Iterator[tuple[list[Told], list[Weak]]]:
    """Each report's findings: what it tells, and what follows from its list alone."""
    return run(partial(_read_one, base=base), found, at_once=READ_AT_ONCE)


def _read_one(report: Report, base: Path) -> tuple[list[Told], list[Weak]]:
    return complete(report, base), categories([report.data] if report.data else [])


def attack_all(truths: Sequence[Truth], places: Sequence[Places], run: Shared) -> Iterator[tuple[tuple[Holder, Attacked], ...]]:
    """What the holders of each municipality's lists know."""
    return run(attacked, truths, places, at_once=1)


def categories(lists: Iterable[Path]) -> list[Weak]:
    """Hidden answer categories whose number of answers follows from the others of their question."""
    return [
        Weak(
            f"everybody who holds {path.parent.name}/{path.name}",
            f"{role} {item} {unit}",
            f"the number of answers {category} follows exactly",
        )
        for path in lists
        for role, item, unit, category in pinned_categories(read_listing(path))
    ]


def attacked(truth: Truth, places: Places) -> tuple[tuple[Holder, Attacked], ...]:
    """What every holder of one municipality's lists knows."""
    attack = Attack(truth)
    return tuple((holder, attack.on(holder)) for holder in holders(places))


def follows(parameters: Parameters, layout: Layout, lists: Sequence[Path]) -> list[Weak]:
    """The attack alone, on ``lists`` that have no reports yet, all in the same hands."""
    weak = categories(lists)
    for municipality, places in by_municipality(lists).items():
        if (truth := truth_of(parameters, layout, municipality)) is not None:
            weak += [one for _, result in attacked(truth, places) for one in result.weak]
    return sorted(weak)


def by_municipality(lists: Iterable[Path]) -> dict[str, Places]:
    """Municipality -> (audience, unit) -> the lists of its reports."""
    places: dict[str, dict[tuple[str, str], list[Path]]] = defaultdict(lambda: defaultdict(list))
    for path in lists:
        meta = read_meta(path)
        if meta.get("municipality"):
            unit = (meta.get("centre") or meta.get("network") or {"slug": ""})["slug"]
            places[meta["municipality"]["slug"]][meta["audience"], unit].append(path)
    return {municipality: {key: tuple(found) for key, found in units.items()} for municipality, units in sorted(places.items())}


def estimates_of(parameters: Parameters, layout: Layout, municipality: str) -> list[Path]:
    """The estimates of a municipality's waves that are here."""
    place = parameters.municipalities.get(municipality)
    paths = [layout.estimates(municipality, entry.wave) for entry in place.waves] if place else []
    return [path for path in paths if path.exists()]


def truth_of(parameters: Parameters, layout: Layout, municipality: str) -> Truth | None:
    """The forms behind every mean of a municipality; None where its estimates are not here."""
    paths = estimates_of(parameters, layout, municipality)
    if not paths:
        return None
    centres = parameters.municipality(municipality).centres
    return read_truth(paths, municipality, {centre.slug: centre.network for centre in centres})
