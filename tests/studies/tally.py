"""One cell of a study: many draws of one design, and how often each interval held what is true."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

SEED = 20
"""Of the whole study; a draw's own stream is this, its cell's name and its number."""
FIRST = 20
"""Draws whose intervals are kept, so that a later version of an estimator can be held against them."""


@dataclass(frozen=True)
class Band:
    """What a share must lie in, two Monte Carlo standard errors allowed on either side."""

    least: float
    most: float = 1.0


@dataclass(frozen=True)
class Judged:
    """Intervals and what is true: one value, or one for each centre."""

    low: np.ndarray | float
    high: np.ndarray | float
    true: np.ndarray | float

    @classmethod
    def share(cls, value: float) -> "Judged":
        """A share that is told as it is: of families with a finding, of findings that are false."""
        return cls(value, value, float("nan"))

    @property
    def covered(self) -> float:
        """Share covered: 0 or 1 for one interval, an average over centres for many; or the share that was told."""
        if np.ndim(self.true) == 0 and np.isnan(self.true):
            return float(self.low)
        low, high = np.asarray(self.low, float), np.asarray(self.high, float)
        return float(np.mean((low <= self.true) & (self.true <= high)))

    @property
    def width(self) -> float:
        return float(np.mean(np.asarray(self.high, float) - np.asarray(self.low, float)))


@dataclass(frozen=True)
class Cell:
    """A design. ``draw(rng)`` gives the judged intervals of each target; ``bands`` what their shares must lie in, or no band (shown only).

    ``sources``: the modules of ``analysis`` whose change makes the cell stale.
    """

    study: str
    name: str
    draw: Callable[[np.random.Generator], Mapping[str, Judged]]
    bands: Mapping[str, Band]
    sources: tuple[str, ...]
    draws: int = 2000

    def generator(self, number: int) -> np.random.Generator:
        return np.random.default_rng([SEED, zlib.crc32(f"{self.study} {self.name}".encode()), number])

    def drawn(self, start: int, stop: int) -> Iterator[Mapping[str, Judged]]:
        for number in range(start, stop):
            yield self.draw(self.generator(number))


@dataclass(frozen=True)
class Coverage:
    """How often one target was covered. ``error``: Monte Carlo standard error, over draws; ``width``: the intervals' mean width.

    ``first``: mean low and high of the first draws."""

    study: str
    cell: str
    target: str
    draws: int
    share: float
    error: float
    width: float
    band: Band | None
    first: tuple[float, float]
    drawn: int
    """Draws made of the cell; ``draws`` of them had the target."""

    @property
    def holds(self) -> bool:
        """True where there is no band, or the share lies in it but for two standard errors."""
        if self.band is None:
            return True
        return self.band.least - 2 * self.error <= self.share <= self.band.most + 2 * self.error


def run(cell: Cell, draws: int, progress: Callable[[int], None] = lambda done: None, before: Iterable[Coverage] = ()) -> list[Coverage]:
    """``draws`` draws of ``cell``, tallied: one ``Coverage`` a target, in the order the targets first come.

    ``before``: what its first draws gave, which are then not drawn again. A target that a draw cannot have is left out of that draw.
    """
    known = {one.target: one for one in before}
    start = max((one.drawn for one in known.values()), default=0)
    shares: dict[str, list[float]] = {}
    widths: dict[str, list[float]] = {}
    first: dict[str, list[tuple[float, float]]] = {}
    for number, judged in enumerate(cell.drawn(start, draws), start=start):
        for target, one in judged.items():
            shares.setdefault(target, []).append(one.covered)
            widths.setdefault(target, []).append(one.width)
            if number < FIRST:
                first.setdefault(target, []).append((float(np.mean(one.low)), float(np.mean(one.high))))
        progress(number + 1)
    return [together(known.get(target), Coverage(
        cell.study, cell.name, target, len(values), float(np.mean(values)), error(values), float(np.mean(widths[target])),
        cell.bands.get(target), tuple(np.mean(first[target], axis=0).tolist()) if target in first else (np.nan, np.nan), draws))
        for target, values in shares.items()]


def error(values: list[float]) -> float:
    """Monte Carlo standard error of a mean of shares; where all draws agree, what it would be had one of them not."""
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return max(spread, 1 / np.sqrt(len(values))) / np.sqrt(len(values)) if spread == 0 else spread / np.sqrt(len(values))


def together(before: Coverage | None, after: Coverage) -> Coverage:
    """Two runs of different draws of one target as one."""
    if before is None:
        return after
    n = before.draws + after.draws
    weight = before.draws / n, after.draws / n
    share = weight[0] * before.share + weight[1] * after.share
    squares = sum(one.draws * (one.draws - 1) * one.error**2 + one.draws * (one.share - share) ** 2 for one in (before, after))
    width = weight[0] * before.width + weight[1] * after.width
    early = min(before.drawn, FIRST)
    more = (min(after.drawn, FIRST) - early) / min(after.drawn, FIRST)           # of the first draws, those that came now
    first = tuple((1 - more) * old + more * new for old, new in zip(before.first, after.first, strict=True)) if more else before.first
    return replace(after, draws=n, share=share, error=float(np.sqrt(squares / (n - 1) / n)), width=width, first=first)
