"""A column that asks something else."""


def test_passes_where_the_words_are_the_codebooks(delivery):
    delivery.explain("contact", "s1", {"1": "Helt uenig"})
    delivery.questions["contact"] = {"s1": "Spørgsmål s1", "s2": "Spørgsmål  S2."}
    assert delivery.told("another_question") == []


def test_passes_over_where_no_words_are_told(delivery):
    assert delivery.result("another_question").reason == "no export tells the words of its questions"


def test_fails_with_the_item_that_is_meant(delivery):
    items = delivery.parameters.instruments["contact"].scales[0].items
    one = items[0].model_copy(update={"text": items[0].text.model_copy(update={"da": "Barnet fortæller om sin dag", "en": None})})
    scales = delivery.parameters.instruments["contact"].scales
    delivery.put(contact={"scales": (scales[0].model_copy(update={"items": (one, *items[1:])}), *scales[1:])})
    delivery.explain("contact", "s1", {"1": "Helt uenig"})
    delivery.questions["contact"] = {"s1": "Spørgsmål s5", "s2": "Barnet fortæller om sin dag"}
    assert delivery.told("another_question") == [
        "data/raw/proeve/2024/contact/dataset.csv: column s1: found 'Spørgsmål s5', expected the question of the item contact_s1. "
        "Did you mean 'contact_s5'?",
        "data/raw/proeve/2024/contact/dataset.csv: column s2: found 'Barnet fortæller om sin dag', "
        "expected the question of the item contact_s2. Did you mean 'contact_s1'?",
    ]
