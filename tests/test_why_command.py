"""``make why``: the answer a person gets at the command line, and what they are told who misspell a name."""

import shutil

import pytest
from display import example

from analysis.__main__ import main
from analysis.disclosure.shown_file import write_shown

SLUG = "early-mathematics-every-day"


@pytest.fixture
def project(tmp_path, root):
    """A project with the embedded programme's parameters and one made-up learning report, for the public and the administration."""
    shutil.copytree(root / "parameters", tmp_path / "parameters")
    (tmp_path / "Snakefile").touch()
    meta = example.make_meta()
    meta["recommendations"] = [example.recommendation("maths-in-play", "Tal", "Numbers") | {"recommendation": SLUG, "area": "maths"},
                               example.recommendation("reading", "Læs", "Read") | {"recommendation": "guided-play"}]
    for audience in ("public", "administration"):
        folder = tmp_path / "data" / "processed" / "laeringsledelse" / "shown" / "learning-report" / audience / "billund"
        folder.mkdir(parents=True)
        write_shown(folder / "2019.parquet", example.make_rows(meta).assign(audience=audience), meta | {"audience": audience})
    return tmp_path


def told(project, capsys, *words: str) -> str:
    assert main(["why", *words, "--root", str(project)]) == 0
    return capsys.readouterr().out


def refused(project, capsys, *words: str) -> str:
    assert main(["why", *words, "--root", str(project)]) == 2
    return capsys.readouterr().err


def test_it_says_which_number_called_a_recommendation_in_every_audience(project, capsys):
    said = told(project, capsys, "REPORT=billund-2019", f"RECOMMENDATION={SLUG}")
    assert said.count(f"billund-2019, learning-report, public: {SLUG}") == 1
    assert said.count(f"billund-2019, learning-report, administration: {SLUG}") == 1
    assert "Recommended, number 1 of 1: score " in said
    assert "fires: low_level (contact: maths)" in said
    assert "comparison contact.maths [programme] -34 (" in said


def test_it_says_why_not_for_one_audience(project, capsys):
    said = told(project, capsys, "REPORT=billund-2019", "RECOMMENDATION=guided-play", "AUDIENCE=public")
    assert "administration" not in said
    assert "Not recommended: no finding calls for it." in said
    assert "does not fire: low_level (contact: language)" in said
    assert "comparison contact.language [programme] 28 (" in said
    assert ": strength" in said


@pytest.mark.parametrize(("words", "says"), [
    (("REPORT=bilund-2019", f"RECOMMENDATION={SLUG}"), "Did you mean 'billund-2019'?"),
    (("REPORT=billund-2019", "RECOMMENDATION=early-maths-every-day"), f"Did you mean '{SLUG}'?"),
    (("REPORT=billund-2019", f"RECOMMENDATION={SLUG}", "AUDIENCE=publik"), "Did you mean 'public'?"),
    (("REPORT=kolding-2019/nattergalen", f"RECOMMENDATION={SLUG}"), "expected a report with recommendations"),
    (("REPORT=billund-2019",), "why RECOMMENDATION=: found nothing"),
    (("REPORT=kolding-2019", f"RECOMMENDATION={SLUG}"), "`make reports ONLY=kolding-2019` makes it"),
    (("REPORT=billund-2019", "RECOMMENDATION=warm-relations-every-child"), "found no 'warm-relations-every-child', expected the catalogue"),
])
def test_what_is_not_there_is_told_with_the_nearest_or_the_remedy(project, capsys, words, says):
    assert says in refused(project, capsys, *words)
