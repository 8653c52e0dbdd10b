"""Corrections are parameters: read with all the others, closed to unknown keys, of a wave and a role that are there."""

import shutil

import pytest

from analysis.parameters import ParameterError, load_parameters

GOOD = """corrections:
  - role: child
    where: {row: 12}
    column: b_alder
    expect: 530
    to: 53
    reason: Et nul for meget
    reporter: Lederen
    date: 2019-11-04
"""


@pytest.fixture
def written(root, tmp_path):
    """Writes corrections of a municipality and loads the programme."""
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")

    def write(text, municipality="billund", wave="2019"):
        path = tmp_path / "parameters" / "laeringsledelse" / "municipalities" / municipality / "corrections" / f"{wave}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return load_parameters(tmp_path, "laeringsledelse")

    return write


def test_a_wave_has_its_corrections(written):
    (entry,) = written(GOOD).corrections["billund", "2019"].corrections
    assert (entry.where, entry.column, entry.expect, entry.to) == ({"row": "12"}, "b_alder", "530", "53")


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (GOOD.replace("role: child", "role: chlid"), {}, "corrections.0.role: found 'chlid'"),
        (GOOD, {"wave": "2018"}, "corrections/2018.yml: file: found '2018'"),
        (GOOD, {"municipality": "bilund"}, "file: found 'bilund'"),
        (GOOD.replace("reason: Et nul for meget\n    ", ""), {}, "corrections.0.reason: found nothing"),
        (GOOD.replace("expect:", "expects:"), {}, "corrections.0.expects: found unknown key 'expects'"),
        (GOOD.replace("{row: 12}", "{}"), {}, "corrections.0.where"),
    ],
)
def test_what_cannot_be_is_told(written, text, place, says):
    with pytest.raises(ParameterError) as caught:
        written(text, **place)
    assert says in str(caught.value)
