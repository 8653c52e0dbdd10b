"""Personal data where none belong: in identifiers, in columns nobody reads, inside text. Rows and columns are named, contents never."""

FILE = "data/raw/proeve/2024"


def test_passes(delivery):
    assert delivery.told("personal_data") == []


def test_passes_what_is_only_dropped(delivery):
    delivery.all("staff", navn="Mette Holm").change("contact", 3, bem="skriv til mette@eksempel.invalid")
    assert delivery.told("personal_data") == []
    counts = delivery.material().people
    assert counts.values.tolist() == [["contact", "bem", "email", "drop", 1], ["staff", "navn", "name", "drop", 24]]


def test_fails_for_cpr_numbers_in_any_column(delivery):
    delivery.change("child", 5, bem="hun hedder 240919-4012 i systemet").change("staff", 4, medarbejder="0101704012").change(
        "parent", 3, skema="101704012"
    )
    told = delivery.told("personal_data")
    assert [message.partition(": found")[0] for message in told] == [
        f"{FILE}/child.csv: column bem, 1 row: 5",
        f"{FILE}/staff.csv: column medarbejder, 1 row: 4",
        f"{FILE}/parent.csv: column skema, 1 row: 3",
    ]
    for number in ("240919", "4012", "0101704012"):
        assert number not in "".join(told)


def test_fails_for_names_and_mails_in_what_is_read(delivery):
    delivery.all("leader", leder="mette.holm@eksempel.invalid")
    (message,) = delivery.told("personal_data")
    assert message.startswith(f"{FILE}/leader.csv: column leder, 4 rows: 2, 3, 4, 5: found e-mail addresses")
    assert "holm" not in message
    assert "mette" not in "".join(result.message for result in delivery.results()), "no other check repeats it"
