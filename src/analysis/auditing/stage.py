"""The audit of a folder of reports. Reads reports, their lists of shown cells and the true counts; writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from analysis.auditing.completeness import LISTS, Report, complete, reports
from analysis.auditing.counting import pinned_categories
from analysis.auditing.findings import Told
from analysis.auditing.holders import Attack, Attacked, Holder, Weak, holders, read
from analysis.auditing.listing import listings
from analysis.auditing.truth import Truth, read_truth
from analysis.parameters import Layout, Parameters

FEW = 12
"""Reports that are read sooner than further processes are started."""


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
    for report, one in zip(found, _read_all(found, folder, cores), strict=True):
        told += one
        heard(f"read {report.passport.relative_to(folder).as_posix()}: {len(one)} findings")
    attacks: dict[str, tuple[tuple[Holder, Attacked], ...]] = {}
    weak: list[Weak] = [
        _category(path, one) for path in sorted({one.data for one in found if one.data}) for one in pinned_categories(read(path))
    ]
    for municipality, places in by_municipality([*found, *earlier]).items():
        if (truth := truth_of(parameters, layout, municipality)) is not None:
            attack = Attack(truth)
            attacks[municipality] = tuple((holder, attack.on(holder)) for holder in holders(places))
            weak += [one for _, result in attacks[municipality] for one in result.weak]
            heard(f"attacked {municipality}: {len(attacks[municipality])} holders")
    return Audit(len(found), sum(len(report.files) + 1 for report in found), tuple(sorted(told)), attacks, tuple(sorted(weak)))


def _read_all(found: list[Report], folder: Path, cores: int) -> Iterator[list[Told]]:
    """Each report's findings. Fresh processes, not forked ones: Arrow has threads by now, and a forked copy of them waits for ever."""
    read_one = partial(complete, base=folder)
    if cores < 2 or len(found) < FEW:
        yield from map(read_one, found)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield from pool.map(read_one, found, chunksize=4)


def _category(path: Path, found: tuple[str, str, str, str]) -> Weak:
    role, item, unit, category = found
    return Weak(
        f"everybody who holds {path.parent.name}/{path.name}", f"{role} {item} {unit}", f"the number of answers {category} follows exactly"
    )


def by_municipality(found: list[Report]) -> dict[str, dict[tuple[str, str], tuple[Path, ...]]]:
    """Municipality -> (audience, unit) -> the lists of its reports, each once."""
    places: dict[str, dict[tuple[str, str], list[Path]]] = defaultdict(lambda: defaultdict(list))
    for report in found:
        if report.data is None:
            continue
        meta = read(report.data).meta
        if meta.get("municipality"):
            unit = (meta.get("centre") or meta.get("network") or {"slug": ""})["slug"]
            lists = places[meta["municipality"]["slug"]][report.audience, unit]
            if report.data not in lists:
                lists.append(report.data)
    return {municipality: {key: tuple(lists) for key, lists in units.items()} for municipality, units in sorted(places.items())}


def truth_of(parameters: Parameters, layout: Layout, municipality: str) -> Truth | None:
    """The forms behind every mean of a municipality; None where its estimates are not here."""
    place = parameters.municipalities.get(municipality)
    paths = [layout.estimates(municipality, entry.wave) for entry in place.waves] if place else []
    paths = [path for path in paths if path.exists()]
    return read_truth(paths, municipality, {centre.slug: centre.network for centre in place.centres}) if paths else None
