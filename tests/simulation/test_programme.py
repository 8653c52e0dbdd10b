"""The embedded programme has what the reports are promised: sizes, complete instruments, and the hard cases."""

import re
from collections import Counter
from datetime import date

import pytest

SIZES = {"child": (20, 22), "contact": (38, 44), "staff": (48, 54), "leader": (20, 30), "parent": (24, 28)}


@pytest.mark.parametrize("role", SIZES)
def test_instruments_are_complete(programme, role):
    instrument = programme.instruments[role]
    low, high = SIZES[role]
    assert low <= len(instrument.items()) <= high
    assert all(3 <= len(scale.items) <= 7 for scale in instrument.scales)
    assert all(any(option.value is None for option in instrument.options(item, "2019").options) for item in instrument.items())


def test_some_items_of_each_role_are_reversed(programme):
    """So that a role whose items are never turned cannot go unnoticed."""
    assert all(any(item.reversed for item in instrument.items()) for instrument in programme.instruments.values())


def test_children_answer_three_smileys_to_described_pictures(programme):
    child = programme.instruments["child"]
    for item in child.items():
        assert [option.code for option in child.options(item, "2019").options] == ["1", "2", "3", "9"]
        assert item.picture
        assert item.picture.languages() == {"da", "en"}


def test_contact_forms_cover_the_six_themes_under_both_laws_and_mathematics_apart(programme):
    contact = programme.instruments["contact"]
    for law in programme.themes.laws:
        assert {scale.themes[law.law] for scale in contact.scales} == {theme.theme for theme in law.themes}
    assert contact.scale("mathematics").label.da == "Matematik og problemløsning"
    assert contact.scale("mathematics").age_related


def test_every_theme_of_the_old_law_has_a_graded_successor(programme):
    old, new = programme.themes.laws
    assert [one.before for one in programme.themes.crosswalk] == [theme.theme for theme in old.themes]
    assert [one.after for one in programme.themes.crosswalk] == [theme.theme for theme in new.themes]
    assert [one.grade for one in programme.themes.crosswalk] == ["A", "A", "B", "B", "B", "C"]
    assert (old.valid_from, new.valid_from) == (date(2007, 8, 1), date(2018, 7, 1))
    assert programme.programme.law("2017") == old.law
    assert programme.programme.law("2019") == new.law


@pytest.mark.parametrize("wave", ["2015", "2016", "2017", "2019"])
def test_no_two_items_of_a_wave_share_a_column(programme, wave):
    for instrument in programme.instruments.values():
        names = Counter(item.column(wave) for item in instrument.items() if item.column(wave))
        assert [name for name, count in names.items() if count > 1] == []


def test_items_come_and_go_and_change_their_columns(programme):
    items = [item for instrument in programme.instruments.values() for item in instrument.items()]
    asked = [tuple(bool(item.column(wave)) for wave in ("2015", "2017", "2019")) for item in items]
    assert {(True, True, True), (False, True, True), (True, True, False)} == set(asked)
    assert sum(len({item.column(wave) for wave in ("2015", "2016", "2017", "2019")} - {None}) > 1 for item in items) >= 5
    assert not programme.scale("staff", "inquiry_practice").asked("2015")


def test_scale_names_are_unique_over_roles(programme):
    """Initiatives name scales without their role."""
    assert max(Counter(scale.scale for _, scale in programme.scales()).values()) == 1


def test_initiatives_and_goals_name_scales_there_are(programme):
    scales = {scale.scale: role for role, scale in programme.scales()}
    for municipality in programme.municipalities.values():
        assert {scale for one in municipality.initiatives for scale in one.scales} <= set(scales)
        assert all(scales[goal.scale] == goal.role for goal in municipality.goals)


def test_parallel_scales_ask_the_same_number_of_questions(programme):
    for scale in programme.instruments["leader"].scales:
        if scale.parallel:
            other = programme.scale("staff", scale.parallel)
            assert [item.item for item in scale.items] == [f"own_{item.item}" for item in other.items]
            assert [item.reversed for item in scale.items] == [item.reversed for item in other.items]


def test_municipalities_and_their_centres(programme):
    assert [one.slug for one in programme.reported] == ["billund", "esbjerg", "kolding"]
    assert {slug: len(programme.open_centres(slug, "2019")) for slug in ("billund", "kolding", "esbjerg")} == {
        "billund": 12,
        "kolding": 37,
        "esbjerg": 60,
    }
    kolding = programme.municipality("kolding")
    assert sum(len(centre.sites) for centre in kolding.centres) == 50
    assert len(kolding.networks) == 5
    assert {centre.kind for centre in programme.municipality("esbjerg").centres} == {"municipal", "independent", "private", "childminding"}
    assert [slug for slug, one in programme.municipalities.items() if not one.in_programme] == ["esbjerg"]


def test_no_centre_is_named_like_another_anywhere(programme):
    """The guard that looks for foreign names in a report needs names that are not part of each other."""
    names = [
        name
        for one in programme.municipalities.values()
        for centre in one.centres
        for name in (centre.name, *(former.name for former in centre.former_names))
    ]
    assert [(a, b) for a in names for b in names if a is not b and a in b] == []
    assert {letter for name in names for letter in name} >= set("æøåÆØÅ")


def test_a_merged_and_a_renamed_centre(programme):
    merged = [centre for centre in programme.municipality("billund").centres if centre.successor]
    assert [(centre.closed.year, centre.successor) for centre in merged] == [(2017, "havfruemosset")]
    renamed = [centre for centre in programme.municipality("billund").centres if centre.former_names]
    assert renamed[0].name_on(date(2017, 9, 18)) != renamed[0].name_on(date(2019, 9, 16))


def test_waves_without_parents(programme):
    without = [(one.slug, wave.wave) for one in programme.municipalities.values() for wave in one.waves if "parent" not in wave.raw]
    assert without == [("esbjerg", "2017"), ("nordfyn", "2015")]


def test_field_periods_are_weeks_38_to_41(programme):
    periods = {wave.field_period for one in programme.municipalities.values() for wave in one.waves}
    assert {(period.start.isocalendar()[1:], period.end.isocalendar()[1:]) for period in periods} == {((38, 1), (41, 7))}


def test_peoples_texts_hold_numbers_as_references_only_and_invented_authors(programme):
    waves = "|".join(wave.wave for wave in programme.programme.waves)
    for text in programme.texts.values():
        _, front, body = text.split("---", 2)
        assert not re.search(r"\d", re.sub(rf"\{{\{{.*?\}}\}}|\b({waves})\b", "", body))
        assert "(opdigtet)" in front or "(invented)" in front
