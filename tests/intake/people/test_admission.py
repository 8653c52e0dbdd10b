"""Without consent, or withdrawn: that there was a form, and where, is all that is read of it."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.intake.opening import open_wave
from analysis.intake.stage import read_wave
from analysis.parameters import load_parameters
from analysis.parameters.people import People
from analysis.parameters.retention import Withdrawn

REFUSED, ROW = "B106", 5
"""The child of ``alene`` whose parents said no, and its place in the file."""


def dropped(made, role: str) -> dict[str, int]:
    flow = made.flow[(made.flow["role"] == role) & (made.flow["step"] == "dropped")]
    return flow.groupby("reason")["forms"].sum().to_dict()


def test_a_form_without_consent_is_a_count_and_a_centre(alone):
    parameters, layout = alone
    export = open_wave(parameters, layout, "nyby", "2024", pd.Timestamp("2024-11-01").date()).exports["child"]
    row, form = export.raw.frame.loc[ROW], export.forms.forms.loc[ROW]
    assert row.dropna().to_dict() == {"dagtilbud": "N1", "samtykke": "nej", "faerdig": "ja"}
    assert form["reason"] == "no_consent"
    assert form[["child_id", "gender", "age_months", "answered_on"]].isna().all()
    assert export.forms.codes.loc[ROW].isna().all()


def test_its_background_reaches_no_other_form_of_the_child(alone):
    """The contact's form about the child stays (it has a basis of its own) without gender and age: only the child's form tells them."""
    made = read_wave(*alone, "nyby", "2024")
    contact = made.forms[made.forms["role"] == "contact"]
    assert contact["age_months"].isna().sum() == 3, "without consent, not finished, without answers: nothing is known of these children"
    assert len(contact) == 34


def test_where_consent_covers_the_child_every_form_about_it_goes(alone):
    parameters, layout = alone
    programme = parameters.programme.model_copy(update={"people": People(consent_covers="child")})
    made = read_wave(replace(parameters, programme=programme), layout, "nyby", "2024")
    assert dropped(made, "contact") == {"no_consent": 1}
    assert dropped(made, "child")["no_consent"] == 1


def test_a_no_wins_over_a_yes_on_another_form_of_the_child(alone):
    parameters, layout = alone
    path = layout.raw / "nyby-2024" / "child.csv"
    before = read_wave(parameters, layout, "nyby", "2024")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1].replace(",ja,ja,", ",nej,ja,")]), encoding="utf-8")
    made = read_wave(parameters, layout, "nyby", "2024")
    assert dropped(made, "child")["no_consent"] == dropped(before, "child")["no_consent"] + 2
    assert len(made.forms) == len(before.forms) - 1


def test_a_withdrawn_child_never_returns_and_is_counted(alone):
    parameters, layout = alone
    from analysis.intake.pseudonyms import pseudonyms, scopes

    names, scope = pseudonyms(parameters.programme), scopes(parameters.programme, "nyby", "2024", "child")
    (code,) = names.tombstones(pd.Series(["B101"], dtype="str"), "public-test", *scope["child"])
    assert code not in set(read_wave(parameters, layout, "nyby", "2024").forms["child_id"]), "a tombstone is no pseudonym"
    made = read_wave(replace(parameters, withdrawn=Withdrawn(codes={"public-test": (code,)})), layout, "nyby", "2024")
    assert dropped(made, "child")["withdrawn"] == 1
    assert dropped(made, "contact") == {"withdrawn": 1}
    (pseudonym,) = names.of(pd.Series(["B101"], dtype="str"), *scope["child"])
    assert pseudonym not in set(made.forms["child_id"])


def test_codes_of_a_key_that_is_not_there_stop_everything(alone):
    parameters, layout = alone
    with pytest.raises(Exception, match="without them withdrawn persons come back"):
        read_wave(replace(parameters, withdrawn=Withdrawn(codes={"0123456789abcdef": ("0" * 32,)})), layout, "nyby", "2024")


def test_parameters_read_withdrawn_yml(alone):
    _, layout = alone
    layout.withdrawn.write_text(f'codes:\n  "public-test":\n    - "{"a" * 32}"\n', encoding="utf-8")
    assert load_parameters(layout.root, "alene").withdrawn.codes == {"public-test": ("a" * 32,)}
