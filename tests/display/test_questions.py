"""The municipality's own questions and its initiatives on the page: numbers with intervals, cautious words, nothing from what is hidden."""

import pytest
from display import example
from display.example import row

import analysis.display as display

PLAIN = ("\u00a0", " ")


def of(report):
    said = display.question(report, 1)
    for part in (1, 2, 3):
        said += display.question_part(report, 1, part)
    return (said + display.question_limits(report, 1)).replace(*PLAIN)


@pytest.fixture
def page(opened):
    def make(language="da", hidden=(), **initiative):
        meta = example.make_meta()
        meta["initiatives"][0] |= initiative
        rows = example.make_rows(meta)
        example.hide(rows, rows["kind"].isin(hidden) & rows["scale"].isin(["language", "maths"]))
        return opened(meta, language, rows)

    return make


def test_every_part_has_its_answer_and_its_numbers(page):
    said = of(page())
    assert "Har sproget flyttet sig, og holder det?" in said
    assert "Der er et sikkert svar på 2 af 2 mål." in said
    assert "Frem" in said
    assert "Varig fremgang" in said
    assert "Det kan tallene ikke sige" in said


def test_what_cannot_be_told_is_said_and_not_made_a_no(page):
    said = of(page())
    assert "»Kan ikke afgøres« er ikke det samme som ingen forskel" in said
    assert "Det kan ikke afgøres." in said                      # the only scale of the third part


def test_where_everybody_took_part_no_word_of_effect_stands(page):
    said = of(page(design="all"))
    assert "Fremgang i perioden er ikke det samme som virkning" in said
    assert "effekt" not in said.lower()
    assert "kan have været forskellige i forvejen" in of(page(design="some"))


def test_an_initiative_before_the_first_survey_cannot_be_seen(page):
    said = of(page(start="2014-01-01", end="2014-06-30"))
    assert "begyndte før den første kortlægning" in said


def test_modules_that_came_after_the_survey_are_named(page):
    later = [{"name": {"da": "Et", "en": "One"}, "finished": "2018-01-01"}, {"name": {"da": "To", "en": "Two"}, "finished": "2030-01-01"}]
    assert "1 af 2 moduler var ikke færdigt" in of(page(modules=later))


def test_a_hidden_number_answers_nothing(page):
    said = of(page(hidden=("change", "lasting_change", "gap_change")))
    assert "Kan ikke vises" in said
    assert "Der er ingen tal, der kan svare på det." in said
    assert "Nogle tal er skjult" in said
    assert "sikkert svar" not in said
    assert "fremgang" not in said.lower().split("det kan tallene")[0]


def test_a_question_beyond_the_last_and_a_first_survey_have_no_page(page, opened):
    report = page()
    assert display.question(report, 2) == display.question_part(report, 1, 4) == display.question_limits(report, 2) == ""
    meta = example.make_meta()
    meta["waves"] = meta["waves"][-1:]
    assert opened(meta).questions == []


def test_it_reads_in_english(page):
    assert "There is a certain answer on 2 of 2 scales." in of(page("en"))


def followed(opened, design, **numbers):
    meta = example.make_meta()
    meta["initiatives"][0] |= {"design": design}
    rows = example.make_rows(meta)
    rows = rows[rows["kind"] != "initiative"]
    import pandas as pd

    key = {"role": "contact", "scale": "language", "unit": meta["municipality"]["slug"], "contrast": "sprogindsats", "n": 400}
    extra = pd.DataFrame([row("initiative", **key, **{"value": 30, "low": 18, "high": 42, "q": 0.001} | numbers),
                          row("exposure", unit=key["unit"], contrast="sprogindsats", item="2", value=10, n=10, n_groups=12),
                          row("exposure", unit=key["unit"], contrast="sprogindsats", item="0", value=2, n=2, n_groups=12)])
    extra["audience"] = rows["audience"].iloc[0]
    return opened(meta, rows=pd.concat([rows, extra[rows.columns]], ignore_index=True))


@pytest.mark.parametrize(("design", "words", "note"), [
    ("all", "Bedre udvikling end i de øvrige kommuner", "ikke hvad indsatsen selv har betydet"),
    ("some", "Bedre udvikling hos dem, der var med", "forskellige i forvejen"),
    ("lot", "Effekt: bedre udvikling", "Derfor kan forskellen kaldes en effekt"),
])
def test_the_words_follow_the_design(opened, design, words, note):
    report = followed(opened, design)
    rows = report.take("initiative", level="municipality")
    assert words in display.initiative_table(report, rows)
    assert note in display.initiative_words(report, rows)
    if design != "lot":
        assert "effekt" not in (display.initiative_table(report, rows) + display.initiative_words(report, rows)).lower()


def test_exposure_tells_how_many_centres_had_done_how_much(opened):
    report = followed(opened, "all")
    said = display.exposure_table(report, report.take("exposure", level="municipality")).replace(*PLAIN)
    assert "2 af 2 moduler: 10 dagtilbud; intet modul: 2 dagtilbud" in said


def test_of_one_module_it_is_told_who_finished_it(opened):
    report = followed(opened, "all")
    report.meta["initiatives"][0]["modules"] = report.meta["initiatives"][0]["modules"][:1]
    rows = report.take("exposure", level="municipality").replace({"item": {"2": "1"}})
    assert "gennemført: 10 dagtilbud; intet modul: 2 dagtilbud" in display.exposure_table(report, rows).replace(*PLAIN)
