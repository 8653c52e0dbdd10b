"""Scales suggested from blocks of questions, and items that seem to run the other way. Suggestions: a person decides both."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.drafting.describe import Column
from analysis.intake.drafting.guess import letters

FEWEST, MOST = 2, 10
"""Items of a scale: one is none, and more than ten in a row are mostly several."""
AGAINST = -0.15
"""Loading on what the block has in common from which an item seems to run the other way."""
DENIES = re.compile(
    r"\b(ikke|aldrig|sjaeldent|uden|mangler|svaert|keder|ked af|not|never|seldom|rarely|without|lack|lacks|difficult|bored|sad|don t|"
    r"doesn t)\b"
)
STEM = re.compile(r"^(?P<stem>.*?)[\[_. ]*(?:SQ)?\d+[a-z]?\]?$|^(?P<array>.*?)\[[^\]]*\]$", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """Questions that stand together: a suggested scale. ``title`` is what the export calls them all, \"\" where it does not."""

    name: str
    title: str
    columns: tuple[Column, ...]
    doubts: tuple[str, ...]


def blocks(items: Iterable[Column], set_of: Mapping[str, str]) -> list[Block]:
    """The questions in the file's order, cut where the name's stem or the answers change; single questions come last, together."""
    found: list[list[Column]] = []
    keys: list[tuple[str, str]] = []
    for column in items:
        key = (stem(column.name), set_of[column.name])
        if not keys or key != keys[-1]:
            found.append([])
            keys.append(key)
        found[-1].append(column)
    single = [column for group in found if len(group) < FEWEST for column in group]
    out, taken = [], set()
    for (start, _), group in zip(keys, found, strict=True):
        if len(group) >= FEWEST:
            out.append(_block(start, group, taken))
    if single:
        doubt = "questions that stand alone: put each where it belongs, or under 'ignored' (by its column) if it is no item of a scale"
        if len(single) < FEWEST and out:
            last = out.pop()
            out.append(Block(last.name, last.title, (*last.columns, *single), (*last.doubts, doubt)))
        else:
            out.append(Block("single_questions", "", tuple(single), (doubt,)))
    return out


def stem(name: str) -> str:
    """What a column's name begins with before its number: ``s_12`` -> ``s``, ``Q3[SQ001]`` -> ``q3``, ``trivsel4`` -> ``trivsel``."""
    match = STEM.match(name)
    return letters((match["stem"] or match["array"] or "") if match else name).replace(" ", "_")


def _block(start: str, group: list[Column], taken: set[str]) -> Block:
    plain = start if start and start[0].isalpha() and len(start) > 1 else f"scale_{len(taken) + 1}"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name)
    doubts = ["do these questions measure one thing? A scale is what theory and earlier work say it is, not what stands together on a page"]
    if len(group) > MOST:
        doubts[0] = f"{len(group)} questions in a row with the same answers: mostly several scales. Split them where the questionnaire does"
    return Block(name, _common(group), tuple(group), tuple(doubts))


def _common(group: list[Column]) -> str:
    """What all the questions' texts begin with, cut at a sign that ends a heading."""
    texts = [column.text for column in group]
    if not all(texts) or len(set(texts)) == 1:
        return texts[0] if texts and all(texts) else ""
    shortest = min(texts, key=len)
    length = next((place for place, sign in enumerate(shortest) if any(text[place] != sign for text in texts)), len(shortest))
    match = re.match(r"(.*)[:\[–-]", shortest[:length])
    return match[1].strip() if match else ""


def against(block: Block, values: Mapping[str, Mapping[str, float | None]]) -> dict[str, str]:
    """Column -> why it seems to run the other way: by the answers (a negative loading on the block's first component) or by its words.

    ``values``: column -> code -> what it counts. Where there are answers they tell, not words: \"is not afraid\" denies and is no reversal.
    """
    loading = _loadings(pd.DataFrame({column.name: column.values.map(dict(values[column.name])) for column in block.columns}))
    found = {}
    for column in block.columns:
        denies, load = bool(DENIES.search(letters(column.text))), loading.get(column.name)
        if load is not None and load < AGAINST:
            found[column.name] = f"its answers run against the block's (loading {load:.2f})" + ("; its words deny too" if denies else "")
        elif load is None and denies:
            found[column.name] = "its words deny something, and the answers are too few to tell"
    return found


def _loadings(answers: pd.DataFrame) -> dict[str, float]:
    """Loadings on the first principal component of the pairwise correlations, signed so that most are positive; {} where there is none."""
    answers = answers.astype("float64")
    varied = answers.loc[:, answers.std() > 0]
    if varied.shape[1] < 3:
        return {}
    correlations = varied.corr(min_periods=10)
    if correlations.isna().any(axis=None):
        return {}
    sizes, vectors = np.linalg.eigh(correlations.to_numpy())
    first = vectors[:, -1] * np.sqrt(max(sizes[-1], 0.0))
    return dict(zip(varied.columns, first if (first > 0).sum() * 2 >= len(first) else -first, strict=True))
