"""A codebook drafted from an export: what the export tells is written, what a person must decide is marked, nobody's words are copied."""

import random
import re

import pandas as pd
import pytest

from analysis.intake.drafting.compare import compare
from analysis.intake.drafting.draft import draft, form_of
from analysis.intake.drafting.merge import merge
from analysis.intake.formats.read import read_raw
from analysis.intake.raw import RawTable
from analysis.parameters import Instrument, ParameterError, load_parameters
from analysis.parameters.decisions import marks
from analysis.parameters.reading import read_model

LABELS = {"1": "Aldrig", "2": "Sjældent", "3": "Ofte", "4": "Altid", "8": "Ved ikke"}
QUESTIONS = {
    "v_1": "Trivsel: Barnet er glad",
    "v_2": "Trivsel: Barnet leger",
    "v_3": "Trivsel: Barnet keder sig",
    "v_4": "Trivsel: Barnet ler",
    "w_1": "Har barnet en ven?",
    "w_2": "Kommer barnet med i legen?",
    "w_3": "Bliver barnet inviteret hjem?",
}
SECRET = "Mette på Solhøj er altid sød ved mig"


@pytest.fixture
def export():
    """Forty ratings: four questions of one block of which the third runs the other way, two of another, and what platforms add."""
    draw = random.Random(3)
    rows = []
    for place in range(40):
        level = draw.gauss(0, 1)
        answers = [min(4, max(1, round(2.5 + level + draw.gauss(0, 0.5)))) for _ in range(7)]
        answers[2] = 5 - answers[2]
        rows.append(
            {
                "respondentid": str(9000 + place), "stato_4": "1", "email": f"m{place}@eksempel.invalid",
                "created": f"2019-09-{place % 28 + 1:02d} 10:00:00", "closetime": f"2019-09-{place % 28 + 1:02d} 10:09:00",
                "b_inst": f"B-{place % 3}", "b_barn": f"B-{place % 3}-{place}", "b_medarb": f"M{place // 5}",
                "b_navn": "Mette Jensen", "b_alder": str(50 + place % 20), "b_koen": str(1 + place % 2), "m_1": str(place % 2),
                "stemning": ["Mette", "Åse", "Kaj"][place % 3],
                **{name: "8" if place == 7 and name == "v_1" else str(value) for name, value in zip(QUESTIONS, answers, strict=True)},
                "fritekst_1": SECRET if place % 4 else None,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows).astype("str")
    labels = {name: {str(code): words for code, words in LABELS.items()} for name in QUESTIONS if name.startswith("v")}
    labels |= {name: {"1": "Nej", "2": "Nogle gange", "3": "Tit", "4": "Ja"} for name in ("w_1", "w_2", "w_3")}
    labels |= {
        "b_koen": {"1": "Pige", "2": "Dreng"},
        "stato_4": {"0": "Ikke valgt", "1": "Valgt"},
        "m_1": {"0": "Ikke valgt", "1": "Valgt"},
    }
    return RawTable("data/raw/x/contact", tuple(frame.columns), frame, labels, questions=dict(QUESTIONS))


@pytest.fixture
def background(alone):
    return alone[0].programme.background


def as_instrument(text, tmp_path):
    path = tmp_path / "drafted.yml"
    path.write_text(text, encoding="utf-8")
    found, problems = read_model(path, "drafted.yml", Instrument)
    assert problems == []
    return found


def decided(text):
    """What is left when a person has taken every decision as it was proposed."""
    return "".join(line for line in text.splitlines(keepends=True) if "# DECIDE:" not in line)


def test_identifiers_status_background_and_bookkeeping_are_found(export, background, tmp_path):
    found = as_instrument(draft(export, "contact", "da", background), tmp_path)
    assert (found.form, found.denominator) == ("rating", "children")
    assert found.identifiers.model_dump(exclude_none=True) == {
        "child": {"all": "b_barn"}, "rater": {"all": "b_medarb"}, "centre": {"all": "b_inst"},
    }  # fmt: skip
    assert (found.answered, found.age_months) == ({"all": "closetime"}, {"all": "b_alder"})
    assert found.completed.model_dump() == {"columns": {"all": "stato_4"}, "codes": ("1",)}
    assert found.background["gender"].codes == {"girl": ("1",), "boy": ("2",)}
    assert set(found.ignored) == {"respondentid", "email", "created", "b_navn", "fritekst_1", "m_1", "stemning"}


def test_questions_in_a_block_are_a_suggested_scale_and_equal_answers_one_set(export, background, tmp_path):
    found = as_instrument(draft(export, "contact", "da", background), tmp_path)
    assert [[item.column("2019") for item in scale.items] for scale in found.scales] == [
        ["v_1", "v_2", "v_3", "v_4"],
        ["w_1", "w_2", "w_3"],
    ]
    assert found.scales[0].label.da == "Trivsel"
    assert found.items()[0].text.da == QUESTIONS["v_1"]
    assert set(found.option_sets) == {"aldrig_to_altid", "nej_to_ja"}
    values = {option.label.da: option.value for option in found.option_sets["aldrig_to_altid"].options}
    assert values == {"Aldrig": 1, "Sjældent": 2, "Ofte": 3, "Altid": 4, "Ved ikke": None}


def test_an_item_that_runs_the_other_way_is_suggested_and_never_turned(export, background, tmp_path):
    text = draft(export, "contact", "da", background)
    assert not any(item.reversed for item in as_instrument(text, tmp_path).items())
    lines = text.splitlines()
    asked = [lines[number] for number, words in marks(text) if "reversed: true?" in words]
    assert asked == ["      - item: v_3"]


def test_a_form_that_was_never_sent_is_none(background, tmp_path):
    frame = pd.DataFrame({"submitdate": ["2026-09-14 10:00:00", None] * 10, "q_1": ["1", "2"] * 10, "q_2": ["2", "1"] * 10}).astype("str")
    found = as_instrument(draft(RawTable("x.csv", tuple(frame.columns), frame), "staff", "da", background), tmp_path)
    assert found.answered == {"all": "submitdate"}
    assert found.completed.model_dump() == {"columns": {"all": "submitdate"}, "codes": "any"}


def test_a_background_variable_without_a_purpose_stays_unread(export, tmp_path):
    found = as_instrument(draft(export, "contact", "da", ()), tmp_path)
    assert "b_koen" in found.ignored
    assert not found.background


def test_nobodys_words_are_copied_into_a_draft(export, background):
    text = draft(export, "contact", "da", background)
    for words in (SECRET, "Mette", "Kaj", "eksempel.invalid", "9001", "B-1", "M3"):
        assert words not in text


def test_codes_without_words_are_asked_about(alone, background, tmp_path):
    _, layout = alone
    raw = read_raw(layout.raw / "nyby-2024" / "child.csv", "child.csv")
    text = draft(raw, "child", "da", background)
    found = as_instrument(text, tmp_path)
    assert found.consent.codes == ("ja",)
    assert found.birth_date == {"all": "foedt"}
    asked = " ".join(words for _, words in marks(text))
    assert "no words for these codes" in asked
    assert "9 lies far from the others" in asked
    assert "the words of 4 questions: the export has none" in asked


@pytest.mark.parametrize(
    ("role", "form"),
    [("child", "child"), ("boern", "child"), ("contact", "rating"), ("parent", "parent"), ("foraeldre", "parent"), ("staff", "person")],
)
def test_a_roles_name_suggests_its_form(role, form):
    assert form_of(role) == form


def test_a_draft_is_refused_until_the_last_decision_is_taken(alone, export, background):
    _, layout = alone
    path = layout.parameters / "instrument" / "contact.yml"
    codebook = path.read_text(encoding="utf-8")
    path.write_text(codebook.replace("scales:", "# DECIDE: one scale or two?\nscales:", 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(layout.root, "alene")
    assert [problem.file for problem in caught.value.problems] == ["parameters/alene/instrument/contact.yml"]
    assert re.search(r"line \d+: found 1 open decision, the first: one scale or two\?", str(caught.value))
    path.write_text(codebook, encoding="utf-8")
    load_parameters(layout.root, "alene")


CODEBOOK = """\
# The contact pedagogues' form.
role: contact
label: {da: "Kontaktpædagoger"}
respondents: {da: "kontaktpædagoger"}
form: rating
denominator: children
identifiers: {child: {all: b_barn}, rater: {all: b_medarb}, centre: {all: b_inst}}
answered: {all: closetime}
completed: {columns: {all: stato_4}, codes: [1]}
age_months: {all: b_alder}
background:
  gender: {columns: {all: b_koen}, codes: {girl: [1], boy: [2]}}
ignored: [respondentid, email, created, "b_*navn", "fritekst*"]
option_sets:
  often:   # five steps
    options:
      - {code: 1, value: 1, label: {da: "Aldrig"}}
      - {code: 2, value: 2, label: {da: "Sjældent"}}
      - {code: 3, value: 3, label: {da: "Ofte"}}
      - {code: 4, value: 4, label: {da: "Altid"}}
      - {code: 8, value: null, label: {da: "Ved ikke"}}
scales:
  - scale: wellbeing
    label: {da: "Trivsel"}
    description: {da: "Om barnet trives."}
    kind: outcome
    about: child
    items:
      - {item: happy, text: {da: "Trivsel: Barnet er glad"}, options: often, columns: {all: v_1}}
      - {item: plays, text: {da: "Trivsel: Barnet leger"}, options: often, columns: {all: v_12}}
      - item: bored
        text: {da: "Trivsel: Barnet keder sig"}
        options: often
        columns: {all: v_3}   # turned
        reversed: true
      - {item: eats, text: {da: "Barnet spiser med god appetit hver dag"}, options: often, columns: {all: v_4}}
      - {item: sleeps, text: {da: "Barnet sover trygt til middag"}, options: often, columns: {all: v_9}}
      - {item: friend, text: {da: "Har barnet en ven?"}, options: often, columns: {all: w_1}}
"""


@pytest.fixture
def found(export, background, tmp_path):
    instrument = as_instrument(CODEBOOK, tmp_path)
    return instrument, compare(export, instrument, "2019", background)


def test_an_export_is_told_apart_from_its_codebook(found):
    _, comparison = found
    assert [(one.kind, one.item, one.column) for one in comparison.differences] == [
        ("renamed", "plays", "v_2"),
        ("other_question", "eats", "v_4"),
        ("gone", "sleeps", "v_9"),
        ("options", "friend", "w_1"),
        ("new_column", "", "m_1"),
        ("new_column", "", "stemning"),
        ("new_item", "", "w_2"),
        ("new_item", "", "w_3"),
    ]
    words = next(one.words for one in comparison.differences if one.kind == "options")
    assert "8 (Ved ikke) is no answer any more" in words
    assert "2 now means 'Nogle gange', was 'Sjældent'" in words


def test_a_waves_differences_are_merged_beside_what_people_wrote(found, tmp_path):
    instrument, comparison = found
    text = merge(CODEBOOK, instrument, comparison, "2019", "da")
    told = [words for _, words in marks(text)]
    for one in comparison.differences:
        assert any(one.words in words for words in told) or one.kind == "new_item"
    assert any("questions of 2019 that the codebook does not know" in words for words in told)
    merged = as_instrument(decided(text), tmp_path)
    columns = {item.item: item.columns for item in merged.items()}
    assert columns["plays"] == {"all": "v_12", "2019": "v_2"}
    assert columns["sleeps"] == {"all": "v_9", "2019": None}
    assert columns["eats"] == {"all": "v_4"}, "which question it is, only a person can say"
    friend = next(item for item in merged.items() if item.item == "friend")
    assert not merged.same_options(friend, "2017", "2019")
    assert [(item.item, item.columns) for item in merged.scales[-1].items] == [("w_2", {"2019": "w_2"}), ("w_3", {"2019": "w_3"})]
    assert {item.options["all"] for item in merged.scales[-1].items} == {friend.options["2019"]}, "the same answers are one set"
    assert {"m_1", "stemning"} <= set(merged.ignored)
    for comment in ("# The contact pedagogues' form.", "# five steps", "# turned"):
        assert comment in text
