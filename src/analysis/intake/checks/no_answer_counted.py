"""No code that the export calls \"ved ikke\" or the like counts as an answer.

A 6 for \"ved ikke\" inside a scale from 1 to 5 lifts every mean it stands in."""

from collections.abc import Iterator

from analysis.intake.counting import any_word
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = (
    "Set 'value: null' for the code in the option set of the codebook. Which words mean no answer is checks.no_answer_words in "
    "programme.yml."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    no_answer = any_word(wave.thresholds.no_answer_words)
    for export in wave.readable:
        for item in export.asked:
            labels = export.raw.labels.get(item.column(export.wave), {})
            for option in export.options(item).answers:
                words = labels.get(option.code, "")
                if no_answer.search(words):
                    yield Problem(
                        export.raw.file,
                        f"labels of column {item.column(export.wave)}",
                        f"code {option.code!r} ({words}), which the codebook counts as {option.value:g}",
                        f"'value: null' for it ({export.role}: items.{item.item})",
                    )
