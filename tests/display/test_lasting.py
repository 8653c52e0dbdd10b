"""What lasted over three waves: the class each scale was given, in words, and nothing about what is hidden."""

import re

from display import example

from analysis.display import heading, lasting_changes, lasting_note, lasting_sentences
from analysis.display.lasting import lasting_table


def kept(report, **more):
    return report.take("lasting_change", level="municipality", **more)


def test_every_class_there_is_has_its_sentence_and_no_other(opened):
    report = opened()
    words = re.sub(r"<[^>]+>", " ", lasting_sentences(report, kept(report)))
    assert "Varig fremgang fra 2015 til 2019: »Sprog og samtale«" in words
    assert "Stabilt fra 2015 til 2019, inden for 20 point til hver side: »Glæde i hverdagen«" in words
    assert "Fremgang fra 2015 til 2017, der ikke varede ved til 2019: »At fortælle og lytte«" in words
    untold = words.partition("kan ikke afgøres for ")[2]
    assert untold.startswith("9 mål – »Venner og leg« (børn); »Selvregulering«, »Samspil med andre børn«")
    assert untold.count("»") == 9, "many are counted, and every one is named"
    assert "Ellers kan det ikke afgøres" in lasting_note(report, kept(report))
    alone = lasting_sentences(report, kept(report, scale="goals"))
    assert "Tilbagegang" in alone
    assert "remgang" not in alone


def test_the_table_has_the_class_and_three_differences_with_their_intervals(opened):
    report = opened()
    page = lasting_table(report, kept(report, scale="language"), "Tal")
    assert page.count('scope="row"') == 1
    assert "varig fremgang" in page
    assert [head for head in re.findall(r'scope="col">([^<]+)<', page)][2:] == ["2015 til 2017", "2017 til 2019", "2015 til 2019"]
    assert "+31" in page


def test_what_is_hidden_has_no_class_and_two_waves_have_no_section(opened):
    report = opened()
    rows = report.rows.copy()
    own = (rows["kind"] == "lasting_change") & (rows["scale"] == "language")
    rows.loc[own, ["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows.loc[own, ["family", "method", "flags"]] = ""
    rows.loc[own, "status"] = "hidden"
    report = opened(rows=rows)
    assert "Sprog og samtale" not in lasting_sentences(report, kept(report))
    page = lasting_table(report, kept(report, scale="language"), "Tal")
    assert "varig fremgang</td>" not in page
    assert report.say("mark.hidden") in page
    two = example.make_meta()
    two["waves"] = two["waves"][1:]
    report = opened(two)
    assert heading(report, "development_lasting", kept(report)) == ""
    assert [said(report, kept(report)) for said in (lasting_sentences, lasting_note, lasting_changes)] == ["", "", ""]


def test_it_is_no_finding(opened):
    assert "lasting_change" not in {finding.quantity for finding in opened().findings()}


def test_the_figure_puts_scales_under_their_class_and_says_which_gained(opened):
    report = opened()
    figure = lasting_changes(report, kept(report, role=["contact", "child"]))
    assert figure.title == "»Sprog og samtale« og »Matematik og problemløsning« ligger højere i 2019 end i 2015"
    written = re.findall(r">([^<>]+)</text>", figure.page)
    assert written.index("Varig fremgang") < written.index("Sprog og samtale (kontaktpædagoger)") < written.index("Stabilt")
    assert written.index("Stabilt") < written.index("Glæde i hverdagen (børn)") < written.index("Kan ikke afgøres")
    assert "varig fremgang" in figure.twin
    assert lasting_changes(report, kept(report, scale="talk")).title == "Fremgangen i 2017 varede ikke ved på »At fortælle og lytte«"


def test_a_scale_few_answered_is_in_no_title(opened):
    report = opened()
    rows = report.rows.copy()
    rows.loc[(rows["kind"] == "lasting_change") & (rows["scale"] == "language"), "n"] = 15
    report = opened(rows=rows)
    assert "Sprog og samtale" not in lasting_changes(report, kept(report, role="contact")).title


def test_of_very_many_scales_the_figure_keeps_those_that_moved_most(opened, monkeypatch):
    report = opened()
    monkeypatch.setattr("analysis.display.figures.lasting.MOST_ROWS", 4)
    monkeypatch.setattr("analysis.display.figures.pieces.MOST_ROWS", 4)
    figure = lasting_changes(report, kept(report))
    named = [words for words in re.findall(r">([^<>]+)</text>", figure.page) if "(" in words]
    assert len(named) == 4
    assert figure.twin.count('scope="row"') > 4
