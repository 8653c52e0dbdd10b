"""Ages the survey is not about."""


def test_passes(delivery):
    assert delivery.told("unlikely_age") == []


def test_fails(delivery):
    delivery.change("child", 2, foedt="01-03-1985").change("contact", 5, alder="6")
    assert delivery.told("unlikely_age") == [
        "data/raw/proeve/2024/child.csv: age, 1 row: 2: found an age outside what the survey is about, expected 24 to 84 months.",
        "data/raw/proeve/2024/contact.csv: age, 1 row: 5: found an age outside what the survey is about, expected 24 to 84 months.",
    ]
