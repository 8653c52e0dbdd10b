"""``docs/gallery.md``: what every type of report looks like, as small pictures of the made-up municipalities' reports.

    PYTHONPATH=src:tests python -m publishing.gallery

takes page one, and of the longer ones a page with a figure, of one report of each type from ``reports/`` (``make reports`` makes them; it
names what is missing) and writes ``docs/gallery/*.png`` and the page. A test holds the page and the pictures to each other.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from analysis.display.figures.style import CAUTION, FONTS
from analysis.parameters import Layout, Parameters, load_parameters
from analysis.publishing.plan import plan
from analysis.publishing.selection import select

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME = "laeringsledelse"
WIDTH = 460
"""Width of a picture, px."""
COLOURS = 96
STRIP = 26
LABEL = "Syntetiske data · Synthetic data"
"""Stands in every picture: it is looked at outside the report that says so."""


@dataclass(frozen=True)
class Shown:
    """One report of the gallery: which, what its figure page shows, and words that stand on that page and on none before it.

    Without ``words`` page one is all: the report is a page, or a deck of pages alike.
    """

    report: str
    handle: str
    audience: str
    title: str
    what: str
    words: str = ""


REPORTS = (
    Shown("learning-report", "billund-2019", "public", "Læringsrapport", "what children and adults answer, theme by theme", "Figur 4."),
    Shown("development-report", "billund", "public", "Udviklingsrapport", "what has lasted over three surveys", "Figur 1."),
    Shown("centre-profile", "billund-2019/alfebregnen", "centre", "Dagtilbudsprofil", "a centre's own answers", "Figur 1."),
    Shown("network-report", "kolding-2019/nattergalen", "network", "Netværksrapport", "a network beside its municipality", "Figur 2."),
    Shown("programme-report", "2019", "partners", "Programrapport", "municipalities side by side, a stroke each", "Figur 1."),
    Shown("method-report", "billund-2019", "internal", "Metoderapport", "every number, and what became of the forms", "skemaer modtaget"),
    Shown("brief", "billund-2019", "public", "Kort til politikere", "the learning report on one side of paper"),
    Shown("parents-page", "billund-2019", "public", "Forældreside", "the same in plain Danish"),
    Shown("dialogue-cards", "billund-2019", "administration", "Dialogkort", "questions for a meeting, four to a sheet"),
)


class GalleryError(Exception):
    """Why there is no gallery, with what to do about it."""


def pdf_of(parameters: Parameters, layout: Layout, shown: Shown) -> Path:
    """The PDF of one report; GalleryError where it has not been made."""
    asked = plan(parameters, select(parameters, only=shown.handle, report=shown.report))
    path = next(entry for entry in asked if entry.audience == shown.audience).path(layout, "pdf", parameters.programme.languages[0])
    if not path.is_file():
        command = f"make reports ONLY={shown.handle} REPORT={shown.report}"
        raise GalleryError(f"{path.relative_to(layout.root)} is missing: run `{command}` first")
    return path


def tool(name: str) -> str:
    """Where a program of poppler lies; GalleryError where it does not."""
    found = shutil.which(name)
    if found is None:
        raise GalleryError(f"{name} is not on this machine: install poppler-utils (Debian, Ubuntu) or poppler (Homebrew, conda)")
    return found


def page_with(pdf: Path, words: str) -> int:
    """The first page, counted from 1, on which the words stand; GalleryError where there is none."""
    text = subprocess.run([tool("pdftotext"), "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    for number, page in enumerate(text.split("\f"), start=1):
        if words in page:
            return number
    raise GalleryError(f"{pdf.name} has no page with {words!r}: choose other words in tests/publishing/gallery.py")


def picture(pdf: Path, page: int) -> Image.Image:
    """One page, ``WIDTH`` px wide, with the label under it."""
    with tempfile.TemporaryDirectory() as folder:
        of_page = ["-singlefile", "-f", str(page), "-l", str(page), "-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
        subprocess.run([tool("pdftoppm"), "-png", *of_page, str(pdf), f"{folder}/page"], check=True, capture_output=True)
        drawn = Image.open(f"{folder}/page.png").convert("RGB")
    whole = Image.new("RGB", (drawn.width, drawn.height + STRIP), "white")
    whole.paste(drawn)
    pen = ImageDraw.Draw(whole)
    pen.rectangle((0, 0, whole.width - 1, whole.height - 1), outline="#D5DBE1")
    pen.text((10, drawn.height + 3), LABEL, fill=CAUTION, font=ImageFont.truetype(str(FONTS / "SourceSans3-Semibold.ttf"), 16))
    return whole.quantize(COLOURS)


def page(sizes: dict[str, int]) -> str:
    """The Markdown page; ``sizes``: picture -> bytes."""
    lines = [
        "# Gallery",
        "",
        "One report of each type: page one, and of the longer ones a page with a figure. **All of it is synthetic**: the municipalities",
        "exist, their centres, answers and numbers here are invented. In Danish, as the municipalities get them; each is made in English",
        "too, and as a web page that can be read on a phone.",
        "",
        "Made from `reports/` by `PYTHONPATH=src:tests python -m publishing.gallery`, which says what is missing.",
    ]
    for shown in REPORTS:
        first, *more = names(shown)
        lines += [
            "",
            f"## {shown.title} (`{shown.report}`)",
            "",
            f"For: {shown.audience}. {shown.what[0].upper()}{shown.what[1:]}.",
            "",
            f"![Page one of a synthetic {shown.report}](gallery/{first})",
            *(f"![A page of a synthetic {shown.report}: {shown.what}](gallery/{name})" for name in more),
        ]
    return "\n".join([*lines, "", f"{len(sizes)} pictures, {sum(sizes.values()) // 1000} kB."]) + "\n"


def names(shown: Shown) -> tuple[str, ...]:
    """Files of its pictures: page one, and the page that was looked for."""
    return (f"{shown.report}-1.png", f"{shown.report}-figure.png") if shown.words else (f"{shown.report}-1.png",)


def make(root: Path = ROOT) -> None:
    """Write pictures and page, all or nothing; GalleryError says what is in the way."""
    parameters, layout = load_parameters(root, PROGRAMME), Layout(root, PROGRAMME)
    if not parameters.programme.synthetic:
        raise GalleryError(f"{PROGRAMME} is not synthetic: real results never stand in the documentation")
    drawn = {}
    for shown in REPORTS:
        pdf = pdf_of(parameters, layout, shown)
        numbers = (1, page_with(pdf, shown.words)) if shown.words else (1,)
        for name, number in zip(names(shown), numbers, strict=True):
            drawn[name] = picture(pdf, number)
    folder = root / "docs" / "gallery"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, image in drawn.items():
        image.save(folder / name, optimize=True)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    (root / "docs" / "gallery.md").write_text(page(sizes), encoding="utf-8")


if __name__ == "__main__":
    try:
        make()
    except GalleryError as error:
        sys.exit(f"No gallery: {error}.")
