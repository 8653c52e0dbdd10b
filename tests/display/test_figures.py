"""Every figure says its finding, again in words, holds its numbers in a table, carries its mark, is small and the same each time."""

import base64
import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from display import example

from analysis import display
from analysis.display import titles
from analysis.display.figures import shares, style
from analysis.display.figures.figure import Figure
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems


def earlier_too(rows):
    """The rows again as the wave before's."""
    return pd.concat([rows.assign(wave="2017", value=rows["value"] + 4), rows], ignore_index=True)


FIGURES = {
    "shares": lambda r: display.answer_shares(r, r.take("answer_share", level="municipality", topic=r.theme(6), form="rating")),
    "dots": lambda r: display.dot_interval(
        r, r.take("level", level="municipality", topic=r.theme(3)), r.take("comparison_level"), r.findings()
    ),
    "change": lambda r: display.change_interval(
        r, r.take("change", level="municipality", form="rating"), r.take("change_adjusted"), r.findings()
    ),
    "waves": lambda r: display.levels_over_waves(r, r.take("level", level="municipality", form="rating", wave="all"), r.findings()),
    "centres": lambda r: display.centre_intervals(
        r, r.take("centre_estimate", scale="language"), r.take("level", level="municipality", scale="language")
    ),
    "spread": lambda r: display.spread_interval(r, r.take("spread", form="rating"), None, r.take("spread_change"), r.findings()),
    "gap": lambda r: display.gap_interval(
        r, r.take("gap", contrast=r.contrast(1)), r.take("gap_adjusted", contrast=r.contrast(1)), None, r.findings()
    ),
    "gaps": lambda r: display.gap_panels(r, r.take("gap"), r.take("gap_adjusted"), r.take("gap_change"), r.findings()),
    "shares of a theme": lambda r: display.answer_shares(r, r.take("answer_share", level="municipality", topic=r.wellbeing, part=1)),
    "dots under themes": lambda r: display.dot_interval(
        r, r.take("level", level="municipality", topic=r.wellbeing), r.take("comparison_level"), r.findings(), under=r.themes
    ),
    "informants": lambda r: display.informants(r, r.take("level", level="municipality")),
    "links": lambda r: display.link_forest(r, r.take("link"), r.findings()),
    "spread over waves": lambda r: display.spread_over_waves(r, earlier_too(r.take("spread", form="rating")), r.take("spread_change")),
    "gaps over waves": lambda r: display.gaps_over_waves(
        r, earlier_too(r.take("gap", contrast=r.contrast(1))), r.take("gap_change", contrast=f"{r.contrast(1)}:2017")
    ),
    "municipalities": lambda r: display.municipality_intervals(r, r.take("level", level="municipality", scale="maths")),
    "network": lambda r: display.dot_interval(
        r, r.take("level", level="municipality", form="rating"), r.take("level", level="municipality", form="rating")
    ),
    "lasting": lambda r: display.lasting_changes(r, r.take("lasting_change", level="municipality")),
    "response": lambda r: display.response_rates(r, r.take("response", level="municipality")),
    "timeline": lambda r: display.timeline(r),
    "ruler": lambda r: display.scale_in_answers(r, r.take("level", level="municipality", form="child"), r.take("points_in_answers")),
}


def texts(svg: str) -> list[tuple[float, str, float, str]]:
    """(x, anchor, size, words) of everything level that is written in a picture."""
    found = []
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        if "x" in element.attrib:
            size = float(element.get("font-size", style.TEXT))
            found.append((float(element.get("x")), element.get("text-anchor", ""), size, element.text or ""))
    return found


def words_of(svg: str) -> str:
    return " ".join(words for *_, words in texts(svg))


@pytest.fixture
def report(opened):
    return opened(example.administration())


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_figure_is_whole(opened, kind, language):
    report = opened(example.administration(), language)
    figure = FIGURES[kind](report)
    assert isinstance(figure, Figure)
    assert figure.alt.startswith(figure.title)
    assert re.search(r"\d", figure.caption)
    tree = parse("<h1>x</h1>" + figure._repr_html_())
    assert problems(tree) == []
    assert len(list(tree.first("table").find("tr"))) > 1
    assert "{" not in figure.alt + figure.caption


@pytest.mark.parametrize("kind", FIGURES)
def test_a_figure_is_small_and_the_same_each_time(opened, kind):
    first, second = (FIGURES[kind](opened(example.administration())) for _ in range(2))
    for drawn, again in ((first.page, second.page), (first.phone, second.phone)):
        assert drawn == again
        assert len(drawn) < 30_000
        assert not re.search(r"\d\.\d{2}|http://(?!www\.w3\.org/2000/svg)|20\d\d-\d\d-\d\d|<!--", drawn)


@pytest.mark.parametrize("kind", FIGURES)
def test_the_synthetic_mark_stands_inside_the_picture(opened, kind):
    figure = FIGURES[kind](opened(example.administration()))
    for drawn in (figure.page, figure.phone):
        assert "Syntetiske data – ikke resultater fra Birkelund Kommune" in words_of(drawn)
    real = example.administration()
    real["programme"]["synthetic"] = False
    assert "Syntetiske" not in words_of(FIGURES[kind](opened(real)).page)


@pytest.mark.parametrize("kind", FIGURES)
def test_no_words_stick_out_of_a_picture(opened, kind):
    figure = FIGURES[kind](opened(example.administration()))
    for drawn in (figure.page, figure.phone):
        width = float(re.search(r'width="([\d.]+)"', drawn)[1])
        for x, anchor, size, words in texts(drawn):
            length = style.text_width(words, size)
            left = {"": x, "middle": x - length / 2, "end": x - length}[anchor]
            assert left > -8, words
            assert left + length < width + 8, words


@pytest.mark.parametrize("kind", FIGURES)
def test_both_sheets_show_the_same_numbers(opened, kind):
    figure = FIGURES[kind](opened(example.administration()))
    page, phone = (sorted(re.findall(r"[−+]?\d+(?:,\d+)?", words_of(drawn))) for drawn in (figure.page, figure.phone))
    assert set(page) == set(phone)


def test_hidden_is_not_missing_is_not_zero(report):
    figure = FIGURES["shares"](report)
    assert "skjult" in figure.alt
    assert "»Skjult«: tallet findes" in figure.caption
    assert figure.twin.count("skjult") == 5


def test_a_capped_answer_is_told_as_at_least(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    item = rows["item"] == "joy_1"
    rows.loc[item & (rows["contrast"] != "3"), ["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows.loc[item & (rows["contrast"] != "3"), ["status", "method"]] = ["hidden", ""]
    rows.loc[item & (rows["contrast"] == "3"), ["value", "low", "high", "flags"]] = [0.9, float("nan"), float("nan"), "capped"]
    report = opened(meta, rows=rows)
    figure = display.answer_shares(report, report.take("answer_share", scale="joy"))
    assert "90\u00a0% eller flere: Glad smiley" in figure.alt
    assert "90\u00a0% eller flere" in figure.twin


def test_nothing_to_show_gives_nothing_and_all_hidden_gives_a_note(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    report = opened(meta, rows=rows[rows["kind"] == "response"])
    assert display.dot_interval(report, report.take("level")) == ""
    hidden = example.make_rows(meta)
    hidden[["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    hidden[["family", "method", "flags"]] = ""
    hidden["status"] = "hidden"
    report = opened(meta, rows=hidden)
    note = display.dot_interval(report, report.take("level", level="municipality", form="child"))
    assert note.startswith('<p class="note">Tallene for børn vises ikke')


def test_centres_stand_in_the_registers_order(report):
    names = re.findall(r'<th scope="row">([^<]+)', FIGURES["centres"](report).twin)
    assert names == [name for _, name in example.CENTRES]


def test_answers_stand_in_the_codebooks_order(report):
    heads = re.findall(r'<th [^>]*scope="col">([^<]+)', FIGURES["shares"](report).twin)
    assert heads == ["Spørgsmål", "Aldrig", "Sjældent", "Nogle gange", "Ofte", "Altid", "Svar i alt"]


def test_answers_grow_darker_from_worst_to_best():
    def lightness(colour):
        return sum(weight * int(colour[place : place + 2], 16) for weight, place in ((0.299, 1), (0.587, 3), (0.114, 5)))

    for count in range(2, 9):
        colours = [lightness(colour) for colour in style.ramp(count)]
        assert len(colours) == count
        assert colours == sorted(colours, reverse=True)


def test_text_can_be_read_on_a_phone_and_on_paper():
    phone, paper = 350, 16.4 / 2.54 * 72
    assert style.SMALL * phone / style.PHONE.width >= 11
    assert style.TEXT * paper / style.PAGE.width >= 9
    assert shares.QUESTION * paper / style.PAGE.width >= 8.3


def test_figures_are_numbered_and_no_id_is_used_twice(report):
    figures = [FIGURES[kind](report) for kind in ("dots", "change", "dots")]
    assert [figure.identifier for figure in figures] == ["figure-1", "figure-2", "figure-3"]


def test_the_picture_travels_inside_the_page(report):
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', FIGURES["dots"](report)._repr_html_())[1]
    assert base64.b64decode(source).startswith(b"<svg ")


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours."""

    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_words_and_marks_stand_out_from_what_they_stand_on():
    for colour in (style.INK, style.SOFT, style.UNIT, style.COMPARISON, style.CAUTION):
        assert contrast(colour, style.PAPER) >= 4.5
        assert contrast(colour, style.MARGIN_BAND) >= 4.5
    assert contrast(style.EARLIER, style.PAPER) >= 3
    for count in range(2, 8):
        assert all(contrast(style.text_on(colour), colour) >= 4.5 for colour in style.ramp(count)), count


def test_a_figure_of_several_groups_has_a_table_for_each(report):
    shares = report.take("answer_share", level="municipality", topic=report.wellbeing)
    figure = display.answer_shares(report, shares)
    groups = [report.pick(entry["respondents"]) for entry in report.meta["roles"] if entry["role"] in set(shares["role"])]
    assert [words.rpartition(": ")[2] for words, _ in figure.twins] == groups
    assert figure._repr_html_().count('<div class="twin">') == len(groups) > 1
    assert figure.title.startswith(f"{report.meta['roles'][0]['label']['da']}: ")


def test_a_group_whose_answers_are_hidden_is_named_under_the_figure_of_the_others(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    child = (rows["kind"] == "answer_share") & (rows["role"] == "child")
    rows.loc[child, ["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows.loc[child, ["status", "method"]] = ["hidden", ""]
    report = opened(meta, rows=rows)
    figure = display.answer_shares(report, report.take("answer_share", level="municipality", topic=report.wellbeing))
    assert "Svarene fra børn vises ikke" in figure.caption
    labels = [report.pick(entry["label"]) for entry in meta["scales"] if entry["role"] == "child"]
    assert not any(label in words_of(figure.page) for label in labels)


def test_gaps_stand_beside_each_other_with_a_table_a_pair_and_the_sure_ones_heavy(report):
    gaps = report.take("gap")
    figure = display.gap_panels(report, gaps, report.take("gap_adjusted"), report.take("gap_change"), report.findings())
    assert len(figure.twins) == gaps["contrast"].nunique() > 1
    sure = [finding for finding in report.findings() if finding.kind == "gap"]
    for drawn in (figure.page, figure.phone):
        assert len(re.findall(r'font-weight="600"[^>]*text-anchor="end"', drawn)) == len(sure)
    assert display.gap_panels(report, gaps, report.take("gap_adjusted"), report.take("gap_change"), part=2) == ""


def test_a_pair_of_groups_alone_is_drawn_as_one_track(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    report = opened(meta, rows=rows[(rows["kind"] != "gap") | rows["contrast"].str.startswith("gender")].reset_index(drop=True))
    figure = display.gap_panels(report, report.take("gap"), report.take("gap_adjusted"), report.take("gap_change"))
    assert len(figure.twins) == 1
    assert "minus" not in words_of(figure.page)


def test_the_tables_of_very_many_questions_are_as_even_as_whole_scales_allow(report):
    from analysis.display.topics import MOST_QUESTIONS, parts

    counts = [
        sum(len(entry["items"]) for entry in report.meta["scales"] if (entry["role"], entry["scale"]) in run)
        for run in parts(report.meta, report.wellbeing.pairs)
    ]
    assert max(counts) <= MOST_QUESTIONS


def test_a_change_is_called_unchanged_by_findings_about_change_alone(report):
    from dataclasses import replace

    rows = report.take("change", level="municipality", form="rating", contrast="2017")
    first = report.findings()[0]
    beside = [replace(first, kind="unchanged", quantity="comparison", role=row.role, scale=row.scale) for row in rows.itertuples()]
    assert "uændre" not in titles.since_last(report, beside, rows).lower()
    assert "uændre" in titles.since_last(report, [replace(one, quantity="change") for one in beside], rows).lower()
