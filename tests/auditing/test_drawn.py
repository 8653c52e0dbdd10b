"""The words of a PDF are read as its own syntax has them, and what cannot be read is refused."""

import pikepdf
import pytest
import typst

from analysis.auditing import pdf
from analysis.auditing.drawn import PdfWords, scan, shown

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><text x="5" y="20">461,3 (n = 4)</text></svg>'


def test_strings_are_read_with_their_escapes_brackets_and_kerning():
    ((what, words),) = scan(rb"0.5 w [(a\(b\)\\) 12 (c(d)e) -3.5 <6 667 >] TJ")
    assert what == "words"
    assert list(shown(words)) == [b"a(b)\\", 12.0, b"c(d)e", -3.5, b"fg"]
    assert list(shown(rb"(\101\n\7)")) == [b"A\n\x07"]


def test_words_that_look_like_operators_are_words():
    found = list(scan(b"/Span <</ActualText (q 1 0 0 1 9 9 cm)>> BDC /q gs % Q BT\n(Q) Tj"))
    assert found == [("words", b"(Q)")]


def test_a_line_of_its_own_says_what_its_parts_say():
    content = b"q 1 0 0 -1 65.2 809.8 cm/c0 cs 0.3 scn\nBT 0 Tr/f0 8.5 Tf 1 0 0 -1 0 0 Tm[(ab)24(c)]TJ\nET\nQ"
    assert list(scan(content)) == [("alone", ((1, 0, 0, -1, 65.2, 809.8), "/f0", 8.5, (1, 0, 0, -1, 0, 0), b"[(ab)24(c)]"))]
    assert [what for what, _ in scan(content.replace(b"ET\nQ", b"ET /x Do Q"))] == ["q", "cm", "BT", "Tf", "Tm", "words", "Do", "Q"]


@pytest.mark.parametrize("content", [b"BI /W 1 ID \x00 EI", b"(never closed Tj", b"a) Tj", b"(" * 20 + b")" * 20 + b" Tj", b"1 0 0 cm"])
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(PdfWords):
        list(scan(content))


def test_every_glyph_that_pikepdf_finds_is_read(tmp_path):
    (tmp_path / "picture.svg").write_text(PICTURE)
    words = "#set page(height: 80pt)\n= Bøger (og) historier\n512 point\n#pagebreak()\n" + '#image("picture.svg", width: 180pt)'
    (tmp_path / "page.typ").write_text(words)
    path = tmp_path / "page.pdf"
    typst.compile(tmp_path / "page.typ", output=path)
    assert [page.replace(" ", "") for page in pdf.pages(path)] == ["Bøger(og)historier512point", "461,3(n=4)"]
    with pikepdf.open(path) as opened:
        for page in opened.pages:
            theirs = [part for operands, _ in pikepdf.parse_content_stream(page, "Tj TJ") for part in _strings(operands[0])]
            ours = [part for what, told in scan(pdf.content(page)) for part in shown(_words(what, told)) if isinstance(part, bytes)]
            assert ours == theirs


def _words(what, told) -> bytes:
    return told if what == "words" else told[-1] if what == "alone" else b""


def _strings(operand) -> list[bytes]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
