"""What a reader left out or put right is told."""

from dataclasses import replace

from analysis.intake.checks.put_right_on_the_way import check
from analysis.parameters import Problem


def test_passes(delivery):
    assert delivery.told("put_right_on_the_way") == []


def test_fails_with_every_note_of_a_reader(delivery):
    wave = delivery.material()
    note = Problem("data/raw/proeve/2024/staff.csv", "row 27", "a totals row", "one row per form")
    staff = wave.exports["staff"]
    noted = replace(wave, exports={**wave.exports, "staff": replace(staff, raw=replace(staff.raw, notes=(note,)))})
    assert list(check(noted)) == [note]
