"""A list of participants of an initiative."""

from datetime import date

from analysis.parameters.municipality import Initiative


def with_list(delivery, text):
    course = Initiative(
        slug="kursus", name={"da": "Kursus"}, start=date(2023, 1, 1), end=date(2024, 6, 30), target={"da": "alle"}, design="all",
        participation="2024/kursus.csv",
    )  # fmt: skip
    (delivery.layout.raw / "2024").mkdir(parents=True, exist_ok=True)
    (delivery.layout.raw / "2024" / "kursus.csv").write_text(text, encoding="utf-8")
    return delivery.put(municipality={"initiatives": (course,)})


def test_passes(delivery):
    assert with_list(delivery, "centre;module;finished\nC1;Sprog;2023-05-01\n").told("participation") == []


def test_fails_with_every_row(delivery):
    assert with_list(delivery, "centre;module;finished\nC7;Sprog;2023-05-01\nC1;Sprog;2025-05-01\n").told("participation") == [
        "data/raw/proeve/2024/kursus.csv: centre, 1 row: 2: found 'C7', expected a centre of the register (code, slug or name). "
        "Did you mean 'c6'?",
        "data/raw/proeve/2024/kursus.csv: finished, 1 row: 3: found something else, "
        "expected a day of the initiative, 2023-01-01 to 2024-06-30.",
    ]
