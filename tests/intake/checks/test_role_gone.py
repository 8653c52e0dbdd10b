"""A group that is gone."""


def test_passes(delivery):
    assert delivery.after().told("role_gone") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("role_gone").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    waves = delivery.parameters.municipalities["by"].waves
    raw = {role: file for role, file in waves[1].raw.items() if role != "parent"}
    delivery.put(municipality={"waves": (waves[0], waves[1].model_copy(update={"raw": raw}))})
    assert delivery.after().told("role_gone") == ["by-2024: raw: found no file for parent, expected one: 40 forms in 2022."]
