"""Where a form belongs: codes, names, sites, merged and renamed centres."""

from datetime import date

import pandas as pd
import pytest

from analysis.intake.register import places, register
from analysis.parameters import Centre, Municipality
from analysis.parameters.municipality import successor_on

CENTRES = [
    {
        "slug": "aaen",
        "name": "Åen",
        "codes": ["K-1"],
        "network": "nord",
        "sites": [{"slug": "aaen-oest", "name": "Åen Øst", "codes": ["K-1-1"]}],
    },
    {"slug": "engen", "name": "Engen", "codes": ["K-2"], "network": "nord", "closed": date(2017, 6, 30), "successor": "aaen"},
    {
        "slug": "vangen",
        "name": "Vangen",
        "codes": ["K-3"],
        "kind": "private",
        "former_names": [{"name": "Marken", "until": date(2016, 12, 31)}],
    },
    {"slug": "lukket", "name": "Lukket", "codes": ["K-4"], "closed": date(2016, 1, 1)},
]
PERIODS = {"2015": (date(2015, 9, 14), date(2015, 10, 11)), "2019": (date(2019, 9, 16), date(2019, 10, 13))}
UNIT = Municipality(
    slug="by",
    name="By",
    networks=[{"slug": "nord", "name": "Nord"}],
    centres=CENTRES,
    waves=[{"wave": wave, "field_period": {"start": start, "end": end}, "raw": {}} for wave, (start, end) in PERIODS.items()],
)


def text(*values):
    return pd.Series(list(values), dtype="str")


def placed(wave, centre, site=None):
    return places(centre, site if site is not None else text(*[None] * len(centre)), register(UNIT), UNIT.wave(wave))


def test_a_centre_merged_before_the_field_period_is_its_successor():
    told = text("K-2", "K-1")
    assert placed("2015", told)["centre"].tolist() == ["engen", "aaen"]
    assert placed("2019", told)["centre"].tolist() == ["aaen", "aaen"]


def test_codes_slugs_names_and_former_names_are_understood():
    found = placed("2019", text("K-3", "vangen", " VANGEN", "Marken"))
    assert found["centre"].tolist() == ["vangen"] * 4
    assert found["kind"].tolist() == ["private"] * 4


def test_a_site_names_its_centre_in_either_column():
    nothing = text(None, None)
    beside = placed("2019", nothing, text("K-1-1", "Åen Øst"))
    assert beside[["centre", "site", "network"]].to_numpy().tolist() == [["aaen", "aaen-oest", "nord"]] * 2
    instead = placed("2019", text("K-1-1"))
    assert instead[["centre", "site"]].to_numpy().tolist() == [["aaen", "aaen-oest"]]


def test_no_centre_is_null_not_an_empty_word():
    assert placed("2019", text(None)).isna().all(axis=None)


def test_without_a_register_the_units_are_those_in_the_data():
    unit = UNIT.model_copy(update={"centres": (), "register_from_data": True})
    found = places(text("0101", "Skole B"), text(None, None), register(unit), unit.wave("2019"))
    assert found["centre"].tolist() == ["0101", "skole-b"]
    assert found["kind"].isna().all()


SPLIT = {
    "slug": "delt", "name": "Delt", "codes": ["K-9"], "closed": date(2017, 7, 31),
    "sites": [{"slug": "delt-nord", "name": "Delt Nord", "codes": ["K-9-1"]}, {"slug": "delt-syd", "name": "Delt Syd", "codes": ["K-9-2"]}],
    "split_into": [{"centre": "nye", "sites": ["delt-nord"]}, {"centre": "gamle"}],
}  # fmt: skip


def test_a_split_centre_is_followed_by_its_sites():
    entries = (SPLIT, {"slug": "nye", "name": "Nye"}, {"slug": "gamle", "name": "Gamle"})
    centres = {entry["slug"]: Centre.model_validate(entry) for entry in entries}
    assert successor_on(centres, "delt", date(2017, 7, 31)) == "delt", "the last day it is itself"
    assert successor_on(centres, "delt", date(2017, 9, 1), "delt-nord") == "nye"
    assert successor_on(centres, "delt", date(2017, 9, 1), "delt-syd") == "delt", "nobody said where that site went"
    assert successor_on(centres, "delt", date(2017, 9, 1)) == "delt"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"successor": "nye"}, "either a successor"),
        ({"closed": None}, "has a last day"),
        ({"split_into": [{"centre": "nye"}]}, "two centres or more"),
        ({"split_into": [{"centre": "nye", "sites": ["delt-vest"]}, {"centre": "gamle"}]}, "own sites, each once"),
        ({"split_into": [{"centre": "nye", "sites": ["delt-nord"]}, {"centre": "gamle", "sites": ["delt-nord"]}]}, "own sites, each once"),
    ],
)
def test_a_split_that_cannot_be_is_refused(changed, says):
    with pytest.raises(ValueError, match=says):
        Centre.model_validate(SPLIT | changed)
