"""What stands beside the numbers holds nothing its audience may not see."""

import json

import pytest

from analysis.disclosure.meta import NoRuleError, report_meta
from analysis.parameters import Layout, Subject

KEYS = {"programme", "report", "audience", "languages", "handle", "municipality", "municipalities", "wave", "waves", "status", "law",
        "centre", "centres", "network", "networks", "roles", "scales", "themes", "crosswalk", "thresholds", "comparison", "disclosure",
        "background", "initiatives", "goals", "questions", "plan", "earlier_plan", "links", "perspectives", "texts", "recommendations"}
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


def test_a_centres_goals_stand_in_its_own_profile_alone(parameters):
    own = {goal.slug: goal.centre for goal in parameters.municipality("billund").goals if goal.centre}
    assert len(own) > 1

    def goals(report, audience, **about):
        found = report_meta(parameters, report, audience, Subject("billund", about.pop("wave", "2019"), **about))["goals"]
        return {goal["slug"] for goal in found if goal["centre"]}

    for slug, centre in own.items():
        assert goals("centre-profile", "centre", centre=centre) == {slug}
    assert goals("centre-profile", "centre", centre="dragetidslen") == set()
    for audience in ("public", "administration"):
        assert goals("learning-report", audience) == goals("development-report", audience, wave="") == set()


def test_the_plan_is_for_those_it_names_and_tells_no_centre(parameters):
    kolding = parameters.municipality("kolding")
    plan = kolding.plans[0]
    some = plan.efforts[0].model_copy(update={"centres": (kolding.centres[0].slug,)})
    plan = plan.model_copy(update={"efforts": (some, *plan.efforts[1:])})
    changed = with_municipality(parameters, kolding.model_copy(update={"plans": (plan,)}))

    def told(report, audience, wave, found=changed, **unit):
        meta = report_meta(found, report, audience, Subject("kolding", wave, **unit))
        return meta["plan"], meta["earlier_plan"]

    assert told("learning-report", "public", "2017") == told("learning-report", "public", "2019") == (None, None)
    assert told("centre-profile", "centre", "2017", centre=kolding.centres[0].slug) == (None, None)
    own, _ = told("learning-report", "administration", "2017")
    _, followed = told("learning-report", "administration", "2019")
    assert own == followed
    assert own["budget"]["costs"][0]["units"] == 1
    assert kolding.centres[0].slug not in json.dumps(own)
    open_to_all = kolding.model_copy(update={"plans": (plan.model_copy(update={"audiences": ("public", "administration")}),)})
    assert told("learning-report", "public", "2017", with_municipality(parameters, open_to_all))[0]


def test_a_wave_tells_nothing_that_was_begun_set_or_planned_later(parameters):
    def meta(slug, wave, audience="administration"):
        return report_meta(parameters, "learning-report", audience, Subject(slug, wave))

    first, second, third = (meta("kolding", wave) for wave in ("2016", "2017", "2019"))
    assert "leg-og-eksperimenter" not in json.dumps([first, second["initiatives"]])
    assert first["plan"]["efforts"] == first["plan"]["catalogue"] == first["goals"] == []
    assert first["earlier_plan"] is second["earlier_plan"] is None
    assert second["plan"]["efforts"]
    assert [module["finished"] for module in second["plan"]["efforts"][0]["modules"]][-1] == "2019-12-13"
    assert second["goals"] == third["goals"] != []
    assert third["plan"]["efforts"] == []
    assert third["earlier_plan"] == second["plan"]
    assert [entry["slug"] for entry in meta("billund", "2017")["initiatives"]] == ["sprog-og-faellesskaber"]
    assert meta("billund", "2015")["initiatives"] == []
    assert {goal["set_in"] for goal in meta("billund", "2015")["goals"]} == {"2015"}
    assert [entry["slug"] for entry in meta("billund", "2017")["questions"]] == ["hvad-fulgte-efter-2015", "forskelle-og-baggrund"]


def with_municipality(parameters, place):
    from dataclasses import replace

    return replace(parameters, municipalities=parameters.municipalities | {place.slug: place})


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
