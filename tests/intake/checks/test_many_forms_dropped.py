"""Forms that fall away."""


def test_passes(delivery):
    assert delivery.told("many_forms_dropped") == []


def test_fails_with_the_reason(delivery):
    for number in range(2, 22):
        delivery.change("child", number, samtykke="nej")
    assert delivery.told("many_forms_dropped") == [
        "data/raw/proeve/2024/child.csv: forms: found 20 of 48 forms not used, 20 of them no_consent, expected at most 25 %."
    ]
