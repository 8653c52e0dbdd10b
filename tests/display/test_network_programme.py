"""A network's and a programme's page: the same words for every case, nothing below what the report is about, however many there are."""

import pandas as pd
import pytest
from display import example
from notebooks.running import page

from analysis import display
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

NETWORK = {"slug": "skoven", "name": "Netværk Skoven"}
NUMBERS = ["n", "n_raters", "n_groups", "value", "low", "high", "q"]


def network(**changes):
    return example.make_meta(report="network-report", audience="network", network=NETWORK, networks=[NETWORK], **changes)


def network_rows(compared=True, hidden=False):
    """The municipality's rows again as the network's own, held against the centres outside it."""
    rows = example.make_rows(example.make_meta())
    own = rows[rows["kind"].isin(["level", "response", "change"]) & (rows["level"] == "municipality")]
    own = own.assign(level="network", unit="skoven")
    beside = rows[rows["kind"] == "comparison"].assign(
        kind="network_comparison", level="network", unit="skoven", contrast="other_centres"
    )
    found = pd.concat([own, beside] if compared else [own], ignore_index=True)
    if hidden:
        found = found.assign(status="hidden", **dict.fromkeys(NUMBERS, float("nan")), **dict.fromkeys(["family", "method", "flags"], ""))
    return pd.concat([found, rows[rows["level"] == "municipality"]], ignore_index=True).assign(audience="network")


def programme(count):
    """``count`` municipalities, no place of its own."""
    places = [{"slug": f"by-{number:03}", "name": f"By {number:03} Kommune", "in_programme": True, "reporting_unit": "centre"}
              for number in range(count)]
    return example.make_meta(report="programme-report", audience="partners", municipality=None, municipalities=places, handle="2019")


def programme_rows(meta, withheld=False):
    rows = example.make_rows(example.make_meta())
    levels = rows[(rows["kind"] == "level") & (rows["level"] == "municipality") & (rows["wave"] == "2019")]
    spreads = rows[(rows["kind"] == "spread") & (rows["wave"] == "2019") & (rows["level"] == "municipality")]
    of_all = {"level": "programme", "unit": "proeven"}
    parts = [levels.assign(unit=place["slug"], value=levels["value"] + number % 17 - 8, low=levels["low"] + number % 17 - 8,
                           high=levels["high"] + number % 17 - 8) for number, place in enumerate(meta["municipalities"])]
    parts += [spreads.assign(**of_all)]
    judged = levels.assign(kind="comparability", contrast="wave:2017:2019", value=1.0, low=-1.0, high=3.0, flags="", **of_all)
    judged.loc[judged.index[0], ["value", "low", "high", "flags"]] = [14.0, 11.0, 17.0, "not_comparable"]
    if not withheld:
        between = spreads.assign(kind="municipality_spread", value=9.0, low=2.0, high=24.0, n_groups=float(len(meta["municipalities"])))
        parts += [levels.assign(**of_all), between.assign(**of_all)]
    parts += [judged, rows[rows["kind"] == "link"].assign(**of_all)]
    return pd.concat(parts, ignore_index=True).assign(audience="partners")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch, request):
    if "drawn" in request.node.name:
        return
    from analysis.display.figures import canvas

    monkeypatch.setattr(canvas.Canvas, "svg", lambda self: '<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", ["compared", "alone", "hidden", "first wave"])
def test_a_network_report_is_written_for_every_case(opened, root, case, language):
    meta = network(waves=example.make_meta()["waves"][-1:]) if case == "first wave" else network()
    rows = network_rows(compared=case != "alone", hidden=case == "hidden")
    tree = parse(page(root / "notebooks" / "network-report.ipynb", opened(meta, language, rows)))
    assert problems(tree) == []
    text = tree.text()
    assert "Traceback" not in text
    told = {"alone": {"da": "kan ikke sammenlignes med resten", "en": "cannot be compared with the rest"},
            "first wave": {"da": "Det er den første kortlægning", "en": "This is the first survey"}}
    if case in told:
        assert told[case][language] in text
    left = {"da": "De står kun i det enkelte dagtilbuds egen profil", "en": "they stand only in each centre’s own profile"}
    assert left[language] in text, "what a network never reads is said to be left out, and why"


def test_a_network_is_said_to_lie_beside_the_centres_outside_it(opened):
    report = opened(network(), rows=network_rows())
    findings = report.findings()
    assert {finding.quantity for finding in findings} >= {"network_comparison", "change", "response"} - {"response"}
    first = display.summary(report, report.headline(findings))
    assert "34 point under resten af kommunens dagtilbud" in first
    assert "Det kan vi undersøge sammen" in first
    assert "øvrige kommuner" not in first


def test_questions_are_asked_of_the_network_and_name_no_centre(opened):
    meta = network(centres=[{"slug": slug, "name": name, "kind": "municipal", "network": "skoven"} for slug, name in example.CENTRES])
    report = opened(meta, rows=network_rows())
    said = display.common_questions(report, report.findings()) + display.common_strengths(report, report.findings())
    assert "Kan I genkende det" in said
    assert "Gælder for hele Birkelund Kommune" in said
    assert not any(name in said for _, name in example.CENTRES)


def test_nothing_found_still_leaves_a_meeting_something_to_begin_with(opened):
    rows = network_rows()
    rows = rows[rows["kind"].isin(["level", "response"])].reset_index(drop=True)
    report = opened(network(), rows=rows)
    assert "Begynd med det, I selv er stolte af" in display.common_strengths(report, report.findings())
    assert "Hvad er I selv mest i tvivl om?" in display.common_questions(report, report.findings())


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("count", [7, 98])
def test_a_programme_report_is_written_for_few_and_for_many(opened, root, count, language):
    meta = programme(count)
    tree = parse(page(root / "notebooks" / "programme-report.ipynb", opened(meta, language, programme_rows(meta))))
    assert problems(tree) == []
    text = tree.text()
    assert all(place["name"] in text for place in meta["municipalities"]), "every municipality has its numbers in a table"


def test_of_many_municipalities_no_choice_is_drawn(opened):
    """A figure holds thirty rows; the thirty farthest from the middle would be a rank list with names."""
    for count, drawn in ((7, True), (98, False)):
        meta = programme(count)
        report = opened(meta, rows=programme_rows(meta))
        levels = report.take("level", level="municipality", role="contact", scale="language")
        assert bool(display.municipality_intervals(report, levels)) == drawn
    strip = display.municipality_strips(report, report.take("level", level="municipality", topic=report.wellbeing))
    assert "98 kommuner" in strip.caption
    assert "By 0" not in strip._repr_html_()


def test_tables_of_many_municipalities_are_kept_for_the_end_and_the_page_says_so(opened):
    for count, many in ((7, False), (98, True)):
        meta = programme(count)
        report = opened(meta, rows=programme_rows(meta))
        made = display.municipality_table(report, report.take("level", level="municipality", topic=report.answers_of("rating")))
        assert made.startswith('<div class="twin">') == many
        assert made.count("<tr>") == count + 1
        assert ("98 kommuner er for mange" in display.many_municipalities(report)) == many


def test_drawn_strips_hold_a_stroke_for_every_municipality_and_say_that_they_are_synthetic(opened):
    meta = programme(98)
    report = opened(meta, rows=programme_rows(meta))
    strip = display.municipality_strips(report, report.take("level", level="municipality", role="contact", scale="language"))
    strokes = next(path for path in strip.page.split("<path ") if 'stroke="#6A6A6A"' in path)
    assert strokes.count("M") == 98 + 1, "and one in the legend"
    assert "Syntetiske data" in strip.page
    assert len(strip.page) < 60_000


def test_page_one_of_a_programme_tells_no_municipality_apart(opened):
    meta = programme(7)
    report = opened(meta, rows=programme_rows(meta))
    first = display.summary(report, report.headline(report.findings()))
    assert "7 kommuner har sagt ja" in first
    assert "Hvilken kommune der gør det bedst" in first
    assert "By 0" not in first
    assert "kan ikke sammenlignes direkte med 2017" in first


def test_what_would_tell_on_the_withheld_is_named_as_left_out(opened):
    meta = programme(7)
    report = opened(meta, rows=programme_rows(meta, withheld=True))
    said = display.left_out(report)
    assert "Hele programmets niveau: Det ville røbe" in said
    assert "Forskelle mellem kommuner: " in said
    assert "Hele programmets niveau" not in display.left_out(opened(meta, rows=programme_rows(meta)))


def test_a_scale_that_changed_its_meaning_is_not_called_comparable(opened):
    meta = programme(7)
    report = opened(meta, rows=programme_rows(meta))
    judged = report.take("comparability", level="programme")
    lines = display.comparable_scales(report, judged).split("<tr>")
    assert sum("<td>nej</td>" in line for line in lines) == 1
    assert "+14" in next(line for line in lines if "<td>nej</td>" in line)
    assert "Ingen mål er prøvet" in display.comparable_scales(report, judged.iloc[:0])
