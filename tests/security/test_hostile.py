"""Everything from outside is hostile: names with markup and directions, files that point elsewhere, cells without bound."""

import shutil

import pytest
from security.canary import read, write
from security.test_canary import ALENE, RAW

from analysis.__main__ import main
from analysis.display.html import el, escape
from analysis.parameters.reading import read_yaml

HOSTILE = "<script>alert(1)</script>#set page()\u202etxt.exe\x07=cmd|' /C calc'!A0\u2066"


@pytest.fixture
def alone(tmp_path):
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def responses(home) -> int:
    return main(["stage", "responses", "--programme", "alene", "--municipality", "nyby", "--wave", "2024", "--root", str(home)])


def test_a_page_holds_neither_markup_nor_directions_nor_control_characters_of_others():
    page = el("p", escape(HOSTILE), title=HOSTILE)
    assert "<script" not in page
    assert not set(page) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x07\x00\x1b")


def test_a_link_out_of_the_raw_folder_is_not_followed(alone, capfd):
    secret = alone / "secret.csv"
    raw = alone / RAW / "child.csv"
    shutil.copy(raw, secret)
    raw.unlink()
    raw.symlink_to(secret)
    assert responses(alone) == 1
    assert "a way out of the raw folder" in capfd.readouterr().err


@pytest.mark.parametrize("path", ["../../../secret.csv", "/etc/passwd"])
def test_a_path_out_of_the_raw_folder_is_not_followed(alone, capfd, path):
    shutil.copy(alone / RAW / "child.csv", alone / "secret.csv")
    municipality = alone / "parameters" / "alene" / "municipalities" / "nyby.yml"
    municipality.write_text(municipality.read_text(encoding="utf-8").replace("nyby-2024/child.csv", path), encoding="utf-8")
    assert path in municipality.read_text(encoding="utf-8")
    assert responses(alone) == 1
    assert "a way out of the raw folder" in capfd.readouterr().err


def test_a_raw_folder_that_is_a_link_itself_is_read(alone, tmp_path_factory):
    """The raw data of a programme may lie on another disk: it is links from inside that are refused."""
    elsewhere = tmp_path_factory.mktemp("disk") / "raw"
    shutil.move(alone / "data" / "raw", elsewhere)
    (alone / "data" / "raw").symlink_to(elsewhere)
    assert responses(alone) == 0


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system ['true']", "x: !!python/name:os.system", "!include /etc/passwd"])
def test_a_yaml_tag_makes_nothing(tmp_path, text):
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    content, problems = read_yaml(path, "x.yml")
    assert content is None
    assert len(problems) == 1


def test_a_cell_larger_than_any_answer_is_told_and_not_repeated(alone, capfd):
    path = alone / RAW / "child.csv"
    rows, encoding = read(path)
    rows[3][7] = "9" * 200_000
    write(path, rows, encoding)
    assert responses(alone) == 1
    told = capfd.readouterr()
    assert len(told.out + told.err) < 20_000
