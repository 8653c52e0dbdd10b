"""A code the codebook does not have."""


def test_passes(delivery):
    assert delivery.told("unknown_code") == []


def test_fails_with_rows_and_no_answer(delivery):
    delivery.change("child", 5, t2="7").change("child", 9, t2="8")
    (message,) = delivery.told("unknown_code")
    assert message == (
        "data/raw/proeve/2024/child.csv: column t2, 2 rows: 5, 9: found a code the codebook does not know, "
        "expected one of '1', '2', '3', '9' (child: items.child_t2)."
    )
    assert "'7'" not in message
    assert "'8'" not in message


def test_fails_for_background_too(delivery):
    assert delivery.change("child", 4, koen="K").told("unknown_code") == [
        "data/raw/proeve/2024/child.csv: column koen, 1 row: 4: found a code the codebook does not know, "
        "expected one of '1', '2', '3' (child: background.gender)."
    ]
