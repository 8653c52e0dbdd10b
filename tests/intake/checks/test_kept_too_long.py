"""A promise to delete that was not kept holds the reports back."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.intake.checks.kept_too_long import check
from analysis.intake.material import NotApplicable
from analysis.parameters.retention import RetentionPlan


def plan(**dates) -> RetentionPlan:
    return RetentionPlan(waves=[{"wave": "2024", "controller": "By", "purpose": "quality", "legal_basis": "x", **dates}])


def told(delivery, retention: RetentionPlan, programme: dict | None = None) -> list[str]:
    wave = delivery.material()
    parameters = replace(wave.parameters, retention=retention, programme=wave.parameters.programme.model_copy(update=programme or {}))
    return [str(problem) for problem in check(replace(wave, parameters=parameters))]


def test_passes_on_the_last_day(delivery):
    assert told(delivery, plan(delete_raw_by=delivery.today, delete_key_by=delivery.today)) == []


def test_passes_over_a_wave_without_dates(delivery):
    with pytest.raises(NotApplicable, match="no deletion dates: invented"):
        told(delivery, plan(no_dates_because="invented"))


def test_fails_the_day_after(delivery):
    passed = plan(delete_raw_by=date(2024, 10, 31), delete_key_by=date(2024, 10, 31))
    (raw,) = told(delivery, passed)
    assert raw.startswith(
        "parameters/proeve/retention.yml: waves.2024.delete_raw_by: found 2024-10-31, which has passed, and 5 raw files of by-2024"
    )
    raw, key = told(delivery, passed, {"pseudonym_key": "0123456789abcdef"})
    assert "delete_key_by: found 2024-10-31, which has passed, and the pseudonym key" in key
