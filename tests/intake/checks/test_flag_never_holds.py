"""A flag no form has."""


def test_passes(delivery):
    assert delivery.told("flag_never_holds") == []


def test_fails_with_what_stands_there(delivery):
    assert delivery.all("child", samtykke="Jaa").told("flag_never_holds") == [
        "data/raw/proeve/2024/child.csv: column samtykke: found no form with the code of the codebook, expected one of 'ja' (consent). "
        "Did you mean 'Jaa'?"
    ]
