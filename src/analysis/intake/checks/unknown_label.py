"""Every code that the export itself explains is in the codebook: a new answer category, or a \"don't know\" inside the scale."""

from collections.abc import Iterator

from analysis.intake.codebook import in_order
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, listed

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Add the code to the option set in the codebook, with 'value: null' where it is no answer."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for use in export.uses:
            if use.codes is not None and use.key.startswith("items."):
                for code, words in export.raw.labels.get(use.column, {}).items():
                    if code not in use.codes:
                        yield Problem(
                            export.raw.file,
                            f"labels of column {use.column}",
                            f"code {code!r} ({words})",
                            f"{listed(in_order(use.codes))} ({export.role}: {use.key})",
                        )
