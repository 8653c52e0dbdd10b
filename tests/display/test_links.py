"""Links between practice and outcome: each place's coefficient stands beside its own name, in the picture and in its table."""

import re

from display import example

from analysis import display


def test_a_link_of_the_municipality_and_of_the_programme_are_two_lines_each_with_its_own_number(opened):
    meta = example.make_meta()
    rows = example.make_rows(meta)
    links = rows[(rows["kind"] == "link") & (rows["status"] == "shown")].head(1)
    assert len(links) == 1
    own = links.assign(level="municipality", unit=meta["municipality"]["slug"], value=0.11, low=0.02, high=0.2, n=321.0)
    whole = links.assign(level="programme", unit="programme", value=0.07, low=0.04, high=0.1, n=4321.0)
    rest = rows[rows["kind"] != "link"]
    import pandas as pd

    report = opened(meta, rows=pd.concat([rest, own, whole], ignore_index=True))
    shown = display.link_forest(report, report.take("link"))._repr_html_()
    lines = re.findall(r"<tr>(.*?)</tr>", shown)
    assert any("0,11" in line and meta["municipality"]["name"] in line for line in lines)
    assert any("0,07" in line and "hele programmet" in line for line in lines)


def test_links_of_one_place_need_no_name(opened):
    report = opened()
    assert "hele programmet)" not in display.link_forest(report, report.take("link"))._repr_html_()
