"""Links between practice and outcome: each place's coefficient stands beside its own name, in the picture and in its table."""

import re
from dataclasses import replace

import pandas as pd
from display import example
from display.test_true_words import BASE

from analysis import display
from analysis.display import wording


def both_places(opened):
    """A report of one stated link, estimated for the municipality and for the whole programme."""
    meta = example.make_meta()
    rows = example.make_rows(meta)
    links = rows[(rows["kind"] == "link") & (rows["status"] == "shown")].head(1)
    assert len(links) == 1
    own = links.assign(level="municipality", unit=meta["municipality"]["slug"], value=0.11, low=0.02, high=0.2, n=321.0)
    whole = links.assign(level="programme", unit="programme", value=0.07, low=0.04, high=0.1, n=4321.0)
    return opened(meta, rows=pd.concat([rows[rows["kind"] != "link"], own, whole], ignore_index=True))


def test_a_link_of_the_municipality_and_of_the_programme_are_one_line_with_each_number_under_its_place(opened):
    report = both_places(opened)
    figure = display.link_forest(report, report.take("link"))
    heads = re.findall(r'<th[^>]*scope="col">([^<]+)', figure.twin)
    (line,) = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", figure.twin)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
    assert cells[heads.index(report.unit["name"]) - 1] == "0,11"
    assert cells[heads.index("Hele programmet") - 1] == "0,07"
    assert "0,11 mod 0,07" in figure.page


def test_a_link_is_counted_once_however_many_places_show_it(opened):
    report = both_places(opened)
    links = report.take("link")
    row = links.iloc[0]
    found = [
        replace(BASE, kind="association", quantity="link", level=level, role=row.role, scale=row.scale, contrast=row.contrast)
        for level in ("municipality", "programme")
    ]
    assert "(1 af 1 sammenhænge er sikre)" in display.link_forest(report, links, found).title
    assert "1 af 1 undersøgte sammenhænge er sikker" in display.heading(report, "links", links, found)
    assert "både for kommunens egne dagtilbud og for dagtilbud i hele programmet" in display.link_forest(report, links, found).caption


def test_links_of_two_places_are_told_apart_in_words(opened):
    report = both_places(opened)
    one = replace(BASE, kind="association", quantity="link", level="programme", contrast="staff.reading", value=0.14, low=0.05, high=0.23)
    said = wording.spoken(report, [replace(one, level="municipality", scale=scale) for scale in ("language", "maths")] + [one])
    assert "i kommunens egne dagtilbud" in said[0]
    assert "0,14" in said[0]
    assert "i hele programmet" in said[1]


def test_links_of_one_place_need_no_name(opened):
    report = opened()
    assert "hele programmet)" not in display.link_forest(report, report.take("link"))._repr_html_()
