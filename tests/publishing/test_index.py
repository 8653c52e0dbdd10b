"""The internal list of all reports is narrowed by radio buttons and a style sheet alone."""

import json
import re

import pytest

from analysis.parameters import Layout
from analysis.publishing.index import KEYS, write_index
from analysis.publishing.plan import every_report

RULE = re.compile(r"body:has\(#([\w-]+):checked\) tr\[data-(\w+)\]:not\(\[data-\w+=\"([\w-]+)\"\]\) \{ display: none \}")
ROW = re.compile(r"<tr ((?:data-\w+=\"[\w-]+\" ?)+)>")


@pytest.fixture(scope="module")
def page(parameters, tmp_path_factory, root):
    """The index of a project in which every report of Kolding and of the programme's 2019 lies, as empty files."""
    home = tmp_path_factory.mktemp("index")
    (home / "parameters").symlink_to(root / "parameters")
    layout = Layout(home, "laeringsledelse")
    for entry in every_report(parameters):
        if entry.subject.municipality in ("kolding", "") and entry.language == "da":
            for path in entry.files(layout, "da"):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps({"status": "udkast", "warnings": ["UserWarning"]}))
    return write_index(home).read_text(encoding="utf-8")


def listed(page: str) -> list[dict[str, str]]:
    return [dict(re.findall(r"data-(\w+)=\"([\w-]+)\"", found)) for found in ROW.findall(page)]


def left(page: str, *chosen: str) -> list[dict[str, str]]:
    """What the style sheet leaves of the list when these buttons are chosen."""
    rules = {button: (key, value) for button, key, value in RULE.findall(page)}
    return [row for row in listed(page) if all(row[rules[button][0]] == rules[button][1] for button in chosen)]


def test_every_report_is_listed_with_its_files(page, parameters):
    planned = [entry for entry in every_report(parameters) if entry.subject.municipality in ("kolding", "") and entry.language == "da"]
    assert len(listed(page)) == len(planned) > 100
    for name in ("network/kolding/2019/networks/nattergalen/network-report.udkast.xlsx", "partners/2019/programme-report.udkast.pdf",
                 "public/kolding/development-report.udkast.html", "internal/kolding/2019/method-report.udkast.html"):
        assert f'href="laeringsledelse/{name}"' in page
    assert "Netværksrapport: Netværk Nattergalen" in page
    assert "udkast, 1 advarsel" in page


def test_a_report_somebody_has_withdrawn_from_is_marked(tmp_path, parameters, root):
    (tmp_path / "parameters").symlink_to(root / "parameters")
    layout = Layout(tmp_path, "laeringsledelse")
    first, second = [entry for entry in every_report(parameters) if entry.report == "learning-report" and entry.language == "da"][:2]
    for entry, told in ((first, {"superseded": {"on": "2026-01-31"}}), (second, {})):
        for path in entry.files(layout, "da"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"status": "endelig", "warnings": [], **told}))
    rows = re.findall(r"<tr data.*?</tr>", write_index(tmp_path).read_text(encoding="utf-8"))
    assert ["afløst" in row for row in rows] == [True, False]


def test_choices_narrow_together(page):
    assert {row["report"] for row in left(page, "audience-network")} == {"network-report"}
    assert {row["wave"] for row in left(page, "wave-2017")} == {"2017"}
    assert {(row["place"], row["audience"]) for row in left(page, "place-all")} == {("all", "partners")}
    both = left(page, "wave-2019", "audience-administration")
    assert [(row["report"], row["wave"]) for row in both] == [("learning-report", "2019"), ("dialogue-cards", "2019")]
    assert left(page, "audience-partners", "place-kolding") == []


def test_every_choice_is_a_labelled_button_with_its_rule_and_all_is_chosen_first(page):
    buttons = re.findall(r"<input type=\"radio\" name=\"(\w+)\" id=\"([\w-]+)\"( checked=\"\")?>", page)
    assert [name for _, name, chosen in buttons if chosen] == [key for key in KEYS if key != "programme"], "of one programme no choice"
    assert {name for _, name, chosen in buttons if not chosen} == {button for button, _, _ in RULE.findall(page)}
    assert all(f'<label for="{name}">' in page for _, name, _ in buttons)
    assert page.count("<fieldset>") == page.count("<legend>") == len(KEYS) - 1
    assert "<script" not in page
    assert "<form" not in page


def test_an_empty_project_says_what_makes_reports(tmp_path):
    (tmp_path / "parameters").mkdir()
    assert "make reports" in write_index(tmp_path).read_text(encoding="utf-8")
