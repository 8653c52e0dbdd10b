"""``make new-municipality`` and its kin: what they write is valid, says what is still to fill in, and overwrites nothing."""

import shutil
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.parameters import load_parameters
from analysis.parameters.municipality import Municipality
from analysis.parameters.reading import read_model

ALENE = Path(__file__).parent / "programmes" / "alene"


@pytest.fixture
def alone(tmp_path, root):
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    return tmp_path


def run(root, *words):
    return main([*words, "--root", str(root)])


def municipality(root, slug="nordfyns"):
    return root / "parameters" / "alene" / "municipalities" / f"{slug}.yml"


def test_a_new_municipality_is_valid_and_told_to_be_filled_in(alone, capsys):
    assert run(alone, "new-municipality", "NAME=Nordfyns Kommune", "WAVES=2029,2027", "PROGRAMME=alene") == 0
    capsys.readouterr()
    assert run(alone, "check") == 0
    told = capsys.readouterr().out
    assert "planned, no part of any run before their status is udkast: nordfyns-2027, nordfyns-2029" in told
    assert told.count("to fill in: parameters/alene/municipalities/nordfyns.yml, line ") == 5
    unit, problems = read_model(municipality(alone), "x", Municipality)
    assert problems == []
    assert [wave.wave for wave in unit.waves] == ["2027", "2029"]
    assert str(unit.waves[0].field_period.start) == "2027-09-20", "Monday of week 38"
    assert str(unit.waves[0].field_period.end) == "2027-10-17", "Sunday of week 41"


def test_a_new_municipality_gets_folders_a_readme_and_a_template(alone, capsys):
    run(alone, "new-municipality", "NAME=Nordfyns Kommune", "WAVES=2027", "PROGRAMME=alene")
    raw = alone / "data" / "raw" / "alene" / "nordfyns"
    assert sorted(path.name for path in (raw / "2027").iterdir()) == ["child", "contact", "invited.csv"]
    assert (raw / "2027" / "invited.csv").read_text(encoding="utf-8").startswith("centre;child;contact\n")
    assert "Nordfyns Kommune" in (raw / "README.md").read_text(encoding="utf-8")


def test_waves_the_programme_does_not_know_are_added_beside_its_comments(alone, capsys):
    programme = alone / "parameters" / "alene" / "programme.yml"
    before = programme.read_text(encoding="utf-8").splitlines()
    run(alone, "new-municipality", "NAME=Nordfyns Kommune", "WAVES=2024,2027", "PROGRAMME=alene")
    after = programme.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["  - {wave: 2027, law: law_2018}"]
    assert "is it still?" in capsys.readouterr().out


def test_nothing_is_overwritten(alone, capsys):
    run(alone, "new-municipality", "NAME=Nordfyns Kommune", "WAVES=2027", "PROGRAMME=alene")
    files = {path: path.read_bytes() for path in alone.rglob("*") if path.is_file()}
    assert run(alone, "new-municipality", "NAME=Nordfyns kommune", "WAVES=2029", "PROGRAMME=alene") == 2
    assert "make new-wave MUNICIPALITY=nordfyns WAVE=2029" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in alone.rglob("*") if path.is_file()} == files


def test_a_municipality_of_the_same_name_is_pointed_at(alone, capsys):
    municipality(alone, "nyby").rename(municipality(alone, "by"))
    run(alone, "new-municipality", "NAME=Nyby Kommune", "WAVES=2027", "PROGRAMME=alene")
    assert "make new-wave MUNICIPALITY=by WAVE=2027" in capsys.readouterr().out


def test_a_planned_wave_is_in_nobodys_way(alone, capsys):
    run(alone, "new-municipality", "NAME=Nordfyns Kommune", "WAVES=2027", "PROGRAMME=alene")
    run(alone, "new-wave", "MUNICIPALITY=nyby", "WAVE=2027", "PROGRAMME=alene")
    parameters = load_parameters(alone, "alene")
    assert list(parameters.municipalities) == ["nyby"]
    assert [wave.wave for wave in parameters.municipality("nyby").waves] == ["2024"]
    assert parameters.planned == ("nordfyns-2027", "nyby-2027")
    capsys.readouterr()
    for asked in ("nordfyns-2027", "nordfyns", "nyby-2027"):
        assert run(alone, "reports", f"ONLY={asked}", "PROGRAMME=alene") == 2
        assert "which is only planned" in capsys.readouterr().err


def test_no_report_is_made_before_everything_is_filled_in(alone, capsys):
    path = municipality(alone, "nyby")
    path.write_text("# FILL IN: the number of the municipality\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(alone, "check") == 0
    assert run(alone, "reports", "ONLY=nyby-2024", "PROGRAMME=alene") == 2
    assert "nyby.yml: line 1: found `# FILL IN:`, expected the number of the municipality" in capsys.readouterr().err


def test_a_wave_is_added_to_a_municipality_and_not_twice(alone, capsys):
    assert run(alone, "new-wave", "MUNICIPALITY=nyby", "WAVE=2027", "PROGRAMME=alene") == 0
    unit, problems = read_model(municipality(alone, "nyby"), "x", Municipality)
    assert problems == []
    assert [(wave.wave, wave.status) for wave in unit.waves] == [("2024", "udkast"), ("2027", "planlagt")]
    assert [centre.slug for centre in unit.centres] == ["solhoej", "aakanden", "maelkevejen"]
    capsys.readouterr()
    assert run(alone, "new-wave", "MUNICIPALITY=nyby", "WAVE=2027", "PROGRAMME=alene") == 2
    assert "the wave is there already" in capsys.readouterr().err
    assert run(alone, "new-wave", "MUNICIPALITY=nyb", "WAVE=2029", "PROGRAMME=alene") == 2
    assert "Did you mean 'nyby'?" in capsys.readouterr().err


def test_a_new_programme_waits_for_its_codebooks(alone, capsys):
    words = ["NAME=Leg og læring", "ROLES=child,staff", "WAVES=2027", "LANGUAGES=da"]
    assert run(alone, "new-programme", *words) == 0
    assert (alone / "parameters" / "leg-og-laering" / "programme.yml").is_file()
    assert run(alone, "new-municipality", "NAME=Nyby Kommune", "WAVES=2027", "PROGRAMME=leg-og-laering") == 0
    capsys.readouterr()
    assert run(alone, "check") == 2
    told = capsys.readouterr().err
    for role in ("child", "staff"):
        assert f"instrument/{role}.yml: file: found nothing" in told
        assert f"`make codebook WAVE=... ROLE={role}`" in told
    for role in ("child", "contact"):
        source = ALENE / "parameters" / "alene" / "instrument" / f"{role}.yml"
        target = alone / "parameters" / "leg-og-laering" / "instrument" / f"{'child' if role == 'child' else 'staff'}.yml"
        target.parent.mkdir(exist_ok=True)
        text = source.read_text(encoding="utf-8").replace("role: contact", "role: staff").replace("law_2018: ", "")
        lines = [line for line in text.splitlines() if "themes:" not in line and "gender:" not in line and line != "background:"]
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(alone, "check") == 0, "with codebooks it is valid"
    assert "to fill in: parameters/leg-og-laering/programme.yml" in capsys.readouterr().out
    assert run(alone, "new-programme", *words) == 2
    assert "nothing is overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["new-municipality", "NAME=Nyborg"], "WAVES=: found nothing"),
        (["new-municipality", "NAME=!", "WAVES=2027"], "a name with letters"),
        (["new-municipality", "NAME=Nyborg", "WAVES=27"], "a year (2027)"),
        (["new-municipality", "NAME=Nyborg", "WAVES=2027,2027"], "each wave once"),
        (["new-programme", "NAME=X", "ROLES=Barn", "WAVES=2027"], "Did you mean 'barn'?"),
        (["new-programme", "NAME=X", "ROLES=child", "WAVES=2027", "LANGUAGES=dk"], "one of 'da', 'en'"),
    ],
)
def test_what_cannot_be_is_answered(alone, capsys, words, says):
    assert run(alone, *words, *([] if words[0] == "new-programme" else ["PROGRAMME=alene"])) == 2
    assert says in capsys.readouterr().err


def test_a_programme_without_norms_is_told_how_to_freeze_them(alone, capsys):
    for path in (alone / "parameters" / "alene" / "norms").glob("*.csv"):
        path.unlink()
    assert run(alone, "reports", "ONLY=nyby-2024", "PROGRAMME=alene") == 2
    assert "`make norms PROGRAMME=alene` freezes them" in capsys.readouterr().err
