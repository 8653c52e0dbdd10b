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


def test_fails_for_two_encodings_in_one_file(delivery):
    delivery.change("staff", 2, inst="Åkanden").change("staff", 3, inst="Bøgen")
    delivery.damage("staff.csv", lambda data: data.replace(b"\xc5kanden", "Åkanden".encode()))
    assert delivery.told("readable") == [
        "data/raw/proeve/2024/staff.csv: row 3: found a damaged byte, expected UTF-8 throughout, as in the rest of the file."
    ]


def test_fails_for_utf_16_that_lost_its_mark_and_for_a_block_a_disk_lost(delivery):
    delivery.damage("leader.csv", lambda data: "leder;inst\r\n".encode("utf-16-le"))
    delivery.damage("staff.csv", lambda data: data + b"\x00" * 512)
    no_text = "file: found bytes that are no text, expected UTF-8, CP1252, or UTF-16 with its byte order mark."
    assert delivery.told("readable") == [f"data/raw/proeve/2024/staff.csv: {no_text}", f"data/raw/proeve/2024/leader.csv: {no_text}"]


def test_fails_for_totals_between_the_forms(delivery):
    delivery.rows["leader"].insert(2, {"leder": "I alt", "l1": "4"})
    assert delivery.told("readable") == [
        "data/raw/proeve/2024/leader.csv: row 4: found totals between the forms, expected forms only, or one row of totals at the end."
    ]
