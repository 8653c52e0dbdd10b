"""Who may hold which reports together, and what follows for them about what each is not shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.auditing.attack import Belief, baseline, differing, limit, prior, spread_shown, unknowns_of
from analysis.auditing.counting import FAR, Bounds, pinned_centres
from analysis.auditing.listing import read_listing
from analysis.auditing.statements import Row, Statement, Sums, rows_of, statements
from analysis.auditing.truth import Truth

MIN_FORMS = 5
"""Forms between two numbers of forms of one centre that nobody may learn of; more of them are a group that could be shown."""
FEW_CENTRES = 5
"""Where fewer took part a total is nearly everybody's own, and only means of fewer than ``MIN_FORMS`` forms are asked for."""


Forms = dict[str, dict[tuple[str, str], Bounds]]
"""Wave -> (level, unit) -> what is known of its number of forms."""


@dataclass(frozen=True)
class Holder:
    """``base``: lists that others hold as well; ``own``: those of this holder alone.

    ``beside``: somebody who holds more than the coalitions the rules promise everything for, a leader with the administration's editions.
    Then small cells count alone: one that is hidden to protect them may follow, for its leader's colleague knows one of the few hidden.
    """

    name: str
    base: tuple[Path, ...]
    own: tuple[Path, ...] = ()
    beside: bool = False


@dataclass(frozen=True, order=True)
class Weak:
    """A hidden cell that a holder knows too well, of ``forms`` forms. Tells which and how well, never what."""

    holder: str
    what: str
    told: str
    forms: int = 0

    def __str__(self) -> str:
        return f"{self.holder}: {self.what}: {self.told}"


@dataclass(frozen=True)
class Attacked:
    """What an attack came to: ``hidden`` means tried, ``few`` of them of fewer than ``MIN_FORMS`` forms, the ``narrowest`` of their widths
    as a share of what mean and spread alone give."""

    hidden: int
    few: int
    narrowest: float
    weak: tuple[Weak, ...]


def holders(places: Mapping[tuple[str, str], tuple[Path, ...]]) -> list[Holder]:
    """``places``: (audience, unit) -> lists of one municipality, all waves. Alone, and each leader and network beside shared editions."""
    public = places.get(("public", ""), ())
    administration = tuple(dict.fromkeys((*public, *places.get(("administration", ""), ()))))
    found = [Holder("the public", public)] if public else []
    if administration != public:
        found.append(Holder("the administration", administration))
    for (audience, unit), lists in sorted(places.items()):
        if audience == "centre":
            found.append(Holder(f"the leader of {unit}", public, lists))
            if administration != public:
                found.append(Holder(f"the leader of {unit} with the administration's reports", administration, lists, beside=True))
        elif audience == "network":
            found.append(Holder(f"the network {unit}", public, lists))
    return found


def rows_in(path: Path) -> dict[tuple[str, str], list[Row]]:
    return _rows_in(path, path.stat().st_mtime_ns)


@cache
def _rows_in(path: Path, written: int) -> dict[tuple[str, str], list[Row]]:
    return rows_of(read_listing(path))


class Attack:
    """All attacks on one municipality; what several holders share is worked out once."""

    def __init__(self, truth: Truth, few_centres: int = FEW_CENTRES):
        self.truth, self.few_centres = truth, few_centres
        self._sums = {key: Sums(forms, truth.networks) for key, forms in truth.means.items()}
        self._beliefs: dict[tuple, tuple[Belief, dict[Statement, None], float]] = {}
        self._heard: dict[tuple, list[Statement]] = {}
        self._forms: dict[tuple, Forms] = {}
        self._pinned: dict[tuple, list[str]] = {}

    def on(self, holder: Holder) -> Attacked:
        """Every mean and count that the holder is not shown, for every role and scale."""
        weak, hidden, few, narrowest = [], 0, 0, float("inf")
        for key in sorted(self.truth.means):
            found, tried, least = self._on_scale(holder, key)
            weak += found
            hidden, few, narrowest = hidden + len(tried), few + sum(forms < MIN_FORMS for forms in tried), min(narrowest, least)
        return Attacked(hidden, few, narrowest, tuple(sorted(weak)))

    def _on_scale(self, holder: Holder, key: tuple[str, str]) -> tuple[list[Weak], list[int], float]:
        forms = self.truth.means[key]
        shared = [row for path in holder.base for row in rows_in(path).get(key, ())]
        own = [row for path in holder.own for row in rows_in(path).get(key, ())]
        belief, known, tau = self._shared(holder.base, key, shared)
        new = [one for one in self._statements(holder.own, key, own, tau) if one not in known]
        if any(unknown not in belief.place for one in new for unknown, _ in one.terms):
            belief = self._believed([*known, *new], forms, tau)
        else:
            belief = belief.told(new)
        everything = [*shared, *own]
        told = {(row.unit, row.wave): row.n for row in everything if row.kind == "level" and row.level == "centre"}
        crowd = Counter(wave for _, wave, level in forms if level == "centre")
        weak, tried, least = [], [], float("inf")
        for unknown in belief.unknowns:
            small = unknown[0] in ("few", "mean") and unknown[3] < MIN_FORMS
            asked_for = small or not (holder.beside or crowd[unknown[2]] < self.few_centres)
            if (unknown[0] == "few" and small) or (unknown[0] == "mean" and unknown[1:3] not in told and asked_for):
                tried.append(unknown[3])
                width, most = belief.width(unknown), limit(unknown[3], tau)
                least = min(least, width / baseline(unknown[3], tau))
                if width < most - 1e-9:
                    which = f"the {unknown[3]} form(s) between two numbers of forms" if unknown[0] == "few" else "the mean"
                    weak.append(
                        Weak(
                            holder.name,
                            f"{key[0]} {key[1]} {unknown[1]} {unknown[2]}: {which}",
                            f"follows within {width:.0f} points; at least {most:.0f} are asked for",
                            unknown[3],
                        )
                    )
        weak += [
            Weak(holder.name, f"{key[0]} {key[1]} {unit} {wave}: the number of forms", "follows exactly", forms[unit, wave, "centre"][0])
            for unit, wave in self._counts(holder.base, key, shared, own)
            if crowd[wave] >= self.few_centres or forms[unit, wave, "centre"][0] < MIN_FORMS
        ]
        return weak, tried, least

    def _shared(self, lists: tuple[Path, ...], key: tuple[str, str], rows: list[Row]) -> tuple[Belief, dict[Statement, None], float]:
        if (lists, key) not in self._beliefs:
            tau = spread_shown(rows)
            known = dict.fromkeys(statements(rows, self._sums[key], tau))
            self._beliefs[lists, key] = self._believed(known, self.truth.means[key], tau), known, tau
        return self._beliefs[lists, key]

    @staticmethod
    def _believed(known: Iterable[Statement], forms: Mapping, tau: float) -> Belief:
        unknowns = unknowns_of(known, forms)
        few, relations = differing(unknowns)
        return prior([*unknowns, *few], tau).told([*known, *relations])

    def _statements(self, lists: tuple[Path, ...], key: tuple[str, str], rows: list[Row], tau: float) -> list[Statement]:
        """What a leader's own lists say: the same beside the public's reports and beside the administration's."""
        if (lists, key, tau) not in self._heard:
            self._heard[lists, key, tau] = list(dict.fromkeys(statements(rows, self._sums[key], tau)))
        return self._heard[lists, key, tau]

    def _counts(self, base: tuple[Path, ...], key: tuple[str, str], shared: list[Row], own: list[Row]) -> list[tuple[str, str]]:
        """(unit, wave) of centres whose hidden number of forms follows from the shown ones. Where a holder's own lists tell of no other
        number than the shared ones do, no other follows."""
        if (base, key) not in self._forms:
            self._forms[base, key] = forms_told(shared)
        found, more = [], forms_told(own)
        for wave in sorted({wave for _, wave, level in self.truth.means[key] if level == "centre"}):
            known = self._forms[base, key].get(wave, {})
            told = known | {cell: _both(bounds, known.get(cell, bounds)) for cell, bounds in more.get(wave, {}).items()}
            if told != known:
                units = self._follow(told, key, wave)
            else:
                if (base, key, wave) not in self._pinned:
                    self._pinned[base, key, wave] = self._follow(known, key, wave)
                units = self._pinned[base, key, wave]
            found += [(unit, wave) for unit in units]
        return found

    def _follow(self, told: Mapping[tuple[str, str], Bounds], key: tuple[str, str], wave: str) -> list[str]:
        forms = self.truth.means[key]
        centres = [unit for unit, other, level in forms if level == "centre" and other == wave]
        whole = forms.get((self.truth.municipality, wave, "municipality"))
        if not whole or any(low > high for low, high in told.values()):
            return []
        outside = max(whole[0] - sum(forms[unit, wave, "centre"][0] for unit in centres), 0)
        return pinned_centres(told, centres, self.truth.networks, outside)


def forms_told(rows: Iterable[Row]) -> Forms:
    """What shown means tell of numbers of forms, as their file rounds them."""
    found: Forms = {}
    for row in rows:
        if row.kind == "level" and row.n and row.level in ("municipality", "network", "centre"):
            room = row.counted / 2 if row.counted > 1 else 0.0
            wave, cell = found.setdefault(row.wave, {}), (row.level, row.unit)
            wave[cell] = _both(wave.get(cell, (0.0, FAR)), (row.n - room, row.n + room))
    return found


def _both(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), min(one[1], other[1])
