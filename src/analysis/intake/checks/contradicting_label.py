"""The export's words for a code do not belong to another code in the codebook.

A scale that was turned round between waves, or codes that were shifted by one, show here before they ruin a mean."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.intake.register import normal
from analysis.parameters import Problem
from analysis.parameters.instrument import Option

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = (
    "Look at the questionnaire of the platform: give the wave its own option set in the codebook, with the codes as they are in this "
    "export."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for item in export.asked:
            column, options = item.column(export.wave), export.options(item).options
            for code, words in export.raw.labels.get(column, {}).items():
                own = [option for option in options if option.code == code]
                others = [option for option in options if option.code != code and _same(words, option)]
                if own and others and not _same(words, own[0]):
                    yield Problem(
                        export.raw.file,
                        f"labels of column {column}",
                        f"code {code!r} ({words})",
                        f"code {others[0].code!r} for these words ({export.role}: items.{item.item})",
                    )


def _same(words: str, option: Option) -> bool:
    return any(normal(words) == normal(label) for label in (option.label.da, option.label.en) if label)
