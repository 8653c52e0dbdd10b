"""What lasted over three waves: the class each scale was given, in words, and nothing about what is hidden."""

import re

from display import example

from analysis.display import heading, lasting_sentences, lasting_table


def kept(report, **more):
    return report.take("lasting_change", level="municipality", **more)


def test_every_class_there_is_has_its_sentence_and_no_other(opened):
    report = opened()
    words = re.sub(r"<[^>]+>", " ", lasting_sentences(report, kept(report)))
    assert "Varig fremgang fra 2015 til 2019: »Sprog og samtale«" in words
    assert "Stabilt fra 2015 til 2019, inden for 20 point til hver side: »Glæde i hverdagen«" in words
    assert "Fremgang fra 2015 til 2017, der ikke varede ved til 2019: »At fortælle og lytte«" in words
    assert "kan ikke afgøres for 9 mål (se tabellen)" in words
    assert words.count("Ellers kan det ikke afgøres") == 1, "what the words mean is said once"
    alone = lasting_sentences(report, kept(report, scale="goals"))
    assert "Tilbagegang" in alone
    assert "remgang" not in alone.partition("</ul>")[0].partition("<p")[0]


def test_the_table_has_the_class_and_three_differences_with_their_intervals(opened):
    report = opened()
    page = lasting_table(report, kept(report, scale="language"))
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
    page = lasting_table(report, kept(report, scale="language"))
    assert "varig fremgang</td>" not in page
    assert report.say("mark.hidden") in page
    two = example.make_meta()
    two["waves"] = two["waves"][1:]
    report = opened(two)
    assert [heading(report, "development_lasting", kept(report)), lasting_sentences(report, kept(report)),
            lasting_table(report, kept(report))] == ["", "", ""]


def test_it_is_no_finding(opened):
    assert "lasting_change" not in {finding.quantity for finding in opened().findings()}
