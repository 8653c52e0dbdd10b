"""``make diff``: a changed number, finding or recommendation is told; the same build is the same."""

import shutil

import pytest
from display import example

from analysis.__main__ import main
from analysis.commands.diff import MOST, between, compared
from analysis.disclosure.shown_file import write_shown
from analysis.display.report import open_report

NAME = "learning-report/public/birkelund/2019.parquet"


@pytest.fixture
def built(tmp_path):
    """``built("new", rows)`` writes one shown file into a build's folder and returns the folder."""

    def make(build: str, rows=None, name: str = NAME):
        meta = example.make_meta()
        write_shown(tmp_path / build / name, example.make_rows(meta) if rows is None else rows, meta)
        return tmp_path / build

    return make


def changed(where, **values):
    rows = example.make_rows(example.make_meta())
    chosen = where(rows)
    for column, value in values.items():
        rows.loc[chosen, column] = value
    return rows


def test_the_same_build_is_the_same(built):
    assert list(compared(built("old"), built("new"))) == []


def test_a_changed_number_is_told_with_both_values_and_a_new_finding_with_its_kind(built):
    def first(rows):
        shown = (rows["kind"] == "change") & (rows["level"] == "municipality") & (rows["status"] == "shown")
        return rows.index == rows.index[shown][0]

    rows = changed(first, value=61.0, low=45.0, high=77.0, q=0.0001)
    (found,) = compared(built("old"), built("new", rows))
    assert found.report == "learning-report/public/birkelund/2019"
    (number,) = found.numbers
    assert number.startswith("change ")
    assert "-> 61 (45 to 77)" in number
    assert all(line.startswith("finding change ") and line.endswith("-> progress") for line in found.findings)


def test_a_number_that_is_hidden_now_is_told_without_the_old_one_being_lost(built):
    def first(rows):
        return rows.index == rows.index[(rows["kind"] == "level") & (rows["status"] == "shown")][0]

    rows = changed(first, status="hidden", method="", flags="", family="", value=float("nan"), low=float("nan"), high=float("nan"),
                   q=float("nan"), n=float("nan"), n_raters=float("nan"), n_groups=float("nan"))
    (found,) = compared(built("old"), built("new", rows))
    assert found.numbers[0].endswith("-> hidden")


def test_recommendations_that_come_and_go_are_told(built):
    meta = example.make_meta()
    less = example.make_meta()
    less["recommendations"] = []
    new = built("new")
    write_shown(new / "other.parquet", example.make_rows(less), less)
    before, after = open_report(new / NAME), open_report(new / "other.parquet")
    assert meta["recommendations"]
    assert any(line.endswith("no longer called for") for line in between("x", before, after).recommendations)


def test_reports_that_are_new_or_gone_are_named(built):
    old, new = built("old"), built("new", name="centre-profile/centre/birkelund/2019/a.parquet")
    assert [(one.report, one.numbers) for one in compared(old, new)] == [
        ("centre-profile/centre/birkelund/2019/a", ("is new",)), ("learning-report/public/birkelund/2019", ("is gone",))
    ]


def test_the_command_counts_what_it_does_not_print(built, tmp_path, root, capsys):
    processed = tmp_path / "project" / "data" / "processed" / "laeringsledelse"
    shutil.copytree(root / "parameters", tmp_path / "project" / "parameters")
    (tmp_path / "project" / "Snakefile").touch()
    old = built("old")
    rows = example.make_rows(example.make_meta())
    rows.loc[rows["value"].notna(), "n"] += 1
    shutil.copytree(built("new", rows), processed / "shown")
    assert main(["diff", f"AGAINST={old}", "--root", str(tmp_path / "project")]) == 1
    told = capsys.readouterr().out
    count = int((rows["value"].notna() & rows["n"].notna()).sum())
    assert f"and {count - MOST} more numbers" in told
    assert told.rstrip().endswith(f"1 report differs: {count} numbers, 0 findings, 0 recommendations.")
    assert main(["diff", f"AGAINST={processed}", "--root", str(tmp_path / "project")]) == 0


def test_a_folder_without_a_build_is_refused(tmp_path, capsys):
    assert main(["diff", f"AGAINST={tmp_path}"]) == 2
    assert "a folder of an earlier build" in capsys.readouterr().err
