"""What a reader left out or put right is told."""


def test_passes(delivery):
    assert delivery.told("put_right_on_the_way") == []


def test_fails_with_every_note_of_a_reader(delivery):
    delivery.rows["leader"].append({"leder": "I alt", "l1": "4"})
    assert delivery.told("put_right_on_the_way") == [
        "data/raw/proeve/2024/leader.csv: row 6: found a row of totals, left out: it is no form, expected forms only."
    ]
