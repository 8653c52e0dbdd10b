"""What is known of a child stands on every form about it, and a child counts once however many parents answer."""

import pandas as pd
import pytest

from analysis.intake.children import join_children

ROWS = [  # role, form, child, gender, language, age
    ("child", "c1", "anna", "girl", None, 60.0),
    ("child", "c2", "bo", None, None, None),
    ("child", "c3", None, "boy", None, None),
    ("contact", "k1", "anna", None, "danish", None),
    ("contact", "k2", "bo", None, None, 55.0),
    ("parent", "p1", "anna", None, "other", None),
    ("parent", "p2", "anna", "boy", "other", None),
    ("parent", "p3", "bo", "boy", "danish", None),
    ("parent", "p4", None, None, "danish", None),
    ("staff", "s1", None, None, None, None),
]


@pytest.fixture
def joined(root):
    from analysis.parameters import load_parameters

    parameters = load_parameters(root, "laeringsledelse")
    variables = tuple(
        variable.model_copy(update={"source": "parent" if variable.name == "home_language" else "register"})
        for variable in parameters.programme.background
        if variable.name in ("gender", "home_language")
    )
    programme = parameters.programme.model_copy(update={"background": variables})
    forms = pd.DataFrame(ROWS, columns=["role", "form_id", "child_id", "gender", "home_language", "age_months"]).astype(
        {name: "str" for name in ("role", "form_id", "child_id", "gender", "home_language")}
    )
    return join_children(forms, programme, parameters.instruments).set_index("form_id")


def test_background_reaches_every_form_about_the_child(joined):
    assert joined.loc["c2", "gender"] == "boy", "the child's own file does not tell, the parent does"
    assert joined.loc["k1", "gender"] == "girl", "for a register variable the register's export counts before the parent"
    assert joined.loc["c1", "home_language"] == "other", "for a variable of the parents their telling counts first"


def test_a_forms_own_telling_stays(joined):
    assert joined.loc["p2", "gender"] == "boy"
    assert joined.loc["k1", "home_language"] == "danish"


def test_a_form_without_a_child_borrows_from_nobody(joined):
    assert joined.loc["c3"].isna()[["home_language", "age_months"]].all()
    assert joined.loc["s1"].isna()[["gender", "home_language"]].all()


def test_age_is_joined(joined):
    assert joined.loc[["c1", "k1", "c2", "k2"], "age_months"].tolist() == [60.0, 60.0, 55.0, 55.0]


def test_several_parents_weigh_one_together(joined):
    assert joined.loc[["p1", "p2", "p3", "p4", "c1", "s1"], "weight"].tolist() == [0.5, 0.5, 1.0, 1.0, 1.0, 1.0]
