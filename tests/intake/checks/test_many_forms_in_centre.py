"""A centre of leaders."""


def test_passes(delivery):
    assert delivery.told("many_forms_in_centre") == []


def test_fails(delivery):
    delivery.rows["leader"] += [{**delivery.rows["leader"][0], "leder": f"L-{number}"} for number in range(3)]
    assert delivery.told("many_forms_in_centre") == [
        "data/raw/proeve/2024/leader.csv: centre alfa: found 4 forms of leader, expected at most 3."
    ]
