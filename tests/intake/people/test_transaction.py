"""All or nothing: a failure anywhere, or a process killed anywhere, leaves the old state or the new one."""

import os
from pathlib import Path

import pytest

from analysis.intake.people import transaction
from analysis.intake.people.transaction import commit, recover


class Killed(BaseException):
    """Stands for kill -9: nothing in the process cleans up after it."""


@pytest.fixture
def place(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_bytes(b"old a")
    (tmp_path / "raw" / "a.csv").chmod(0o640)
    (tmp_path / "raw" / "b.csv").write_bytes(b"old b")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "forms").write_bytes(b"old forms")
    return tmp_path


def run(place: Path) -> None:
    new = {place / "raw" / "a.csv": b"new a", place / "raw" / "b.csv": b"new b", place / "parameters" / "withdrawn.yml": b"codes"}
    commit(new, [place / "made", place / "never"], place / ".journal")


def state(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


OLD = {"made/forms": b"old forms", "raw/a.csv": b"old a", "raw/b.csv": b"old b"}
NEW = {"parameters/withdrawn.yml": b"codes", "raw/a.csv": b"new a", "raw/b.csv": b"new b"}


def test_everything_is_replaced_and_removed_and_modes_stay(place):
    run(place)
    assert state(place) == NEW
    assert (place / "raw" / "a.csv").stat().st_mode & 0o777 == 0o640


def moves(monkeypatch, place) -> int:
    """How often a commit calls os.replace."""
    calls = []
    with monkeypatch.context() as patched:
        real = os.replace
        patched.setattr(transaction.os, "replace", lambda *names: (calls.append(names), real(*names)))
        run(place)
    return len(calls)


@pytest.mark.parametrize("at", range(8))
def test_a_failure_at_any_move_leaves_the_old_state(place, monkeypatch, at):
    real, calls = os.replace, []

    def failing(source, target):
        calls.append(source)
        if len(calls) == at + 1:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(transaction.os, "replace", failing)
    with pytest.raises(OSError, match="disk full"):
        run(place)
    assert state(place) == OLD


@pytest.mark.parametrize("at", range(8))
def test_a_process_killed_at_any_move_is_put_in_order_by_the_next_run(place, monkeypatch, at):
    real, calls = os.replace, []

    def killing(source, target):
        calls.append(source)
        if len(calls) == at + 1:
            raise Killed
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(transaction.os, "replace", killing)
        patched.setattr(transaction, "_put_back", lambda places: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            run(place)
    if not recover(place / ".journal"):
        for path in place.rglob(".*.new"):
            path.unlink()  # killed before anything moved: only new files beside the old ones, which the next run writes over
    assert state(place) == OLD
    assert not recover(place / ".journal")


def test_a_process_killed_while_it_cleared_away_ends_in_the_new_state(place, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(transaction, "recover", lambda journal: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            run(place)
    assert set(state(place)) > set(NEW), "the old files still lie set aside"
    assert recover(place / ".journal")
    assert state(place) == NEW


def test_the_moves_that_were_broken_are_all_there_are(place, monkeypatch):
    assert moves(monkeypatch, place) == 8
