"""Every number of a report is a listed cell's or structural; a number of any other kind is told with its file and place."""

import json

import openpyxl
import pytest

from analysis.auditing.completeness import reports
from analysis.auditing.listing import listings
from analysis.auditing.page import Node, parse
from analysis.auditing.pictures import picture_numbers, unrounded_marks

OTHER = (
    '<table><caption>Svar</caption><thead><tr><th scope="col">Hvad</th><th scope="col">Svar i alt</th></tr></thead>'
    '<tbody><tr><th scope="row">Bøger</th><td>134</td></tr></tbody></table>'
)


def test_a_clean_folder_is_clean(planted):
    assert planted.found() == []


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("62 % svarer", "62,3 % svarer"),  # more digits than are listed
        ("og 62 %", "og 63 %"),  # another number
        ('aria-label="Alfebregnen 512 point"', 'aria-label="Havfruemosset 461 point"'),  # an alternative text
        ('<th scope="row">Havfruemosset</th><td>skjult</td>', '<th scope="row">Havfruemosset</th><td>461</td>'),  # suppression off
        (
            '<th scope="row">Havfruemosset</th><td>skjult</td><td></td><td></td>',
            '<th scope="row">Havfruemosset</th><td>512</td><td></td><td></td>',
        ),  # a number that is listed, but for another centre
        (
            '<th scope="row">Havfruemosset</th><td>skjult</td><td></td><td></td>',
            '<th scope="row">Havfruemosset</th><td>skjult</td><td></td><td>4</td>',
        ),  # the hidden centre's number of children
        ("</main>", "<!-- n = 4 --></main>"),  # a comment
        ("<main>", '<main data-mean="461.3">'),  # an attribute for programs
        ("<main>", "<main><details><summary>Mere</summary>Gennemsnit 503,24</details>"),  # folded away
    ],
)
def test_a_number_on_the_page_that_is_not_listed_is_told(planted, was, is_now):
    assert was in planted.page
    planted.page = planted.page.replace(was, is_now, 1)
    found = planted.found()
    assert found
    assert all(one.startswith("learning-report.html: ") for one in found)


def test_a_mark_drawn_from_an_unrounded_value_is_told(planted):
    assert 'cx="196"' in planted.page
    planted.page = planted.page.replace('cx="196"', 'cx="196.7"')  # Dragetidslen: 498.35 where 498 is shown
    assert any("no whole step" in one for one in planted.found())


def beside_each_other(mark: float) -> Node:
    """Two axes on one line, each from -80 to 80 on 100 pixels, a mark on each: the left one's at ``mark``."""
    ticks = "".join(
        f'<text x="{left + 50 * place}" y="20" text-anchor="middle">{words}</text>'
        for left in (100, 300)
        for place, words in enumerate(("\u221280", "0", "+80"))
    )
    drawn = f'<circle cx="{mark}" cy="40" r="3"/><circle cx="362.5" cy="40" r="3"/>'
    return parse(f"<svg>{ticks}{drawn}</svg>")[0]


def test_marks_on_axes_beside_each_other_are_each_read_on_their_own():
    whole, between = beside_each_other(162.5), beside_each_other(162.2)  # 20 points; 19.52
    for picture in (whole, between):
        ticks, said = picture_numbers(picture, "da")
        assert len(ticks) == 6
        assert said == []
    assert unrounded_marks(whole, picture_numbers(whole, "da")[0]) == []
    assert unrounded_marks(between, picture_numbers(between, "da")[0]) == ["circle at 162.2"]


def test_a_picture_may_have_several_tables_right_behind_it(planted):
    planted.page = planted.page.replace("<table>", '<div class="twin"><details><table>', 1).replace(
        "</table>", '</table></details></div><div class="twin"><details>' + OTHER + "</details></div>", 1
    )
    planted.page = planted.page.replace("</svg>", '<text x="400" y="180">134</text></svg>')
    assert not any("not in its table" in one for one in planted.found())


def test_a_path_with_the_full_precision_is_told(planted):
    planted.page = planted.page.replace("</svg>", '<path d="M196.703125 60L211.4 60"/></svg>')
    assert any("no whole step" in one for one in planted.found())


def test_a_picture_says_nothing_that_its_table_does_not(planted):
    planted.page = planted.page.replace("</svg>", '<text x="400" y="180">134</text></svg>')  # listed, but in no line of the table
    assert any("not in its table" in one for one in planted.found())


def test_an_unrounded_workbook_is_told(planted):
    planted.cells = [(name, value and value + 0.238095, forms) for name, value, forms in planted.cells]
    found = planted.found()
    assert len(found) == 3
    assert all("learning-report.xlsx" in one for one in found)


def test_a_workbook_hides_nothing(planted, tmp_path):
    planted.write()
    book = openpyxl.load_workbook(tmp_path / "learning-report.xlsx")
    book.create_sheet("Rå").sheet_state = "hidden"
    book["Sheet"]["A9"].comment = openpyxl.comments.Comment("n = 4", "x")
    book["Sheet"]["D6"] = "=B6*1"
    book.save(tmp_path / "learning-report.xlsx")
    from analysis.auditing.naming import Names
    from analysis.auditing.sheets import read_workbook
    from analysis.auditing.structural import Structural

    (one,) = reports(tmp_path, listings(tmp_path))[0]
    from analysis.auditing.listing import read_listing

    listing = read_listing(one.data)
    told = {told.why for told in read_workbook(one.files[".xlsx"], "x", Names(listing, "da"), Structural(listing.meta, "da"))}
    assert {"a hidden sheet", "a comment", "a formula", "a part that no workbook of ours has"} <= told


def test_words_in_a_pdf_are_read(planted):
    planted.words = "Havfruemosset har 461,3 point."
    assert any("learning-report.pdf: page 1: 461,3" in one for one in planted.found())


@pytest.mark.parametrize(
    "papers",
    [
        {"forms": {"child": {"received": 136, "used": 134}}},  # two were dropped, and it can be counted
        {"forms": {"child": {"received": None, "used": 4}}},
        {"made_from": {"data": None}, "cells": "havfruemosset 461.3"},
        {"cells_hidden": 2},
        {"warnings": ["child_books: n = 4"]},
    ],
)
def test_a_passport_tells_no_few(planted, papers):
    planted.write()
    told = json.loads((planted.folder / "learning-report.passport.json").read_text())
    planted.papers = papers | ({"made_from": told["made_from"]} if "made_from" in papers else {})
    assert any("passport" in one for one in planted.found())


def test_a_changed_file_is_not_its_passports(planted, tmp_path):
    planted.write()
    page = tmp_path / "learning-report.html"
    page.write_text(page.read_text().replace("Bøger", "Bøgerne", 1))
    (one,) = reports(tmp_path, listings(tmp_path))[0]
    from analysis.auditing.completeness import complete

    assert any("not the one its passport was written for" in str(told) for told in complete(one, tmp_path))


def test_a_report_without_its_list_is_told(planted, tmp_path):
    planted.write()
    (tmp_path / "shown" / "learning-report.parquet").unlink()
    (one,) = reports(tmp_path, listings(tmp_path))[0]
    from analysis.auditing.completeness import complete

    assert [told.why for told in complete(one, tmp_path)] == ["no list of shown cells with this hash: nothing can be said of the report"]


@pytest.mark.parametrize("name", ["spare.xlsx", "learning-report.ipynb", "estimates.parquet", "figure.svg", ".learning-report.html.part"])
def test_a_file_without_a_passport_or_of_no_reports_kind_is_told(planted, tmp_path, name):
    planted.write()
    assert reports(tmp_path, listings(tmp_path))[1] == []
    (tmp_path / name).write_bytes(b"x")
    assert reports(tmp_path, listings(tmp_path))[1] == [tmp_path / name]


def test_the_numbers_of_a_goal_stand_in_its_own_line_only():
    from analysis.auditing.structural import Structural

    goal = {"text": {"da": "Flere børn får læst højt hver dag.", "en": "More children are read to."}, "level": 520.0, "set_in": "2017"}
    structural = Structural({"goals": [goal]}, "da")
    assert structural.of_a_goal(("Flere børn får læst højt hver dag.",), "520")
    assert structural.of_a_goal(("Flere børn får læst højt hver dag.",), "2017")
    assert not structural.of_a_goal(("Havfruemosset",), "520")
    assert not structural.of_a_goal(("Flere børn får læst højt hver dag.",), "461")


def test_a_column_of_periods_holds_the_reports_own_waves_only():
    from analysis.auditing.structural import Structural

    structural = Structural({"waves": [{"wave": "2015"}, {"wave": "2017"}]}, "da")
    assert structural.of_a_period(("Periode",), "2017")
    assert not structural.of_a_period(("Periode",), "2016")
    assert not structural.of_a_period(("Forskel",), "2017")


def test_a_column_of_municipalities_holds_how_many_are_shown_on_the_rows_scale():
    import pandas as pd
    from auditing.conftest import meta, row

    from analysis.auditing.listing import Listing
    from analysis.auditing.naming import Names

    rows = [row(level="municipality", unit=unit, n=30, value=500) for unit in ("billund", "kolding")]
    rows += [row(level="municipality", unit="nordfyn", status="hidden"), row(level="programme", n=60, value=500)]
    names = Names(Listing(pd.DataFrame(rows), meta()), "da")
    places = names.named(("Bøger og historier",)) or {"scale": frozenset({"child_books"})}
    assert names.counts_municipalities(("Kommuner vist",), places, "2")
    assert not names.counts_municipalities(("Kommuner vist",), places, "3")
    assert not names.counts_municipalities(("Niveau",), places, "2")


PLAN = {
    "catalogue": [
        {"slug": "language", "per": "centre", "modules": [{"price": 20000.0}, {"price": 12500.0}]},
        {"slug": "lead", "per": "participant", "modules": [{"price": 4000.0}]},
    ],
    "efforts": [
        {"slug": "a", "package": "language", "cost": None, "participants": None},
        {"slug": "b", "package": "lead", "cost": None, "participants": 24},
        {"slug": "c", "package": None, "cost": 75000.0, "participants": None},
        {"slug": "d", "package": None, "cost": None, "participants": None},
    ],
    "frame": {"amount": 1500000.0},
    "budget": {"costs": [{"effort": "a", "units": 37}], "total": 461.0},
}


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        ("37 dagtilbud à 32.500 kr.", "da", []),
        ("24 participants at DKK 4,000", "en", []),
        ("1.202.500 kr., 96.000 kr. og 75.000 kr.: i alt 1.373.500 kr.", "da", []),
        ("Ramme 1.500.000 kr., tilbage 126.500 kr.", "da", []),
        ("Havfruemosset: 24", "da", ["24"]),  # a plan's number is none where it is no amount
        ("461 kr.", "da", ["461"]),  # what is printed as the sum is worked out, not believed
        ("37 børn", "da", ["37"]),
    ],
)
def test_amounts_of_a_competence_plan_are_worked_out_from_its_prices(words, language, told):
    from analysis.auditing.numerals import numerals
    from analysis.auditing.structural import Structural

    structural = Structural({"plan": PLAN, "earlier_plan": None}, language)
    assert [one.text for one in numerals(words, language) if not structural.allows(one, words)] == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7. Putting it into practice. Who does what?", []),
        ("It was 7. Nobody knows why.", ["7"]),
        ("461. Putting it into practice.", ["461"]),
        ("All 8 numbers are in the table after the figure.", []),
        ("There are not three other municipalities with a survey within 18 months.", []),
        ("The children were 54 months.", ["54"]),
        ("25 minutes: draw cards in pairs.", []),
    ],
)
def test_what_counts_and_orders_is_told_from_what_measures(words, told):
    from analysis.auditing.numerals import numerals
    from analysis.auditing.structural import Structural

    structural = Structural({"comparison": {"min_municipalities": 3, "months": 18}}, "en")
    assert [one.text for one in numerals(words, "en") if not structural.allows(one, words)] == told


def test_a_wave_that_is_called_by_a_mere_ordinal_is_not_named_by_a_figures_number():
    import pandas as pd

    from analysis.auditing.listing import Listing
    from analysis.auditing.naming import Names

    def named(wave: str, text: str) -> dict:
        return Names(Listing(pd.DataFrame(), {"waves": [{"wave": wave}]}), "en").named([text])

    assert named("1", "The numbers behind figure 1") == {}
    assert named("2019", "Points in 2019") == {"wave": frozenset({"2019"})}
