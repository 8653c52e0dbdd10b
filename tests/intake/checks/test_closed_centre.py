"""A centre that had closed."""

from datetime import date

from analysis.parameters import Centre


def test_passes_with_a_successor(delivery):
    assert delivery.change("staff", 2, inst="C5").told("closed_centre") == []


def test_fails(delivery):
    assert delivery.change("staff", 2, inst="Delta").told("closed_centre") == [
        "data/raw/proeve/2024/staff.csv: centre, 1 row: 2: found 'Delta', closed 2021-07-31 in the register, "
        "expected a centre open on 2024-09-16, or a successor in the register."
    ]


def test_fails_for_a_centre_that_was_split_unless_the_site_says_which_part(delivery):
    alfa, *others = delivery.parameters.municipalities["by"].centres
    split = {"closed": date(2023, 7, 31), "split_into": [{"centre": "eta", "sites": ["alfa-nord"]}, {"centre": "theta"}]}
    parts = [Centre(slug="eta", name="Eta", codes=("C7",)), Centre(slug="theta", name="Theta", codes=("C8",))]
    delivery.put(municipality={"centres": (Centre(**alfa.model_dump() | split), *others, *parts)})
    for role in ("child", "contact", "staff", "leader", "parent"):
        for row in delivery.rows[role]:
            row["inst"] = {"C1": "C7"}.get(row["inst"], row["inst"])
    delivery.change("staff", 2, inst="C1-1").change("staff", 3, inst="C1")
    assert delivery.told("closed_centre") == [
        "data/raw/proeve/2024/staff.csv: centre, 1 row: 3: found 'C1', split 2023-07-31 in the register, "
        "expected eta or theta, or one of their sites."
    ]
