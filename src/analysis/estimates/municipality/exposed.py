"""Exposure: how many centres had finished how many modules of an initiative before the field period began."""

from collections import Counter

import pandas as pd

from analysis.estimates.municipality.initiatives import modules_finished
from analysis.estimates.sources import Sources
from analysis.estimates.tables import rows


def exposure_rows(sources: Sources) -> pd.DataFrame:
    """``exposure``: number of centres open this wave that had finished so many modules (``item``) of an initiative (``contrast``) that had
    begun; ``n_groups`` all open centres.

    By dates in the register, or by the list of participants where there is one (METHODS 9). An initiative without modules is one module.
    """
    entries = []
    start = sources.municipality.wave(sources.wave).field_period.start
    centres = [centre.slug for centre in sources.parameters.open_centres(sources.slug, sources.wave)]
    for initiative in sources.municipality.initiatives:
        if initiative.start >= start:
            continue
        for modules, count in sorted(Counter(modules_finished(initiative, sources, centre) for centre in centres).items()):
            entries.append({"kind": "exposure", "level": "municipality", "unit": sources.slug, "wave": sources.wave, "item": str(modules),
                            "contrast": initiative.slug, "value": count, "n": count, "n_groups": len(centres),
                            "method": "list of participants" if initiative.participation and sources.participation is not None
                            else "register"})
    return rows(entries)
