"""An open centre nobody tells of."""


def test_passes(delivery):
    assert delivery.told("centre_not_in_delivery") == []


def test_fails(delivery):
    for role in delivery.rows:
        delivery.rows[role] = [row for row in delivery.rows[role] if row["inst"] != "C6"]
    delivery.invited = [row for row in delivery.invited if row["centre"] != "C6"]
    assert delivery.told("centre_not_in_delivery") == [
        "by-2024: centre zeta: found neither a form nor anybody invited, expected every open centre to take part."
    ]
