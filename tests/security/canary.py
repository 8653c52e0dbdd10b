"""A canary in the cells of raw files: a word found nowhere else, so that wherever it turns up something of the data has got out."""

import csv
import io
import zipfile
from pathlib import Path

WORD = "KANARI"
DELIMITERS = {"child.csv": ",", "contact.csv": ";", "invited.csv": ";"}


def read(path: Path) -> tuple[list[list[str]], str]:
    content = path.read_bytes()
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252" if path.name == "contact.csv" else "utf-8"
    return list(csv.reader(io.StringIO(content.decode(encoding)), delimiter=DELIMITERS[path.name])), encoding


def write(path: Path, rows: list[list[str]], encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=DELIMITERS[path.name], lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def plant(path: Path, *columns: int, whole: bool = True) -> None:
    """The canary in every cell of ``columns``: instead of what stood there, or (``whole`` False) before it."""
    rows, encoding = read(path)
    for number, row in enumerate(rows[1:], start=1):
        for column in columns:
            row[column] = f"{WORD}{number:03d}" + ("" if whole else row[column])
    write(path, rows, encoding)


def columns(path: Path) -> list[str]:
    return read(path)[0][0]


def holders(folder: Path, *, but: tuple[str, ...] = ("data", "internal")) -> list[str]:
    """Files under ``folder`` in which the canary stands, packed ones unpacked, PDFs read; ``but`` are folders where data may be."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.is_symlink() and not set(but) & set(parts) and WORD.encode() in _everything(path):
            found.append("/".join(parts))
    return found


def _everything(path: Path) -> bytes:
    content = path.name.encode() + path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            content += b"".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".pdf":
        from analysis.auditing.pdf import metadata, pages

        content += " ".join([*pages(path), *metadata(path)]).encode()
    return content
