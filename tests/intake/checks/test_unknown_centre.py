"""A centre the register does not know."""


def test_passes_by_code_slug_and_name(delivery):
    delivery.change("staff", 2, inst="Alfa").change("staff", 3, inst=" alfa ").change("staff", 4, inst="C1-1")
    assert delivery.told("unknown_centre") == []


def test_passes_where_the_units_are_those_in_the_data(delivery):
    delivery.put(municipality={"register_from_data": True}).change("staff", 2, inst="Nowhere")
    assert delivery.told("unknown_centre") == []


def test_fails_with_the_nearest(delivery):
    assert delivery.change("staff", 4, inst="Åkande").told("unknown_centre") == [
        "data/raw/proeve/2024/staff.csv: centre, 1 row: 4: found 'Åkande', expected a centre of the register (code, slug or name). "
        "Did you mean 'åkanden'?"
    ]
