"""Forked kernels against lean stock ones, in seconds of processor: the kernels alone, by which forking is kept, and the whole chain.

Reports of one round are rendered one at a time with both kinds (`where.py`, whose tables tell the parts).
"""

from collections.abc import Iterator
from pathlib import Path

import where
from goals import Goal

LEAST = 2
"""Times that forked kernels must be cheaper."""


def goals(root: Path) -> Iterator[Goal]:
    warm, stock = where.measured("warm", root), where.measured("stock", root)
    for report in where.REPORTS:
        ratios = {}
        for name, of in (("kernel", lambda found, report=report: found[report, where.KERNEL][1]),
                         ("chain", lambda found, report=report: where.whole(found, report))):
            ratios[name] = of(stock) / of(warm)
        beside = f"the whole chain: {ratios['chain']:.1f} times"
        yield Goal(f"kernels_{report}", f"stock kernels over forked ones, {report}", ratios["kernel"], LEAST, least=True, beside=beside)
    empty = stock["kernel", "empty"][1] / warm["kernel", "empty"][1]
    yield Goal("kernels_empty", "stock kernels over forked ones, one empty cell", empty, LEAST, least=True)
