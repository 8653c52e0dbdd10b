"""More answers than invitations."""


def test_passes(delivery):
    assert delivery.told("more_forms_than_invited") == []


def test_fails(delivery):
    for row in delivery.invited:
        if row["role"] == "staff":
            row["invited"] = "5"
    assert delivery.told("more_forms_than_invited") == [
        "data/raw/proeve/2024/invited.csv: role staff: found 20 invited, expected at least the 24 who answered."
    ]


def test_passes_over_a_wave_without_denominators(delivery):
    waves = tuple(wave.model_copy(update={"invited": None}) for wave in delivery.parameters.municipalities["by"].waves)
    result = delivery.put(municipality={"waves": waves}).result("more_forms_than_invited")
    assert result.reason == "the numbers invited are not known"
