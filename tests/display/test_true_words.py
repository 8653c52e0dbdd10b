"""Words that must be true whatever the numbers: capped answers are the top, no useless correlation is printed."""

from dataclasses import replace

from display import example
from display.test_wording import BASE

from analysis.display import centre, contexts, front_page, headings, initiatives, shares_reading, wording

ASKED = shares_reading.Question("child", "joy", "Glæde", "joy_1", "Er du glad?", False, ("Sur", "Glad"), (0.3, 0.7), "", 50)
CAPPED = replace(ASKED, item="joy_2", text="Har du venner?", shares=None, capped=(1, 0.9))


def test_a_capped_question_is_the_top_not_left_out(opened):
    report = opened()
    assert shares_reading.best_sentence(report, [ASKED, CAPPED]) == "Mindst 9\u00a0ud af\u00a010 svarer mest positivt på »Har du venner?«"
    both = shares_reading.best_sentence(report, [ASKED, CAPPED, replace(CAPPED, item="joy_3")])
    assert "på to spørgsmål, blandt andet »Har du venner?«" in both
    assert shares_reading.title(report, [ASKED, CAPPED]).startswith("Færrest (")  # the section's heading has told the top
    assert shares_reading.title(report, [CAPPED]).startswith("Mindst")
    turned = replace(CAPPED, reversed=True)
    assert shares_reading.capped_best([turned]) == []


def test_what_children_answer_is_told_in_per_cent_without_the_mark_of_turned_wording(opened):
    report = opened()
    words = centre.children_answers(report, best=True)
    assert words.startswith("Flest gode svar: ")
    assert "%" in words
    assert "(vendt)" not in words + centre.children_answers(report, best=False)


def test_parents_are_counted_by_their_children_on_the_cover(opened):
    assert "forældre til 350 børn" in front_page.cover(opened())


def test_a_correlation_that_may_be_anything_is_not_printed(opened):
    report = opened()
    wide = report.take("agreement", level="municipality").assign(value=-0.1, low=-0.8, high=0.6)
    words = contexts.agreement_sentences(report, wide)
    assert "kan ikke afgøres" in words
    assert "0,10" not in words


def test_several_links_say_once_that_they_are_no_cause_and_weak_ones_are_called_weak(opened):
    report = opened()
    link = replace(BASE, kind="association", quantity="link", level="programme", contrast="staff.reading", value=0.14, low=0.05, high=0.23)
    said = " ".join(wording.spoken(report, [link, replace(link, scale="maths")]))
    assert said.count("fører til det andet") == 1
    assert wording.spoken(report, [link])[0].endswith("fører til det andet.")
    rows = report.take("link").head(1)
    assert "sikker, men svag" in headings.heading(report, "links", rows, [link])
    assert "svag" not in headings.heading(report, "links", rows, [replace(link, value=0.3)])


def test_an_initiative_that_ended_before_the_survey_is_not_waited_for(opened):
    def words(report, **about):
        meta = example.make_meta(report=report)
        meta["initiatives"][0] |= about
        found = opened(meta)
        return initiatives.initiative_words(found, found.take("initiative", level="centre"))

    assert "står i læringsrapporten for 2017" in words("learning-report")
    ended = words("learning-report", start="2018-01-01", end="2019-06-30")
    for said in (ended, words("development-report")):
        assert "afsluttet, før den seneste kortlægning" in said
        assert "læringsrapporten" not in said
    for said in (ended, words("learning-report"), words("development-report")):
        assert "endnu" not in said
    assert "endnu ingen tal" in words("learning-report", start="2019-01-01", end="2020-06-30")


def test_two_groups_of_children_are_headed_by_what_is_found(opened):
    report = opened(example.make_meta())
    gaps = report.take("gap", level="municipality", contrast="gender:girl-boy")
    gap = replace(BASE, kind="gap", quantity="gap", contrast="gender:girl-boy")
    assert "sikker forskel på »Sprog og samtale«" in headings.contrast_heading(report, gaps, (gap,))
    assert "ingen sikre forskelle" in headings.contrast_heading(report, gaps, (replace(gap, contrast="education:short-long"),))
