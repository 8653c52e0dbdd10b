"""Every display object speaks the closed vocabulary only, whatever is missing, hidden or found."""

from itertools import pairwise

import pandas as pd
import pytest
from display import example
from notebooks.running import page

from analysis import display
from analysis.display import naming
from analysis.display.prose import without_unused_prose
from analysis.display.recommendations import recommendation
from analysis.display.tables import data_table
from analysis.display.text import inside_sentence
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

LEVELS = ("h2", "h3", "h4")


def one_wave(**changes):
    return example.make_meta(waves=[example.make_meta()["waves"][-1]], goals=[], **changes)


def without_roles(*gone, **changes):
    meta = example.make_meta(**changes)
    for entry in meta["roles"]:
        entry["asked"] = entry["role"] not in gone
    return meta


def cohort():
    """No themes, two informants, no background, English, numbered waves: another country's programme."""
    meta = without_roles(
        "child",
        "staff",
        "leader",
        themes=[],
        background=[],
        links=[],
        perspectives=[],
        initiatives=[],
        goals=[],
        crosswalk=[],
        recommendations=[],
        languages=["en"],
        law=None,
    )
    meta["programme"] |= {"synthetic": False, "design": "cohort"}
    for place, wave in enumerate(meta["waves"]):
        wave["wave"], wave["law"] = str(place + 1), None
    meta["wave"] = "3"
    meta["scales"] = [
        {**entry, "theme": None, "kind": "outcome", "about": "child"} for entry in meta["scales"] if entry["role"] in ("contact", "parent")
    ]
    return meta


def hide(rows):
    rows[["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows[["family", "method", "flags"]] = ""
    rows["status"] = "hidden"
    return rows


def waves_of(rows, meta):
    if meta["wave"] == "3":
        for place, wave in enumerate(("2015", "2017", "2019")):
            rows["wave"] = rows["wave"].replace(wave, str(place + 1))
            rows["contrast"] = rows["contrast"].replace(wave, str(place + 1))
    return rows


CASES = {
    "public": (example.make_meta, None),
    "administration": (example.administration, None),
    "first wave": (one_wave, None),
    "no children": (lambda: without_roles("child"), None),
    "one role only": (lambda: without_roles("contact", "staff", "leader", "parent"), None),
    "no background": (lambda: example.make_meta(background=[]), None),
    "no comparison": (example.make_meta, lambda rows: rows[~rows["kind"].isin(["comparison", "comparison_level"])].reset_index(drop=True)),
    "everything hidden": (example.make_meta, hide),
    "no findings": (
        example.make_meta,
        lambda rows: (
            rows[~rows["kind"].isin(["spread", "link"])]
            .assign(q=lambda left: left["q"].where(left["q"].isna(), 1.0))
            .reset_index(drop=True)
        ),
    ),
    "cohort": (cohort, None),
    "nothing at all": (example.make_meta, lambda rows: rows.iloc[:0]),
}


@pytest.fixture
def made(opened, root, pages):
    def make(case):
        meta, change = CASES[case]
        meta = meta()
        rows = waves_of(example.make_rows(meta), meta)
        if change:
            rows = change(rows)
        if case not in pages:
            pages[case] = page(root / "notebooks" / "learning-report.ipynb", opened(meta, meta["languages"][0], rows))
        return pages[case]

    return make


@pytest.fixture(scope="module")
def pages():
    """case -> its page, made once."""
    return {}


@pytest.fixture(autouse=True)
def undrawn(monkeypatch, request):
    """Pictures are proved in test_figures; here one case is drawn and the others carry an empty sheet, which is much faster."""
    if "administration" in request.node.name:
        return
    from analysis.display.figures import canvas

    monkeypatch.setattr(canvas.Canvas, "svg", lambda self: '<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize("case", CASES)
def test_a_learning_report_holds_only_the_vocabulary(made, case):
    tree = parse(made(case))
    assert problems(tree) == []
    assert "Traceback" not in tree.text()


@pytest.mark.parametrize(
    ("case", "gone", "told"),
    [
        ("first wave", "udvikling-siden-sidste", "Det er den første kortlægning"),
        ("no background", "background", "Der er ingen oplysninger om baggrund"),
        ("no comparison", "", "Der er ikke tre andre kommuner"),
        ("no children", "", "Svar fra børn: De blev ikke spurgt i 2019"),
        ("one role only", "environment", "Svar fra ledere: De blev ikke spurgt i 2019"),
    ],
)
def test_what_is_missing_is_left_out_and_named(made, case, gone, told):
    content = made(case)
    assert told in content
    if gone:
        assert f'id="{gone}"' not in content


@pytest.mark.parametrize("case", CASES)
def test_no_heading_stands_over_nothing(made, case):
    blocks = list(parse(made(case)).find(*LEVELS, "p", "ul", "dl", "table", "figure"))
    over_nothing = [
        one.text() for one, following in pairwise(blocks) if one.tag in LEVELS and following.tag in LEVELS and following.tag <= one.tag
    ]
    assert over_nothing == []
    assert blocks[-1].tag not in LEVELS


def test_what_one_wave_alone_has_is_not_followed_and_the_report_says_so(opened, root):
    meta = example.make_meta(report="development-report")
    rows = example.make_rows(meta)
    gaps = rows[rows["kind"] == "gap"]
    earlier = gaps[gaps["contrast"].str.startswith("gender")].assign(wave="2017")
    rows = pd.concat([rows, earlier], ignore_index=True)
    content = page(root / "notebooks" / "development-report.ipynb", opened(meta, "da", rows))
    headings = [node.text() for node in parse(content).find(*LEVELS)]
    assert any("piger" in words for words in headings)
    alone = [contrast for contrast in dict.fromkeys(gaps["contrast"]) if not contrast.startswith("gender")]
    assert alone
    told = content.partition("kan ikke følges over tid")[2]
    for contrast in alone:
        variable, category, _ = naming.contrast_labels(meta, contrast, "da")
        assert not any(variable in words for words in headings)
        assert f"{variable}, »{inside_sentence(category)}«" in told


def test_a_municipality_alone_hears_why_there_are_no_levels(made):
    content = made("no comparison")
    assert "Der er ikke nok andre kommuner at sammenligne Birkelund Kommune med" in content
    assert "over de øvrige kommuner" not in content.replace("De øvrige kommuner", "")


def test_prose_goes_with_its_section(made):
    words = "Et godt dagtilbud gør forskel for alle børn."
    assert words in made("public")
    assert words not in made("no background")


def test_centres_are_named_to_the_administration_alone(made):
    assert "Mølleengen" in made("administration")
    assert "Mølleengen" not in made("public")


def test_a_cohort_is_told_as_one_in_english(made):
    content = made("cohort")
    assert "The difference is measured on the same children in round 2 and round 3" in content
    assert "Learning report round 3" in content
    assert not any(words in content for words in ("kortlægning", "svarene", "Synthetic data"))


def test_nobody_hears_of_cause_or_anonymity(made):
    for case in ("public", "administration"):
        text = parse(made(case)).text().lower()
        assert "anonym" not in text
        assert "effekt" not in text
        assert " p = " not in text


def profile(**changes):
    own = {"slug": "solhoej", "name": "Solhøj", "kind": "municipal", "network": None, "shares_knowledge": False}
    return example.make_meta(report="centre-profile", audience="centre", centre=own, **changes)


def profile_rows(meta, hidden=False):
    """The municipality's rows again as the centre's own."""
    rows = example.make_rows(example.make_meta())
    own = rows[rows["kind"].isin(["level", "answer_share", "change", "response"]) & (rows["role"] != "leader")].assign(
        level="centre", unit="solhoej"
    )
    compared = rows[(rows["kind"] == "comparison") & (rows["role"] != "leader")].assign(
        level="centre", unit="solhoej", kind="centre_comparison", contrast="other_centres"
    )
    own = pd.concat([own, compared], ignore_index=True)
    if hidden:
        own = hide(own)
    return pd.concat([own, rows[rows["kind"] == "level"]], ignore_index=True).assign(audience="centre")


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_profile_or_a_letter_holds_only_the_vocabulary(opened, root, hidden, language):
    meta = profile()
    content = page(root / "notebooks" / "centre-profile.ipynb", opened(meta, language, profile_rows(meta, hidden)))
    assert problems(parse(content)) == []
    assert ("letter" in content) == hidden
    assert ('class="worksheet"' in content) != hidden
    if hidden:
        assert content.count("<figure") == 0
        assert "De fleste ændringer" not in content


def test_a_profile_holds_eight_steps_and_sixteen_cards(opened, root):
    meta = profile()
    content = page(root / "notebooks" / "centre-profile.ipynb", opened(meta, "da", profile_rows(meta)))
    assert content.count('class="worksheet"') == 8
    assert content.count('class="card"') == 16
    assert content.count('class="lines"') == 13  # room to write: three sides of what keeps it going, three of doing, two of evaluating
    assert "Matematik og problemløsning" in content


def test_a_recommendation_tells_its_reason_its_research_and_its_caution(opened):
    report = opened()
    found = report.recommend(report.findings())
    card = recommendation(report, found, 1)
    assert "ligger under de øvrige kommuner i programmet, 34 point (interval" in card
    assert "Forskning tyder på, at det virker. Styrke: god. Klar gevinst." in card
    assert "Forbehold:" in card
    assert "Hansen, A. &amp; Jensen, B. (2018)" in card
    assert 'href="https://doi.org/10.1000/xyz"' in card
    assert recommendation(report, found, 9) == ""
    assert "et resultat i sig selv" in recommendation(report, [], 1)


def test_a_method_table_writes_numbers_and_small_q(opened):
    frame = pd.DataFrame({"scale": ["a<b", "c"], "value": [1.25, float("nan")], "n": [500, 12], "q": [0.0004, 0.25]})
    table = data_table(frame, "Tal", "da")
    assert problems(parse("<h1>x</h1>" + table)) == []
    for words in ("a&lt;b", "1,25", ">500<", "<\u00a00,001".replace("<", "&lt;"), "0,250", "Mål"):
        assert words in table
    assert data_table(frame.iloc[:0], "Tal") == ""


def test_an_unknown_quantity_or_language_is_answered(opened):
    report = opened()
    with pytest.raises(KeyError, match="did you mean 'change'"):
        report.take("chang")
    with pytest.raises(KeyError, match="only in"):
        opened(language="sv")


def test_people_are_heard_where_they_wrote(made):
    content = made("public")
    assert "Skrevet af Anna Prøve, dagtilbudschef, 4.\u00a0december 2019" in content
    assert "<script" not in content


def test_names_from_outside_cannot_break_the_page(opened, root):
    meta = example.make_meta()
    meta["municipality"]["name"] = 'Birke<lund> & "Søn"'
    content = page(root / "notebooks" / "learning-report.ipynb", opened(meta))
    assert problems(parse(content)) == []
    assert "Birke&lt;lund&gt; &amp; &quot;Søn&quot;" in content


def test_importing_display_is_lean():
    import subprocess
    import sys

    heavy = ("matplotlib", "seaborn", "scipy", "pingouin")
    code = f"import sys; from analysis.display import open_report, sentences, cover; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_all_names_lead_somewhere():
    for name in display.__all__:
        assert callable(getattr(display, name)), name
    with pytest.raises(AttributeError):
        display.no_such_thing  # noqa: B018


def test_only_markdown_of_empty_sections_is_dropped():
    class Cell(dict):
        __getattr__ = dict.__getitem__

    def cell(kind, tags, html=None):
        outputs = [] if html is None else [{"data": {"text/html": html}}]
        return Cell(cell_type=kind, metadata={"tags": tags}, outputs=outputs)

    class Notebook:
        cells = [
            cell("markdown", []),
            cell("markdown", ["section:a"]),
            cell("code", ["section:a"], ""),
            cell("markdown", ["section:b"]),
            cell("code", ["section:b"], "<p>x</p>"),
        ]

    kept = without_unused_prose(Notebook()).cells
    assert [one["metadata"]["tags"] for one in kept if one["cell_type"] == "markdown"] == [[], ["section:b"]]
