"""What a PDF's content stream puts on paper as words, scanned in one pass (ISO 32000-1, 7.2, 8.4 and 9.4).

pikepdf's parser makes an object of every operand, and nine in ten draw lines: over a thousand profiles that is most of an audit. What the
scan does not know how to skip (an inline image, a bracket of no string) it refuses: an unread page is not a clean one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
DEEPEST = 12
"""Pairs of unescaped brackets inside each other in one string; more are refused."""
NAME = rb"/[^\s()<>\[\]{}/%]*"


def _bracketed(depth: int) -> bytes:
    inside = rb"|" + _bracketed(depth - 1) if depth else b""
    return rb"\((?:[^()\\]|\\." + inside + rb")*+\)"


STRING = _bracketed(DEEPEST) + rb"|<[0-9A-Fa-f\s]*>"
SILENT = rb"(?:sc|scn|SC|SCN|cs|CS|g|G|rg|RG|k|K|gs|w|J|j|M|i|ri|m|l|c|v|y|h|re|S|s|f|F|n|W|B|b|f\*|W\*|B\*|b\*|ET|EMC|Tr|Tc|Tw|Tz|TL|Ts)"
"""Operators that paint no words and move none."""
MATRIX = rb"(?:%s\s+){6}" % NUMBER
ARRAY = rb"\[(?:[^\[\]()<>]|%s)*+\]" % STRING
SKIPPED = rb"(?:(?:%s\s+|%s\s+)*+%s(?![\w*'\"])\s*)" % (NUMBER, NAME, SILENT)
PARTS = re.compile(
    rb"%(skipped)s++"
    rb"|q\s+(?P<moved>%(matrix)s)cm\s*%(skipped)s*+BT\s+%(skipped)s*+(?P<its>%(name)s)\s+(?P<high>%(number)s)\s+Tf\s+"
    rb"(?P<at>%(matrix)s)Tm\s*(?P<alone>%(string)s|%(array)s)\s*(?:TJ|Tj)\s*ET\s*Q(?![\w*])"
    rb"|(?P<words>%(string)s|%(array)s)\s*(?:TJ|Tj|'|\")(?![\w*])"
    rb"|(?P<matrix>%(matrix)s)(?P<set>cm|Tm)(?![\w*])"
    rb"|(?P<font>%(name)s)\s+(?P<size>%(number)s)\s+Tf(?![\w*])"
    rb"|(?P<form>%(name)s)\s+Do(?![\w*])"
    rb"|(?P<word>[A-Za-z][\w*]*)"
    rb"|%(string)s|%(name)s|%(number)s|%%[^\r\n]*"
    rb"|(?P<stray>[()])"
    % {
        b"string": STRING,
        b"name": NAME,
        b"number": NUMBER,
        b"matrix": MATRIX,
        b"array": ARRAY,
        b"skipped": SKIPPED,
    },
    re.DOTALL,
)
SHOWN = re.compile(rb"(%s)|(%s)" % (STRING, NUMBER), re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
ESCAPED = {f"{code:0{digits}o}".encode(): bytes([code & 0xFF]) for digits in (1, 2, 3) for code in range(8**digits)} | {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b"",
}
"""What stands behind a backslash -> the byte it means; of anything else the backslash means nothing."""


class PdfWords(ValueError):
    """A PDF whose words cannot be read back; an unread page is not a clean one."""


def scan(content: bytes) -> Iterator[tuple[str, object]]:
    """(what, with what) in the order of the stream: q, Q, BT; cm and Tm with six numbers; Tf with (name, size); Do with a name; ``words``
    with the operand of a Tj or TJ, for ``shown``; ``alone`` for words in a ``q ... Q`` of their own, as most are: (cm, font, size, Tm,
    words). PdfWords where something stands there that cannot be skipped."""
    for part in PARTS.finditer(content):
        match part.lastgroup:
            case "words":
                yield "words", part["words"]
            case "alone":
                moved, its, high, at, words = part.group("moved", "its", "high", "at", "alone")
                yield "alone", (_matrix(moved), its.decode("latin-1"), float(high), _matrix(at), words)
            case "set":
                yield part["set"].decode(), _matrix(part["matrix"])
            case "size":
                yield "Tf", (part["font"].decode("latin-1"), float(part["size"]))
            case "form":
                yield "Do", part["form"].decode("latin-1")
            case "word":
                if part["word"] in (b"q", b"Q", b"BT"):
                    yield part["word"].decode(), None
                elif part["word"] in (b"BI", b"Tj", b"TJ", b"Tf", b"Tm", b"cm", b"Do"):
                    raise PdfWords(f"{part['word'].decode()} is written in a way that is not read here")
            case "stray":
                raise PdfWords("a bracket that belongs to no string")


@lru_cache(10_000)
def _matrix(numbers: bytes) -> tuple[float, ...]:
    return tuple(map(float, numbers.split()))


def shown(words: bytes) -> Iterator[bytes | float]:
    """The strings of a Tj or TJ as bytes, and the numbers between them (thousandths of the size, to the left)."""
    for string, number in SHOWN.findall(words):
        yield float(number) if number else _hexadecimal(string) if string.startswith(b"<") else ESCAPE.sub(_unescaped, string[1:-1])


def _hexadecimal(string: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", string[1:-1]).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _unescaped(found: re.Match) -> bytes:
    return ESCAPED.get(found[1], found[1])
