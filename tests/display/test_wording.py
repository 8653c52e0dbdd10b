"""Sentences for every case a finding can be: which way, how much, how sure, hidden, first wave, cannot tell."""

from dataclasses import replace

import pytest
from display import example

from analysis.display import wording
from analysis.display.first_page import summary
from analysis.findings.finding import KINDS, Finding

BASE = Finding(
    kind="strength",
    quantity="comparison",
    role="contact",
    scale="language",
    level="municipality",
    unit="birkelund",
    wave="2019",
    contrast="programme",
    n=485,
    n_groups=12,
    value=28,
    low=15,
    high=41,
    q=0.004,
    certainty=0.5,
    importance=0.7,
    detectable=20,
)


@pytest.fixture
def report(opened):
    return opened()


def test_a_strength_and_a_challenge_say_which_way_and_how_far(report):
    assert wording.sentence(report, BASE) == (
        "Sprog og samtale: Svarene fra kontaktpædagoger ligger over de øvrige kommuner i programmet, 28 point (interval 15–41)."
    )
    low = replace(BASE, kind="challenge", value=-37, low=-55, high=-20)
    assert wording.sentence(report, low) == (
        "Sprog og samtale: Svarene fra kontaktpædagoger ligger under de øvrige kommuner i programmet, 37 point (interval 20–55)."
    )


def test_a_large_difference_is_called_clear_and_a_bare_one_bare(report):
    assert "ligger klart over" in wording.sentence(report, replace(BASE, value=60, low=40, high=80))
    assert wording.sentence(report, replace(BASE, low=1, certainty=0.04)).endswith("så forskellen kan være ganske lille.")


def test_one_point_is_singular_in_english(opened):
    report = opened(language="en")
    assert "by 1 point (" in wording.sentence(report, replace(BASE, value=1))
    assert "by 2 points (" in wording.sentence(report, replace(BASE, value=2))


def test_progress_and_decline_name_the_earlier_survey(report):
    up = replace(BASE, kind="progress", quantity="change", contrast="2017")
    assert "ligger højere end i 2017, 28 point" in wording.sentence(report, up)
    assert "ligger lavere end i 2017, 31 point" in wording.sentence(report, replace(up, kind="decline", value=-31, low=-50, high=-12))


def test_what_cannot_be_told_says_what_it_would_take(report):
    unsure = replace(BASE, kind="cannot_tell", value=9, low=-8, high=26, q=0.3, detectable=20)
    words = wording.sentence(report, unsure)
    assert "kan ikke afgøres" in words
    assert "fra −8 til +26" in words
    assert "omkring 20 point" in words


def test_a_small_but_sure_difference_is_not_called_no_difference(report):
    small = replace(BASE, kind="cannot_tell", quantity="change", contrast="2017", value=19, low=17, high=21, q=0.001)
    assert "Niveauet er højere end i 2017 (+19 point, " in wording.sentence(report, small)
    assert "men om forskellen når 20 point, kan ikke afgøres" in wording.sentence(report, small)
    assert "Om niveauet har ændret sig" not in wording.sentence(report, small)


def test_what_was_understood_otherwise_is_not_compared_and_gets_no_number(report):
    apart = replace(BASE, kind="cannot_tell", quantity="change", contrast="2017", value=34, low=20, high=48, flags=("not_comparable",))
    assert wording.sentence(report, apart).startswith("Sprog og samtale: Tallet kan ikke sammenlignes direkte med 2017.")
    gap = replace(apart, quantity="gap", contrast="gender:girl-boy")
    assert "kan ikke sammenlignes direkte" in wording.sentence(report, gap)
    assert "34" not in wording.sentence(report, apart) + wording.sentence(report, gap)
    undecided = replace(apart, scale="maths", value=3, low=-20, high=26, q=0.6, flags=())
    told = wording.spoken(report, [apart, replace(apart, scale="self"), undecided])
    assert len(told) == 2, "what cannot be compared and what cannot be told are two sentences"
    assert told[0].startswith("Kan ikke sammenlignes direkte med 2017, fordi spørgsmål ser ud til at være forstået forskelligt")


def test_two_alike_share_a_sentence_and_many_are_counted(report):
    unsure = [replace(BASE, kind="cannot_tell", value=3, low=-20, high=26, q=0.6, scale=scale) for scale in ("language", "maths")]
    assert wording.spoken(report, unsure) == [
        "Kan ikke afgøres: om Birkelund Kommune ligger over eller under de øvrige kommuner på »Sprog og samtale« og »Matematik og "
        "problemløsning«. Med så mange svar skal forskellen være omkring 20 point, før den kan ses."
    ]
    many = [replace(unsure[0], scale=scale) for scale in ("language", "maths", "self", "together", "body", "culture")]
    assert "6 mål (se figuren)" in wording.spoken(report, many)[0]


def test_findings_come_before_what_is_undecided(report):
    unsure = replace(BASE, kind="cannot_tell", scale="maths", value=3, low=-20, high=26, q=0.6)
    assert [words.split(":")[0] for words in wording.spoken(report, [unsure, BASE])] == ["Sprog og samtale", "Matematik og problemløsning"]


def test_gaps_of_different_groups_never_share_a_sentence(report):
    gaps = [
        replace(BASE, kind="unchanged", quantity="gap", contrast=contrast, value=2, low=-9, high=13, q=0.8, scale=scale)
        for contrast in ("gender:girl-boy", "education:short-long")
        for scale in ("language", "maths")
    ]
    assert len(wording.spoken(report, gaps)) == 2


def test_links_are_never_causes(report):
    link = replace(BASE, kind="association", quantity="link", level="programme", contrast="staff.reading", value=0.14, low=0.05, high=0.23)
    words = wording.sentence(report, link)
    assert "0,14" in words
    assert "Det hænger sammen, men det viser ikke, at det ene fører til det andet." in words
    assert "effekt" not in words.lower()


def test_flags_are_said(report):
    words = wording.sentence(report, replace(BASE, flags=("caution_reliability", "few_raters", "not_detectable")))
    assert "læses med forbehold" in words
    assert "Få voksne har udfyldt skemaerne" in words


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "quantity",
    ["comparison", "centre_comparison", "network_comparison", "change", "gap", "spread", "leader_staff_gap", "link", "response"],
)
@pytest.mark.parametrize("value", [1, 28, 400, -28])
def test_every_case_a_rule_can_make_has_words(opened, language, quantity, value):
    from analysis.findings.find import SIGNED

    report = opened(language=language)
    contrast = {"change": "2017", "gap": "gender:girl-boy", "link": "staff.reading"}.get(quantity, "")
    kinds = (
        {"low_response"} if quantity == "response" else {*SIGNED[quantity], "cannot_tell", *(() if quantity == "link" else ("unchanged",))}
    )
    if quantity == "spread":
        value = abs(value)
    for kind in sorted(kinds & set(KINDS)):
        shown = value / 100 if quantity in ("link", "response") else value
        one = replace(BASE, kind=kind, quantity=quantity, contrast=contrast, value=shown, low=shown - 0.1, high=shown + 0.1)
        words = wording.sentence(report, one)
        assert words.endswith((".", "?"))
        assert "{" not in words + "".join(wording.spoken(report, [one, replace(one, scale="maths")]))
        if kind not in ("cannot_tell", "unchanged"):
            assert wording.short(report, one)


def test_page_one_is_written_for_nothing_found(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    report = opened(meta, rows=rows[rows["kind"].isin(["response", "level"]) & (rows["wave"] == "2019")])
    page = summary(report, report.headline(report.findings()))
    assert "Der er ikke nok andre kommuner at sammenligne med" in page
    assert "Udviklingen siden 2017 kan ikke gøres op" in page
    assert "Ingen fund peger på en bestemt anbefaling" in page


def test_the_first_wave_says_so(opened):
    meta = example.make_meta(waves=[example.make_meta()["waves"][-1]])
    report = opened(meta)
    assert "Dette er den første kortlægning" in summary(report, report.headline(report.findings()))


def test_page_one_holds_no_more_than_three_of_a_kind(opened):
    report = opened()
    headline = report.headline(report.findings())
    assert {kind for kind, found in headline.items() if len(found) > 3} == set()
    assert "Matematik og problemløsning (kontaktpædagoger): 34 point under de øvrige kommuner" in summary(report, headline)


def test_many_gaps_are_told_in_one_sentence_each_with_its_numbers_and_what_has_a_reservation_alone(opened):
    report = opened()
    found = [finding for finding in report.findings() if finding.kind == "gap"][:1]
    sure = [
        replace(found[0], scale=scale, value=-40.0 + place, low=-52.0, high=-28.0, n=900, flags=(), certainty=0.9)
        for place, scale in enumerate(("language", "maths", "self", "body"))
    ]
    doubtful = replace(sure[1], flags=("caution_reliability",))
    said = wording.spoken(report, [sure[0], doubtful, *sure[2:]])
    assert len(said) == 2
    assert said[0].count("(interval 28–52)") == 3
    assert "»Matematik og problemløsning«" not in said[0]
    assert len(wording.spoken(report, sure[:2])) == 2, "two are two sentences"
