"""Where nothing is planted little is found, along the whole path from answers to findings; what is changed is found and not much else."""

import numpy as np
import pytest
from studies import nothing
from studies.programme import study
from studies.tally import error

FEW = {"child": ("child_wellbeing", "child_friends"), "staff": ("reading_practice", "goals_planning")}
PROGRAMMES = 4


@pytest.mark.slow
def test_nothing_planted_gives_a_finding_in_one_family_of_twenty():
    """Four programmes of four municipalities: the share of all families that hold a finding, two errors allowed over draws.

    Each row's own p, without its family, must be seen to find too much.
    """
    one = study(centres_differ=True, scales=FEW)
    shares = {margin: [] for margin in (*nothing.MARGINS, "without q")}
    for number in range(PROGRAMMES):
        found = nothing.whole(np.random.default_rng(number), one)
        for margin, values in shares.items():
            values.append(np.mean([judged.covered for target, judged in found.items() if target.endswith(margin)]))
    careless = shares.pop("without q")
    assert np.mean(careless) > 0.08
    for margin, values in shares.items():
        assert np.mean(values) <= 0.05 + 2 * error(values), margin
    assert np.mean(shares["margin 20"]) <= np.mean(shares["margin 0"])


@pytest.mark.slow
def test_where_every_second_scale_rose_findings_are_about_those():
    one = study(centres_differ=True, changed=nothing.CHANGED, by=nothing.RISE, scales=FEW)
    false, true = [], []
    for number in range(2):
        found = nothing.half_changed(np.random.default_rng(number), one)
        false.append(found["false findings, change, margin 20"].covered)
        true.append(found["true findings of those there are, change, margin 20"].covered)
    assert np.mean(false) <= 0.05 + 2 * error(false)
    assert np.mean(true) > 0.3
