"""A country made up from the embedded programme: as large as asked for, unlike any real one, and never out of step with the programme."""

import pytest

from analysis.parameters import Layout, ParameterError, load_parameters
from analysis.simulation.country import country, read_country, resized, sizes
from analysis.simulation.country_stage import write_country
from analysis.simulation.plan import read_plan


@pytest.fixture(scope="module")
def plan(root):
    return resized(read_country(root), {"municipalities": 12})


@pytest.fixture(scope="module")
def source(root, plan):
    return load_parameters(root, plan.programme), Layout(root, plan.programme)


@pytest.fixture(scope="module")
def home(source, plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("country")
    write_country(*source, plan, folder)
    return folder


@pytest.mark.parametrize(("total", "count", "ratio"), [(60_000, 98, 40), (3000, 98, 40), (7, 7, 40), (100, 3, 1)])
def test_sizes_add_up_and_are_as_unequal_as_asked(total, count, ratio):
    dealt = sizes(total, count, ratio)
    assert sum(dealt) == total
    assert dealt == sorted(dealt)
    assert len(dealt) == count
    assert min(dealt) >= 1
    if total / count > 100:
        assert dealt[-1] / dealt[0] == pytest.approx(ratio, rel=0.02)


def test_fewer_municipalities_have_fewer_centres_and_children_unless_these_are_given(root):
    whole = read_country(root)
    part = resized(whole, {"municipalities": 49})
    assert (part.centres, part.children) == (whole.centres // 2, whole.children // 2)
    assert resized(whole, {"municipalities": 49, "centres": 60}).centres == 60


def test_it_is_a_valid_programme_of_the_size_asked_for_and_says_that_it_is_made_up(home, plan):
    found = load_parameters(home, plan.slug)
    assert found.programme.synthetic
    assert "opdigtede" in found.programme.name.in_language("da")
    assert len(found.municipalities) == 12
    assert sum(len(place.centres) for place in found.municipalities.values()) == plan.centres
    assert sum(place.children for place in read_plan(home / "parameters" / plan.slug, found).municipalities.values()) == plan.children
    assert {place.name for place in found.municipalities.values()} == {f"Kommune {number:02d}" for number in range(1, 13)}
    assert any(place.networks for place in found.municipalities.values())
    assert not all(place.networks for place in found.municipalities.values())


def test_what_is_asked_and_how_it_is_judged_is_the_programmes_own(source, home, plan):
    found, (own, _) = load_parameters(home, plan.slug), source
    assert found.instruments == own.instruments
    assert found.recommendations == own.recommendations
    for same in ("thresholds", "disclosure", "background", "links", "roles", "comparison"):
        assert getattr(found.programme, same) == getattr(own.programme, same)


def test_the_country_follows_its_plan_and_its_norms_go_with_what_they_were_frozen_from(source, plan, home):
    folder = home / "parameters" / plan.slug
    (folder / "norms").mkdir()
    (folder / "norms" / "child.csv").write_text("scale\n")
    write_country(*source, plan, home)
    assert (folder / "norms" / "child.csv").exists(), "nothing has changed"
    write_country(*source, plan.model_copy(update={"municipalities": 11}), home)
    assert not (folder / "norms" / "child.csv").exists()
    assert len(list((folder / "municipalities").glob("*.yml"))) == 11


def test_a_wave_nobody_was_asked_in_and_a_country_with_too_few_centres_are_told_at_once(source, plan):
    wrong = plan.model_copy(update={"waves": ("2018",), "centres": 3})
    with pytest.raises(ParameterError) as error:
        country(*source, wrong)
    assert [problem.key for problem in error.value.problems] == ["waves", "centres"]
