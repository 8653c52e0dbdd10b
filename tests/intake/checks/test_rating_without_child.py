"""Ratings of children who did not answer."""


def test_passes(delivery):
    assert delivery.told("rating_without_child") == []


def test_fails_with_the_centres(delivery):
    for row in delivery.rows["child"]:
        row["samtykke"] = "nej" if row["inst"] in ("C3", "C6") else "ja"
    assert delivery.told("rating_without_child") == [
        "data/raw/proeve/2024/contact.csv: child: found 24 of 48 children without a form of child (gamma 12, zeta 12), "
        "expected at most 30 %."
    ]
