"""Words that must be true whatever the numbers: capped answers are the top, no useless correlation is printed."""

from dataclasses import replace

from display import example
from display.test_wording import BASE

from analysis.display import action, centre, contexts, first_page, front_page, headings, initiatives, shares_reading, titles, wording
from analysis.display.figures.timeline import timeline

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


def test_a_finding_few_stand_behind_is_no_heading_and_no_heading_denies_it(opened):
    rows = example.make_rows(example.make_meta())
    own = (rows["kind"] == "comparison") & (rows["role"] == "leader") & (rows["level"] == "municipality")
    rows.loc[own, ["n", "value", "low", "high", "q"]] = [12, 73, 40, 106, 0.0001]
    rows.loc[(rows["kind"] == "comparison") & ~own, "q"] = 0.9
    report = opened(rows=rows)
    leaders = report.take("level", level="municipality", role="leader")
    said = titles.against_others(report, report.findings(), leaders, True)
    assert said == "Forskel fra de øvrige kommuner på ét mål, men få har svaret"
    few, = first_page.level_lines(report, report.headline(report.findings()), "strength")
    assert few == "Intet mål, som mange nok har svaret på, ligger sikkert over de øvrige kommuner."
    none, = first_page.level_lines(report, report.headline(report.findings()), "challenge")
    assert none == "Intet mål ligger sikkert under de øvrige kommuner."
    change = replace(BASE, kind="progress", quantity="change", role="leader", scale="leadership", contrast="2017", n=12)
    moved = leaders.assign(contrast="2017")
    assert titles.since_last(report, [change], moved) == "Ændring siden 2017 på ét mål, men få har svaret"
    assert "gået frem" in titles.since_last(report, [replace(change, n=40)], moved)


def test_a_link_says_whether_it_is_the_programmes_or_the_municipalitys_own(opened):
    link = replace(BASE, kind="association", quantity="link", level="programme", contrast="staff.reading", value=0.14, low=0.05, high=0.23)
    report = opened()
    shared, own = wording.spoken(report, [link, replace(link, level="municipality")])[:2]
    assert "(i hele programmet: koefficient 0,14" in shared
    assert "(i kommunens egne dagtilbud: koefficient 0,14" in own
    bare = wording.sentence(report, replace(link, low=0.01, certainty=0.07))
    assert "sammenhængen kan være ganske svag" in bare


def test_counts_are_words_and_nothing_is_counted_as_none(opened):
    meta = example.make_meta()
    assert timeline(opened(meta)).title == "Én indsats er begyndt før eller under kortlægningen, og én var afsluttet forinden"
    meta["initiatives"][0]["end"] = "2020-06-30"
    assert timeline(opened(meta)).title == "Én indsats er begyndt før eller under kortlægningen"
    gap = replace(BASE, kind="gap", quantity="gap", contrast="gender:girl-boy")
    said = action.problem_statement(opened(), [gap, replace(gap, scale="maths")])
    assert "Tallene peger på to steder" in said
    assert "forskellen på »Sprog og samtale« mellem »piger« og »drenge«" in said


def test_everybody_whose_answers_are_told_is_said_to_be_heard(opened):
    """A group's response may be hidden though its level is shown."""
    rows = example.make_rows(example.make_meta())
    gone = (rows["kind"] == "response") & (rows["role"] == "leader")
    rows.loc[gone, "status"] = "hidden"
    rows.loc[gone, ["value", "low", "high", "q", "n", "n_raters", "n_groups"]] = float("nan")
    assert "ledere" in action.information(opened(rows=rows), [])
