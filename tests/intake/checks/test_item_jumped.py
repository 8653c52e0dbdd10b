"""A mean that jumped."""


def calm(delivery):
    """Chance alone moves the means of 24 forms; asked here is what codes turned round do."""
    rule = delivery.parameters.programme.checks.model_copy(update={"mean_jump": 1.0})
    return delivery.put(programme={"checks": rule})


def test_passes(delivery):
    assert calm(delivery).after().told("item_jumped") == []


def test_fails_where_codes_were_shifted(delivery):
    for row in delivery.rows["parent"]:
        row["f2"] = "1"
    assert calm(delivery).after().told("item_jumped") == [
        "data/raw/proeve/2024/parent.csv: column f2: found a mean 4.7 standard deviations below that of 2022, expected at most 1."
    ]
