"""A new key links whom the old one linked, or nothing changes; withdrawn persons stay withdrawn under it."""

from datetime import date

import pandas as pd
import pytest

from analysis.commands import rekey as command
from analysis.commands.forget import forget
from analysis.commands.project import Project
from analysis.intake.people import rekeying
from analysis.intake.pseudonyms import VARIABLE, make_key, pseudonyms
from analysis.intake.stage import make_responses, read_wave
from analysis.parameters import ParameterError, load_parameters


@pytest.fixture
def secret(alone, tmp_path_factory, monkeypatch):
    """The programme ``alene`` as a real one with a key of its own, made as far as responses; (project, folder of keys)."""
    _, layout = alone
    keys = tmp_path_factory.mktemp("keys")
    printed = make_key(keys / "old.key")
    monkeypatch.setenv(VARIABLE, str(keys / "old.key"))
    path = layout.parameters / "programme.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("synthetic: true", "synthetic: false").replace("public-test", printed), encoding="utf-8"
    )
    (layout.parameters / "retention.yml").write_text(
        "waves: [{wave: 2024, controller: By, purpose: quality, legal_basis: x, delete_raw_by: 2099-12-31, delete_key_by: 2099-12-31}]",
        encoding="utf-8",
    )
    make_responses(load_parameters(layout.root, "alene"), layout, "nyby", "2024")
    return Project(layout.root, "alene"), keys


def given(path) -> dict[str, str]:
    return {"NEW": str(path), "PROGRAMME": "", "RAW": ""}


def test_the_same_persons_are_linked_by_other_codes(secret, monkeypatch, capsys):
    project, keys = secret
    before = pd.read_parquet(project.layout.forms("nyby", "2024"))
    command.rekey(project, given(keys / "new.key"))
    told = capsys.readouterr().out
    assert [line.split() for line in told.splitlines() if line.startswith("nyby child_id")] == [
        ["nyby", "child_id", "35", "35", "0", "0", "31", "31"]
    ]
    assert not project.layout.forms("nyby", "2024").exists()
    assert (keys / "new.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv(VARIABLE, str(keys / "new.key"))
    after = make_responses(load_parameters(project.root, "alene"), project.layout, "nyby", "2024").forms
    assert not set(before["child_id"].dropna()) & set(after["child_id"].dropna())
    assert before["child_id"].nunique() == after["child_id"].nunique()


def test_the_old_key_is_refused_afterwards(secret):
    project, keys = secret
    command.rekey(project, given(keys / "new.key"))
    with pytest.raises(ParameterError, match="another key breaks every link over time"):
        pseudonyms(load_parameters(project.root, "alene").programme)


def test_withdrawn_persons_stay_withdrawn(secret, monkeypatch, root, tmp_path_factory):
    import shutil

    project, keys = secret
    ids = tmp_path_factory.mktemp("outside") / "ids"
    ids.write_text("B105\n", encoding="utf-8")
    forget(project, {"IDS": str(ids), "ONLY": "", "PROGRAMME": "", "RAW": ""})
    command.rekey(Project(project.root, "alene"), given(keys / "new.key"))
    shutil.copytree(root / "tests" / "programmes" / "alene" / "data", project.root / "data", dirs_exist_ok=True)
    monkeypatch.setenv(VARIABLE, str(keys / "new.key"))
    made = read_wave(load_parameters(project.root, "alene"), project.layout, "nyby", "2024")
    assert made.flow.loc[made.flow["reason"] == "withdrawn", "forms"].sum() == 2


def test_a_key_that_breaks_a_link_is_refused_and_nothing_changes(secret, monkeypatch):
    project, keys = secret
    forms, settings = project.layout.forms("nyby", "2024"), project.layout.parameters / "programme.yml"
    before = forms.read_bytes(), settings.read_bytes()
    real = rekeying.links

    def broken(parameters, layout, names, today):
        found = real(parameters, layout, names, today)
        return found.assign(over_roles=found["over_roles"] - (names.fingerprint != parameters.programme.pseudonym_key))

    monkeypatch.setattr(rekeying, "links", broken)
    with pytest.raises(ParameterError, match=r"links of nyby \(child_id\): found others with the new key"):
        command.rekey(project, given(keys / "new.key"))
    assert (forms.read_bytes(), settings.read_bytes()) == before
    assert not (keys / "new.key").exists()


def test_a_wave_whose_raw_files_are_gone_cannot_be_rekeyed(secret):
    project, keys = secret
    (project.layout.raw / "nyby-2024" / "child.csv").unlink()
    with pytest.raises(ParameterError, match=r"nyby-2024/child\.csv: file: found nothing"):
        command.rekey(project, given(keys / "new.key"))
    assert not (keys / "new.key").exists()


@pytest.mark.parametrize(("where", "says"), [("inside", "a key is never committed"), ("old", "a key is never overwritten")])
def test_where_a_new_key_cannot_lie(secret, where, says):
    project, keys = secret
    with pytest.raises(ParameterError, match=says):
        command.rekey(project, given(project.root / "new.key" if where == "inside" else keys / "old.key"))


def test_a_public_key_is_not_rotated(alone, tmp_path_factory):
    _, layout = alone
    with pytest.raises(ParameterError, match="a public one is not rotated"):
        command.rekey(Project(layout.root, "alene"), given(tmp_path_factory.mktemp("keys") / "new.key"))


def test_links_are_counted_over_waves_and_roles(alone):
    parameters, layout = alone
    found = rekeying.links(parameters, layout, pseudonyms(parameters.programme), date(2024, 11, 1)).set_index("id")
    assert found.loc["child_id", ["persons", "over_waves", "over_roles"]].tolist() == [35, 0, 31]
    assert found.loc["rater_id", "persons"] == 9
