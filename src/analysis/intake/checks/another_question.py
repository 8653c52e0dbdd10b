"""A column asks what the codebook says it asks.

Where the export tells its questions, their words are held against the codebook's: column names are handed out anew in each survey."""

from collections.abc import Iterator

from analysis.intake.counting import likeness
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem
from analysis.parameters.instrument import Item

STAGE = "columns"
SEVERITY = "warning"
GUIDANCE = (
    "Read both questions. Where the column holds another one, give it its item in the codebook for this wave; where the words were "
    "only polished, leave it."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    asked = [(export, item) for export in wave.readable for item in export.asked if export.raw.questions.get(item.column(export.wave))]
    if not asked:
        raise NotApplicable("no export tells the words of its questions")
    for export, item in asked:
        column = item.column(export.wave)
        words, own = export.raw.questions[column], _likeness(export.raw.questions[column], item)
        if own < wave.thresholds.question_likeness:
            better = max((other for other in export.instrument.items() if other is not item), key=lambda other: _likeness(words, other))
            meant = better.item if _likeness(words, better) > max(own, wave.thresholds.question_likeness) else None
            yield Problem(export.raw.file, f"column {column}", repr(words), f"the question of the item {item.item}", meant)


def _likeness(words: str, item: Item) -> float:
    return max(likeness(words, text) for text in (item.text.da, item.text.en) if text)
