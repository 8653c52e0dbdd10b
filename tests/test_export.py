"""What researchers take elsewhere is what was computed, with labels, and says what it is."""

import shutil
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from analysis.commands.export import export_round, rounds_asked
from analysis.commands.project import Project
from analysis.estimates.tables import rows
from analysis.intake.stage import make_responses
from analysis.parameters import Layout, load_parameters
from analysis.scales.stage import make_scores

ALENE = Path(__file__).parent / "programmes" / "alene"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """(parameters, layout, what was exported) of the programme alone, with two made-up estimates."""
    root = tmp_path_factory.mktemp("export")
    shutil.copytree(ALENE, root, dirs_exist_ok=True)
    parameters, layout = load_parameters(root, "alene"), Layout(root, "alene")
    make_responses(parameters, layout, "nyby", "2024")
    make_scores(parameters, layout, "nyby", "2024")
    key = {"role": "child", "scale": "child_play", "level": "municipality", "unit": "nyby", "wave": "2024"}
    table = rows([{"kind": "level", "value": 1 / 3, "se": 2.5, "n": 31, "flags": "few_raters", **key}, {"kind": "spread", "n": 31, **key}])
    path = layout.estimates("nyby", "2024")
    path.parent.mkdir(parents=True)
    table.to_parquet(path, index=False)
    return parameters, layout, export_round(parameters, layout, "nyby", "2024")


def test_the_files_lie_inside_and_their_rows_are_told(exported):
    _, layout, done = exported
    assert done.folder == layout.root / "reports" / "alene" / "internal" / "export" / "nyby" / "2024"
    assert {path.name for path in done.folder.iterdir()} == {*done.counts, "codebook.csv", "README.md"}
    page = (done.folder / "README.md").read_text(encoding="utf-8")
    for name, (count, columns) in done.counts.items():
        assert f"| `{name}` | {count} | {columns} |" in page
    assert "Synthetic: every answer in these files is invented." in page
    assert "**Internal.**" in page


def test_the_rounds_asked_for_are_exported(root):
    assert rounds_asked(Project(root, "laeringsledelse", only="billund-2019")) == [("billund", "2019")]
    assert rounds_asked(Project(root, "laeringsledelse", only="kolding")) == [("kolding", wave) for wave in ("2016", "2017", "2019")]
    assert {place for place, _ in rounds_asked(Project(root, "laeringsledelse"))} >= {"billund", "kolding"}


def test_scores_read_back_as_they_were(exported):
    parameters, layout, done = exported
    scores = pd.read_parquet(layout.scores("nyby", "2024"))
    back = pd.read_parquet(done.folder / "scores.parquet")
    pd.testing.assert_frame_equal(back, scores, check_flags=False)
    assert back.attrs["synthetic"] is True
    for role in ("child", "contact"):
        sav, about = pyreadstat.read_sav(done.folder / f"scores-{role}.sav")
        own = scores[scores["role"] == role]
        assert about.file_label == f"Synthetic: alene nyby-2024 {role}"
        assert list(sav["form_id"]) == list(own["form_id"].unique())
        for scale in parameters.instruments[role].scales:
            rows_ = own[own["scale"] == scale.scale].set_index("form_id").loc[sav["form_id"]]
            for name, measure in ((scale.scale, "points"), (f"{scale.scale}_mean", "score"), (f"{scale.scale}_answered", "answered")):
                pd.testing.assert_series_equal(
                    sav[name], rows_[measure].reset_index(drop=True), check_names=False, check_dtype=False, rtol=1e-12
                )


def test_labels_read_back_on_variables_and_values(exported):
    parameters, _, done = exported
    sav, about = pyreadstat.read_sav(done.folder / "scores-child.sav")
    assert about.column_names_to_labels["child_play"] == "Leg: points, norm wave 500, SD 100"
    assert about.variable_value_labels["gender"] == {1.0: "Piger", 2.0: "Drenge"}
    assert set(sav["gender"].dropna()) == {1.0, 2.0}
    names = about.variable_value_labels["centre_name"]
    register = {centre.slug: centre.name for centre in parameters.municipality("nyby").centres}
    assert [names[code] for code in sav["centre_name"]] == [register[slug] for slug in sav["centre"]]
    assert set(sav["synthetic"]) == {1.0}
    assert about.variable_value_labels["synthetic"][1.0] == "Yes: every answer is invented"


def test_nothing_identifies_but_pseudonyms(exported):
    _, layout, done = exported
    raw = pd.read_csv(layout.raw / "nyby-2024" / "child.csv", dtype="str")
    known = set(raw["barn"]) | set(raw["foedt"]) | set(raw["bemaerkning"].dropna())
    for path in done.folder.glob("*.sav"):
        frame, _ = pyreadstat.read_sav(path)
        assert not known & {value for name in frame.select_dtypes(exclude="number") for value in frame[name]}


def test_estimates_come_with_a_codebook_of_every_column(exported):
    _, _, done = exported
    table = pd.read_csv(done.folder / "estimates.csv", keep_default_na=False, na_values={"value": [""], "se": [""]})
    assert table["value"].tolist()[0] == 1 / 3
    assert table["value"].isna().tolist() == [False, True]
    assert set(table["synthetic"]) == {True}
    codebook = pd.read_csv(done.folder / "codebook.csv")
    assert not codebook["meaning"].isna().any()
    told = {file: set(rows_["variable"]) for file, rows_ in codebook.groupby("file")}
    assert told["estimates.csv"] == set(table.columns)
    for role in ("child", "contact"):
        assert told[f"scores-{role}.sav"] == set(pyreadstat.read_sav(done.folder / f"scores-{role}.sav", metadataonly=True)[1].column_names)
