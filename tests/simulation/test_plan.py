"""A plan that does not fit the programme is refused with every problem at once."""

import pytest
import yaml

from analysis.parameters import Layout, ParameterError
from analysis.simulation.plan import FILE, read_plan
from analysis.simulation.stage import simulate

from .conftest import ROOT


def test_every_disagreement_is_told_with_the_nearest_name(programme, tmp_path):
    content = yaml.safe_load((ROOT / "parameters" / "laeringsledelse" / FILE).read_text(encoding="utf-8"))
    content["scales"]["mathematic"] = content["scales"].pop("mathematics")
    content["municipalities"]["billund"]["sizes"] = {"taagebaret": 4}
    del content["municipalities"]["kolding"]["level"][2017]
    content["all_agree"] = ["openings"]
    (tmp_path / FILE).write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(ParameterError) as told:
        read_plan(tmp_path, programme)
    found = {problem.key: problem.nearest for problem in told.value.problems}
    assert found["scales.mathematic"] == "mathematics"
    assert found["scales.mathematics"] == "mathematic"
    assert found["municipalities.billund.sizes.taagebaret"] == "taagebaerret"
    assert "municipalities.kolding.level.2017" in found
    assert found["all_agree.openings"] == "opening_hours"


def test_a_real_programme_s_folder_is_never_written_to(programme, tmp_path):
    from dataclasses import replace

    real = replace(programme, programme=programme.programme.model_copy(update={"synthetic": False}))
    with pytest.raises(ValueError, match="not a synthetic programme"):
        simulate(real, Layout(tmp_path, "laeringsledelse"))
    assert list(tmp_path.iterdir()) == []
