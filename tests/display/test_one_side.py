"""The council's page and the parents': one side of paper, of what is sure, in words that are easy to read."""

import pytest
from display import example
from display.test_pages import CASES, hide, waves_of
from notebooks.running import page

from analysis.display import council, parents
from analysis.display.readability import lix
from analysis.parameters import Thresholds
from analysis.publishing.html_tree import parse
from analysis.publishing.plain import WARNING, hard_to_read, lines
from analysis.publishing.vocabulary import problems

LIMIT = Thresholds().plain_lix


def made(opened, root, name, case, language=None):
    meta, change = CASES[case]
    meta = meta() | {"report": name, "audience": "public"}
    rows = waves_of(example.make_rows(meta), meta)
    rows = change(rows) if change else rows
    return page(root / "notebooks" / f"{name}.ipynb", opened(meta, language or meta["languages"][0], rows))


@pytest.mark.parametrize("name", ["brief", "parents-page"])
@pytest.mark.parametrize("case", CASES)
def test_whatever_is_missing_a_page_stands_and_holds_only_the_vocabulary(opened, root, name, case):
    assert problems(parse(made(opened, root, name, case))) == []


@pytest.mark.parametrize("name", ["brief", "parents-page"])
def test_a_page_speaks_english_too(opened, root, name):
    content = made(opened, root, name, "public", "en")
    assert problems(parse(content)) == []
    assert "æ" not in parse(content).text().replace("Trivsel", "")


def test_the_council_hears_findings_recommendations_and_what_to_ask(opened, root):
    said = parse(made(opened, root, "brief", "public")).text()
    for words in ("Matematik og problemløsning (kontaktpædagoger): 34 point under de øvrige kommuner", "Det anbefaler vi",
                  "Hvad gør vi ved »Matematik og problemløsning«, og hvornår hører vi, om det hjælper?",
                  "Har dagtilbuddene tid og ro til at arbejde med svarene?", "Hvad der er årsagen."):
        assert words in said


def test_a_council_without_findings_still_has_three_questions(opened):
    assert len(council.questions(opened(), {})) == council.QUESTIONS


def test_parents_hear_no_points_and_nothing_that_is_not_sure(opened, root):
    said = parse(made(opened, root, "parents-page", "public")).text()
    lower = "»Matematik og problemløsning« ligger lavere her end i de andre kommuner, der er med."
    assert f"{lower} Det viser svar fra kontaktpædagoger." in said
    assert "point" not in said
    assert "interval" not in said
    nothing = parse(made(opened, root, "parents-page", "no findings")).text()
    assert "Intet ligger sikkert lavere end i 2017 eller end i de andre kommuner, der er med." in nothing
    first = parse(made(opened, root, "parents-page", "first wave")).text()
    assert "end i 2017" not in first
    assert "Vi kan ikke måle os med andre endnu." not in first


def test_of_five_answers_the_two_best_are_told_together_in_tenths(opened):
    """One of five smileys says little of how many are content; the sum of two shown shares is told no closer than to tenths."""
    meta = example.make_meta(report="parents-page")
    meta["scales"] = [entry | {"about": "centre"} if entry["role"] == "parent" else entry for entry in meta["scales"]]
    rows = example.make_rows(meta)
    asked = (rows["kind"] == "answer_share") & (rows["role"] == "parent") & (rows["item"] == "contact_home_1")
    for code, share in {"1": 0.01, "2": 0.02, "3": 0.04, "4": 0.41, "5": 0.52}.items():
        rows.loc[asked & (rows["contrast"] == code), ["value", "low", "high"]] = share
    told = parents.parents_answers(opened(meta, "da", rows), "parent")
    assert "cirka 9\xa0ud af\xa010 svarer »Altid« eller »Ofte«" in told
    assert "52" not in told


def test_parents_hear_of_children_and_parents_and_not_of_leaders(opened):
    report = opened(example.make_meta(report="parents-page"))
    assert [one.role for one in report.findings() if one.kind == "decline"] == ["staff"]
    assert "Mål og evaluering" not in parents.parents_findings(report, report.findings(), "hard")


def test_parents_hear_nothing_of_what_is_hidden(opened, root):
    meta = example.make_meta(report="parents-page")
    content = page(root / "notebooks" / "parents-page.ipynb", opened(meta, "da", hide(example.make_rows(meta))))
    assert "svarer »" not in content
    assert "Det siger børnene" not in content


def test_what_parents_do_at_home_is_not_held_up_to_them(opened, root):
    meta = example.make_meta(report="parents-page")
    for entry in meta["scales"]:
        entry["about"] = "person" if entry["role"] == "parent" else entry["about"]
    assert "contact_home" not in page(root / "notebooks" / "parents-page.ipynb", opened(meta, "da"))


def test_lix_counts_words_a_sentence_and_long_words():
    """Ten words in two sentences, three of them of more than six letters: 5 + 30."""
    assert lix("Vi spurgte alle børn. De svarede, og vi lyttede godt.") == pytest.approx(10 / 2 + 100 * 3 / 10)
    assert lix("Kort\nOgså kort") == pytest.approx(3 / 2)
    assert lix("Er du glad? Ja: 8,5 point.") == pytest.approx(6 / 3)
    with pytest.raises(ValueError, match="no words"):
        lix(" … ")


@pytest.mark.parametrize("case", ["public", "first wave", "no comparison", "no findings"])
def test_the_parents_page_is_plain_danish(opened, root, case):
    tree = parse(made(opened, root, "parents-page", case))
    assert lix(lines(tree)) < LIMIT
    assert hard_to_read(tree, "parents-page", "da", LIMIT) == ()


def test_a_parents_page_that_is_hard_to_read_is_warned_of():
    """Words of people or of a codebook can make it so: the passport and the list of reports say it."""
    words = "Dagtilbuddenes kvalitetsudviklingsprocesser forudsætter kompetenceudviklingsforløb "
    heavy = parse(f"<h1>Kortlægningen</h1><p>{words * 6}</p>")
    assert hard_to_read(heavy, "parents-page", "da", LIMIT) == (WARNING,)
    assert hard_to_read(heavy, "parents-page", "da", 1 + lix(lines(heavy))) == (), "the limit is the programme's"
    assert hard_to_read(heavy, "parents-page", "en", LIMIT) == ()
    assert hard_to_read(heavy, "learning-report", "da", LIMIT) == ()


def test_a_recommendation_to_the_council_says_how_sure_research_is_and_what_may_not_be_promised(opened, root):
    said = parse(made(opened, root, "brief", "public")).text()
    assert "Forskning tyder på, at det virker. Forbehold: Kortsigtede gevinster." in said
