"""A partner adds or changes a recommendation in one file, sees it in the list, and is told what is wrong in it."""

import shutil

import pytest
import yaml

from analysis.commands.catalogue import catalogue_lines
from analysis.disclosure.meta import report_meta
from analysis.parameters import ParameterError, Subject, load_parameters

SLUG = "early-mathematics-every-day"


@pytest.fixture
def project(root, tmp_path):
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")
    return tmp_path


def folder(project, municipality: str = ""):
    home = project / "parameters" / "laeringsledelse"
    home = home / "municipalities" / municipality / "recommendations" if municipality else home / "recommendations"
    home.mkdir(parents=True, exist_ok=True)
    return home


def written(project, municipality: str, slug: str, content: dict) -> None:
    (folder(project, municipality) / f"{slug}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def whole(project, slug: str) -> dict:
    return yaml.safe_load((folder(project) / f"{SLUG}.yml").read_text(encoding="utf-8")) | {"recommendation": slug}


def refused(project) -> str:
    with pytest.raises(ParameterError) as caught:
        load_parameters(project, "laeringsledelse")
    return str(caught.value)


def test_a_municipality_changes_the_keys_it_names_and_keeps_the_rest(project):
    note = {"da": "Billunds eget forløb i matematik.", "en": "Billund's own course in mathematics."}
    written(project, "billund", SLUG, {"recommendation": SLUG, "competence_note": note})
    parameters = load_parameters(project, "laeringsledelse")
    (before,) = [entry for entry in parameters.recommendations if entry.recommendation == SLUG]
    (after,) = [entry for entry in parameters.recommendations_of("billund") if entry.recommendation == SLUG]
    assert after == before.model_copy(update={"competence_note": type(before.competence_note)(**note)})
    assert parameters.recommendations_of("kolding") == parameters.recommendations
    line = next(line for line in catalogue_lines(parameters, ["billund"]) if "in billund" in line)
    assert SLUG in line
    assert line.endswith("in billund with its own competence_note")
    assert not any("in billund" in line for line in catalogue_lines(parameters, ["kolding"]))


def test_a_new_file_adds_an_entry_for_the_programme_or_for_one_municipality(project):
    written(project, "billund", "local-walks", whole(project, "local-walks"))
    (folder(project) / "counting-walks.yml").write_text(
        yaml.safe_dump(whole(project, "counting-walks"), allow_unicode=True), encoding="utf-8")
    parameters = load_parameters(project, "laeringsledelse")
    slugs = {place: [entry.recommendation for entry in parameters.recommendations_of(place)] for place in ("billund", "kolding")}
    assert "counting-walks" in slugs["billund"]
    assert "counting-walks" in slugs["kolding"]
    assert "local-walks" in slugs["billund"]
    assert "local-walks" not in slugs["kolding"]
    assert slugs["billund"] == sorted(slugs["billund"])
    lines = list(catalogue_lines(parameters, ["billund"]))
    assert lines[0].startswith("36 recommendations")
    assert any(line.strip().startswith("local-walks") and line.endswith("only in billund") for line in lines)


def test_a_municipalitys_reports_are_written_from_its_own_catalogue(project):
    written(project, "billund", SLUG, {"recommendation": SLUG, "title": {"da": "Tal i hverdagen", "en": "Numbers every day"}})
    parameters = load_parameters(project, "laeringsledelse")

    def title(municipality: str) -> str:
        meta = report_meta(parameters, "learning-report", "public", Subject(municipality, "2019"))
        return next(entry["title"]["da"] for entry in meta["recommendations"] if entry["recommendation"] == SLUG)

    assert title("billund") == "Tal i hverdagen" != title("kolding")


@pytest.mark.parametrize(("change", "says"), [
    ({"cauton": {"da": "x", "en": "y"}}, "Did you mean 'caution'?"),
    ({"strength": {"level": 4, "base": 4, "deductions": ["N"], "reason": {"da": "x", "en": "y"}}}, "level 3 at most: base 4 less 1"),
    ({"reviewed_by": "A. Forsker"}, "reviewed_by and reviewed_on together"),
    ({"evidence": []}, "evidence: found"),
    ({"title": {"da": "Kun dansk"}}, "title.en: found nothing"),
    ({"triggers": [{"pattern": "low_level", "roles": ["staff"], "scales": ["math_practice"], "detail": {"da": "x", "en": "y"}}]},
     "Did you mean 'maths_practice'?"),
    ({"triggers": [{"pattern": "low_level", "roles": ["staff"], "themes": ["languages"], "detail": {"da": "x", "en": "y"}}]},
     "triggers.0.themes: found 'languages'"),
    ({"triggers": [{"pattern": "background_gap", "roles": ["child"], "background": ["gender"], "lower": ["boys"],
                    "detail": {"da": "x", "en": "y"}}]}, "Did you mean 'boy'?"),
    ({"triggers": [{"pattern": "low_response", "roles": ["child"], "least": 20, "detail": {"da": "x", "en": "y"}}]},
     "a response rate has no scale, theme or size"),
    ({"triggers": [{"pattern": "decline", "roles": ["child"], "lower": ["boy"], "detail": {"da": "x", "en": "y"}}]},
     "background and lower narrow a background_gap only"),
])
def test_what_is_wrong_in_a_municipalitys_file_is_told_with_its_name(project, change, says):
    written(project, "billund", SLUG, {"recommendation": SLUG} | change)
    message = refused(project)
    assert f"parameters/laeringsledelse/municipalities/billund/recommendations/{SLUG}.yml" in message
    assert says in message


def test_a_file_is_called_what_it_holds_and_lies_with_a_municipality_there_is(project):
    written(project, "billund", "other-name", {"recommendation": SLUG})
    written(project, "bilund", SLUG, {"recommendation": SLUG})
    message = refused(project)
    assert f"recommendation: found '{SLUG}', expected the file's name 'other-name'" in message
    assert "Did you mean 'billund'?" in message


def test_no_strong_words_without_a_finding_somebody_read(project):
    path = folder(project) / f"{SLUG}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for publication in content["evidence"]:
        publication["verified"] = "existence"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert "strength.level 2 at most" in refused(project)
    content["evidence"] = [publication | {"role": "supporting"} for publication in content["evidence"]]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert "at least one publication with role: main" in refused(project)


def test_the_list_names_what_is_to_be_checked_and_who_signed(project):
    signed = whole(project, SLUG) | {"reviewed_by": "A. Forsker", "reviewed_on": "2020-02-03"}
    (folder(project) / f"{SLUG}.yml").write_text(yaml.safe_dump(signed, allow_unicode=True), encoding="utf-8")
    lines = list(catalogue_lines(load_parameters(project, "laeringsledelse"), []))
    assert lines[0] == "35 recommendations, 1 signed by a researcher:"
    assert sum(line.endswith("excerpts seen, not read in full") for line in lines) == 34
    assert any(SLUG in line and line.endswith("signed by A. Forsker on 2020-02-03") for line in lines)
    assert "28 to check in the evidence before it is printed:" in lines
    assert sum(line.endswith("(the reference is not printed)") for line in lines) == 18
    assert sum(line.endswith("(it is not printed)") for line in lines) == 10


def test_what_was_not_seen_of_a_publication_has_to_be_said(project):
    path = folder(project) / f"{SLUG}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["evidence"][0]["authors"] = "(authors not shown in the excerpt)"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert "authors: what was not seen is one of unverified_fields" in refused(project)
