"""The tables in docs/methods.md are those of docs/coverage.csv, every cell is in it, and it is of today's estimators."""

import pandas as pd
import pytest
from studies import page, results, stories
from studies.catalogue import every_cell
from studies.tally import Band, Cell, Judged, run

OUTSIDE: dict[tuple[str, str, str], str] = {
    ("coverage", "6 centres, ICC 0.02", "spread"): "tau lies near its boundary at 0, where six centres leave the interval wide: too wide",
    ("coverage", "6 centres, ICC 0.02", "centre change"): "six centres say too little of how much changes differ: too wide",
}
"""(study, cell, target) that lie outside their band -> why that is known and stands."""


RUN = [cell for cell in every_cell() if (results.read()[["study", "cell"]] == [cell.study, cell.name]).all(axis=1).any()]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return results.read()


def test_the_tables_are_made_from_the_results_and_nothing_else(table):
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.filled(text, table) == text, "run `make coverage-study STUDY=--page`"


def test_a_number_changed_by_hand_is_seen(table):
    text = page.PAGE.read_text(encoding="utf-8")
    share = page._share(next(table[table["target"] == "mean"].itertuples()))
    assert text.count(share)
    assert page.filled(text.replace(share, "95.0 (0.1)"), table) == text


def test_every_cell_that_has_been_run_says_with_what(table):
    there = set(zip(table["study"], table["cell"], strict=True))
    assert there <= {(cell.study, cell.name) for cell in every_cell()}
    assert (table["seed"] == results.SEED).all()
    assert table["sources"].str.fullmatch("[0-9a-f]{12}").all()
    assert (table["draws"] > 0).all()


def test_what_lies_outside_its_band_is_known_and_explained(table):
    outside = table[~table["holds"]]
    assert set(zip(outside["study"], outside["cell"], outside["target"], strict=True)) == set(OUTSIDE)


def test_holds_is_what_the_numbers_say(table):
    assert [one.holds for one in results.recorded(table)] == table["holds"].tolist()


def test_stories_are_found_as_often_as_they_should_be(table):
    assert stories.differing(table).empty
    wrong = table["target"].str.endswith(": probability")
    assert len(stories.differing(table.assign(share=table["share"] + 0.6 * wrong))) == wrong.sum()


@pytest.mark.heavy
@pytest.mark.parametrize("cell", RUN, ids=lambda cell: f"{cell.study}: {cell.name}")
def test_the_results_are_true_of_today_s_estimators(cell):
    assert results.of_cell(cell), f"stale: run `make coverage-study STUDY=\"--only '{cell.name}'\"`"


def made_up(shift: float = 0.0) -> Cell:
    def draw(rng):
        low = rng.normal() - 2 + shift
        return {"interval": Judged(low, low + 4, 0.0)}

    return Cell("made up", "cell", draw, {"interval": Band(0.93, 0.97)}, ("estimates.multiplicity",))


def test_a_cell_whose_code_or_numbers_are_others_is_stale(tmp_path):
    path, cell = tmp_path / "coverage.csv", made_up()
    results.put(results.table(run(cell, 50), cell.sources), path)
    assert results.of_cell(cell, path)[0].drawn == 50
    rewritten = results.read(path).assign(sources="0" * 12)                      # other code, the same intervals
    rewritten.to_csv(path, index=False)
    assert results.of_cell(cell, path)
    assert not results.of_cell(made_up(0.1), path), "other code and other intervals"
    results.restamp(cell, path)
    assert set(results.read(path)["sources"]) == {results.fingerprint(cell.sources)}
    assert len(results.read(path)) == len(rewritten)


def test_a_cell_that_is_run_again_takes_its_own_place(tmp_path):
    path, cell = tmp_path / "coverage.csv", made_up()
    other = Cell("made up", "6 centres", cell.draw, {}, cell.sources)
    later = Cell("made up", "12 centres", cell.draw, {}, cell.sources)
    for one, draws in ((later, 30), (cell, 30), (other, 30), (later, 40)):
        results.put(results.table(run(one, draws), one.sources), path)
    found = results.read(path)
    assert found["cell"].tolist() == ["6 centres", "12 centres", "cell"]
    assert found["drawn"].tolist() == [30, 40, 30]


def test_words_are_no_part_of_the_code_and_what_it_rests_on_is(monkeypatch, tmp_path):
    module = tmp_path / "one.py"
    monkeypatch.setattr(results, "source", lambda name: module)
    prints = []
    for text in ('"""Words."""\n\nimport numpy as np\n\n\ndef f():\n    """More."""\n    return 1  # one\n',
                 '"""Other words,\nmore of them."""\n\nimport numpy as np\n\n# said\n\n\ndef f():\n    return 1  # one\n',
                 '"""Words."""\n\nimport numpy as np\n\n\ndef f():\n    return 2  # one\n'):
        module.write_text(text)
        results.code.cache_clear()
        results.neighbours.cache_clear()
        prints.append(results.fingerprint(["estimates.one"]))
    results.code.cache_clear()
    results.neighbours.cache_clear()
    assert prints[0] == prints[1] != prints[2]


def test_the_fingerprint_follows_imports():
    assert "estimates.nested" in results.neighbours("estimates.centres")
    assert results.fingerprint(("estimates.centres",)) != results.fingerprint(("estimates.gaps",))
