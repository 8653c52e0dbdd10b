"""Who may learn from whom, as it stands on a page: names of those who agreed, no number, no order of centres."""

import re

import pytest
from display import example

from analysis.display import knowledge_sharing, knowledge_sharing_table
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

STRONG, QUESTION = dict(value=60, low=30, high=90, q=0.001), dict(value=-60, low=-90, high=-30, q=0.001)


def rows(meta: dict, **centres: dict):
    """The example's rows, with ``centres`` standing out or having a question on what the children tell of their days."""
    found = example.make_rows(meta)
    for slug, numbers in centres.items():
        own = (found["kind"] == "centre_comparison") & (found["unit"] == slug) & (found["scale"] == "joy")
        for column, value in (numbers | {"status": "shown", "n": 24}).items():
            found.loc[own, column] = value
    return found


@pytest.fixture
def meta():
    meta = example.administration()
    for centre in meta["centres"]:
        centre["network"] = "nord" if centre["slug"] in ("aadalen", "vestervang") else "syd"
    return meta


@pytest.mark.parametrize("language", ["da", "en"])
def test_two_that_agreed_are_named_with_the_scale_and_no_number(opened, meta, language):
    report = opened(meta, language, rows(meta, aadalen=QUESTION, moelleengen=STRONG, vestervang=STRONG))
    table = knowledge_sharing_table(report)
    body = table.partition("<tbody>")[2]
    assert [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td>.*?</td>", body)] == [
        "Ådalen", "Vestervang", {"da": "samme netværk", "en": "same network"}[language]]
    assert not re.search(r"\d", body)
    assert problems(parse(f"<h1>x</h1><h2>x</h2>{knowledge_sharing(report)}{table}")) == []


def test_one_that_did_not_agree_is_named_nowhere(opened, meta):
    report = opened(meta, "da", rows(meta, egelunden=STRONG, aadalen=QUESTION))
    assert knowledge_sharing_table(report) == ""
    said = knowledge_sharing(report)
    assert "Egelunden" not in said
    assert "Fem dagtilbud har sagt ja" in said
    assert "Til ét spørgsmål er der ingen" in said


def test_where_nobody_agreed_it_says_so(opened, meta):
    for centre in meta["centres"]:
        centre["shares_knowledge"] = False
    report = opened(meta, "da", rows(meta, aadalen=QUESTION, moelleengen=STRONG))
    assert "Ingen dagtilbud har sagt ja" in knowledge_sharing(report)
    assert knowledge_sharing_table(report) == ""


def test_a_public_report_says_nothing_of_it(opened):
    meta = example.make_meta()
    report = opened(meta, "da", example.make_rows(meta))
    assert knowledge_sharing(report) == knowledge_sharing_table(report) == ""


def test_in_a_networks_own_report_the_network_is_not_repeated(opened, meta):
    meta["network"] = {"slug": "nord", "name": "Netværk Nord"}
    meta["centres"] = [centre for centre in meta["centres"] if centre["network"] == "nord"]
    report = opened(meta, "da", rows(meta, aadalen=QUESTION, vestervang=STRONG))
    table = knowledge_sharing_table(report)
    assert "Vestervang" in table
    assert "samme netværk" not in table
    assert "Fælles for dem" not in table
