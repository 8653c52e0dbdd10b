"""What a card or a possibility prints of the embedded catalogue: always evidence and caution, only what was seen and checked."""

import re
from pathlib import Path

import pytest
from display import example

from analysis.display.html import escape
from analysis.display.recommendations import possibilities, recommendation
from analysis.findings.evidence import printable_figure, printable_references, to_check
from analysis.findings.recommend import Recommended
from analysis.parameters import load_parameters
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

CATALOGUE = load_parameters(Path(__file__).resolve().parents[2], "laeringsledelse").recommendations
EVERY = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.recommendation)


def finding(report):
    return next(one for one in report.findings() if one.kind == "challenge")


def card(report, entry) -> str:
    return recommendation(report, [Recommended(entry, (finding(report),), 1.0)], 1)


def year(publication) -> str:
    return "u.å." if str(publication.year).startswith("n.d.") else str(publication.year)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """language -> a learning report, and a centre's profile."""
    from analysis.disclosure.shown_file import write_shown
    from analysis.display.report import open_report

    path = tmp_path_factory.mktemp("cards") / "shown.parquet"
    meta = example.make_meta()
    write_shown(path, example.make_rows(meta), meta)
    return {language: open_report(path, language) for language in ("da", "en")}


@EVERY
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_recommendation_without_its_evidence_its_caution_and_the_finding_behind_it(reports, entry, language):
    report = reports[language]
    for said in (card(report, entry), possibilities(report, [Recommended(entry, (finding(report),), 1.0)])):
        assert escape(getattr(entry.practice, language)) in said
        assert escape(getattr(entry.caution, language)) in said
        assert re.search(r"(forskning|studier|gode resultater|løsningen|research|studies|good outcomes|remedy)", said, re.IGNORECASE)
        assert "34" in said, "the number that called it"
        assert problems(parse(f"<h1>x</h1><h2>x</h2>{said}")) == []
    assert escape(getattr(entry.strength.reason, language)) in card(report, entry)


@EVERY
def test_every_reference_on_a_card_is_the_catalogues_and_checked(reports, entry):
    said = card(reports["da"], entry)
    checked = {f"{one.authors} ({year(one)}). <em>{one.title.rstrip('.')}</em>. {one.outlet}." for one in printable_references(entry)}
    printed = {re.sub(r"^Sætter grænser for, hvad der kan loves: ", "", line) for line in re.findall(r'<p class="note">(.*?)</p>', said)}
    printed = {re.sub(r" <a .*", "", line) for line in printed}
    assert printed <= {line.replace("&", "&amp;").replace('"', "&quot;") for line in checked}
    assert not any(f"{one.authors} ({year(one)})" in said.replace("&amp;", "&") for one in to_check(entry))
    assert len(printed) >= min(3, len(checked))


@EVERY
def test_what_limits_a_promise_is_never_left_out_and_no_unseen_figure_is_printed(reports, entry):
    said = card(reports["da"], entry)
    for one in printable_references(entry):
        if one.role == "caution":
            assert f"Sætter grænser for, hvad der kan loves: {escape(one.authors)} ({year(one)})" in said
    for one in entry.evidence:
        if one.main_figure and not printable_figure(one):
            assert escape(one.main_figure.da.rstrip(".")) not in said


def test_a_form_of_learning_is_not_said_twice(reports):
    for entry in CATALOGUE:
        for language, report in reports.items():
            said = re.search(r"<dt>(?:Kompetenceudvikling|Professional development|Competence development)</dt><dd>(.*?)</dd>",
                             card(report, entry))
            assert said, language
            first, _, rest = said[1].partition(": ")
            assert not rest.lower().startswith(first.lower()), entry.recommendation


def test_without_a_finding_a_centre_gets_no_possibilities(reports):
    assert possibilities(reports["da"], []) == ""


def test_what_was_not_seen_of_a_publication_is_never_printed(reports):
    for entry in CATALOGUE:
        for report in reports.values():
            assert "not shown in" not in card(report, entry)
        assert "n.d." not in card(reports["da"], entry)
