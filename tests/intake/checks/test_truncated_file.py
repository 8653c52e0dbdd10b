"""A file that breaks off."""


def test_passes(delivery):
    assert delivery.told("truncated_file") == []


def test_passes_without_a_line_end_after_a_whole_row(delivery):
    assert delivery.damage("child.csv", lambda data: data.rstrip()).told("truncated_file") == []


def test_fails_where_the_last_row_breaks_off(delivery):
    delivery.damage("staff.csv", lambda data: data[:-12])
    assert delivery.told("truncated_file") == [
        "data/raw/proeve/2024/staff.csv: row 25: found a last row that breaks off, expected a whole row, with a line end after it."
    ]


def test_fails_for_half_a_sign_of_utf_16(delivery):
    delivery.damage("staff.csv", lambda data: b"\xff\xfe" + data.decode("cp1252").replace(";", "\t").encode("utf-16-le")[:-31])
    assert delivery.told("truncated_file") == [
        "data/raw/proeve/2024/staff.csv: row 25: found a last row that breaks off, expected a whole row, with a line end after it."
    ]
