"""The page's own typeface, carried inside it: only the letters the page holds, so that it looks the same everywhere and stays light.

The shipped fonts' licence reserves their name for the unmodified files, so what a page carries is called by another.
"""

import base64
import html
import io
from functools import cache
from importlib import resources
from pathlib import Path

FAMILY = "Rapport"
WEIGHTS = {"Regular": "400", "Semibold": "500 900"}
"""Shipped file -> the weights a page uses it for."""
COMMON = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœŠšŽž–—’“”„•…←→−□"))))
"""Letters nearly every page has: their fonts are made beforehand (``python -m analysis.publishing.faces``; a test makes them again)."""
FOLDER = "assets/fonts"


def face_css(content: str) -> str:
    """``@font-face`` rules for the letters of a page's ``content``; those beyond ``COMMON`` come in a font of their own."""
    more = frozenset(html.unescape(content)) - COMMON - {"\n"}
    rules = [_rule(weight, _common(weight)) for weight in WEIGHTS]
    if more:
        ranges = ",".join(f"U+{ord(letter):X}" for letter in sorted(more))
        rules += [_rule(weight, subset(weight, more), f"unicode-range:{ranges};") for weight in WEIGHTS]
    return "\n" + "\n".join(rules)


def _rule(weight: str, woff: bytes, where: str = "") -> str:
    code = base64.b64encode(woff).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{WEIGHTS[weight]};font-display:block;{where}'
        f'src:url(data:font/woff;base64,{code}) format("woff")}}'
    )


@cache
def _common(weight: str) -> bytes:
    return resources.files("analysis.publishing").joinpath(f"{FOLDER}/{FAMILY}-{weight}.woff").read_bytes()


@cache
def subset(weight: str, letters: frozenset[str]) -> bytes:
    """WOFF of the letters the shipped font has, without its names; the same bytes each time."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    whole = resources.files("analysis.display").joinpath(f"{FOLDER}/SourceSans3-{weight}.ttf").read_bytes()
    font = TTFont(io.BytesIO(whole), recalcTimestamp=False)
    options = Options(layout_features=["kern", "tnum", "lnum", "mark", "mkmk"], name_IDs=[], notdef_outline=True, hinting=False)
    options.drop_tables += ["meta"]
    worker = Subsetter(options)
    worker.populate(unicodes=sorted(map(ord, letters)))
    worker.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def main() -> None:
    """Write the fonts of ``COMMON`` into the package."""
    folder = Path(__file__).parent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        (folder / f"{FAMILY}-{weight}.woff").write_bytes(subset(weight, COMMON))


if __name__ == "__main__":
    main()
