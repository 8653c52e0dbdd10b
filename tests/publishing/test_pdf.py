"""The PDF, read back with pikepdf: tags, language, bookmarks, row headers; the same bytes again."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from publishing.example import CONTENT, SVG, picture

from analysis.publishing.page import PageFacts, with_heading_ids
from analysis.publishing.pdf import PdfError, finished, to_pdf
from analysis.publishing.row_headers import elements, tables

FACTS = PageFacts(
    title="Læringsrapport", audience="administration", synthetic=True, municipality="Billund Kommune", publisher="Universitetet"
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_pdf(with_heading_ids(CONTENT)[0], FACTS)


@pytest.fixture(scope="module")
def pdf(made):
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def structure(node) -> list:
    return [node, *(below for kid in elements(node) for below in structure(kid))]


def test_it_says_it_is_ua_1_with_title_and_language(pdf):
    assert str(pdf.Root.Lang) == "da"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Læringsrapport"


def test_it_has_bookmarks_for_every_heading(pdf):
    def titles(items) -> list[str]:
        return [title for item in items for title in (item.title, *titles(item.children))]

    with pdf.open_outline() as outline:
        found = titles(outline.root)
    for heading in ("Læringsrapport for Billund Kommune 2019", "Børnenes svar", "Trivsel", "Metode og forbehold", "Tabeller til figurerne"):
        assert heading in found


def test_every_figure_has_its_words(pdf):
    figures = [node for node in structure(pdf.Root.StructTreeRoot) if node.get("/S") == pikepdf.Name.Figure]
    assert [str(node.Alt) for node in figures] == ["Trivsel 512 point"]


def test_row_headers_are_headers_and_only_they(pdf):
    answered, twin = tables(pdf.Root.StructTreeRoot)
    kinds = [
        [str(cell.S) for cell in elements(row)]
        for table in (answered, twin)
        for part in elements(table)
        if pikepdf.Name.TBody == part.S
        for row in elements(part)
    ]
    assert kinds == [["/TH", "/TD"], ["/TD"], ["/TD"], ["/TH", "/TD"], ["/TH", "/TD"]]
    header = next(cell for part in elements(twin) if pikepdf.Name.TBody == part.S for row in elements(part) for cell in elements(row))
    assert any(str(entry.get("/Scope")) == "/Row" for entry in header.A)


def test_tables_that_do_not_agree_with_the_page_are_an_error(made):
    with pytest.raises(ValueError, match="2 tables in the PDF's structure, 1 on the page"):
        finished(made, (((True, False),),))
    with pytest.raises(ValueError, match="table 1 has other cells"):
        finished(made, (((True,),), ((True, False), (True, False))))


def test_the_marks_are_on_every_page(made, tmp_path):
    """Read as text: page furniture is drawn, not tagged."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on this machine")
    place = tmp_path / "x.pdf"
    place.write_bytes(made)
    text = subprocess.run(["pdftotext", "-layout", str(place), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "Ikke til offentliggørelse" in page
        assert "Syntetiske data – ikke resultater fra Billund Kommune" in page
        assert f"Side {number} af {len(pages)}" in page


def test_the_same_content_gives_the_same_bytes(made):
    assert to_pdf(with_heading_ids(CONTENT)[0], FACTS) == made


def test_another_process_gives_the_same_bytes(made):
    told = (
        "import sys; sys.path.insert(0, 'tests')\nfrom publishing.example import CONTENT, picture\n"
        "from analysis.publishing.page import PageFacts, with_heading_ids\nfrom analysis.publishing.pdf import to_pdf\n"
        f"sys.stdout.buffer.write(to_pdf(with_heading_ids(CONTENT)[0], {FACTS!r}))"
    )
    again = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, cwd=Path(__file__).resolve().parents[2])
    assert again.stdout == made


def test_a_letter_no_font_has_is_refused_and_not_dropped():
    with pytest.raises(PdfError):
        to_pdf('<header class="cover"><h1>T</h1></header><p>\u6f22</p>', FACTS)


def test_words_in_pictures_are_text_in_the_pages_own_typeface():
    made = to_pdf(CONTENT.replace(picture(), picture(SVG.replace("Trivsel", "Målt Ærligt"))), FACTS)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
        forms = [form for page in pdf.pages for form in page.Resources.get("/XObject", {}).values()]
        fonts |= {str(font.BaseFont).partition("+")[2] for form in forms for font in form.get("/Resources", {}).get("/Font", {}).values()}
    assert fonts
    assert all(name.startswith("SourceSans3-") for name in fonts)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_a_heading_is_followed_by_text_and_a_short_list_is_whole_wherever_the_page_ends(tmp_path):
    points = "<ul><li>Første punkt</li><li>Andet punkt</li><li>Tredje punkt</li></ul>"
    block = f"<p>{'Fyld. ' * 36}</p><h2>Næste afsnit</h2><p>Indledning.</p>{points}"
    path = tmp_path / "page.pdf"
    path.write_bytes(to_pdf(with_heading_ids(f'<header class="cover"><h1>Prøve</h1></header>{block * 40}')[0], FACTS))
    pages = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout.split("\f")[2:-1]
    assert len(pages) > 6
    for page in pages:
        assert page.count("Første punkt") == page.count("Tredje punkt")
        assert page.count("Næste afsnit") == page.count("Indledning.")
    assert sum(page.count("Næste afsnit") for page in pages) >= 36


def test_the_method_report_lies_down_and_the_others_stand():
    content = with_heading_ids('<header class="cover"><h1>Prøve</h1></header><p>Tekst.</p>')[0]
    lying, standing = (PageFacts(title="Prøve", report=report) for report in ("method-report", "learning-report"))
    for facts, wide in ((lying, True), (standing, False)):
        with pikepdf.open(io.BytesIO(to_pdf(content, facts))) as opened:
            _, _, width, height = map(float, opened.pages[0].MediaBox)
            assert (width > height) == wide
