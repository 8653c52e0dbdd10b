"""Before reports are placed the auditor looks at what is new, beside what stands; what was clean is not read twice."""

import json

import pandas as pd
import pytest
from auditing.conftest import MEANS, SIZES, Planted, rows_of_centres

from analysis.auditing import look as room
from analysis.auditing.look import look
from analysis.auditing.stage import FEW
from analysis.parameters import Layout, load_parameters


@pytest.fixture(scope="module")
def parameters(root):
    return load_parameters(root, "laeringsledelse")


@pytest.fixture
def layout(tmp_path) -> Layout:
    layout = Layout(tmp_path, "laeringsledelse")
    path = layout.estimates("billund", "2019")
    path.parent.mkdir(parents=True)
    rows = [("level", "child", "child_books", "centre", slug, "2019", SIZES[slug], float(MEANS[slug])) for slug in SIZES]
    rows.append(("level", "child", "child_books", "municipality", "billund", "2019", sum(SIZES.values()), 500.0))
    pd.DataFrame(rows, columns=["kind", "role", "scale", "level", "unit", "wave", "n", "value"]).to_parquet(path)
    return layout


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The reports that were read, by name."""
    seen: list[str] = []
    theirs = room.read_all

    def noted(found, base, run):
        seen.extend(report.passport.name for report in found)
        return theirs(found, base, run)

    monkeypatch.setattr(room, "read_all", noted)
    return seen


def looked(parameters, layout, **changes) -> list[str]:
    Planted(layout.processed, **changes).write()
    return looked_again(parameters, layout)


def looked_again(parameters, layout) -> list[str]:
    folder = layout.processed
    lists = sorted((folder / "shown").glob("*.parquet"))
    return [str(one) for one in look(parameters, layout, [folder / "learning-report.passport.json"], {"billund": lists})]


def test_clean_reports_are_read_once(parameters, layout, read):
    assert looked(parameters, layout) == []
    assert read == ["learning-report.passport.json"]
    assert looked_again(parameters, layout) == []
    assert read == ["learning-report.passport.json"]


def test_a_number_that_is_not_listed_is_told_with_its_file_every_time(parameters, layout, read):
    told = looked(parameters, layout, words="Havfruemosset har 461,3 point.")
    assert told == ["data/processed/laeringsledelse/learning-report.pdf: page 1: 461,3: is none of the shown cells listed for this file"]
    assert looked_again(parameters, layout) == told
    assert len(read) == 2


def test_a_small_centre_hidden_alone_is_told_every_time(parameters, layout):
    told = looked(parameters, layout, rows=rows_of_centres(hidden=("havfruemosset",)))
    assert any("havfruemosset 2019: the mean" in one for one in told)
    assert looked_again(parameters, layout) == told
    assert looked(parameters, layout) == []


def test_what_changed_is_looked_at_again(parameters, layout, read):
    looked(parameters, layout)
    looked(parameters, layout, words="Kommunen ligger på {whole} point i 2019.")
    assert len(read) == 2


def test_another_auditor_looks_again(parameters, layout, read, monkeypatch):
    looked(parameters, layout)
    monkeypatch.setattr(room, "_code", lambda: "another")
    looked_again(parameters, layout)
    assert len(read) == 2
    assert set(json.loads((layout.processed / "audited.json").read_text())) == {
        "billund", "data/processed/laeringsledelse/learning-report.passport.json"
    }


@pytest.mark.slow
def test_several_processes_find_what_one_finds(parameters, layout):
    for number in range(FEW):
        said = "Havfruemosset har 461,3 point." if number == 3 else "Kommunen ligger på {whole} point."
        hidden = rows_of_centres(hidden=("havfruemosset",)) if number == 5 else rows_of_centres()
        Planted(layout.processed, words=said, rows=hidden).write(f"report-{number:02}")
    passports = sorted(layout.processed.glob("*.passport.json"))
    lists = sorted((layout.processed / "shown").glob("*.parquet"))
    alone, together = (look(parameters, layout, passports, {"billund": lists}, cores) for cores in (1, 2))
    assert together == alone
    assert any("461,3" in str(one) for one in alone)
    assert len(passports) == FEW
