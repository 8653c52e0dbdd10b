"""``make verify``: a byte that changed in raw data, parameters, notebooks, code or report is named; else the report is made again."""

import json

import pytest
from publishing.test_placing import build

from analysis.__main__ import main
from analysis.commands import verify as command
from analysis.publishing import inventory
from analysis.publishing.flow import Flow
from analysis.publishing.hashes import LEFT_OUT, LIBRARY
from analysis.publishing.placing import as_made, place
from analysis.publishing.plan import plan
from analysis.publishing.selection import select


@pytest.fixture
def made(parameters, layout, monkeypatch):
    """Billund's learning reports in place, with raw files; making them again is left to the one test that does."""
    for path in Flow(parameters, layout).all_raw():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("answers")
    (layout.root / "requirements.lock").write_text("pandas==3.0\n")
    monkeypatch.setattr(inventory, "KEPT", {})
    build(parameters, layout)
    asked = select(parameters, only="billund-2019", report="learning-report", formats="html")
    place(parameters, layout, plan(parameters, asked), (as_made,))
    monkeypatch.setattr(command, "rebuilt", lambda project, found: [])
    return layout


def verify(layout, capsys, *words) -> tuple[int, str]:
    words = words or ("ONLY=billund-2019", "REPORT=learning-report")
    code = main(["verify", *words, "--root", str(layout.root)])
    told = capsys.readouterr()
    return code, told.out + told.err


def flip(path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


def test_what_has_not_changed_is_made_again(made, capsys):
    assert verify(made, capsys) == (0, "2 reports: made again from the raw data, byte by byte the same.\n")


@pytest.mark.parametrize(("kind", "name"), [
    ("raw", "kolding/2019/child/dataset.csv"), ("parameters", "norms/child.csv"), ("parameters", "municipalities/svendborg.yml"),
    ("notebooks", "learning-report.ipynb"), ("lock", "requirements.lock"),
])
def test_a_changed_byte_in_what_it_was_made_from_is_named(made, capsys, kind, name):
    folder = {"raw": made.raw, "parameters": made.parameters, "notebooks": made.root / "notebooks", "lock": made.root}[kind]
    path = folder / name
    if path.suffix == ".yml":
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    else:
        flip(path)
    code, told = verify(made, capsys)
    assert code == 1
    assert told.startswith("1 problem:")
    assert name in told
    assert kind in told


def test_a_changed_byte_in_the_code_is_named(made, tmp_path_factory, parameters):
    code = tmp_path_factory.mktemp("library")
    for name in ("disclosure/rules.py", "display/text.py"):
        (code / name).parent.mkdir(exist_ok=True)
        (code / name).write_bytes((LIBRARY / name).read_bytes())
    then = inventory.taken(parameters, made, code)
    flip(code / "disclosure" / "rules.py")
    (found,) = inventory.changed(then, inventory.taken(parameters, made, code))
    assert (found.file, found.key, found.found) == ("disclosure/rules.py", "code", "another content")


def test_a_file_that_came_or_went_is_named(made, capsys):
    (made.parameters / "norms" / "child.csv").rename(made.parameters / "norms" / "other.csv")
    code, told = verify(made, capsys)
    assert code == 1
    assert "norms/child.csv" in told
    assert "norms/other.csv" in told


def test_a_changed_byte_in_the_report_is_named(made, capsys):
    page = made.reports / "public" / "billund" / "2019" / "learning-report.html"
    flip(page)
    code, told = verify(made, capsys)
    assert code == 1
    assert "learning-report.html" in told
    assert "learning-report/public/billund-2019" in told


def test_one_passport_is_verified_wherever_it_lies(made, capsys, tmp_path_factory):
    away = tmp_path_factory.mktemp("away")
    for suffix in ("html", "passport.json"):
        (away / f"learning-report.{suffix}").write_bytes((made.reports / f"public/billund/2019/learning-report.{suffix}").read_bytes())
    assert verify(made, capsys, f"PASSPORT={away / 'learning-report.passport.json'}")[0] == 0
    flip(away / "learning-report.html")
    assert verify(made, capsys, f"PASSPORT={away / 'learning-report.passport.json'}")[0] == 1


def test_without_the_list_of_files_it_says_so_and_does_not_guess(made, capsys):
    flip(made.raw / "kolding" / "2019" / "child" / "dataset.csv")
    for path in made.inventory("x").parent.iterdir():
        path.unlink()
    code, told = verify(made, capsys)
    assert code == 1
    assert "the list of files it was made from" in told


def test_a_passport_names_no_file_of_anybody_else(made):
    passport = json.loads((made.reports / "public" / "billund" / "2019" / "learning-report.passport.json").read_text(encoding="utf-8"))
    assert "kolding" not in json.dumps(passport)
    assert made.inventory(passport["made_from"]["inventory"]).is_file()


def test_a_release_is_no_change_of_parameters(made, capsys):
    for folder in LEFT_OUT:
        (made.parameters / folder).mkdir(exist_ok=True)
        (made.parameters / folder / "note.txt").write_text("x")
    assert verify(made, capsys)[0] == 0


def test_nothing_asked_for_is_asked_about(made, capsys):
    code, told = verify(made, capsys, "PROGRAMME=laeringsledelse")
    assert code == 2
    assert "verify ONLY=" in told


def test_another_programmes_or_an_unplanned_report_is_refused(made, capsys, tmp_path_factory):
    passport = json.loads((made.reports / "public" / "billund" / "2019" / "learning-report.passport.json").read_text(encoding="utf-8"))
    path = tmp_path_factory.mktemp("away") / "x.passport.json"
    path.write_text(json.dumps(passport | {"handle": "odense-2019"}))
    code, told = verify(made, capsys, f"PASSPORT={path}")
    assert code == 2
    assert "in the plan" in told


@pytest.mark.parametrize("key", ["inventory", "data"])
def test_a_passport_of_an_older_version_is_a_problem_and_no_traceback(made, parameters, capsys, key):
    entry = plan(parameters, select(parameters, only="billund-2019", report="learning-report"))[0]
    path = entry.passport(made, "da")
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["made_from"][key]
    path.write_text(json.dumps(told), encoding="utf-8")
    code, said = verify(made, capsys)
    assert code == 2
    assert f"learning-report.passport.json: made_from.{key}: found nothing, expected a passport of this version: make reports" in said
    path.write_text("{", encoding="utf-8")
    assert "learning-report.passport.json: everything: found nothing" in verify(made, capsys)[1]
