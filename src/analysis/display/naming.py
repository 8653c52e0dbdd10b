"""Labels of what the rows' keys stand for, and the order in which readers meet them: codebook, register, waves."""

from typing import TYPE_CHECKING

from analysis.display.text import pick

if TYPE_CHECKING:
    import pandas as pd

WITHOUT_THEME = "none"
"""Key of the outcome scales no curriculum theme holds."""


def role_entry(meta: dict, role: str) -> dict:
    return next(entry for entry in meta["roles"] if entry["role"] == role)


def scale_entry(meta: dict, role: str, scale: str) -> dict | None:
    return next((entry for entry in meta["scales"] if entry["role"] == role and entry["scale"] == scale), None)


def scale_label(meta: dict, role: str, scale: str, language: str) -> str:
    """A scale's label; a perspective's where ``scale`` is one's name; the key itself where parameters know neither."""
    entry = scale_entry(meta, role, scale)
    if entry is None:
        entry = next((pair for pair in meta["perspectives"] if pair["name"] == scale), None)
    return pick(entry["label"], language) if entry else scale


def quoted(words: str, language: str) -> str:
    """A label inside a sentence, in the language's quotation marks: many labels are sentences of their own."""
    return f"»{words}«" if language == "da" else f"“{words}”"


def scale_quoted(meta: dict, role: str, scale: str, language: str) -> str:
    """``»Sprog og samtale«``."""
    return quoted(scale_label(meta, role, scale, language), language)


def item_entry(meta: dict, role: str, item: str) -> dict | None:
    return next((entry for scale in meta["scales"] if scale["role"] == role for entry in scale["items"] if entry["item"] == item), None)


def respondents(meta: dict, role: str, language: str) -> str:
    """``børn``: the respondents as a plural noun."""
    return pick(role_entry(meta, role)["respondents"], language)


def role_label(meta: dict, role: str, language: str) -> str:
    return pick(role_entry(meta, role)["label"], language)


def unit_label(meta: dict, level: str, unit: str) -> str:
    """The name of a centre, network or municipality; its handle where the audience was told no name."""
    shelves = {
        "centre": [*meta["centres"], *([meta["centre"]] if meta["centre"] else [])],
        "network": meta["networks"],
        "municipality": meta["municipalities"],
    }
    return next((entry["name"] for entry in shelves.get(level, []) if entry["slug"] == unit), unit)


def background_entry(meta: dict, name: str) -> dict | None:
    return next((entry for entry in meta["background"] if entry["name"] == name), None)


def contrast_labels(meta: dict, contrast: str, language: str) -> tuple[str, str, str]:
    """``gender:girl-boy`` as (variable, category, reference) in words."""
    variable, _, rest = contrast.partition(":")
    category, _, reference = rest.partition(":")[0].partition("-")
    entry = background_entry(meta, variable)
    if entry is None:
        return variable, category, reference
    words = {one["category"]: pick(one["label"], language) for one in entry["categories"]}
    return pick(entry["label"], language), words.get(category, category), words.get(reference, reference)


def places(meta: dict) -> dict[str, dict]:
    """Where each role, scale, item, answer, unit and wave stands in codebook, register and time."""
    return {
        "role": {entry["role"]: place for place, entry in enumerate(meta["roles"])},
        "scale": {(entry["role"], entry["scale"]): place for place, entry in enumerate(meta["scales"])},
        "item": {(entry["role"], item["item"]): place for entry in meta["scales"] for place, item in enumerate(entry["items"])},
        "option": {
            (entry["role"], item["item"], option["code"]): place
            for entry in meta["scales"]
            for item in entry["items"]
            for place, option in enumerate(item["options"])
        },
        "unit": {entry["slug"]: place for place, entry in enumerate([*meta["municipalities"], *meta["networks"], *meta["centres"]])},
        "wave": {entry["wave"]: place for place, entry in enumerate(meta["waves"])},
    }


def in_order(rows: "pd.DataFrame", at: dict[str, dict]) -> "pd.DataFrame":
    """Rows by role, scale, item and answer as in the codebook, then level and unit as in the register, then wave (``at``: ``places``)."""
    if rows.empty:
        return rows.reset_index(drop=True)
    last = 1_000_000
    columns = zip(*(rows[name].tolist() for name in ("role", "scale", "item", "contrast", "level", "unit", "wave")), strict=True)
    keys = sorted(
        (
            at["role"].get(role, last),
            at["scale"].get((role, scale), last),
            at["item"].get((role, item), last),
            at["option"].get((role, item, contrast), last),
            level,
            at["unit"].get(unit, last),
            at["wave"].get(wave, last),
            place,
        )
        for place, (role, scale, item, contrast, level, unit, wave) in enumerate(columns)
    )
    return rows.iloc[[key[-1] for key in keys]].reset_index(drop=True)
