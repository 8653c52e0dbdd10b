"""The same wave from every platform is the same data, byte for byte; and reading leaves the files as they were."""

import csv
import hashlib
from dataclasses import replace
from datetime import date

import pytest
from intake.exporters import EXPORTERS, Wave

from analysis.intake.raw import decode
from analysis.intake.stage import make_responses
from analysis.parameters.municipality import RawFile

TODAY = date(2024, 11, 1)


def wave_of(parameters, layout, role) -> Wave:
    """A role's answers of the programme ``alene``, with the codebook's words."""
    path = layout.raw / parameters.municipality("nyby").wave("2024").raw[role].path
    text = decode(path.read_bytes())
    header, *rows = csv.reader(text.splitlines(), delimiter=";" if role == "contact" else ",")
    instrument = parameters.instruments[role]
    items = {item.column("2024"): item for item in instrument.items()}
    labels = {
        column: {option.code: option.label.da for option in instrument.options(item, "2024").options} for column, item in items.items()
    }
    questions = {column: item.text.da for column, item in items.items()}
    return Wave(header, rows, labels, questions, "faerdig" if role == "child" else None)


def processed(parameters, layout) -> list[bytes]:
    make_responses(parameters, layout, "nyby", "2024", TODAY)
    return [path("nyby", "2024").read_bytes() for path in (layout.forms, layout.responses, layout.flow)]


def with_files(parameters, files):
    unit = parameters.municipality("nyby")
    wave = unit.wave("2024").model_copy(update={"raw": files})
    return replace(parameters, municipalities={"nyby": unit.model_copy(update={"waves": (wave,)})})


def hashes(folder) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def expected(alone):
    return processed(*alone)


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_wave_is_the_same_through_every_format(alone, expected, name):
    parameters, layout = alone
    files = {}
    for role in ("child", "contact"):
        folder = layout.raw / "exported" / role
        folder.mkdir(parents=True)
        # no ending tells what the file is
        told = EXPORTERS[name](folder / "export.dat", wave_of(parameters, layout, role))
        files[role] = RawFile(**{**told, "path": f"exported/{role}/{told['path']}"})
    before = hashes(layout.raw)
    assert processed(with_files(parameters, files), layout) == expected
    assert hashes(layout.raw) == before, "a raw file is read, never written, and nothing is written beside it"
