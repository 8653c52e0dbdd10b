"""Personal data are found by what they look like and by what their column is called; what only looks like them is left alone."""

import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.people.made import cpr_number

from analysis.intake.people.detect import personal

LATEST = date(2019, 10, 13)
CPR = cpr_number(24)


def kinds(*cells: str, column: str = "v_1", **more) -> dict[str, set[str]]:
    return personal(column, pd.Series(list(cells), dtype="str"), LATEST, **more)


@pytest.mark.parametrize(
    "cell",
    [
        CPR,
        f"{CPR[:6]}-{CPR[6:]}",
        f"{CPR[:6]} {CPR[6:]}",
        f"{CPR[:6]}–{CPR[6:]}",
        f"24.09.14-{CPR[6:]}",
        f"CPR{CPR}",
        f"CPR: {CPR}, ring til mor",
        f"Emma ({CPR[:6]}-{CPR[6:]}) er glad",
        f"hun hedder {CPR} i systemet",
        f"{CPR}.0",
        "010165-4012",
        "0101654012",
        "840914-1234",
    ],
)
def test_a_cpr_number_is_found_however_it_is_written(cell):
    assert kinds(cell).get("cpr") == {cell}


def test_a_cpr_number_that_lost_its_zero_in_a_spreadsheet_is_found():
    early = cpr_number(4)
    assert early.startswith("0")
    assert kinds(early[1:])["cpr"] == {early[1:]}
    assert kinds(f"{early[1:6]}-{early[6:]}")["cpr"] == {f"{early[1:6]}-{early[6:]}"}


def test_modulus_11_is_evidence_and_no_requirement():
    """A whole column of dates with four digits is one of CPR numbers whether modulus 11 holds or not."""
    column = [cpr_number(day, modulus=False) for day in range(1, 29)]
    assert kinds(*column)["cpr"] == set(column)


@pytest.mark.parametrize(
    "cell",
    [
        "321914-1234",
        "291917-1234",
        "010130-4234",
        "24-09-2019 10:15",
        "20190924101500",
        "2019-09-24",
        "12345678901",
        "123-4567890",
        "0,2409144012",
    ],
)
def test_what_has_no_birth_date_in_front_is_none(cell):
    """31 days in a month, a date to come, a timestamp, a number of other length, decimals."""
    assert "cpr" not in kinds(cell)


def test_a_series_and_random_numbers_are_no_cpr_numbers_and_cpr_numbers_among_them_are():
    draw = random.Random(3)
    series = [str(1903000000 + step) for step in range(60)]
    numbers = [str(draw.randrange(10**9, 10**10)) for _ in range(400)]
    assert kinds(*series) == {}
    assert "cpr" not in kinds(*numbers)
    planted = [cpr_number(day) for day in range(1, 13)]
    assert set(planted) <= kinds(*numbers, *planted)["cpr"]


def test_an_identifier_column_of_cpr_numbers_is_found_whatever_it_is_declared_as():
    column = [cpr_number(day, serial) for day in range(1, 28) for serial in (401, 512)]
    assert kinds(*column, column="b_barn", declared=True)["cpr"] == set(column)


@pytest.mark.parametrize("cell", ["a.b@eksempel.invalid", "skriv til åse_holm+1@mail.eksempel.dk, tak"])
def test_an_email_is_found(cell):
    assert kinds(cell)["email"] == {cell}


@pytest.mark.parametrize(
    "cell",
    [
        "+45 20123456",
        "0045-20123456",
        "+4520 12 34 56",
        "ring 20 12 34 56",
        "tlf 2012 3456",
        "ring på 20123456 efter kl. 16",
        "+46 8 123 456 78",
    ],
)
def test_a_phone_number_is_found(cell):
    assert kinds(cell)["phone"] == {cell}


@pytest.mark.parametrize(
    "cell", ["mellem 2015 og 2017", "2015 2017", "20190916 blev det", "24.09.2019", "10-15-20-25-30", "12 børn, 3 voksne"]
)
def test_years_and_dates_are_no_phone_numbers(cell):
    assert "phone" not in kinds(cell)


def test_eight_digits_alone_are_a_phone_number_only_where_no_id_is_declared():
    draw = random.Random(2)
    numbers = [str(draw.randrange(20000000, 100000000)) for _ in range(9)]
    assert kinds(*numbers)["phone"] == set(numbers)
    assert kinds(*numbers, declared=True) == {}
    assert kinds(*(str(20000000 + step) for step in range(9))) == {}, "a platform's running numbers"
    assert kinds("12345678", column="Mobilnummer")["phone"] == {"12345678"}


@pytest.mark.parametrize("cell", ["Nørregade 4, 2. tv, 7190 Billund", "Bor på Skovvej 12", "Store Torv 3B, 7000 Fredericia"])
def test_an_address_is_found(cell):
    assert kinds(cell)["address"] == {cell}


def test_a_place_of_the_register_is_no_address_and_no_name():
    assert kinds("Skolegade 5", places={"skolegade 5"}) == {}
    houses = ["Lille Alfe", "Store Nisse", "Den Gamle Eg", "Ved Åen", "Åse Holm"]
    assert kinds(*houses)["name"] == set(houses)
    assert kinds(*houses, places={house.casefold() for house in houses}) == {}


@pytest.mark.parametrize("cell", ["192.168.0.12", "2001:db8::1", "http://10.0.0.12/x"])
def test_an_ip_address_is_found(cell):
    assert kinds(cell)["ip"] == {cell}


def test_a_browsers_version_and_a_time_are_no_ip_addresses():
    assert kinds("Mozilla/5.0 Chrome/119.0.0.0", "10:15:30", "300.1.2.3", "1.2.3") == {}


@pytest.mark.parametrize("column", ["b_barnnavn", "Fornavn", "RecipientLastName", "first_name", "name"])
def test_a_column_called_so_holds_names(column):
    assert kinds("Åse", "Bo", "7", column=column)["name"] == {"Åse", "Bo"}


@pytest.mark.parametrize("column", ["b_instnavn", "redcap_event_name", "filename", "afdelingsnavn"])
def test_a_column_called_after_a_place_or_a_form_does_not(column):
    assert kinds("Åse", "Bo", column=column) == {}


def test_a_column_of_full_names_is_found_whatever_it_is_called_and_answers_are_not():
    people = ["Mette Holm", "Bo P. Hansen", "Anne-Marie Skov", "Åse Øjvind", "Jens Bo Larsen"]
    assert kinds(*people, "ja tak")["name"] == set(people)
    assert kinds("Meget enig", "Enig", "Uenig", "Meget uenig", "Ved ikke", "Delvist enig") == {}


@pytest.mark.parametrize("piece", ["a", "a@", "a.", "1 ", ":", "A a ", "12 ", "vej ", "Aa ", "2."])
def test_a_hostile_cell_is_looked_through(piece):
    """Every repeat is bounded; one that is not would take hours here."""
    assert "cpr" not in kinds(piece * 100_000 + "!@")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text):
    for column in ("v_1", "navn", "tlf"):
        assert all(cells <= {text} for cells in kinds(text, column=column).values())
