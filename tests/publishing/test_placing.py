"""Reports are built in a staging folder, looked at, and moved into place: whatever fails leaves the last good ones."""

import json
from dataclasses import replace

import nbformat
import pytest
from publishing.example import code, report_notebook

from analysis.parameters import Problem, Subject
from analysis.publishing.passport import dump, superseded
from analysis.publishing.placing import as_made, place
from analysis.publishing.plan import plan
from analysis.publishing.selection import select
from analysis.publishing.stage import render

ABOUT = Subject("billund", "2019")


@pytest.fixture
def asked(parameters):
    return plan(parameters, select(parameters, only="billund-2019", report="learning-report", formats="html"))


def build(parameters, layout, words: str = "") -> bool:
    """Render Billund's learning reports into the staging folder; ``words`` go onto the page."""
    notebook = report_notebook(code(f"HTML({f'<p>{words}</p>'!r})")) if words else report_notebook()
    nbformat.write(notebook, layout.root / "notebooks" / "learning-report.ipynb")
    asked = select(parameters, only="billund-2019", formats="html")
    return not any(one.failed for one in render(parameters, layout.staged, "learning-report", ABOUT, selection=asked))


def there(layout) -> dict[str, bytes]:
    return {path.relative_to(layout.reports).as_posix(): path.read_bytes() for path in layout.reports.rglob("*") if path.is_file()}


def test_what_is_built_is_not_there_until_it_is_placed(parameters, layout, asked):
    assert build(parameters, layout)
    assert there(layout) == {}
    assert len(place(parameters, layout, asked, (as_made,)).moved) == 2
    assert there(layout) == there(layout.staged)
    assert not place(parameters, layout, asked, (as_made,)).moved, "the second time nothing is new"


def test_a_look_that_finds_something_keeps_everything_out_and_the_last_good_ones_stand(parameters, layout, asked):
    build(parameters, layout)
    place(parameters, layout, asked, (as_made,))
    before = there(layout)
    assert build(parameters, layout, "anything new")
    assert there(layout.staged) != before
    trouble = Problem("reports", "a number", "a hidden one", "a shown one")
    seen = []

    def look(parameters, staged, reports):
        seen.extend(reports)
        return [trouble]

    placed = place(parameters, layout, asked, (as_made, look))
    assert (placed.moved, placed.problems) == ((), (trouble,))
    assert seen == asked, "a look sees every audience's report at once"
    assert there(layout) == before


def test_a_report_that_failed_keeps_its_last_good_files(parameters, layout, asked):
    build(parameters, layout)
    place(parameters, layout, asked, (as_made,))
    before = there(layout)
    for entry in asked:
        for path in entry.files(layout.staged, "da"):
            path.unlink()                                            # as Snakemake does before it runs a step again
    nbformat.write(report_notebook(code("raise ValueError")), layout.root / "notebooks" / "learning-report.ipynb")
    done = render(parameters, layout.staged, "learning-report", ABOUT, selection=select(parameters, formats="html"))
    assert all(one.failed for one in done)
    assert not place(parameters, layout, asked, (as_made,)).moved
    assert there(layout) == before


def test_a_page_that_is_not_its_passports_is_never_placed(parameters, layout, asked):
    build(parameters, layout)
    page = asked[0].path(layout.staged, "html", "da")
    page.write_bytes(page.read_bytes() + b" ")
    placed = place(parameters, layout, asked, (as_made,))
    assert [problem.file for problem in placed.problems] == [page.relative_to(layout.root).as_posix()]
    assert there(layout) == {}


def test_a_placed_report_that_was_changed_or_lost_is_placed_again(parameters, layout, asked):
    build(parameters, layout)
    place(parameters, layout, asked, (as_made,))
    before = there(layout)
    asked[0].path(layout, "html", "da").write_text("changed")
    asked[1].path(layout, "html", "da").unlink()
    assert set(place(parameters, layout, asked, (as_made,)).moved) == set(asked)
    assert there(layout) == before


def test_the_other_status_goes_when_the_report_is_placed(parameters, layout, asked):
    build(parameters, layout)
    old = replace(asked[0].other, formats=("html", "pdf")).files(layout, "da")
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    place(parameters, layout, asked, (as_made,))
    assert not any(path.exists() for path in old)


def test_a_report_marked_as_superseded_stays_so_until_it_is_made_anew(parameters, layout, asked):
    from datetime import date

    build(parameters, layout)
    place(parameters, layout, asked, (as_made,))
    passport = asked[0].passport(layout, "da")
    passport.write_bytes(superseded(passport, date(2020, 1, 2), "a1"))
    assert not place(parameters, layout, asked, (as_made,)).moved
    told = json.loads(asked[0].passport(layout.staged, "da").read_text(encoding="utf-8"))
    asked[0].passport(layout.staged, "da").write_bytes(dump(told | {"warnings": ["another"]}))
    assert place(parameters, layout, asked, (as_made,)).moved == (asked[0],)
    assert "superseded" not in json.loads(passport.read_text(encoding="utf-8"))


def test_a_leak_in_staging_is_refused_by_file_and_number_and_the_last_good_reports_stand(parameters, layout, asked):
    """What ``make reports`` does behind its run: the auditor reads what is staged."""
    from analysis.commands.look import looks
    from analysis.commands.project import Project

    def build_page(words: str) -> None:
        made = report_notebook(code(f"HTML('<h2>Børnenes svar</h2><p>{words}</p>')"))
        del made.cells[3]                                            # the page of every word, whose numbers are nobody's
        nbformat.write(made, layout.root / "notebooks" / "learning-report.ipynb")
        done = render(parameters, layout.staged, "learning-report", ABOUT, selection=select(parameters, formats="html"))
        assert not any(one.failed for one in done)

    project = Project(layout.root, layout.programme)
    build_page("80 % har svaret, 400 i alt.")
    placed = place(parameters, layout, asked, looks(project))
    assert placed.problems == ()
    assert len(placed.moved) == 2
    before = there(layout)
    build_page("Et skjult gennemsnit er 461,3 point.")
    placed = place(parameters, layout, asked, looks(project))
    assert not placed.moved
    assert [(problem.file.rpartition("/")[2], problem.found) for problem in placed.problems] == [("learning-report.html", "461,3")] * 2
    assert there(layout) == before, "both audiences' last good reports stand"
