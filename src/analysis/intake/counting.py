"""Small words and counts that several checks share."""

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

import pandas as pd

from analysis.intake.codebook import Use
from analysis.intake.material import Earlier, NotApplicable, RoleExport, WaveMaterial
from analysis.parameters import Instrument
from analysis.parameters.instrument import Item, OptionSet


def percent(share: float) -> str:
    """``37 %``."""
    return f"{share:.0%}".replace("%", " %")


def counted(number: int, what: str) -> str:
    """``1 form``, ``2 forms``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


@cache
def likeness(one: str, other: str) -> float:
    """From 0 to 1: how alike two texts are, white space and capitals aside."""
    first, second = (" ".join(text.split()).casefold() for text in (one, other))
    return 1.0 if first == second else difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def any_word(words: Iterable[str]) -> re.Pattern:
    """Finds one of ``words`` as a word of its own, capitals aside; a number may stand behind it (``test2``)."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")\d*(?!\w)", re.IGNORECASE)


def answered_by_centre(forms: pd.DataFrame, instrument: Instrument) -> pd.Series:
    """centre -> forms used, of parents: children with a form, as response rates count them. ``forms`` are one role's, used ones only."""
    groups = forms.groupby("centre")
    return groups["child_id"].nunique() if instrument.form == "parent" else groups.size()


def turned(values: pd.Series, item: Item, options: OptionSet) -> pd.Series:
    """What answers count once a reversed item is turned: high is good."""
    if not item.reversed:
        return values
    counts = [option.value for option in options.answers]
    return min(counts) + max(counts) - values


def background_uses(uses: Iterable[Use]) -> list[tuple[str, Use]]:
    """(variable, its column) of every background variable that is read."""
    return [(use.key.removeprefix("background."), use) for use in uses if use.key.startswith("background.")]


def pairs_of(wave: WaveMaterial) -> list[tuple[RoleExport, RoleExport]]:
    """Every two readable files that tell of children by id; raises NotApplicable where there are none."""
    found = [export for export in wave.readable if export.instrument.form != "person" and "child" in export.told]
    if len(found) < 2:
        raise NotApplicable("no two files that could be read tell of children by id")
    return list(combinations(found, 2))


def rates(wave: WaveMaterial) -> Iterator[tuple[RoleExport, pd.DataFrame]]:
    """Each readable role with invited counts: ``answered, invited`` by centre (whole numbers, 0 where there are none)."""
    if wave.invited.empty:
        raise NotApplicable("the numbers invited are not known")
    for export in wave.readable:
        invited = wave.invited[wave.invited["role"] == export.role].set_index("centre")["invited"]
        if len(invited):
            answered = answered_by_centre(export.used_forms, export.instrument)
            yield export, pd.DataFrame({"answered": answered, "invited": invited}).fillna(0).astype("int64")


def wave_before(wave: WaveMaterial) -> Earlier:
    """The municipality's wave before; raises NotApplicable where there is none, or it has not been made."""
    if wave.earlier is None:
        before = wave.municipality.previous(wave.wave.wave)
        raise NotApplicable(f"the wave before ({before.wave}) has not been made yet" if before else "there is no wave before this one")
    return wave.earlier


def roles_of_both(wave: WaveMaterial) -> Iterator[tuple[RoleExport, pd.DataFrame]]:
    """Each readable role the wave before had too, with its forms of then."""
    before = wave_before(wave)
    for export in wave.readable:
        forms = before.forms[before.forms["role"] == export.role]
        if len(forms):
            yield export, forms
