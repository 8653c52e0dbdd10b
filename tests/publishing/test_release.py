"""A release freezes forms and hidden cells for every audience; its files are copied out, read-only, with one manifest."""

import json
import stat

import pandas as pd
import pytest
from disclosure.conftest import entry as estimate
from publishing.test_placing import build

from analysis.__main__ import main
from analysis.auditing.findings import Told
from analysis.auditing.holders import Weak
from analysis.auditing.stage import Audit
from analysis.commands import release as command
from analysis.commands import snake
from analysis.disclosure.over_time import as_released
from analysis.disclosure.secondary import Pattern
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import ParameterError, load_parameters
from analysis.publishing.archive import MANIFEST, differs
from analysis.publishing.flow import Flow
from analysis.publishing.freeze import forms_of, refuse_added
from analysis.publishing.placing import as_made, place
from analysis.publishing.plan import plan
from analysis.publishing.selection import select

ONLY = "billund-2019"


def write_forms(layout, ids) -> None:
    path = layout.forms("billund", "2019")
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame({"role": "child", "form_id": ids, "centre": "aadalen"})
    table.attrs["pseudonym_key"] = "a key"
    table.to_parquet(path, index=False)


@pytest.fixture
def made(parameters, layout, monkeypatch):
    """Billund 2019 with its learning reports in place, in a project of its own; nothing is stale."""
    monkeypatch.setattr(snake, "dry_run", lambda project: [])
    monkeypatch.setattr(command, "audit", lambda *given: Audit(0, 0, (), {}, ()))
    write_forms(layout, [f"form {number}" for number in range(40)])
    for wave in ("2015", "2017", "2019"):
        sizes = {centre.slug: 4 if place == 0 else 20 + place for place, centre in enumerate(parameters.open_centres("billund", wave))}
        rows = [estimate(level="centre", unit=centre, wave=wave, n=n, n_groups=n) for centre, n in sizes.items()]
        layout.estimates("billund", wave).parent.mkdir(parents=True, exist_ok=True)
        estimate_rows(rows).to_parquet(layout.estimates("billund", wave), index=False)
    for path in Flow(parameters, layout).raw("billund", "2019"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("answers")
    build(parameters, layout)
    place(parameters, layout, plan(parameters, select(parameters, only=ONLY, report="learning-report", formats="html")), (as_made,))
    return layout


@pytest.fixture
def releases(tmp_path_factory):
    return tmp_path_factory.mktemp("outside")


def run(layout, releases, name: str = "2019-12") -> int:
    return main(["release", f"NAME={name}", f"RELEASES={releases}", f"ONLY={ONLY}", "--root", str(layout.root)])


def again(layout):
    return load_parameters(layout.root, layout.programme)


def test_a_release_is_a_read_only_copy_with_a_manifest_of_hashes(made, releases, capsys):
    assert run(made, releases) == 0
    told = capsys.readouterr().out
    assert "2 reports" in told
    folder = releases / made.programme / "2019-12"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".json", ".parquet"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o444 for path in files)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o555 for path in folder.rglob("*") if path.is_dir())
    assert not any("internal" in path.parts for path in files)
    assert differs(folder) == []


def test_the_manifest_is_an_ro_crate_of_version_1_1(made, releases):
    """What the specification demands: descriptor, root data entity with five properties, every file linked from it; no loose end."""
    run(made, releases)
    folder = releases / made.programme / "2019-12"
    crate = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entry["@id"]: entry for entry in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert (descriptor["@type"], descriptor["conformsTo"], descriptor["about"]) == (
        "CreativeWork", {"@id": "https://w3id.org/ro/crate/1.1"}, {"@id": "./"})
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))
    parts = [part["@id"] for part in root["hasPart"]]
    assert parts == [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST]
    assert all(entities[part]["@type"] == "File" and len(entities[part]["sha256"]) == 64 for part in parts)
    assert set(entities) == {"ro-crate-metadata.json", "./", "#terms", "#publisher", "#software", "#billund-2019", *parts}


def test_a_release_that_was_tampered_with_is_seen(made, releases):
    run(made, releases)
    folder = releases / made.programme / "2019-12"
    page = next(folder.rglob("*.html"))
    page.chmod(0o644)
    page.write_bytes(page.read_bytes().replace(b"512", b"513"))
    assert [problem.file for problem in differs(folder)] == [page.relative_to(folder).as_posix()]


def test_a_form_may_be_withdrawn_after_a_release_and_never_added(made, releases):
    run(made, releases)
    parameters = again(made)
    assert parameters.released("billund", "2019")[0] == "2019-12"
    write_forms(made, [f"form {number}" for number in range(3, 40)])
    refuse_added(parameters, made, [command.Subject("billund", "2019")])
    write_forms(made, [f"form {number}" for number in range(3, 41)])
    with pytest.raises(ParameterError, match=r"added after the release 2019-12: 1 of child.*make release NAME=\.\.\. ONLY=billund-2019"):
        refuse_added(parameters, made, [command.Subject("billund", "2019")])


def test_no_form_and_no_id_stands_in_what_was_frozen(made, releases):
    run(made, releases)
    words = made.release("2019-12").read_text(encoding="utf-8")
    assert "form 1" not in words
    assert set(forms_of(made, "billund", "2019").codes["child"]) == set(again(made).released("billund", "2019")[1].forms["child"].split())


def test_the_stage_that_shows_numbers_refuses_what_was_added(made, releases):
    run(made, releases)
    write_forms(made, [f"form {number}" for number in range(41)])
    code = main(["stage", "shown", "--programme", made.programme, "--municipality", "billund", "--wave", "2019", "--root", str(made.root)])
    assert code == 1


def test_what_was_hidden_stays_hidden_when_forms_are_withdrawn(made, releases):
    run(made, releases)
    frozen = again(made).released("billund", "2019")[1].patterns[0]
    assert len(frozen.hidden) == 3
    now = {("child", "2019"): Pattern(frozenset({"x"}), frozenset({"x"}))}
    found = as_released(now, again(made), "billund", "2019")["child", "2019"]
    assert found.hidden == {"x", *frozen.hidden}
    assert found.primary == {"x", *frozen.primary}


def test_reports_made_later_join_the_release_and_none_is_replaced(made, releases, parameters, capsys):
    later = plan(parameters, select(parameters, only=ONLY, report="learning-report", formats="html"))[1]
    for path in later.files(made, "da"):
        path.rename(path.with_suffix(".away"))
    run(made, releases)
    assert "1 reports" in capsys.readouterr().out
    for path in later.files(made, "da"):
        path.with_suffix(".away").rename(path)
    assert run(made, releases) == 0
    folder = releases / made.programme / "2019-12"
    assert len(list(folder.rglob("*.html"))) == 2
    assert differs(folder) == []

    page = next((folder / "public").rglob("*.html"))
    before = page.read_bytes()
    build(parameters, made, "another page")
    place(parameters, made, plan(parameters, select(parameters, only=ONLY, report="learning-report", formats="html")), (as_made,))
    assert run(made, releases) == 0, "the same numbers in other words"
    assert page.read_bytes() == before

    shown = folder / later.shown(made).relative_to(made.processed)
    shown.parent.chmod(0o755)
    shown.chmod(0o644)
    shown.write_bytes(b"other cells")
    assert run(made, releases) == 2
    assert "other numbers than the ones released" in capsys.readouterr().err


def test_a_new_release_is_for_all_audiences_or_not_at_all(made, releases, capsys):
    run(made, releases)
    write_forms(made, [f"form {number}" for number in range(41)])
    capsys.readouterr()
    assert run(made, releases, "2020-03") == 0
    assert "takes the place of 2019-12. Nothing is copied yet" in capsys.readouterr().out
    refuse_added(again(made), made, [command.Subject("billund", "2019")])
    assert run(made, releases, "2020-03") == 2
    assert "centre-profile/centre/billund-2019/" in capsys.readouterr().err
    assert not (releases / made.programme / "2020-03").exists()


def test_a_new_release_is_attacked_before_it_is_frozen(made, releases, monkeypatch, capsys):
    """The lists of its own numbers and of the release before lie together in the attacker's hands; a no freezes nothing."""
    run(made, releases)
    write_forms(made, [f"form {number}" for number in range(41)])
    seen = []

    def refusing(parameters, layout, lists):
        seen.append({path.relative_to(releases).parts[1] if path.is_relative_to(releases) else "its own" for path in lists})
        return [Weak("the public", "child child_books aadalen 2019: the mean", "follows within 3 points; at least 80 are asked for")]

    monkeypatch.setattr(command, "follows", refusing)
    assert run(made, releases, "2020-03") == 1
    assert seen == [{"its own", "2019-12"}]
    said = capsys.readouterr()
    assert "follows within 3 points" in said.out
    assert "Nothing is frozen" in said.err
    assert not made.release("2020-03").exists()
    assert not list(made.processed.glob(".release-*"))


def test_releases_never_lie_in_the_project(made, capsys):
    assert run(made, made.root / "releases") == 2
    assert "RELEASES" in capsys.readouterr().err
    assert not made.release("2019-12").exists()


def test_a_report_that_is_not_current_is_not_released_and_nothing_is_frozen(made, releases, parameters, monkeypatch, capsys):
    shown = plan(parameters, select(parameters, only=ONLY))[0].shown(made).relative_to(made.root).as_posix()
    monkeypatch.setattr(snake, "dry_run", lambda project: [snake.Job("shown", "", (shown,), {})])
    assert run(made, releases) == 2
    assert "not current" in capsys.readouterr().err
    assert not made.release("2019-12").exists()


def test_the_auditor_sees_the_release_as_it_would_be_beside_earlier_ones_and_its_no_freezes_nothing(made, releases, monkeypatch, capsys):
    run(made, releases)
    write_forms(made, [f"form {number}" for number in range(39)])
    seen = []

    def refusing(parameters, layout, folder, against, cores):
        seen.append(({path.suffix for path in folder.rglob("*") if path.is_file()}, [one.name for one in against]))
        return Audit(2, 4, (Told("a page", "text", "4", "is not listed"),), {}, ())

    monkeypatch.setattr(command, "audit", refusing)
    before = made.release("2019-12").read_bytes()
    assert run(made, releases) == 1
    assert seen == [({".html", ".json", ".parquet"}, [])]
    told = capsys.readouterr()
    assert "is not listed" in told.out
    assert "Nothing is frozen" in told.err
    assert made.release("2019-12").read_bytes() == before
    (releases / made.programme / "2018-12").mkdir()
    (releases / made.programme / "2018-12" / MANIFEST).write_text("{}")
    run(made, releases)
    assert seen[-1][1] == ["2018-12"]
    assert not list(made.processed.glob(".release-*"))


def test_the_command_tells_what_it_needs(root, capsys):
    assert main(["release", "--root", str(root)]) == 2
    told = capsys.readouterr().err
    assert "release NAME=" in told
    assert "release RELEASES=" in told
