"""A question that goes the other way."""


def turned(delivery, reversed):
    """A scale of four questions on language, the last turned round in the file."""
    for place, row in enumerate(delivery.rows["parent"]):
        level = 1 + place % 5
        row |= {"f1": str(level), "f2": str(min(5, level + place % 2)), "f3": str(level), "f4": str(6 - level)}
    scales = delivery.parameters.instruments["parent"].scales
    last = scales[1].items[1].model_copy(update={"reversed": reversed})
    one = scales[0].model_copy(update={"items": (*scales[0].items, scales[1].items[0], last)})
    return delivery.put(parent={"scales": (one,)})


def test_passes_where_the_codebook_says_so(delivery):
    assert turned(delivery, reversed=True).told("item_against_its_scale") == []


def test_fails_where_it_does_not(delivery):
    assert turned(delivery, reversed=False).told("item_against_its_scale") == [
        "data/raw/proeve/2024/parent.csv: column f4: found a correlation of -0.99 with the rest of parent_one, expected at least -0.1."
    ]
