"""The export's words for a code are like the codebook's."""

from collections.abc import Iterator

from analysis.intake.counting import likeness
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "warning"
GUIDANCE = "See whether the answer categories were only reworded or mean something else; if the latter, give the wave its own option set."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for item in export.asked:
            column, options = item.column(export.wave), export.options(item).options
            for code, words in export.raw.labels.get(column, {}).items():
                for option in options:
                    labels = [label for label in (option.label.da, option.label.en) if label]
                    if option.code == code and max(likeness(words, label) for label in labels) < wave.thresholds.label_likeness:
                        yield Problem(
                            export.raw.file,
                            f"labels of column {column}, code {code}",
                            repr(words),
                            f"words like {labels[0]!r} ({export.role}: items.{item.item})",
                        )
