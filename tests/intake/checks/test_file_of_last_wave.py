"""Last wave's file again."""


def test_passes(delivery):
    assert delivery.after().told("file_of_last_wave") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("file_of_last_wave").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    delivery.after().damage("leader.csv", lambda data: (delivery.layout.raw / "2022" / "leader.csv").read_bytes())
    assert delivery.told("file_of_last_wave") == [
        "data/raw/proeve/2024/leader.csv: file: found the content of data/raw/proeve/2022/leader.csv, "
        "expected this wave's export, not that of 2022."
    ]


def test_passes_where_labels_and_structure_are_those_of_last_time(delivery):
    delivery.after(lambda before: before.explain("leader", "l1", {"1": "Helt uenig"})).explain("leader", "l1", {"1": "Helt uenig"})
    assert delivery.told("file_of_last_wave") == []
    for file in ("labels.csv", "structure.csv"):
        first, second = (delivery.layout.raw / wave / "leader" / file for wave in ("2022", "2024"))
        assert first.read_bytes() == second.read_bytes()
