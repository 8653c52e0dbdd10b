"""A page's content as PDF/UA-1: walker, Typst, row headers. Same content, same bytes, on any machine."""

import io
from functools import cache
from importlib import resources

import typst

from analysis.publishing.html_tree import Node
from analysis.publishing.page import PageFacts
from analysis.publishing.row_headers import mark_row_headers
from analysis.publishing.typst_text import quoted
from analysis.publishing.walker import to_typst
from analysis.publishing.words import words


class PdfError(ValueError):
    """Typst refused the document; its message names the rule, never the text."""


@cache
def _look() -> str:
    return resources.files("analysis.publishing").joinpath("assets/report.typ").read_text(encoding="utf-8")


@cache
def _fonts() -> typst.Fonts:
    """The project's own fonts and nothing of the machine's: PDFs must not differ by where they are made."""
    with resources.as_file(resources.files("analysis.display").joinpath("assets/fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def typst_source(content: "str | Node", facts: PageFacts) -> tuple[str, tuple]:
    """The whole Typst document and the row headers its tables must get."""
    said = words(facts.language)
    body = to_typst(content, said.twins)
    named = {"page": said.page, "of": said.of, "contents": said.contents, "table": said.table}
    constants = f"#let words = ({', '.join(f'{name}: {quoted(word)}' for name, word in named.items())})\n#let look = {quoted(facts.layout)}"
    draft = said.draft if facts.draft_mark else ""
    head = (
        f"#show: report.with(title: {quoted(facts.title)}, author: {quoted(facts.publisher)}, lang: {quoted(facts.language)}, "
        f"running: {quoted(facts.title)}, mark: {quoted(facts.audience_mark)}, synthetic: {quoted(facts.synthetic_mark)}, "
        f"draft: {quoted(draft)}, draft-note: {quoted(facts.draft_mark)})"
    )
    return f"{constants}\n{_look()}\n{head}\n\n{body.source}\n", body.row_headers


def to_pdf(content: "str | Node", facts: PageFacts) -> bytes:
    """Bytes of the PDF. ``content`` is what stands inside ``main`` of the HTML page, or its checked tree, which is used up."""
    source, row_headers = typst_source(content, facts)
    try:
        made = typst.compile(source.encode("utf-8"), font_paths=_fonts(), ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise PdfError(f"Typst refused the page: {error.message}") from None
    return finished(made, row_headers)


def finished(made: bytes, row_headers: tuple) -> bytes:
    """Typst's PDF with its row headers said; saved without a time or a random id."""
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as pdf:
        mark_row_headers(pdf, row_headers)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
