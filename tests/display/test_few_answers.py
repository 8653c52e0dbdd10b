"""What rests on few answers leads nothing: no heading, no step, no "clearly"; and what leads is shown in its own section."""

from dataclasses import replace

from display.test_wording import BASE

from analysis.display import action, headings, titles, wording

LEADERS = replace(BASE, role="leader", scale="leadership", n=10, value=73, low=30, high=116)


def test_a_difference_ten_leaders_stand_behind_is_a_lead_not_clear(opened):
    words = wording.sentence(opened(), LEADERS)
    assert "klart" not in words
    assert words.endswith("Det bygger på kun 10 svar. Læs det som et spor.")
    assert "ligger klart over" in wording.sentence(opened(), replace(LEADERS, n=40))


def test_ten_leaders_make_no_heading_and_no_step(opened):
    report = opened()
    levels = report.take("level", role="leader", level="municipality")
    assert "Faglig ledelse" not in titles.against_others(report, [LEADERS], levels, True)
    assert "Faglig ledelse" in titles.against_others(report, [replace(LEADERS, n=40)], levels, True)
    assert "Faglig ledelse" not in action.information(report, [LEADERS])
    low = replace(LEADERS, kind="challenge", value=-73, low=-116, high=-30)
    assert "Faglig ledelse" not in action.problem_statement(report, [low])
    assert "Faglig ledelse" in action.problem_statement(report, [replace(low, n=40)])


def test_page_one_and_step_one_hold_only_spread_the_section_shows(opened):
    report = opened()
    staff = replace(BASE, kind="spread", quantity="spread", contrast="", role="staff", scale="reading")
    assert report.headline([staff])["spread"] == ()
    assert "Dialogisk læsning" not in action.problem_statement(report, [staff])
    shown = replace(staff, role="contact", scale="maths")
    assert report.headline([staff, shown])["spread"] == (shown,)


def test_titles_name_the_largest_first_and_count_the_rest_in_words(opened):
    report = opened()
    rows = report.take("spread", role="contact", level="municipality")
    found = [
        replace(BASE, kind="spread", quantity="spread", scale=scale, value=value)
        for scale, value in (("language", 21), ("maths", 40), ("self", 30), ("body", 22))
    ]
    words = headings.heading(report, "spread", rows, found)
    assert "»Matematik og problemløsning«, »Selvregulering« og to andre mål" in words


def test_an_interval_without_zero_that_is_not_sure_among_many_is_a_hint(opened):
    report = opened()
    hint = replace(BASE, kind="cannot_tell", value=49, low=6, high=92, q=0.09, detectable=43)
    words = wording.sentence(report, hint)
    assert "peger på, at Birkelund Kommune ligger over de øvrige kommuner" in words
    assert "Med så mange svar" not in words
    assert "»" in wording.spoken(report, [hint, replace(hint, scale="maths")])[0]
    assert "før den kan ses" not in wording.spoken(report, [hint, replace(hint, scale="maths")])[0]
    assert "Med så mange svar" in wording.sentence(report, replace(hint, low=-6))
    assert "peger på" not in wording.sentence(report, replace(hint, flags=("not_comparable",)))
