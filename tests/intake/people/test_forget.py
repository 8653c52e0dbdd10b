"""``make forget``: out of the raw files byte for byte, out of everything made from them, and never back; all of it or nothing."""

import csv
import io
import json
import os
import shutil

import pandas as pd
import pytest
import yaml

from analysis.__main__ import DEFAULT_PROGRAMME, main
from analysis.commands.forget import forget
from analysis.commands.project import Project
from analysis.intake.people import transaction
from analysis.intake.people.withdrawal import raw_places
from analysis.intake.raw import decode
from analysis.intake.stage import make_responses, read_wave
from analysis.parameters import Layout, ParameterError, load_parameters
from analysis.publishing.plan import every_report

WORDS = {"IDS": "", "ONLY": "", "PROGRAMME": "", "RAW": ""}


@pytest.fixture
def town(alone):
    """A project with the programme ``alene``, made as far as responses, with the passport of every report."""
    parameters, layout = alone
    make_responses(parameters, layout, "nyby", "2024")
    for entry in every_report(parameters):
        path = entry.passport(layout, "da")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"report": entry.report, "status": "udkast"}), encoding="utf-8")
    return Project(layout.root, "alene")


@pytest.fixture
def asked(tmp_path_factory):
    """Writes an id file outside the project and gives the words of the command."""

    def words(*lines: str, only: str = "") -> dict[str, str]:
        path = tmp_path_factory.mktemp("outside") / "ids.csv"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return WORDS | {"IDS": str(path), "ONLY": only}

    return words


def raw(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((project.layout.raw / "nyby-2024").iterdir())}


def everything(project: Project) -> dict[str, bytes]:
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in sorted(project.root.rglob("*")) if path.is_file()}


def test_a_child_is_gone_from_every_form_about_it_and_no_other_byte_is_touched(town, asked, capsys):
    before = raw(town)
    forget(town, asked("B105"))
    after = raw(town)
    assert after["child.csv"] == b"".join(line for line in before["child.csv"].splitlines(keepends=True) if not line.startswith(b"B105,"))
    assert after["contact.csv"] == b"".join(line for line in before["contact.csv"].splitlines(keepends=True) if b";B105;" not in line)
    assert after["invited.csv"] == before["invited.csv"]
    assert not town.layout.forms("nyby", "2024").exists()
    told = capsys.readouterr().out
    assert "nyby-2024 child: 1 record\n" in told
    assert "B105" not in told


def test_the_receipt_counts_and_names_nobody(town, asked):
    forget(town, asked("role,id", "child,B105", "contact,P-N2-1"))
    (path,) = (town.layout.parameters / "withdrawals").iterdir()
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert told["persons"] == {"child": 1, "adult": 1}
    assert told["records_removed"] == {"nyby-2024 child": 1, "nyby-2024 contact": 5}
    assert told["waves_made_again"] == ["nyby-2024"]
    assert told["reports_superseded"] == len(every_report(town.parameters))
    for text in (path.read_text(encoding="utf-8"), town.layout.withdrawn.read_text(encoding="utf-8")):
        assert "B105" not in text
        assert "P-N2" not in text


def test_passports_of_reports_made_with_the_person_are_superseded(town, asked):
    forget(town, asked("B105"))
    for entry in every_report(town.parameters):
        told = json.loads(entry.passport(town.layout, "da").read_text(encoding="utf-8"))
        assert told["superseded"]["why"] == "withdrawal"
        assert told["status"] == "udkast"


def test_one_who_was_forgotten_never_returns_with_a_new_copy_of_the_export(town, asked, root):
    forget(town, asked("B105"))
    shutil.copytree(root / "tests" / "programmes" / "alene" / "data", town.root / "data", dirs_exist_ok=True)
    made = read_wave(load_parameters(town.root, "alene"), town.layout, "nyby", "2024")
    dropped = made.flow[made.flow["reason"] == "withdrawn"]
    assert dropped[["role", "forms"]].values.tolist() == [["child", 1], ["contact", 1]]
    assert "" not in set(dropped["centre"]), "where the form was is kept"
    # asked again, the new copy is cleared as well
    forget(Project(town.root, "alene"), asked("B105"))
    again = read_wave(load_parameters(town.root, "alene"), town.layout, "nyby", "2024")
    assert not (again.flow["reason"] == "withdrawn").any()
    assert town.layout.withdrawn.read_text(encoding="utf-8").count("- ") == 1


@pytest.mark.parametrize("at", range(0, 30, 3))
def test_a_failure_halfway_leaves_everything_as_it_was(town, asked, monkeypatch, at):
    before, real, calls = everything(town), os.replace, []

    def failing(source, target):
        calls.append(source)
        if len(calls) == at + 1:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(transaction.os, "replace", failing)
    with pytest.raises(OSError, match="disk full"):
        forget(town, asked("B105"))
    assert everything(town) == before


@pytest.mark.parametrize(
    ("lines", "only", "says"),
    [
        (["B999"], "", "row 1: found an id that stands in no raw file"),
        (["pupil,B105"], "", "row 1: found 'pupil', expected one of 'child', 'contact', 'rater', 'person', 'form'"),
        (["a,b,c"], "", "row 1: found 3 fields"),
        ([], "", "no ids"),
        (["B105"], "nyby-2025", "Did you mean 'nyby-2024'"),
    ],
)
def test_what_cannot_be_is_said_without_the_id_and_nothing_changes(town, asked, lines, only, says):
    before = everything(town)
    with pytest.raises(ParameterError) as caught:
        forget(town, asked(*lines, only=only))
    assert says in str(caught.value)
    assert "B999" not in str(caught.value)
    assert everything(town) == before


def test_an_id_that_could_be_two_people_is_asked_about(town, asked):
    path = town.layout.raw / "nyby-2024" / "contact.csv"
    path.write_bytes(path.read_bytes().replace(b"P-N1-1", b"B105"))
    with pytest.raises(ParameterError, match="row 1: found an id of 2 kinds, expected whose id it is"):
        forget(town, asked("B105"))
    forget(town, asked("rater,B105"))
    assert b"\nB105,N1," in raw(town)["child.csv"], "the child of that number stays"


def test_one_who_is_in_no_file_yet_is_kept_out_of_those_to_come(town, asked):
    forget(town, asked("child,B777", only="nyby-2024"))
    path = town.layout.raw / "nyby-2024" / "contact.csv"
    path.write_bytes(path.read_bytes().replace(b";B105;", b";B777;"))
    made = read_wave(load_parameters(town.root, "alene"), town.layout, "nyby", "2024")
    assert made.flow.loc[made.flow["reason"] == "withdrawn", "forms"].tolist() == [1]


def test_another_municipalitys_broken_file_is_in_nobodys_way(root, tmp_path):
    parameters = load_parameters(root, DEFAULT_PROGRAMME)
    places = raw_places(parameters, Layout(tmp_path, DEFAULT_PROGRAMME), ["billund-2019"])
    assert {(place.municipality, place.wave) for place in places} == {("billund", wave) for wave in ("2015", "2017", "2019")}
    assert {place.municipality for place in raw_places(parameters, Layout(tmp_path, DEFAULT_PROGRAMME))} == set(parameters.municipalities)


def test_ids_are_not_taken_from_inside_the_project(town):
    path = town.root / "ids.csv"
    path.write_text("B105\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="ids are never committed"):
        forget(town, WORDS | {"IDS": str(path)})


def rewritten(town, name: str, content: bytes, format: str = "csv") -> None:
    """Put another file in place of child.csv."""
    path = town.layout.raw / "nyby-2024" / "child.csv"
    path.unlink()
    path.with_name(name).write_bytes(content)
    unit = town.layout.parameters / "municipalities" / "nyby.yml"
    text = unit.read_text(encoding="utf-8").replace("nyby-2024/child.csv, format: csv", f"nyby-2024/{name}, format: {format}")
    unit.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("dialect", ["utf-8-sig", "utf-16", "cp1252", "quoted"])
def test_every_dialect_of_text_stays_what_it_is(town, asked, dialect):
    text = raw(town)["child.csv"].decode("utf-8").replace("vil gerne hjem, tror jeg", "hjem æøå")
    rows = list(csv.reader(io.StringIO(text)))
    if dialect == "quoted":
        rows[3][-1] = 'først "dette"\nså; det'
        out = io.StringIO()
        csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
        content, marker = out.getvalue().encode("utf-8"), '"B105"'
    else:
        content = "".join("\t".join(row) + "\r\n" for row in rows).encode(dialect)
        marker = "B105\t"
    rewritten(town, "child.txt", content)
    forget(Project(town.root, "alene"), asked("B105"))
    after = (town.layout.raw / "nyby-2024" / "child.txt").read_bytes()
    line = next(line for line in decode(content).split("\r\n") if line.startswith(marker)) + "\r\n"
    gone = line.encode("utf-16-le" if dialect == "utf-16" else "utf-8" if dialect in ("quoted", "utf-8-sig") else dialect)
    assert content.count(gone) == 1
    assert after == content.replace(gone, b"")


def test_a_workbook_loses_the_rows_and_nothing_else(town, asked):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in csv.reader(io.StringIO(raw(town)["child.csv"].decode("utf-8"))):
        book.active.append([int(field) if field.isdigit() else field for field in row])
    book.create_sheet("Noter").append(["Trukket 1. november"])
    content = io.BytesIO()
    book.save(content)
    rewritten(town, "child.xlsx", content.getvalue(), "excel")
    forget(Project(town.root, "alene"), asked("B105"))
    after = openpyxl.load_workbook(town.layout.raw / "nyby-2024" / "child.xlsx")
    assert after.sheetnames == ["Svar", "Noter"]
    ids = [row[0] for row in after["Svar"].iter_rows(values_only=True)]
    assert "B105" not in ids
    assert len(ids) == book["Svar"].max_row - 1
    assert after["Noter"]["A1"].value == "Trukket 1. november"


def test_a_surveyxact_export_loses_the_records_of_its_dataset(town, asked):
    header, *rows = csv.reader(io.StringIO(raw(town)["child.csv"].decode("utf-8").replace(", tror jeg", "")))
    folder = town.layout.raw / "nyby-2024" / "child"
    folder.mkdir()
    lines = [";".join(row) for row in (header, *rows)]
    (folder / "dataset.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    (folder / "labels.csv").write_bytes("t1;1;Sur smiley\r\nt1;2;Neutral smiley\r\n".encode("cp1252"))
    names = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText"
    (folder / "structure.csv").write_bytes("\r\n".join([names, *(f"{name};{name};Open;String;{name};;" for name in header), ""]).encode())
    unit = town.layout.parameters / "municipalities" / "nyby.yml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("nyby-2024/child.csv, format: csv", "nyby-2024/child, format: surveyxact"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    forget(Project(town.root, "alene"), asked("B105"))
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    (gone,) = (line for line in before["dataset.csv"].splitlines(keepends=True) if line.startswith(b"B105;"))
    assert after == before | {"dataset.csv": before["dataset.csv"].replace(gone, b"")}


def test_an_spss_file_is_written_again_with_all_it_says(town, asked, tmp_path):
    import pyreadstat

    text = raw(town)["child.csv"].decode("utf-8")
    frame = pd.read_csv(io.StringIO(text), dtype=str).fillna("")
    frame["t1"] = pd.to_numeric(frame["t1"])
    path = tmp_path / "child.sav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"t1": "Hvordan har du det?"},
        variable_value_labels={"t1": {1: "Sur", 2: "Neutral", 3: "Glad"}},
        missing_ranges={"t1": [8]},
    )
    rewritten(town, "child.sav", path.read_bytes(), "spss")
    forget(Project(town.root, "alene"), asked("B105"))
    after, about = pyreadstat.read_sav(town.layout.raw / "nyby-2024" / "child.sav", user_missing=True)
    assert "B105" not in set(after["barn"])
    assert len(after) == len(frame) - 1
    assert about.variable_value_labels == {"t1": {1.0: "Sur", 2.0: "Neutral", 3.0: "Glad"}}
    assert about.missing_ranges == {"t1": [{"lo": 8.0, "hi": 8.0}]}


def test_a_record_that_holds_anothers_answers_is_left_to_a_person(town, asked):
    """A wide file with the children's and the contacts' answers in one row: the contact's withdrawal must not take the child's own."""
    child = pd.read_csv(io.StringIO(raw(town)["child.csv"].decode("utf-8")), dtype=str).fillna("")
    contact = pd.read_csv(io.StringIO(decode(raw(town)["contact.csv"])), dtype=str, sep=";").fillna("")
    wide = child.merge(contact.drop(columns=["dagtilbud", "besvaret"]), on="barn").drop_duplicates("barn")
    rewritten(town, "wide.csv", wide.to_csv(index=False).encode())
    unit = town.layout.parameters / "municipalities" / "nyby.yml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("contact.csv", "wide.csv"), encoding="utf-8")
    before = everything(town)
    with pytest.raises(ParameterError, match=r"records that also hold answers of nyby-2024 \(child\), which stay"):
        forget(Project(town.root, "alene"), asked("P-N2-1"))
    assert everything(town) == before
    forget(Project(town.root, "alene"), asked("B105"))
    assert b"B105" not in (town.layout.raw / "nyby-2024" / "wide.csv").read_bytes()


def test_an_interrupted_one_stops_every_run_until_it_is_put_in_order(town, asked, capsys):
    before = raw(town)
    (town.layout.parameters / ".forget.json").write_text(
        json.dumps({"state": "moving", "places": {str(town.layout.raw / "nyby-2024" / "child.csv"): True}}), encoding="utf-8"
    )
    path = town.layout.raw / "nyby-2024" / "child.csv"
    path.rename(path.with_name(".child.csv.old"))
    from analysis.commands.forget import interrupted

    (problem,) = interrupted(Layout(town.root, "alene"))
    assert "run make forget again" in str(problem)
    forget(town, asked("B105"))
    assert "put in order first" in capsys.readouterr().out
    assert len(raw(town)["child.csv"].splitlines()) == len(before["child.csv"].splitlines()) - 1


def test_the_command_wants_to_know_whom(capsys):
    assert main(["forget"]) == 2
    assert "forget IDS=: found nothing, expected a file outside the project" in capsys.readouterr().err
