"""Every form says whose it is."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "warning"
GUIDANCE = "Export with the id column filled. A form without one is used, but joined with no other form and not known again."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        key = "person" if export.instrument.form == "person" else "child"
        if key in export.told:
            none = export.used_forms.index[export.told[key].loc[export.used_forms.index].isna()]
            if len(none):
                yield Problem(export.raw.file, f"{key}, {export.rows(none)}", "nothing", "an id")
