"""Challenges call for packages; what is undecided calls for nothing."""

from dataclasses import replace

from analysis.findings.finding import KINDS, Finding
from analysis.findings.needs import CALLS, needs

BASE = Finding("challenge", "comparison", "contact", "mathematics", "municipality", "birkelund", "2019", "programme", 400, 12, -30.0, -45.0,
               -15.0, 0.01, 0.5, 1.0)
LINKS = [{"practice_role": "staff", "practice": "maths_practice", "outcome_role": "contact", "outcome": "mathematics"}]
CATALOGUE = [{"slug": "tal", "scales": ["maths_practice"]}, {"slug": "sprog", "scales": ["language_skills"]}]


def test_a_package_fits_by_the_scale_itself_or_by_the_practice_joined_to_it():
    found, = needs([BASE], CATALOGUE, LINKS, 3)
    assert [package["slug"] for package in found.packages] == ["tal"]
    assert found.through == (("staff", "maths_practice"),)
    assert needs([BASE], CATALOGUE, [], 3)[0].packages == ()
    assert needs([replace(BASE, scale="language_skills")], CATALOGUE, [], 3)[0].packages[0]["slug"] == "sprog"


def test_only_findings_that_call_for_something_make_a_need():
    for kind in KINDS:
        assert bool(needs([replace(BASE, kind=kind)], CATALOGUE, LINKS, 3)) == (kind in CALLS)
    assert "cannot_tell" not in CALLS


def test_a_scale_stands_once_and_no_more_than_asked_for():
    several = [BASE, replace(BASE, quantity="gap", kind="gap"), *(replace(BASE, scale=f"scale_{number}") for number in range(4))]
    found = needs(several, CATALOGUE, LINKS, 3)
    assert [need.finding.scale for need in found] == ["mathematics", "scale_0", "scale_1"]
