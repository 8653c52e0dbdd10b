"""The codebook and the page that travel with exported scores and estimates. Pure text."""

from collections.abc import Mapping

import pandas as pd

from analysis.commands.handover.scores import Labelled
from analysis.estimates import meanings
from analysis.parameters import Parameters


def codebook(scores: Mapping[str, Labelled]) -> pd.DataFrame:
    """``file, variable, meaning, values``: every variable of the SPSS files, every column of the estimates."""
    rows = [
        (
            f"scores-{role}.sav",
            name,
            one.labels.get(name, ""),
            "; ".join(f"{code:g} = {words}" for code, words in one.values.get(name, {}).items()),
        )
        for role, one in scores.items()
        for name in one.frame
    ]
    rows += [("estimates.csv", name, words, "") for name, words in meanings.COLUMNS.items()]
    rows.append(("estimates.csv", "synthetic", "whether every answer is invented", "True; False"))
    return pd.DataFrame(rows, columns=["file", "variable", "meaning", "values"])


def page(parameters: Parameters, municipality: str, wave: str, counts: Mapping[str, tuple[int, int]]) -> str:
    """README of one round's export; ``counts``: file -> (rows, columns)."""
    programme, place = parameters.programme, parameters.municipality(municipality)
    language = programme.languages[0]
    mark = "**Synthetic: every answer in these files is invented.** " if programme.synthetic else ""
    files = "\n".join(f"| `{name}` | {rows} | {columns} |" for name, (rows, columns) in counts.items())
    kinds = "\n".join(f"| `{kind}` | {unit} | {words} |" for kind, (unit, words) in meanings.KINDS.items())
    flags = "\n".join(f"- `{flag}`: {words}" for flag, words in meanings.FLAGS.items())
    return f"""# {place.name}, {wave}: scores and estimates

{mark}Programme: {programme.name.in_language(language)} (`{programme.slug}`).
Points: in the norm wave {programme.norm_wave} every scale has mean 500 and standard deviation 100.

**Internal.** The scores are rows of persons under keyed pseudonyms: personal data as long as the key exists. They go to nobody who is not
named in the data-processing agreement. The estimates are unrounded and hold small groups that no report shows. The pseudonyms of this
programme fit its own files only.

| file | rows | columns |
|---|---|---|
{files}

- `scores.parquet`: one row per form, scale and basis (`full`: all items asked; `common:<wave>`: the items asked in that wave too).
- `scores-<group>.sav`: the same for one respondent group, one row per form; labels on variables and values.
- `estimates.csv`: UTF-8, comma, decimal point; empty is missing. One row per quantity.
- `codebook.csv`: every variable and column, and what its codes mean.

## Kinds of estimates

| kind | unit | what it is |
|---|---|---|
{kinds}

## Flags

{flags}
"""
