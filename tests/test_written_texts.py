"""``make check``: people's texts are held against what the reports show now, before a report is made of them."""

import shutil

import pytest
from display import example

from analysis.commands.project import Project
from analysis.commands.written import stale_texts
from analysis.disclosure.shown_file import write_shown
from analysis.parameters import Subject

TEXTS = "parameters/laeringsledelse/municipalities/billund/texts/2019"
HEAD = "---\ntitle: Forord\nauthor: Anna Prøve\ndate: 2019-12-02\n---\n"


@pytest.fixture
def check(root, tmp_path):
    """``check(words, section, audience)``: the problems of a project whose one text says ``words``, beside one shown learning report."""

    def checked(words: str, section: str = "foreword", audience: str = "public", without: str = "") -> list[str]:
        shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse", dirs_exist_ok=True)
        shutil.rmtree(tmp_path / TEXTS)
        (tmp_path / TEXTS).mkdir()
        (tmp_path / TEXTS / f"{section}.da.md").write_text(HEAD + words, encoding="utf-8")
        if not (tmp_path / "notebooks").exists():
            (tmp_path / "notebooks").symlink_to(root / "notebooks")
        project, meta = Project(tmp_path, "laeringsledelse"), example.make_meta()
        meta.pop(without, None)
        shown = project.layout.shown("learning-report", audience, Subject("billund", "2019"))
        shown.parent.mkdir(parents=True, exist_ok=True)
        write_shown(shown, example.make_rows(example.make_meta()), meta)
        return [str(problem) for problem in stale_texts(project)]

    return checked


def test_a_text_that_holds_passes_and_one_whose_number_moved_is_told(check):
    rows = example.make_rows(example.make_meta())
    level = rows[(rows["kind"] == "level") & (rows["scale"] == "maths") & (rows["wave"] == "2019") & (rows["level"] == "municipality")]
    now = int(level["value"].iloc[0])
    assert check(f"Vi ligger på {{{{level contact.maths = {now}}}}}.") == []
    problem, = check(f"Vi ligger på {{{{level contact.maths = {now + 1}}}}}.")
    assert "foreword.da.md" in problem
    assert f"expected {now}, what is shown now" in problem


def test_a_number_written_without_a_reference_is_told_too(check):
    problem, = check("Vi ligger på 474 point.")
    assert "as a plain number" in problem


def test_a_text_no_report_shows_is_not_held_against_any(check):
    assert check("Vi ligger på {{level contact.maths = 1}}.", section="profile") == [], "no profile has been made here"


@pytest.mark.parametrize("key", ["plan", "languages", "waves"])
def test_a_shown_file_of_an_older_version_is_named_with_what_to_do(check, key):
    problem, = check("Vi ligger på {{level contact.maths = 1}}.", without=key)
    assert problem.startswith("data/processed/laeringsledelse/shown/learning-report/public/billund/2019.parquet: shown file: found")
    assert f"without {key}, expected what this version writes: make reports ONLY=billund-2019" in problem


def test_so_is_one_that_lacks_something_within_a_part(check, monkeypatch):
    def reading_a_part(report, text):
        raise KeyError("budget")

    monkeypatch.setattr("analysis.display.references.with_numbers", reading_a_part)
    problem, = check("Vi ligger på {{level contact.maths = 1}}.")
    assert "shown file: found a file of another version, without 'budget', expected what this version writes" in problem
