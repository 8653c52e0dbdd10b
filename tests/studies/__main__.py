"""``make coverage-study``: run what is missing or stale, cell by cell, and write the tables into ``docs/methods.md``.

A stopped study goes on where it was: a finished cell is on disk at once.
"""

import argparse
import gc
import sys
import time

import pandas as pd
from studies import page, results
from studies.catalogue import every_cell
from studies.tally import run

LINE = 78


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make coverage-study", description=__doc__)
    parser.add_argument("--only", default="", help="cells whose study or name contains this")
    parser.add_argument("--all", action="store_true", help="run cells again that are up to date")
    parser.add_argument("--draws", type=int, default=None, help="stop every cell after so many draws; a later run goes on from there")
    parser.add_argument("--page", action="store_true", help="write the tables from the results there are, and run nothing")
    chosen = parser.parse_args(words)
    started = time.perf_counter()
    make_haste()
    cells = [] if chosen.page else [cell for cell in every_cell() if chosen.only in f"{cell.study}: {cell.name}"]
    for number, cell in enumerate(cells, start=1):
        label = f"{number:3d}/{len(cells)} {cell.study}: {cell.name}"
        draws = min(chosen.draws or cell.draws, cell.draws)
        before = [] if chosen.all else results.of_cell(cell)
        if before and max(one.drawn for one in before) >= draws:
            results.restamp(cell)
            print(f"{label}: stands", flush=True)
            continue
        found = run(cell, draws, lambda done, label=label, draws=draws: show(label, done, draws), before)
        results.put(results.table(found, cell.sources))
        failed = [f"{one.target} {one.share:.3f} +- {one.error:.3f}" for one in found if not one.holds]
        print(f"\r{label}: {', '.join(failed) + ' OUTSIDE' if failed else 'holds'} "
              f"({time.perf_counter() - started:.0f} s)".ljust(LINE), flush=True)
    page.write()
    table = results.read()
    outside = table[~table["holds"]]
    print(f"{len(table)} shares in {table.groupby(['study', 'cell']).ngroups} cells, {len(outside)} outside their band; "
          "docs/coverage.csv and docs/methods.md are written.")
    with pd.option_context("display.width", 160, "display.max_columns", None):
        if len(outside):
            print(outside[["study", "cell", "target", "share", "error", "least", "most"]].to_string(index=False))
    return 0


def make_haste() -> None:
    """Text as Python's own strings, few searches for garbage, as where a report is estimated: the same values in two thirds of the time."""
    pd.set_option("mode.string_storage", "python")
    gc.set_threshold(50_000, 20, 20)


def show(label: str, done: int, draws: int) -> None:
    if sys.stdout.isatty() or done % 500 == 0:
        print(f"\r{label}: {done} of {draws}", end="" if sys.stdout.isatty() else "\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
