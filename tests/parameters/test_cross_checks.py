"""Files that disagree with one another: each rule has been seen to catch a case, and the embedded programme passes them all."""

import shutil

import pytest

from analysis.parameters import ParameterError, load_parameters
from analysis.parameters.check import RULES

# rule, file, what stands there, what is written instead, how the message begins, the nearest name it offers
CASES = [
    ("file_names_are_slugs", "municipalities/nordfyn.yml", "slug: nordfyn", "slug: nordfyen", "slug: found 'nordfyen', expected the file's name 'nordfyn'", None),
    ("roles_have_instruments", "programme.yml", "roles: [child, contact,", "roles: [child, contacts,", "roles: found 'contacts'", "contact"),
    ("waves_are_the_programmes", "municipalities/nordfyn.yml", "- wave: 2017", "- wave: 2018", "waves: found '2018'", "2019"),
    ("laws_and_themes_exist", "instrument/child.yml", "law_2018: nature_science", "law_2018: nature_sciense", "found 'nature_sciense'", "nature_science"),
    ("items_have_options_and_names_of_their_own", "instrument/child.yml", "options: smiley_no_yes", "options: smiley_noyes", "found 'smiley_noyes'", "smiley_no_yes"),
    ("items_have_options_and_names_of_their_own", "instrument/child.yml", "options: smiley_no_yes", "options: {2015: smiley_no_yes}", "items.teased.options.2016: found nothing", None),
    ("items_have_columns_of_their_own", "instrument/child.yml", "columns: {all: s_2}", "columns: {all: s_1}", "items.columns.2015.s_1: found 2 items in this column", None),
    ("initiatives_and_goals_name_scales", "municipalities/billund.yml", "scale: maths_practice", "scale: math_practice", "found 'math_practice'", "maths_practice"),
    ("goals_are_about_the_learning_environment", "municipalities/billund.yml", "  - slug: dialog-om-laering\n", "  - slug: dialog-om-laering\n    centre: alfebregne\n",
     "goals.dialog-om-laering.centre: found 'alfebregne'", "alfebregnen"),
    ("questions_can_be_answered", "municipalities/billund.yml", "background: \"parental_education:higher-basic\"", "background: \"parental_education:highest-basic\"",
     "found 'parental_education:highest-basic'", "parental_education:higher-basic"),
    ("plans_hang_together", "municipalities/kolding.yml", "      package: ledelse-taet-paa\n", "      package: ledelse-taet\n", "plans.2017.efforts.lederne.package: found 'ledelse-taet'",
     "ledelse-taet-paa"),
    ("texts_are_in_every_language", "instrument/child.yml", ', en: "Well-being"}', "}", "scales.child_wellbeing.label.en: found nothing", None),
    ("registers_hang_together", "municipalities/billund.yml", "successor: havfruemosset", "successor: havfruemoset", "found 'havfruemoset'", "havfruemosset"),
    ("links_and_perspectives_name_scales", "programme.yml", "outcome: mathematics", "outcome: matematics", "found 'matematics'", "mathematics"),
    ("triggers_name_what_is_measured", "recommendations/early-mathematics-every-day.yml", "- contact\n", "- contract\n", "found 'contract'", "contact"),
    ("audiences_have_rules", "programme.yml", "  public: {levels", "  # public: {levels", "disclosure.public: found nothing", None),
    ("audiences_have_rules", "programme.yml", "centre-profile, audiences: [centre]", "centre-profile, audiences: [public]", "reports.centre-profile.audiences: found 'public'", None),
    ("background_is_declared", "programme.yml", "reference: danish", "reference: dansk", "found 'dansk'", "danish"),
    ("only_synthetic_programmes_use_the_public_key", "programme.yml", "synthetic: true", "synthetic: false", "pseudonym_key: found 'public-test'", None),
    ("waves_have_retention", "retention.yml", "- wave: 2016", "- wave: 2018", "waves.2018: found '2018'", "2019"),
    ("waves_have_retention", "retention.yml", "- wave: 2016", "- wave: 2015", "waves.2016: found nothing for kolding-2016", None),
    ("waves_have_retention", "retention.yml", "- wave: 2016", "- wave: 2015", "waves.2015: found 2 entries for every municipality", None),
    ("free_text_is_known_and_unread", "programme.yml", "seed: 1\n", 'seed: 1\nfree_text: {purpose: {da: Et, en: One}, columns: {staff: ["fritext*"]}}\n',
     "free_text.columns.staff: found 'fritext*'", "fritekst*"),
]


@pytest.mark.parametrize(("rule", "file", "before", "after", "says", "nearest"), CASES, ids=[case[0] for case in CASES])
def test_a_disagreement_is_caught(root, tmp_path, rule, file, before, after, says, nearest):
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")
    path = tmp_path / "parameters" / "laeringsledelse" / file
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{file} no longer holds {before!r}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(tmp_path, "laeringsledelse")
    found = [problem for problem in caught.value.problems if problem.file == f"parameters/laeringsledelse/{file}" and says in str(problem)]
    assert found, str(caught.value)
    assert found[0].nearest == nearest


def test_every_rule_has_a_case():
    elsewhere = {"corrections_are_of_files_that_are_read"}  # test_corrections.py: the embedded programme has none
    assert {rule.__name__ for rule in RULES} == {case[0] for case in CASES} | elsewhere
