"""``make codebook`` and ``make codebook-diff`` as a person types them: nothing is overwritten, nothing is left out in silence."""

import shutil
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.commands.codebook_diff import between
from analysis.parameters import load_parameters

ALENE = Path(__file__).parent / "programmes" / "alene"


@pytest.fixture
def alone(tmp_path):
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(root, *words):
    return main([*words, "PROGRAMME=alene", "--root", str(root)])


def codebook(root, role="child"):
    return root / "parameters" / "alene" / "instrument" / f"{role}.yml"


def rewrite(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_missing_codebook_is_drafted_and_refused_until_it_is_decided(alone, capsys):
    codebook(alone).unlink()
    assert run(alone, "codebook", "WAVE=nyby-2024", "ROLE=child") == 0
    told = capsys.readouterr().out
    assert "instrument/child.yml: drafted from data/raw/alene/nyby-2024/child.csv (15 columns, 36 rows)" in told
    assert "decisions to take" in told
    assert run(alone, "list") == 2
    assert "open decisions" in capsys.readouterr().err


def test_centres_of_the_file_that_the_register_does_not_know_are_listed_for_it(alone, capsys):
    codebook(alone).unlink()
    path = alone / "parameters" / "alene" / "municipalities" / "nyby.yml"
    rewrite(path, "  - {slug: aakanden, name: Åkanden, codes: [N2]}\n", "")
    run(alone, "codebook", "WAVE=nyby-2024", "ROLE=child")
    told = capsys.readouterr().out
    assert "1 centre of the file not in the register" in told
    assert '  - {slug: n2, name: "N2", codes: ["N2"]}' in told


def test_a_file_alone_makes_a_draft_for_a_role(alone, capsys):
    raw = alone / "data" / "raw" / "alene" / "nyby-2024" / "contact.csv"
    assert run(alone, "codebook", "ROLE=parent", f"FILE={raw}") == 0
    assert "Write 'parent' under `roles`" in capsys.readouterr().out
    assert "form: parent" in codebook(alone, "parent").read_text(encoding="utf-8")
    assert run(alone, "codebook", f"FILE={raw}") == 2
    assert "codebook ROLE=: found nothing" in capsys.readouterr().err


def test_a_codebook_that_agrees_with_its_export_is_left_alone(alone, capsys):
    assert run(alone, "codebook", "WAVE=nyby-2024") == 0
    assert capsys.readouterr().out.count("nothing was written") == 2
    assert not list(codebook(alone).parent.glob("*.draft"))


def test_another_export_gets_a_draft_beside_the_codebook(alone, capsys):
    raw = alone / "data" / "raw" / "alene" / "nyby-2024" / "child.csv"
    rewrite(raw, ",t4,", ",t5,")
    before = codebook(alone).read_bytes()
    assert run(alone, "codebook", "WAVE=nyby-2024", "ROLE=child") == 0
    told = capsys.readouterr().out
    assert codebook(alone).read_bytes() == before
    assert "+++ parameters/alene/instrument/child.yml.draft" in told
    assert "meals (t4) is not in the file" in told
    assert "the answers of t5: the export has no words for its codes; are they those of smiley?" in told
    load_parameters(alone, "alene")
    assert run(alone, "codebook", "WAVE=nyby-2024", "ROLE=child") == 2, "a draft somebody may be at work on stays"
    assert "child.yml.draft: file: found a draft" in capsys.readouterr().err


def test_what_an_export_and_its_codebook_differ_in_is_said(alone, capsys):
    assert run(alone, "codebook-diff", "WAVE=nyby-2024") == 0
    assert "child: data/raw/alene/nyby-2024/child.csv against the codebook of 2024: they agree" in capsys.readouterr().out
    rewrite(alone / "data" / "raw" / "alene" / "nyby-2024" / "child.csv", ",t4,", ",t5,")
    assert run(alone, "codebook-diff", "WAVE=nyby-2024", "ROLE=child") == 0
    assert "2 differences" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["codebook", "WAVE=nybi-2024"], "Did you mean 'nyby-2024'?"),
        (["codebook", "WAVE=nyby-2022"], "one of 'nyby-2024'"),
        (["codebook", "WAVE=nyby-2024", "ROLE=contacts"], "Did you mean 'contact'?"),
        (["codebook", "WAEV=nyby-2024"], "Did you mean 'WAVE'?"),
        (["codebook"], "WAVE=: found nothing"),
        (["codebook-diff", "FROM=2024"], "codebook-diff TO=: found nothing"),
        (["codebook-diff", "FROM=2024", "TO=2026"], "one of '2024'"),
    ],
)
def test_a_word_nobody_knows_is_answered_with_the_nearest(alone, capsys, words, says):
    assert run(alone, *words) == 2
    assert says in capsys.readouterr().err


def test_two_waves_of_a_codebook_are_compared_with_what_it_means_for_the_trend(root):
    parameters = load_parameters(root, "laeringsledelse")
    contact = "\n".join(between(parameters, "contact", "2015", "2019"))
    assert "column renamed: own_name: s_22 -> s_222" in contact
    assert "scale mathematics: 5 items, then 6; new: shares_equally; the trend rests on the 5 items in common" in contact
    staff = "\n".join(between(parameters, "staff", "2015", "2019"))
    assert "scale inquiry_practice: 0 items, then 4" in staff
    assert "asked in 2019 only: no trend" in staff
    assert between(parameters, "child", "2017", "2017")[1:] == ["  the same questions, answers and columns"]


def test_other_answers_and_another_question_in_the_same_column_are_told(alone):
    path = codebook(alone)
    rewrite(path, "options: smiley, columns: {all: t1}", "options: {all: smiley, 2026: faces}, columns: {all: t1, 2026: t2}")
    rewrite(path, "columns: {all: t2}", "columns: {all: t2, 2026: t1}")
    rewrite(
        path,
        "scales:",
        "  faces:\n    options:\n      - {code: 1, value: 1, label: {da: Nej, en: 'No'}}\n"
        "      - {code: 2, value: 2, label: {da: Ja, en: 'Yes'}}\nscales:",
    )
    rewrite(alone / "parameters" / "alene" / "programme.yml", "  - {wave: 2024,", "  - {wave: 2026, law: law_2018}\n  - {wave: 2024,")
    lines = "\n".join(between(load_parameters(alone, "alene"), "child", "2024", "2026"))
    assert "column renamed: morning: t1 -> t2" in lines
    assert "same column, another question: t1 was morning, is outdoors" in lines
    assert "other answers: morning; the trend rests on the 3 items in common" in lines
