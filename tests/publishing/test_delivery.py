"""Each recipient is handed exactly its own reports, whole and checkable, and nothing that leads elsewhere."""

import hashlib
import json
import re
import subprocess
import zipfile

import pytest

from analysis.__main__ import main
from analysis.commands import deliver as command
from analysis.parameters import ParameterError, Problem, load_parameters
from analysis.publishing.delivery import SUMS, deliver, recipients
from analysis.publishing.plan import every_report, plan
from analysis.publishing.selection import select


@pytest.fixture
def asked(parameters):
    return plan(parameters, select(parameters, only="billund-2019,kolding-2019"))


@pytest.fixture
def made(parameters, layout, asked):
    """Every report of the selection as a small file of its own, with the passport that tells of it."""
    default = parameters.programme.languages[0]
    for entry in asked:
        files = {}
        for suffix in entry.formats:
            path = entry.path(layout, suffix, default)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{entry.report_id} {suffix}", encoding="utf-8")
            files[suffix] = hashlib.sha256(path.read_bytes()).hexdigest()
        entry.passport(layout, default).write_text(json.dumps({"files": files, "status": "endelig"}), encoding="utf-8")
    return asked


@pytest.fixture
def folder(layout):
    return layout.reports / "deliveries" / "2019-12"


def test_every_report_but_the_internal_ones_has_one_recipient(asked):
    found = recipients(asked)
    handed = [entry for one in found for entry in one.reports]
    assert len(handed) == len(set(handed))
    assert set(handed) == {entry for entry in asked if entry.audience != "internal"}
    assert all({entry.audience for entry in one.reports} == {one.audience} for one in found)
    names = [one.name for one in found]
    assert len(set(names)) == len(names)
    assert {"public-billund", "administration-kolding", "network-kolding-nattergalen", "centre-billund-alfebregnen"} <= set(names)


def test_a_folder_holds_its_own_reports_and_nothing_of_others(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    for one in recipients(made):
        texts = [path.read_text(encoding="utf-8") for path in (folder / one.name).iterdir() if path.suffix in (".html", ".pdf")
                 and not path.name.startswith(("index", "brev"))]
        own = {entry.report_id for entry in one.reports}
        assert {words.rpartition(" ")[0] for words in texts} == own


def test_links_stay_inside_the_folder_and_lead_to_every_file(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    for place in (folder / "centre-billund-alfebregnen", folder / "administration-kolding"):
        index = (place / "index.html").read_text(encoding="utf-8")
        links = {link for link in re.findall(r'href="([^"#]+)', index) if not link.startswith("mailto:")}
        assert links == {path.name for path in place.iterdir()} - {"index.html", SUMS, "brev.pdf"}


def test_the_checksums_are_those_of_the_files(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    place = folder / "public-billund"
    assert subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=place, capture_output=True).returncode == 0
    (place / "index.html").write_text("another", encoding="utf-8")
    assert subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=place, capture_output=True).returncode != 0


def test_the_zip_holds_the_folder_and_is_the_same_each_time(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    again = folder.with_name("again")
    deliver(parameters, layout, made, again)
    name = "centre-billund-alfebregnen.zip"
    assert (folder / name).read_bytes() == (again / name).read_bytes()
    with zipfile.ZipFile(folder / name) as packed:
        inside = {entry.removeprefix("centre-billund-alfebregnen/") for entry in packed.namelist()}
    assert inside == {path.name for path in (folder / "centre-billund-alfebregnen").iterdir()}


def test_the_letter_speaks_to_its_reader_and_says_that_the_data_are_synthetic(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    letter = (folder / "centre-billund-alfebregnen" / "brev.html").read_text(encoding="utf-8")
    assert "Rapporter til Alfebregnen" in letter
    assert "Side ét kan læses alene" in letter
    assert "Syntetiske data" in letter
    assert (folder / "centre-billund-alfebregnen" / "brev.pdf").read_bytes().startswith(b"%PDF")
    assert "Alfebregnen" not in (folder / "public-billund" / "brev.html").read_text(encoding="utf-8")


def test_missing_and_changed_reports_are_told_all_at_once_and_nothing_is_written(parameters, layout, made, folder):
    gone, other = made[0].path(layout, "pdf", "da"), made[1].path(layout, "html", "da")
    gone.unlink()
    other.write_text("edited by hand", encoding="utf-8")
    made[2].passport(layout, "da").unlink()
    with pytest.raises(ParameterError) as caught:
        deliver(parameters, layout, made, folder)
    said = str(caught.value)
    assert said.startswith("3 problems")
    for words in (gone.name, "another file than its passport tells of", f"make reports ONLY={made[2].handle}"):
        assert words in said
    assert not folder.parent.exists()


def test_what_was_handed_over_is_never_written_over(parameters, layout, made, folder):
    deliver(parameters, layout, made, folder)
    with pytest.raises(ParameterError, match="a delivery of that name"):
        deliver(parameters, layout, made, folder)


@pytest.mark.parametrize(
    ("words", "said"), [(["RELEASE=Jul 2019"], "'jul-2019'"), ([], "RELEASE"), (["RELEASE=x", "ONLY=bilund"], "billund")]
)
def test_the_command_tells_what_it_needs(words, said, root, capsys):
    assert main(["deliver", *words, "--root", str(root)]) == 2
    assert said in capsys.readouterr().err


def test_the_command_hands_over_the_first_language_and_others_where_they_were_made(made, layout, capsys, monkeypatch):
    monkeypatch.setattr(command, "audited", lambda project, parameters, layout, reports: [])
    (layout.root / "Snakefile").touch()
    english = [entry for entry in every_report(load_parameters(layout.root, layout.programme)) if entry.language == "en"]
    one = next(entry for entry in english if entry.audience == "public" and entry.handle == "billund-2019")
    files = {}
    for suffix in one.formats:
        path = one.path(layout, suffix, "da")
        path.write_text(f"{one.report_id} {suffix}", encoding="utf-8")
        files[suffix] = hashlib.sha256(path.read_bytes()).hexdigest()
    one.passport(layout, "da").write_text(json.dumps({"files": files, "status": "endelig"}), encoding="utf-8")
    assert main(["deliver", "RELEASE=2019-12", "ONLY=billund-2019", "--root", str(layout.root)]) == 0
    names = {path.name for path in (layout.reports / "deliveries" / "2019-12" / "public-billund").iterdir()}
    assert {"2019-learning-report.html", "2019-learning-report.en.html"} <= names
    said = capsys.readouterr().out
    assert "public-billund.zip: 4 reports" in said
    assert "No release holds billund-2019: a form that comes later" in said


def test_nothing_is_handed_over_that_the_auditor_finds_anything_in(made, layout, folder, capsys, monkeypatch):
    (layout.root / "Snakefile").touch()
    trouble = Problem("public/billund/2019/learning-report.html", "picture", "461,3", "a shown cell's number")
    monkeypatch.setattr(command, "audited", lambda project, parameters, layout, reports: [trouble] if reports else [])
    assert main(["deliver", "RELEASE=2019-12", "ONLY=billund-2019", "--root", str(layout.root)]) == 2
    assert "learning-report.html: picture: found 461,3" in capsys.readouterr().err
    assert not folder.exists()


def test_a_passport_of_another_version_is_told_before_anything_is_read(made, layout, capsys):
    (layout.root / "Snakefile").touch()
    assert main(["deliver", "RELEASE=2019-12", "ONLY=billund-2019", "--root", str(layout.root)]) == 2
    assert "found nothing, expected a passport of this version: make reports ONLY=billund-2019" in capsys.readouterr().err
