"""``make export``: scores and estimates for researchers who work elsewhere, under ``reports/<programme>/internal/export/``."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.commands.handover.scores import Labelled, wide
from analysis.commands.handover.words import codebook, page
from analysis.commands.project import Project
from analysis.commands.reports import run_flow, validate
from analysis.parameters import Layout, Parameters
from analysis.publishing.plan import plan


@dataclass(frozen=True)
class Exported:
    """``folder`` of one round; ``counts``: file -> (rows, columns)."""

    folder: Path
    counts: dict[str, tuple[int, int]]


def export(project: Project) -> int:
    """Bring scores and estimates up to date, write them out, and tell how many rows went where."""
    validate(project)
    rounds = rounds_asked(project)
    layout = project.layout
    wanted = [path.relative_to(project.root).as_posix() for one in rounds for path in (layout.scores(*one), layout.estimates(*one))]
    code = run_flow(project, {}, targets=tuple(wanted))
    if code:
        return code
    for municipality, wave in rounds:
        done = export_round(project.parameters, layout, municipality, wave)
        told = ", ".join(f"{name} {rows} rows" for name, (rows, _) in done.counts.items())
        print(f"{municipality}-{wave}: {told}\n  {done.folder.relative_to(project.root)}/")
    print("Internal: rows of persons under pseudonyms. README.md in each folder says what is in it and who may have it.")
    return 0


def rounds_asked(project: Project) -> list[tuple[str, str]]:
    """(municipality, wave) of every round that has a report among those asked for."""
    subjects = [entry.subject for entry in plan(project.parameters, project.selection)]
    return sorted({(one.municipality, one.wave) for one in subjects if one.municipality and one.wave})


def export_round(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> Exported:
    """Write the scores (Parquet, one .sav a role), estimates (CSV), codebook and README of one round."""
    folder = layout.reports / "internal" / "export" / municipality / wave
    folder.mkdir(parents=True, exist_ok=True)
    programme = parameters.programme
    scores, estimates = pd.read_parquet(layout.scores(municipality, wave)), pd.read_parquet(layout.estimates(municipality, wave))
    scores.attrs |= {"programme": programme.slug, "synthetic": programme.synthetic}
    scores.to_parquet(folder / "scores.parquet", index=False)
    counts = {"scores.parquet": scores.shape}
    tables = {role: wide(parameters, scores, role, programme.languages[0]) for role in programme.roles if (scores["role"] == role).any()}
    for role, table in tables.items():
        name = f"scores-{role}.sav"
        _write_sav(table, folder / name, f"{'Synthetic: ' if programme.synthetic else ''}{programme.slug} {municipality}-{wave} {role}")
        counts[name] = table.frame.shape
    estimates.assign(synthetic=programme.synthetic).to_csv(folder / "estimates.csv", index=False, lineterminator="\n")
    counts["estimates.csv"] = (len(estimates), estimates.shape[1] + 1)
    codebook(tables).to_csv(folder / "codebook.csv", index=False, lineterminator="\n")
    (folder / "README.md").write_text(page(parameters, municipality, wave, counts), encoding="utf-8")
    return Exported(folder, counts)


def _write_sav(table: Labelled, path: Path, title: str) -> None:
    import pyreadstat

    # pandas' text with missing values is no type pyreadstat knows: as objects, empty where nothing is told
    text = {name: table.frame[name].astype("object").where(table.frame[name].notna(), "") for name in table.frame.select_dtypes("str")}
    pyreadstat.write_sav(
        table.frame.assign(**text),
        path,
        file_label=title[:64],
        column_labels=table.labels,
        variable_value_labels=table.values,
        variable_measure={name: "nominal" if name in text or name in table.values else "scale" for name in table.frame},
    )
