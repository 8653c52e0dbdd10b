"""Keys of the estimates as people say them: labels of roles, scales, questions, answers, units and background, from the parameters."""

import re

import pandas as pd

from analysis.estimates.sources import Sources

NAMED = ("role", "scale", "item", "contrast", "unit", "centre")
WAVES = re.compile(r"(?:wave|immediate|later|lasting):(\w+)[:-](\w+)")


def worded(frame: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """``frame`` with labels for the keys in its columns ``NAMED``; a key the parameters do not know stands as it is."""
    there = [name for name in NAMED if name in frame]
    if frame.empty or not there:
        return frame
    lines = [dict(zip(there, values, strict=True)) for values in zip(*(frame[name].astype(str) for name in there), strict=True)]
    tell = _Labels(sources, language)
    return frame.assign(**{name: [getattr(tell, name)(line) for line in lines] for name in there})


class _Labels:
    """The label of one column's key; each method is given the whole line, for a question is its role's."""

    def __init__(self, sources: Sources, language: str):
        programme, place = sources.parameters.programme, sources.municipality
        self._wave, self._language, self._instruments = sources.wave, language, sources.parameters.instruments
        self._perspectives = {entry.name: entry.label for entry in programme.perspectives}
        self._variables = {variable.name: variable for variable in programme.background}
        self._units = {unit.slug: unit.name for unit in (place, *place.centres, *place.networks)}
        self._units[programme.slug] = self._say(programme.name)

    def _say(self, text) -> str:
        return getattr(text, self._language, None) or text.words()[0]

    def role(self, line: dict[str, str]) -> str:
        return self._role(line["role"])

    def _role(self, name: str) -> str:
        return self._say(self._instruments[name].label) if name in self._instruments else name

    def scale(self, line: dict[str, str]) -> str:
        return self._scale(line.get("role", ""), line["scale"])

    def _scale(self, role: str, name: str) -> str:
        instrument = self._instruments.get(role)
        found = next((scale.label for scale in instrument.scales if scale.scale == name), None) if instrument else None
        found = found or self._perspectives.get(name)
        return self._say(found) if found else name

    def item(self, line: dict[str, str]) -> str:
        found = self._item(line)
        return self._say(found.text) if found else line["item"]

    def _item(self, line: dict[str, str]):
        instrument = self._instruments.get(line.get("role", ""))
        return next((item for item in instrument.items() if item.item == line.get("item")), None) if instrument else None

    def unit(self, line: dict[str, str]) -> str:
        return self._units.get(line["unit"], line["unit"])

    def centre(self, line: dict[str, str]) -> str:
        return self._units.get(line["centre"], line["centre"])

    def contrast(self, line: dict[str, str]) -> str:
        """An answer; two groups of children; a practice and whose it is; the other informant; two waves."""
        key = line["contrast"]
        for told in (self._answer, self._background, self._practice):
            if words := told(key, line):
                return words
        if key in self._instruments:
            return self._role(key)
        waves = WAVES.fullmatch(key)
        return "\u2013".join(waves.groups()) if waves else key

    def _answer(self, key: str, line: dict[str, str]) -> str:
        item = self._item(line)
        if item is None:
            return ""
        options = self._instruments[line["role"]].options(item, self._wave).options
        return next((self._say(option.label) for option in options if option.code == key), "")

    def _background(self, key: str, line: dict[str, str]) -> str:
        """``gender:girl-boy:2017`` as ``Køn: piger – drenge, 2017``; several variables, joined by ``+``, as a list."""
        name, _, rest = key.partition(":")
        if all(one in self._variables for one in name.split("+")):
            said = ", ".join(self._say(self._variables[one].label) for one in name.split("+"))
            groups, _, more = rest.partition(":")
            words = {one.category: self._say(one.label) for one in self._variables[name].categories} if name in self._variables else {}
            sides = " \u2013 ".join(words.get(group, group) for group in groups.split("-"))
            return (f"{said}: {sides}" if sides else said) + (f", {more}" if more else "")
        return ""

    def _practice(self, key: str, line: dict[str, str]) -> str:
        role, _, name = key.partition(".")
        name, _, wave = name.partition(":")
        if not name or role not in self._instruments:
            return ""
        return f"{self._scale(role, name)} ({self._role(role).lower()})" + (f", {wave}" if wave else "")
