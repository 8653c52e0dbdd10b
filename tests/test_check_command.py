"""``make check ONLY=``: what a partner sees of a delivery, and whether reports may be made of it."""

import shutil

import pytest
from intake.conftest import ALENE

from analysis.__main__ import main


@pytest.fixture
def project(tmp_path, root):
    """A project that holds the programme ``alene`` alone, with raw files a test may break."""
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    for name in ("Snakefile", "notebooks"):
        (tmp_path / name).symlink_to(root / name)
    return tmp_path


def checked(project, capsys, only="nyby-2024"):
    code = main(["check", f"ONLY={only}", "PROGRAMME=alene", "--root", str(project)])
    return code, capsys.readouterr().out


def test_a_delivery_in_order_passes_and_warnings_hold_nothing_back(project, capsys):
    code, told = checked(project, capsys)
    assert code == 0
    assert told.startswith("nyby-2024: No check fails: reports can be made. 1 with warnings, ")
    assert "warning        duplicate_form: One form stands for one child" in told
    assert "As a page: reports/alene/internal/nyby/2024/check.html" in told


def test_what_fails_comes_first_with_what_to_do_and_the_status_says_no(project, capsys):
    child = project / "data" / "raw" / "alene" / "nyby-2024" / "child.csv"
    child.write_bytes(child.read_bytes().replace(b"2024-09-16,2,3,1,", b"2024-09-16,7,3,1,", 1))
    (child.parent / "contact.csv").unlink()
    code, told = checked(project, capsys)
    assert code == 1
    assert told.splitlines()[0].startswith("nyby-2024: 2 checks fail: no reports are made of this wave.")
    assert [line.split()[0] for line in told.splitlines()[2:] if line[:1].isalpha()][:3] == ["fail", "fail", "warning"]
    assert "contact.csv: file: found nothing, expected the export" in told
    assert "column t1, 1 row: 2: found a code the codebook does not know" in told
    assert "    -> Look the code up in the platform's questionnaire" in told


def test_the_page_says_the_same_and_names_nobody(project, capsys):
    child = project / "data" / "raw" / "alene" / "nyby-2024" / "child.csv"
    child.write_bytes(child.read_bytes().replace(b"2024-09-16,2,3,1,", b"2024-09-16,7,3,1,", 1))
    checked(project, capsys)
    page = (project / "reports" / "alene" / "internal" / "nyby" / "2024" / "check.html").read_text(encoding="utf-8")
    assert "1 check fails: no reports are made of this wave." in page
    assert "column t1, 1 row: 2: found a code the codebook does not know" in page
    assert "Synthetic data" in page
    assert "B101" not in page


def test_an_unknown_wave_is_answered_with_the_nearest(project, capsys):
    assert main(["check", "ONLY=nyby-2023", "PROGRAMME=alene", "--root", str(project)]) == 2
    assert "Did you mean 'nyby-2024'?" in capsys.readouterr().err
