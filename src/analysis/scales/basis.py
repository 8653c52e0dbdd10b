"""Which items a score stands on: all that were asked, or those common with another wave (METHODS 1, point 5).

A scale whose items change is trended on its common items. Both waves of such a pair carry scores on the same common items, each under the
name of the other wave, and both are measured with one norm.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.parameters import Instrument, Item, Scale

FULL = "full"
MIN_ITEMS = 2
"""One item is no scale."""


@dataclass(frozen=True)
class Basis:
    """``name`` in the scores: ``full`` or ``common:<other wave>``. ``norms``: what it is called in the norms, the first there is counts:
    ``full:<wave>`` where the wave asked other items than the norm wave, ``full``, or ``common:<earlier>+<later>``."""

    name: str
    norms: tuple[str, ...]
    items: tuple[Item, ...]


def bases(instrument: Instrument, scale: Scale, wave: str, others: Iterable[str], order: tuple[str, ...]) -> list[Basis]:
    """``full``, then one basis for each of ``others`` in which other items were asked and at least two were the same.

    ``order`` is the programme's waves in time. Empty where the scale was not asked in ``wave``.
    """
    asked = scale.asked(wave)
    if len(asked) < MIN_ITEMS:
        return []
    found = [Basis(FULL, (full_of(wave), FULL), asked)]
    for other in others:
        common = common_items(instrument, scale, wave, other)
        if common and not same_items(instrument, scale, wave, other):
            found.append(Basis(f"common:{other}", (pair(*sorted((wave, other), key=order.index)),), common))
    return found


def same_items(instrument: Instrument, scale: Scale, one: str, other: str) -> bool:
    """Whether the two waves asked the same items with the same answers to choose from."""
    asked = scale.asked(one)
    return asked == scale.asked(other) and all(instrument.same_options(item, one, other) for item in asked)


def common_items(instrument: Instrument, scale: Scale, one: str, other: str) -> tuple[Item, ...]:
    """Items asked in both waves with the same answers to choose from, in the codebook's order; empty where there are fewer than two."""
    common = tuple(item for item in scale.asked(one) if item.column(other) and instrument.same_options(item, one, other))
    return common if len(common) >= MIN_ITEMS else ()


def full_of(wave: str) -> str:
    """The norms' name of all items of a wave that asked others than the norm wave."""
    return f"{FULL}:{wave}"


def pair(earlier: str, later: str) -> str:
    """The norms' name of the items common to two waves."""
    return f"common:{earlier}+{later}"
