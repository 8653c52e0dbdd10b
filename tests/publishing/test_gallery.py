"""The gallery holds what it says: every type of report, small, labelled as synthetic, and nothing of a real programme."""

from dataclasses import replace
from typing import get_args

import pytest
from PIL import Image, ImageColor
from publishing import gallery

from analysis.display.figures.style import CAUTION
from analysis.parameters import Layout, load_parameters
from analysis.parameters.base import ReportName

FOLDER = gallery.ROOT / "docs" / "gallery"
MOST_BYTES = 1_500_000


def test_every_type_of_report_is_there():
    assert {shown.report for shown in gallery.REPORTS} == set(get_args(ReportName))
    assert {path.name for path in FOLDER.iterdir()} == {name for shown in gallery.REPORTS for name in gallery.names(shown)}


def test_the_page_is_that_of_the_pictures():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert (gallery.ROOT / "docs" / "gallery.md").read_text(encoding="utf-8") == gallery.page(sizes)
    assert sum(sizes.values()) < MOST_BYTES


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_picture_is_small_and_says_that_it_is_synthetic(path):
    image = Image.open(path).convert("RGB")
    assert image.width == gallery.WIDTH
    under = image.crop((0, image.height - gallery.STRIP, image.width, image.height))
    red, green, blue = ImageColor.getrgb(CAUTION)
    ink = sum(abs(r - red) + abs(g - green) + abs(b - blue) < 60 for r, g, b in under.get_flattened_data())
    assert ink > 200, "the label is not in the picture"


def test_without_poppler_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(gallery.shutil, "which", lambda name: None)
    with pytest.raises(gallery.GalleryError, match="pdftoppm is not on this machine: install poppler-utils"):
        gallery.tool("pdftoppm")


def test_a_report_that_is_not_made_is_named_with_the_command_that_makes_it(root, tmp_path):
    parameters = load_parameters(root, gallery.PROGRAMME)
    with pytest.raises(gallery.GalleryError, match=r"learning-report.pdf is missing: run `make reports ONLY=billund-2019 REPORT=learning"):
        gallery.pdf_of(parameters, Layout(tmp_path, gallery.PROGRAMME), gallery.REPORTS[0])


def test_real_results_never_stand_in_the_documentation(root, tmp_path, monkeypatch):
    parameters = load_parameters(root, gallery.PROGRAMME)
    real = replace(parameters, programme=parameters.programme.model_copy(update={"synthetic": False}))
    monkeypatch.setattr(gallery, "load_parameters", lambda *_: real)
    with pytest.raises(gallery.GalleryError, match="is not synthetic"):
        gallery.make(tmp_path)
    assert not (tmp_path / "docs").exists()
