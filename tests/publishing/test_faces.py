"""The page's typeface: made from the shipped fonts, called by another name, whole for whatever a page holds."""

import io

import pytest
from fontTools.ttLib import TTFont

from analysis.publishing.faces import COMMON, FAMILY, WEIGHTS, _common, face_css, subset


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_fonts_of_common_letters_are_those_the_shipped_ones_give(weight):
    assert _common(weight) == subset(weight, COMMON)
    font = TTFont(io.BytesIO(_common(weight)))
    assert set(map(ord, COMMON)) <= set(font.getBestCmap())
    assert not [record for record in font["name"].names if "Source" in record.toUnicode()]


def test_letters_beyond_the_common_ones_come_along():
    plain, polish = face_css("<p>Børn &amp; bøger</p>"), face_css("<p>Łódź</p>")
    assert plain.count("@font-face") == len(WEIGHTS)
    assert polish.startswith(plain)
    assert "unicode-range:U+141,U+17A;" in polish
    assert FAMILY in plain
