"""Children nobody rated."""


def test_passes(delivery):
    assert delivery.told("child_without_rating") == []


def test_fails_with_the_centres(delivery):
    delivery.rows["contact"] = [row for row in delivery.rows["contact"] if row["inst"] not in ("C1", "C2")]
    assert delivery.told("child_without_rating") == [
        "data/raw/proeve/2024/child.csv: child: found 24 of 48 children without a form of contact (alfa 12, beta 12), "
        "expected at most 30 %."
    ]
