"""What a reader says is told."""


def test_passes(delivery):
    assert delivery.told("readable") == []


def test_fails_with_every_problem_of_every_file(delivery):
    delivery.damage("child.csv", lambda data: data.replace(b"barn;", b"barn;barn;", 1))
    delivery.damage("staff.csv", lambda data: data.replace(b"M2;", b"M2;;", 1))
    assert delivery.told("readable") == [
        "data/raw/proeve/2024/child.csv: column barn: found 2 columns of this name, expected one.",
        "data/raw/proeve/2024/child.csv: row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...: found 48 rows of another number of fields, "
        "expected 14 fields, as in the header.",
        "data/raw/proeve/2024/staff.csv: row 2: found 1 row of another number of fields, expected 9 fields, as in the header.",
    ]


def test_fails_where_nothing_lies(delivery):
    delivery.material()
    (delivery.layout.raw / "2024" / "leader.csv").rename(delivery.layout.raw / "2024" / "leaders.csv")
    from analysis.intake.stage import check_wave

    found = {result.check.name: result for result in check_wave(delivery.parameters, delivery.layout, "by", "2024", delivery.today)}
    assert found["readable"].message == (
        "data/raw/proeve/2024/leader.csv: file: found nothing, expected the export (raw files are named in municipalities/*.yml). "
        "Did you mean 'leaders.csv'?"
    )
