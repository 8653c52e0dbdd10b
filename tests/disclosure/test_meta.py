"""What stands beside the numbers holds nothing its audience may not see."""

import json

import pytest

from analysis.disclosure.meta import NoRuleError, report_meta
from analysis.parameters import Layout, Subject

KEYS = {"programme", "report", "audience", "languages", "handle", "municipality", "municipalities", "wave", "waves", "status", "law",
        "centre", "centres", "network", "networks", "roles", "scales", "themes", "crosswalk", "thresholds", "disclosure", "background",
        "initiatives", "goals", "questions", "plan", "links", "perspectives", "texts", "recommendations"}
REPORTS = [("learning-report", "public"), ("learning-report", "administration"), ("centre-profile", "centre")]


@pytest.mark.parametrize(("report", "audience"), REPORTS)
def test_it_holds_what_the_architecture_says(parameters, centres, report, audience):
    meta = report_meta(parameters, report, audience, Subject("billund", "2019", centre=centres[3] if audience == "centre" else ""))
    assert set(meta) == KEYS
    assert json.loads(json.dumps(meta)) == meta


@pytest.mark.parametrize("slug", ["billund", "kolding", "esbjerg"])
@pytest.mark.parametrize(("report", "audience"), REPORTS)
def test_no_other_municipality_is_named(parameters, slug, report, audience):
    centre = parameters.open_centres(slug, "2019")[0].slug if audience == "centre" else ""
    words = json.dumps(report_meta(parameters, report, audience, Subject(slug, "2019", centre=centre)), ensure_ascii=False).lower()
    for other in parameters.municipalities:
        assert (other in words) == (other == slug), other


@pytest.mark.parametrize(("report", "audience"), REPORTS)
def test_centres_are_named_to_the_administration_only(parameters, report, audience):
    register = parameters.open_centres("kolding", "2019")
    own = register[5] if audience == "centre" else ""
    meta = report_meta(parameters, report, audience, Subject("kolding", "2019", centre=own.slug if own else ""))
    meta.pop("texts")                                                  # what people wrote is theirs
    words = json.dumps(meta, ensure_ascii=False)
    for centre in register:
        told = audience == "administration" or centre == own
        assert (f'"{centre.name}"' in words) == told, centre.name
        assert (f'"{centre.slug}"' in words) == told, centre.slug


def test_the_themes_and_wording_are_those_of_the_waves_law(parameters):
    before, after = (report_meta(parameters, "learning-report", "public", Subject("billund", wave)) for wave in ("2017", "2019"))
    assert (before["law"], after["law"]) == ("law_2007", "law_2018")
    assert {scale["theme"] for scale in after["scales"]} - {None} <= {theme["theme"] for theme in after["themes"]}
    assert [wave["handle"] for wave in after["waves"]] == ["billund-2015", "billund-2017", "billund-2019"]
    assert [wave["wave"] for wave in before["waves"]] == ["2015", "2017"]


def test_scales_hold_the_questions_asked_in_the_wave_with_their_answers(parameters):
    for entry in report_meta(parameters, "learning-report", "public", Subject("billund", "2017"))["scales"]:
        scale = parameters.scale(entry["role"], entry["scale"])
        assert [item["item"] for item in entry["items"]] == [item.item for item in scale.asked("2017")]
        assert all(set(option) == {"code", "label", "value"} for item in entry["items"] for option in item["options"])


def test_a_report_or_audience_without_a_rule_is_refused(parameters):
    for report, audience, words in (("learning-reprt", "public", "did you mean 'learning-report'"),
                                    ("learning-report", "centre", "no 'centre'"), ("learning-report", "publik", "did you mean 'public'")):
        with pytest.raises(NoRuleError, match=words):
            report_meta(parameters, report, audience, Subject("billund", "2019"))
    with pytest.raises(KeyError, match="no centre"):
        report_meta(parameters, "centre-profile", "centre", Subject("billund", "2019", centre="atlantis"))


def test_an_audience_that_lost_its_rule_is_refused_before_anything_is_written(parameters, tmp_path):
    from dataclasses import replace

    from analysis.disclosure.stage import shown_paths

    rules = {name: rule for name, rule in parameters.programme.disclosure.items() if name != "public"}
    broken = replace(parameters, programme=parameters.programme.model_copy(update={"disclosure": rules}))
    with pytest.raises(NoRuleError, match=r"disclosure\.public: found nothing"):
        shown_paths(broken, Layout(tmp_path, "laeringsledelse"), Subject("billund", "2019"))
