"""Whatever a municipality looks like and calls things, its report is made whole, in HTML and as PDF/UA: nothing is lost, nothing runs."""

import base64
import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from display import example
from display.test_network_programme import network, network_rows, programme, programme_rows
from display.test_pages import profile, profile_rows
from notebooks.running import page

from analysis.display.figures import style
from analysis.publishing.html_tree import parse
from analysis.publishing.page import PageFacts, assemble
from analysis.publishing.pdf import to_pdf

pytestmark = pytest.mark.slow

WILD = 'Børnehuset "Sol & Måne" <script>alert(1)</script> #let x = $y$ *fed* _kursiv_ [a](b) \\n'
"""Eighty characters of quotation marks, markup of three languages and a line that is none."""
LONG = "Donaudampfschiffahrtsgesellschaftskapitänsmützeneigentümervereinigungshausmeister"


def centres(count: int) -> list[tuple[str, str]]:
    return [(f"centre-{number}", f"Dagtilbud nr. {number}") for number in range(count)]


def named(name: str) -> dict:
    """Everything a municipality may name, called ``name``."""
    return renamed(example.administration(), name)


def renamed(meta: dict, name: str) -> dict:
    own = [meta[level] for level in ("municipality", "network", "centre") if meta[level]]
    for entry in (*own, *meta["municipalities"], *meta["centres"], *meta["networks"]):
        entry["name"] = name
    for entry in (*meta["scales"], *meta["initiatives"], *meta["perspectives"]):
        entry["label" if "label" in entry else "name"] = example.both(name, name)
    for scale in meta["scales"]:
        for item in scale["items"]:
            item["text"] = example.both(name, name)
    return meta


def spoken_of_only(role: str) -> dict:
    return asked_only(example.administration(), role)


def asked_only(meta: dict, role: str) -> dict:
    for entry in meta["roles"]:
        entry["asked"] = entry["role"] == role
    return meta


def none_found(rows):
    return rows[~rows["kind"].isin(["spread", "link"])].assign(q=lambda left: left["q"].where(left["q"].isna(), 1.0)).reset_index(drop=True)


def all_found(rows):
    """Every difference large and sure: some sixty findings."""
    rows = rows.copy()
    sure = rows["q"].notna() & (rows["status"] == "shown")
    rows.loc[sure, ["value", "low", "high", "q"]] = [61.0, 45.0, 77.0, 0.0001]
    return rows


def all_hidden(rows):
    rows = rows.copy()
    rows[["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows[["family", "method", "flags"]] = ""
    return rows.assign(status="hidden")


def without_intervals(rows):
    """What a municipality of one centre gives: numbers, and nothing that tells how sure they are."""
    return rows.assign(low=float("nan"), high=float("nan"), q=float("nan"))


CASES = {
    "one centre": (example.administration, lambda rows: rows, 1),
    "a hundred and twenty centres": (example.administration, lambda rows: rows, 120),
    "names full of markup": (lambda: named(WILD), lambda rows: rows, 6),
    "names of one long word": (lambda: named(LONG), lambda rows: rows, 6),
    "no intervals": (example.administration, without_intervals, 6),
    "everything hidden": (example.administration, all_hidden, 6),
    "one informant": (lambda: spoken_of_only("contact"), lambda rows: rows, 6),
    "no findings": (example.administration, none_found, 6),
    "sixty findings": (example.administration, all_found, 6),
}


@pytest.fixture
def made(opened, root, monkeypatch):
    """``made(case)`` -> what stands inside ``main``."""

    def make(case: str) -> str:
        meta, change, count = CASES[case]
        if count != len(example.CENTRES):
            monkeypatch.setattr(example, "CENTRES", centres(count))
        meta = meta()
        return page(root / "notebooks" / "learning-report.ipynb", opened(meta, rows=change(example.make_rows(meta))))

    return make


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_whole_in_both_forms(made, case, tmp_path):
    content = made(case)
    facts = PageFacts(title="Læringsrapport", audience="administration", synthetic=True, municipality="Birkelund Kommune")
    html = assemble(content, facts)
    assert not re.search(r"<script|\bnan\b|NaN|None<", html)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(to_pdf(content, facts))
    for source, alt in pictures(content):
        assert alt.strip()
        for words, left, right, width in lines(source):
            assert left > -8, words
            assert right < width + 8, words
    if case == "sixty findings":
        assert content.count("61\u00a0point") + content.count("61 point") > 30
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        if "names" in case:
            wanted = WILD if "markup" in case else LONG
            assert re.sub(r"\s|\u00ad|-", "", wanted) in re.sub(r"\s|\u00ad|-", "", text)


OTHERS = {
    "development-report": (lambda: example.make_meta(report="development-report"), example.make_rows),
    "centre-profile": (profile, profile_rows),
    "network-report": (network, lambda meta: network_rows()),
    "programme-report": (lambda: programme(6), programme_rows),
    "programme-report of 120": (lambda: programme(120), programme_rows),
}
"""The other types of report: what they are about, and their rows."""
TROUBLE = {
    "as it is": (lambda meta: meta, lambda rows: rows),
    "names full of markup": (lambda meta: renamed(meta, WILD), lambda rows: rows),
    "names of one long word": (lambda meta: renamed(meta, LONG), lambda rows: rows),
    "no intervals": (lambda meta: meta, without_intervals),
    "everything hidden": (lambda meta: meta, all_hidden),
    "one informant": (lambda meta: asked_only(meta, "contact"), lambda rows: rows[rows["role"].isin(["contact", ""])]),
    "no findings": (lambda meta: meta, none_found),
    "sixty findings": (lambda meta: meta, all_found),
}


@pytest.mark.parametrize("report", OTHERS)
@pytest.mark.parametrize("trouble", TROUBLE)
def test_every_other_report_is_whole_in_both_forms_too(opened, root, tmp_path, report, trouble):
    (make_meta, make_rows), (change_meta, change_rows) = OTHERS[report], TROUBLE[trouble]
    meta = make_meta()
    rows = change_rows(make_rows(meta).reset_index(drop=True)).reset_index(drop=True)
    kind = report.partition(" ")[0]
    content = page(root / "notebooks" / f"{kind}.ipynb", opened(change_meta(meta), rows=rows))
    facts = PageFacts(title="Rapport", report=kind, audience=meta["audience"], synthetic=True, municipality="Birkelund Kommune")
    assert not re.search(r"<script|\bnan\b|NaN|None<", assemble(content, facts))
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(content, facts))
    for source, alt in pictures(content):
        assert alt.strip()
        for words, left, right, width in lines(source):
            assert left > -8, words
            assert right < width + 8, words


def pictures(content: str):
    for image in parse(content).find("img"):
        for name in ("src", "data-phone"):
            yield base64.b64decode(image.attributes[name].partition(",")[2]).decode(), image.attributes["alt"]


def lines(svg: str):
    """(words, left, right, width of the picture) of everything level in a picture."""
    root = ElementTree.fromstring(svg)
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        words = element.text or ""
        if "x" in element.attrib:
            length = style.text_width(words, float(element.get("font-size", style.TEXT)))
            x = float(element.get("x"))
            left = {"": x, "middle": x - length / 2, "end": x - length}[element.get("text-anchor", "")]
            yield words, left, left + length, float(root.get("width"))
