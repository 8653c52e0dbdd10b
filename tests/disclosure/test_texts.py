"""Texts written by people: front matter read, mistakes all told at once, other waves' and readers' texts left where they are."""

from dataclasses import replace

import pytest

from analysis.disclosure.texts import parse_text, texts_of
from analysis.parameters import ParameterError

GOOD = "---\ntitle: Forord\nauthor: Dagtilbudschefen\ndate: 2019-12-01\n---\n\nVi har set på *alt*.\n"


def test_a_text_is_read_with_its_front_matter():
    text, problems = parse_text("x/foreword.da.md", GOOD)
    assert not problems
    assert text == {"section": "foreword", "title": "Forord", "author": "Dagtilbudschefen", "date": "2019-12-01",
                    "markdown": "Vi har set på *alt*.", "language": "da", "audiences": None}


def test_every_mistake_is_told_at_once(parameters):
    bad = {"municipalities/billund/texts/2019/a.da.md": "---\ntitel: x\nauthor: y\ndate: i går\n---\n",
           "municipalities/billund/texts/2019/b.md": "no front matter"}
    with pytest.raises(ParameterError) as caught:
        texts_of(replace(parameters, texts=bad), "billund", "2019", "public")
    message = str(caught.value)
    for words in ("a.da.md: titel", "Did you mean 'title'?", "a.da.md: title", "a.da.md: date", "a.da.md: text", "b.md: line 1"):
        assert words in message


def test_only_the_waves_own_texts_for_the_audience_are_taken(parameters):
    folder = "municipalities/billund/texts"
    texts = {f"{folder}/2019/foreword.da.md": GOOD, f"{folder}/2017/foreword.da.md": GOOD,
             "municipalities/kolding/texts/2019/foreword.da.md": GOOD,
             f"{folder}/2019/context.da.md": GOOD.replace("title: Forord", "title: Internt\naudiences: [administration]")}
    found = {audience: [text["section"] for text in texts_of(replace(parameters, texts=texts), "billund", "2019", audience)]
             for audience in ("public", "administration")}
    assert found == {"public": ["foreword"], "administration": ["context", "foreword"]}
