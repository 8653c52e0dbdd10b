"""Which shown cells the words around a number speak of: names of centres, scales, questions, groups of respondents and waves."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np

from analysis.auditing.listing import Listing

Places = dict[str, frozenset]
"""Column of the shown rows -> the values that the words allow; a column that no word speaks of is not there."""


SHOWN_MUNICIPALITIES = frozenset({"kommuner vist", "municipalities shown"})
"""Columns that count municipalities whose number is shown."""


class Names:
    """The words of one report's metadata, in its language, and what they name."""

    def __init__(self, listing: Listing, language: str):
        self.listing, self.language = listing, language
        meta, waves = listing.meta, [entry["wave"] for entry in listing.meta.get("waves", [])]
        known: dict[str, list[tuple[str, object]]] = defaultdict(list)
        for scale in meta.get("scales", []):
            known[self._said(scale["label"])].append(("scale", scale["scale"]))
            for item in scale.get("items", []):
                for words in self._texts(item.get("text")):
                    known[words].append(("item", item["item"]))
        for centre in meta.get("centres") or []:
            known[self._said(centre["name"])].append(("centre", centre["slug"]))
        for network in meta.get("networks") or []:
            known[self._said(network["name"])].append(("network", network["slug"]))
        for wave in waves:
            if not re.fullmatch(r"\d{1,2}", str(wave)):                 # a mere ordinal names no wave: figures and steps have them too
                known[str(wave)].append(("wave", str(wave)))
        for pair in meta.get("perspectives", []):
            known[self._said(pair["label"])] += [("scale", pair[side]) for side in ("name", "first_scale", "second_scale") if side in pair]
        known.pop("", None)
        self.known = dict(known)

    def _said(self, label) -> str:
        return _plain(label.get(self.language) or next(iter(label.values()), "") if isinstance(label, dict) else label or "")

    def _texts(self, text) -> set[str]:
        """A question's words, of every wave that asked it in other words."""
        if isinstance(text, dict) and self.language not in text:
            return {words for inner in text.values() for words in self._texts(inner)}
        return {self._said(text)} - {""}

    @cached_property
    def _longest(self) -> list[str]:
        return sorted(self.known, key=len, reverse=True)

    def named(self, words: Iterable[str]) -> Places:
        """What ``words`` speak of; the longest name counts where one stands inside another."""
        found: dict[str, set] = defaultdict(set)
        for text in words:
            for what, slug in self._named(text):
                found[what].add(slug)
        return {what: frozenset(slugs) for what, slugs in found.items()}

    def _named(self, text: str) -> tuple[tuple[str, object], ...]:
        if text not in self._heard:
            said = _plain(text)
            inside = tuple(words for words in self._longest if words in said)
            self._heard[text] = tuple(one for match in _any_of(inside).finditer(said) for one in self.known[match[0]])
        return self._heard[text]

    @cached_property
    def _heard(self) -> dict[str, tuple]:
        return {}

    def cells(self, places: Places) -> np.ndarray:
        """For each shown cell whether ``places`` allow it."""
        allowed = np.ones(len(self.listing.shown), dtype=bool)
        if "item" in places:
            allowed &= self._at("item", places["item"])
        elif "scale" in places:
            allowed &= self._at("scale", places["scale"]) | self._at("practice", places["scale"])
        units = [self._at("level", {level}) & self._at("unit", places[level]) for level in ("centre", "network") if level in places]
        if units:
            allowed &= np.logical_or.reduce(units)
        if "wave" in places:
            allowed &= self._at("wave", places["wave"]) | self._at("compared", places["wave"])
        return allowed

    def _at(self, column: str, values: Iterable) -> np.ndarray:
        found = np.zeros(len(self.listing.shown), dtype=bool)
        for value in values:
            found[self._index[column].get(value, [])] = True
        return found

    @cached_property
    def _index(self) -> dict[str, dict[object, list[int]]]:
        """Column -> value -> positions; ``practice`` and ``compared`` are what a contrast names: another scale, other waves."""
        shown = self.listing.shown
        found: dict[str, dict[object, list[int]]] = {}
        for column in ("kind", "scale", "item", "level", "unit", "wave", "contrast"):
            own = found.setdefault(column, defaultdict(list))
            for place, value in enumerate(shown[column].to_numpy().tolist()):
                own[value].append(place)
        practice, compared = found.setdefault("practice", defaultdict(list)), found.setdefault("compared", defaultdict(list))
        for contrast, positions in found["contrast"].items():
            practice[contrast.rpartition(".")[2]] += positions
            for part in set(re.split("[:-]", contrast)):
                compared[part] += positions
        return found

    def counts_municipalities(self, headers: Iterable[str], places: Places, written: str) -> bool:
        """Whether a column counts the municipalities that show a level on the row's scale, and the number is theirs."""
        if not any(head.strip().lower() in SHOWN_MUNICIPALITIES for head in headers):
            return False
        levels = self._at("kind", {"level"}) & self._at("level", {"municipality"})
        units = self.listing.shown["unit"].to_numpy()
        return written in {str(len(set(units[levels & self._at("scale", {scale})]))) for scale in places.get("scale", ())}

    def numbers(self, places: Places) -> frozenset[str]:
        """The numbers that the cells of ``places`` may be printed with."""
        if not places:
            return self.listing.everything
        key = tuple(sorted((what, tuple(sorted(slugs))) for what, slugs in places.items()))
        if key not in self._memory:
            self._memory[key] = self.listing.printed.of(self.cells(places))
        return self._memory[key]

    @cached_property
    def _memory(self) -> dict:
        return {}


@lru_cache(10_000)
def _any_of(names: tuple[str, ...]) -> re.Pattern:
    """Any of ``names`` as whole words, the one that stands first in ``names`` where several begin at one place."""
    return re.compile("|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in names)) if names else re.compile(r"(?!)")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", str(text)).strip().rstrip(".")
