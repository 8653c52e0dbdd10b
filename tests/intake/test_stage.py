"""From forms received to forms used: every drop has a reason, and the tables are what their contracts say."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.intake.codebook import uses
from analysis.intake.flow import reconcile
from analysis.intake.formats.read import read_raw
from analysis.intake.forms import role_forms
from analysis.intake.pseudonyms import pseudonyms
from analysis.intake.register import register
from analysis.intake.stage import make_responses, read_wave
from analysis.intake.tables import check_flow, check_forms, check_responses, form_columns
from analysis.parameters import ParameterError, load_parameters


def counts(flow, role):
    own = flow[flow["role"] == role]
    return own.groupby(["step", "reason"])["forms"].sum().to_dict()


def test_the_flow_tells_every_drop_that_was_planted(alone):
    made = make_responses(*alone, "nyby", "2024")
    assert counts(made.flow, "child") == {
        ("received", ""): 36,
        ("dropped", "not_completed"): 1,
        ("dropped", "no_consent"): 1,
        ("dropped", "no_answers"): 1,
        ("dropped", "duplicate"): 1,
        ("used", ""): 32,
        ("invited", ""): 35,
        ("no_consent", ""): 1,
    }
    assert counts(made.flow, "contact") == {("received", ""): 34, ("used", ""): 34, ("invited", ""): 35, ("no_consent", ""): 0}
    assert made.forms["role"].value_counts().to_dict() == {"contact": 34, "child": 32}
    assert made.forms.groupby(["role", "centre"]).size().to_dict() == {
        (row.role, row.centre): row.forms for row in made.flow[made.flow["step"] == "used"].itertuples()
    }


def test_of_two_forms_of_a_child_the_fuller_counts(alone):
    made = read_wave(*alone, "nyby", "2024")
    child = made.forms[(made.forms["role"] == "child") & (made.forms["answered_on"] == "2024-10-10")]
    assert child.empty, "the later form of that child lacks an answer, so the earlier one is kept"


def test_what_the_platform_marks_as_nobodys_answer_is_received_and_dropped(alone):
    parameters, layout = alone
    unit, instrument = parameters.municipality("nyby"), parameters.instruments["child"]
    columns = [use.column for use in uses(instrument, "2024", parameters.programme.background)]
    table = read_raw(layout.raw / "nyby-2024" / "child.csv", "x", columns)
    mark = pd.Series(["preview", "not_started", *[None] * (len(table.frame) - 2)], dtype="str")
    args = (parameters.programme, instrument, unit.wave("2024"), "nyby", register(unit), pseudonyms(parameters.programme), False)
    forms = role_forms(replace(table, reason=mark), *args)
    assert forms.forms["reason"].tolist()[:2] == ["preview", "not_started"]
    assert len(forms.forms) == 36


def test_a_flow_that_does_not_add_up_is_refused():
    flow = pd.DataFrame(
        [("child", "a", "received", "", 3), ("child", "a", "dropped", "duplicate", 1), ("child", "a", "used", "", 3)],
        columns=["role", "centre", "step", "reason", "forms"],
    )
    with pytest.raises(ValueError, match="child a: 3 received, 1 dropped, 3 used"):
        reconcile(flow)


def test_tables_are_written_with_the_keys_fingerprint_and_read_as_they_were(alone):
    parameters, layout = alone
    made = make_responses(parameters, layout, "nyby", "2024")
    for path, table, check in (
        (layout.forms, made.forms, lambda t: check_forms(t, ["gender"])),
        (layout.responses, made.responses, check_responses),
        (layout.flow, made.flow, check_flow),
    ):
        read = pd.read_parquet(path("nyby", "2024"))
        pd.testing.assert_frame_equal(check(read), table)
        assert read.attrs == {"pseudonym_key": "public-test"}
    assert list(made.forms) == form_columns(["gender"])


def test_the_same_files_give_the_same_bytes(alone):
    parameters, layout = alone
    make_responses(parameters, layout, "nyby", "2024")
    first = layout.forms("nyby", "2024").read_bytes(), layout.responses("nyby", "2024").read_bytes()
    make_responses(parameters, layout, "nyby", "2024")
    assert (layout.forms("nyby", "2024").read_bytes(), layout.responses("nyby", "2024").read_bytes()) == first


def test_age_is_that_of_the_field_period(alone):
    made = read_wave(*alone, "nyby", "2024")
    assert made.forms.groupby("role")["age_months"].count().to_dict() == {"child": 32, "contact": 31}, "contact forms have the child's"
    assert made.forms["age_months"].between(50, 71).all() or made.forms["age_months"].isna().any()
    assert made.forms["age_months"].dropna().between(50, 70.3).all()


def test_an_answer_that_counts_nothing_keeps_its_code_and_has_no_value(alone):
    made = read_wave(*alone, "nyby", "2024")
    unsure = made.responses[made.responses["code"].isin(["6", "9"])]
    assert len(unsure) > 0
    assert unsure["value"].isna().all()
    answered = made.responses[made.responses["code"].isin(["1", "2", "3", "4", "5"])]
    assert (answered["value"] == answered["code"].astype(float)).all(), "values are not turned here"


def test_children_of_a_cross_section_are_other_children_in_each_wave_and_of_a_cohort_the_same(alone):
    _, layout = alone
    unit = layout.parameters / "municipalities" / "nyby.yml"
    text = unit.read_text(encoding="utf-8")
    wave = text[text.index("  - wave: 2024") : text.index("centres:")]
    unit.write_text(text.replace("centres:", wave.replace("wave: 2024", "wave: 2026") + "centres:"), encoding="utf-8")
    programme = layout.parameters / "programme.yml"
    text = programme.read_text(encoding="utf-8").replace(
        "{wave: 2024, law: law_2018}", "{wave: 2024, law: law_2018}\n  - {wave: 2026, law: law_2018}"
    )

    def shared(design):
        programme.write_text(text.replace("cross_section", design), encoding="utf-8")
        both = [read_wave(load_parameters(layout.root, "alene"), layout, "nyby", year).forms for year in ("2024", "2026")]
        return [len(set(both[0][name].dropna()) & set(both[1][name].dropna())) for name in ("child_id", "rater_id", "form_id")]

    raters = 9
    assert shared("cross_section") == [0, raters, 0]
    children, same, forms = shared("cohort")
    assert (children, same, forms) == (35, raters, 0)


def test_denominators_that_cannot_be_are_refused(alone):
    parameters, layout = alone
    path = layout.raw / "nyby-2024" / "invited.csv"
    path.write_text("centre;role;invited;no_consent\nN1;child;12;13\nN7;chlid;x;0\n", encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        make_responses(parameters, layout, "nyby", "2024")
    message = str(caught.value)
    for part in (
        "row 2, no_consent: found 13, expected at most the 12 invited",
        "row 3, centre: found 'N7'",
        "Did you mean 'child'",
        "row 3, invited: found 'x', expected a whole number",
    ):
        assert part in message


def test_a_final_wave_whose_delivery_fails_a_check_has_no_tables(alone):
    parameters, layout = alone
    unit = layout.parameters / "municipalities" / "nyby.yml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("status: udkast", "status: endelig"), encoding="utf-8")
    parameters = load_parameters(layout.root, "alene")
    assert parameters.municipality("nyby").wave("2024").status == "endelig"
    path = layout.raw / "nyby-2024" / "invited.csv"
    good = path.read_bytes()
    path.write_text("centre;role;invited;no_consent\nN1;child;12;13\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="expected at most the 12 invited"):
        make_responses(parameters, layout, "nyby", "2024")
    assert not layout.forms("nyby", "2024").exists()
    path.write_bytes(good)
    make_responses(parameters, layout, "nyby", "2024")
    assert layout.forms("nyby", "2024").exists()


def test_a_forms_table_outside_its_contract_is_refused(alone):
    from pandera.errors import SchemaErrors

    made = read_wave(*alone, "nyby", "2024")
    for broken in (
        made.forms.assign(weight=0.0),
        made.forms.assign(form_id="same"),
        made.forms.drop(columns="site"),
        made.forms.assign(centre=None),
    ):
        with pytest.raises(SchemaErrors):
            check_forms(broken, ["gender"])
