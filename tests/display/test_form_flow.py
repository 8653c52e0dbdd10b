"""The flow of forms: drawn, told in words and in a table, every reason with its words, every row adding up."""

import base64
import re

import pandas as pd
import pytest

from analysis.display import form_flow
from analysis.display.figures import style
from analysis.display.text import has
from analysis.intake.tables import REASONS
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

FLOW = pd.DataFrame(
    [
        ("child", "received", "", 1488),
        ("child", "dropped", "no_consent", 12),
        ("child", "dropped", "duplicate", 1),
        ("child", "used", "", 1475),
        ("leader", "received", "", 13),
        ("leader", "used", "", 13),
        ("leader", "invited", "", 14),
    ],
    columns=["role", "step", "reason", "forms"],
)
LABELS = {"child": "Børn", "leader": "Ledere", "parent": "Forældre"}


def text_of(page):
    return re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ")


def test_the_words_hold_every_count_and_reason():
    figure = form_flow(FLOW, LABELS, "da")
    assert figure.title == "1.501 skemaer modtaget, 1.488 brugt."
    assert figure.alt.endswith(
        "Børn: 1.488 modtaget, 1.475 brugt; 12 uden samtykke, 1 sendt to gange. Ledere: 13 modtaget, 13 brugt; ingen ladt ude."
    )
    assert "12 uden samtykke, 1 sendt to gange" in text_of(figure.page)
    assert "Forældre" not in figure.page


def test_a_row_of_the_table_adds_up():
    rows = re.findall(r"<tr>(.*?)</tr>", str(form_flow(FLOW, LABELS, "en").twin))
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in rows[1:]]
    assert cells == [["1,488", "12", "1", "1,475"], ["13", "0", "0", "13"]]


def test_a_single_form_left_out_is_seen_in_grey_too():
    page = form_flow(FLOW, LABELS, "da").page
    away = re.search(rf'<rect [^>]*width="([\d.]+)"[^>]*fill="{style.PAPER}" stroke="{style.CAUTION}"', page)
    assert float(away[1]) >= 3


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_reason_has_its_words(language):
    assert [reason for reason in REASONS if not has(f"flow.reason.{reason}", language)] == []


def test_made_up_data_are_marked_and_the_page_takes_it():
    figure = form_flow(FLOW, LABELS, "da", "Billund Kommune")
    assert "ikke resultater fra Billund Kommune" in text_of(figure.page)
    assert problems(parse('<header class="cover"><h1>Flow</h1></header>' + figure._repr_html_())) == []
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', figure._repr_html_())
    assert base64.b64decode(picture[1]).decode() == figure.page


def test_without_forms_there_is_no_figure():
    assert form_flow(FLOW.iloc[:0], LABELS, "da") == ""
