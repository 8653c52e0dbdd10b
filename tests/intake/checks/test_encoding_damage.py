"""Letters in the wrong encoding."""


def test_passes(delivery):
    assert delivery.told("encoding_damage") == []


def test_fails_where_utf_8_was_read_as_cp1252_and_saved(delivery):
    for row in delivery.rows["staff"]:
        row["bemærkning"] = ""
    delivery.change("staff", 4, inst="Åkanden").change("staff", 6, inst="Bøgen")
    delivery.damage("staff.csv", lambda data: data.decode("cp1252").encode().decode("cp1252").encode())
    assert delivery.told("encoding_damage") == [
        "data/raw/proeve/2024/staff.csv: column bemÃ¦rkning: found letters in the wrong encoding (as Ã¦ for æ), "
        "expected æ, ø, å as they are written.",
        "data/raw/proeve/2024/staff.csv: column inst, 2 rows: 4, 6: found letters in the wrong encoding (as Ã¦ for æ), "
        "expected æ, ø, å as they are written.",
    ]


def test_fails_for_the_sign_of_a_lost_character_and_in_labels(delivery):
    delivery.explain("contact", "s1", {"1": "QQv"})
    delivery.damage("contact/labels.csv", lambda data: data.replace(b"QQ", "Ã˜".encode()))
    delivery.change("leader", 3, inst="BQgen")
    delivery.damage("leader.csv", lambda data: data.decode("cp1252").replace("BQgen", "B\ufffdgen").encode())
    assert delivery.told("encoding_damage") == [
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s1: found letters in the wrong encoding (as Ã¦ for æ), "
        "expected æ, ø, å as they are written.",
        "data/raw/proeve/2024/leader.csv: column inst, 1 row: 3: found letters in the wrong encoding (as Ã¦ for æ), "
        "expected æ, ø, å as they are written.",
    ]
