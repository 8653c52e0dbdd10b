"""From theta to the categories people tick, with blanks and \"ved ikke\"."""

import numpy as np

from analysis.parameters import Instrument, Item
from analysis.simulation.calibration import Model

BLANK, DONT_KNOW = 0, -1


def tick(rng: np.random.Generator, model: Model, theta: np.ndarray, asked: tuple[str, ...]) -> np.ndarray:
    """Answers of each person to the items ``asked``, turned (high is good): people x items, 1 to the number of categories."""
    places = [model.items.index(item) for item in asked]
    noise = rng.normal(size=(len(theta), len(places)))
    behind = model.loading * theta[:, None] + np.sqrt(1 - model.loading**2) * noise
    return 1 + (behind[:, :, None] > model.thresholds[places][None]).sum(axis=2).astype(np.int8)


def as_asked(turned: np.ndarray, items: tuple[Item, ...], categories: int) -> np.ndarray:
    """Turned answers as they were given: reversed items the other way round."""
    reversed_ = np.array([item.reversed for item in items])
    return np.where(reversed_[None, :], categories + 1 - turned, turned).astype(np.int8)


def leave_out(rng: np.random.Generator, answers: np.ndarray, blank: float, dont_know: np.ndarray | float) -> np.ndarray:
    """``answers`` with blanks and don't-knows; ``dont_know`` is one share, or one per item."""
    chance = rng.random(answers.shape)
    out = np.where(chance < blank, BLANK, answers)
    return np.where(chance > 1 - np.asarray(dont_know), DONT_KNOW, out).astype(np.int8)


def break_off(rng: np.random.Generator, answers: np.ndarray, unfinished: np.ndarray) -> np.ndarray:
    """Forms given up halfway: everything after some item is blank."""
    out = answers.copy()
    rows = np.flatnonzero(unfinished)
    stop = rng.integers(0, max(answers.shape[1] - 1, 1), size=len(rows))
    out[rows] = np.where(np.arange(answers.shape[1])[None, :] >= stop[:, None], BLANK, out[rows])
    return out


def has_dont_know(instrument: Instrument, item: Item, wave: str) -> bool:
    return any(option.value is None for option in instrument.options(item, wave).options)


def codes_of(instrument: Instrument, item: Item, wave: str) -> tuple[list[str], list[float]]:
    """(codes, values) to look answers up in: place 0 blank, 1, 2, ... the categories in their order, last \"ved ikke\"."""
    options = instrument.options(item, wave)
    unknown = [option.code for option in options.options if option.value is None]
    codes = ["", *(option.code for option in options.answers), unknown[0] if unknown else ""]
    return codes, [np.nan, *(float(option.value) for option in options.answers), np.nan]
