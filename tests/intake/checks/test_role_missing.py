"""A group without a file."""


def test_passes(delivery):
    assert delivery.told("role_missing") == []


def test_fails(delivery):
    waves = delivery.parameters.municipalities["by"].waves
    raw = {role: file for role, file in waves[1].raw.items() if role != "leader"}
    delivery.put(municipality={"waves": (waves[0], waves[1].model_copy(update={"raw": raw}))})
    assert delivery.told("role_missing") == [
        "by-2024: raw: found no file for leader, expected one of 'child', 'contact', 'staff', 'leader', 'parent'."
    ]
