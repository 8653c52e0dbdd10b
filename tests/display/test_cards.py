"""Dialogue cards as a reader meets them: every question once, each with the data behind it."""

import re

import pytest
from display import example
from display.test_pages import hide, profile, profile_rows
from notebooks.running import page

from analysis.display import cards as words
from analysis.display.text import catalogue
from analysis.findings.cards import MEETINGS, PHASES, QUESTIONS
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems


def cards_of(content: str) -> list[tuple[str, str, str]]:
    """(title, question, data) of every card on a page."""
    found = [node for node in parse(content).find("div") if "card" in node.classes]
    return [tuple(part.text() for part in node.elements()) for node in found]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_catalogues_hold_every_question_and_no_other(language):
    wanted = {f"card.{meeting}.{phase}.{about}.{number}" for meeting in MEETINGS for phase in PHASES
              for about, count in QUESTIONS[meeting][phase].items() for number in range(1, count + 1)}
    held = {key for key in catalogue(language) if re.match(rf"card\.({'|'.join(MEETINGS)})\.", key)}
    assert held == wanted


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_card_asks_and_no_two_of_a_meeting_ask_the_same(language):
    for meeting in MEETINGS:
        said = [forms[0] for key, forms in catalogue(language).items() if key.startswith(f"card.{meeting}.")]
        assert [line for line in said if "?" not in line] == []
        assert len(set(said)) == len(said)


def deck_page(opened, root, meta, rows=None, language="da"):
    return page(root / "notebooks" / "dialogue-cards.ipynb", opened(meta, language, rows))


def cards_meta(**changes):
    return example.administration(report="dialogue-cards", **changes)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_municipalitys_decks_hold_sixteen_cards_each_with_its_data(opened, root, language):
    content = deck_page(opened, root, cards_meta(), language=language)
    assert problems(parse(content)) == []
    made = cards_of(content)
    assert len(made) == 32
    for deck in (made[:16], made[16:]):
        assert len({question for _, question, _ in deck}) == 16
        assert len({title for title, _, _ in deck}) == 16
    start = {"da": "Bag kort", "en": "Behind the card"}[language]
    assert all(data.startswith(start) for _, _, data in made)
    assert any("Matematik" in data or "Mathematics" in data for _, _, data in made)


def test_what_is_hidden_is_behind_no_card(opened, root):
    meta = cards_meta()
    made = cards_of(deck_page(opened, root, meta, hide(example.make_rows(meta))))
    assert len(made) == 32
    assert {data for _, _, data in made} == {"Bag kortet: ingen tal. Spørgsmålet er jeres eget."}


def test_hidden_answers_of_children_become_no_card(opened):
    meta = profile()
    rows = profile_rows(meta)
    shares = (rows["kind"] == "answer_share") & (rows["role"] == "child")
    report = opened(meta, "da", rows[~shares].reset_index(drop=True))
    assert not {"best", "least"} & {card.about for card in words.deck(report, report.findings(), "staff")}
    assert {"best", "least"} <= {card.about for card in words.deck(opened(meta, "da", rows), (), "staff")}


def test_a_centre_without_findings_gets_a_deck_of_its_own_answers_and_themes(opened):
    meta = profile()
    rows = profile_rows(meta)
    rows["q"] = rows["q"].where(rows["q"].isna(), 1.0)
    report = opened(meta, "da", rows)
    cards = words.deck(report, report.findings(), "staff")
    assert len(cards) == 16
    assert not [card for card in cards if card.finding]
    assert [card.about for card in cards[:8]] == ["best", "least", *["theme"] * 5, "open"]
    said = [words.behind(report, card) for card in cards if card.measure]
    assert said[1].startswith("Bag kortet: svarene om »Venner og leg« (500 børn)")


def test_an_answer_nearly_every_child_gave_is_told_as_so_many_or_more(opened):
    """Such a question is shown with one share, capped, and no number of children."""
    meta = profile()
    rows = profile_rows(meta)
    asked = (rows["kind"] == "answer_share") & (rows["level"] == "centre") & (rows["item"] == "joy_1")
    rows.loc[asked & (rows["contrast"] == "3"), ["value", "low", "high", "n", "flags"]] = [0.9, None, None, None, "capped"]
    rows.loc[asked & (rows["contrast"] != "3"), "status"] = "hidden"
    rows.loc[asked & (rows["contrast"] != "3"), ["value", "low", "high", "n", "n_groups"]] = float("nan")
    rows.loc[asked & (rows["contrast"] != "3"), ["method", "family", "flags"]] = ""
    report = opened(meta, "da", rows)
    best = next(card for card in words.deck(report, (), "staff") if card.about == "best")
    assert words.question(report, best, "staff").startswith("90\xa0% eller flere af børnene svarer »Glad smiley«")
    assert words.behind(report, best) == "Bag kortet: svar fra børn."


def test_a_letter_holds_no_cards(opened):
    meta = profile()
    report = opened(meta, "da", profile_rows(meta, hidden=True))
    assert words.deck(report, report.findings(), "staff") == ()
    assert words.meeting_plan(report, "staff") == ""


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting_takes_an_hour_or_an_hour_and_a_half(opened, meeting):
    assert sum(words.PLANS[meeting]) == {"staff": 60}.get(meeting, 90)
    assert words.meeting_plan(opened(), meeting).count("<tr>") == 1 + len(words.STEPS)
