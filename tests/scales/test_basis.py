"""A scale whose items change is scored on all items and on the common ones, under the same norm in both waves."""

import pytest

from analysis.parameters import Instrument
from analysis.scales.basis import bases, common_items, same_items


def options(*words, first=1):
    return {"options": [{"code": place + first, "value": place, "label": {"en": word}} for place, word in enumerate(words, start=1)]}


SETS = {"three": options("sad", "neutral", "happy"), "four": options("sad", "so-so", "good", "happy"),
        "three_recoded": options("sad", "neutral", "happy", first=0)}


def instrument(offered, **columns):
    """One role with one scale; ``offered`` has the option sets of the items whose answers are not always ``three``."""
    items = [
        {"item": name, "text": {"en": name}, "options": offered.get(name, "three"), "columns": where} for name, where in columns.items()
    ]
    text = {"en": "s"}
    scale = {"scale": "s", "label": text, "description": text, "kind": "outcome", "about": "child", "items": items}
    return Instrument(role="child", label=text, respondents=text, form="child", denominator="children", identifiers={},
                      option_sets=SETS, scales=[scale])


def scale(**columns):
    """(instrument, scale), as the functions take them."""
    found = instrument({}, **columns)
    return found, found.scales[0]


CHANGED = scale(a={"all": "a"}, b={"all": "b"}, c={"all": "c", "2019": None}, d={"2019": "d"})
ORDER = ("2015", "2017", "2019")


def names(basis):
    return [item.item for item in basis.items]


def test_the_same_items_need_one_basis_only():
    found = bases(*CHANGED, "2015", ["2017"], ORDER)
    assert [(basis.name, names(basis)) for basis in found] == [("full", ["a", "b", "c"])]
    assert same_items(*CHANGED, "2015", "2017")


@pytest.mark.parametrize(("wave", "others", "full"), [("2019", ["2015"], ["a", "b", "d"]), ("2015", ["2019"], ["a", "b", "c"])])
def test_both_waves_of_a_pair_have_the_common_items_on_one_norm(wave, others, full):
    first, second = bases(*CHANGED, wave, others, ORDER)
    assert (first.name, names(first), first.norms) == ("full", full, (f"full:{wave}", "full"))
    assert (second.name, names(second), second.norms) == (f"common:{others[0]}", ["a", "b"], ("common:2015+2019",))


def test_one_common_item_is_no_scale():
    almost_new = scale(a={"all": "a"}, b={"2015": "b"}, c={"2019": "c"})
    assert common_items(*almost_new, "2015", "2019") == ()
    assert len(bases(*almost_new, "2019", ["2015"], ORDER)) == 1


def test_a_scale_that_was_not_asked_has_no_basis():
    assert bases(*scale(a={"2019": "a"}, b={"2019": "b"}), "2015", ["2019"], ORDER) == []


def test_an_item_with_other_answers_to_choose_from_is_not_common():
    changed = instrument({"b": {"all": "three", "2019": "four"}}, a={"all": "a"}, b={"all": "b"}, c={"all": "c"})
    assert not same_items(changed, changed.scales[0], "2015", "2019")
    assert [item.item for item in common_items(changed, changed.scales[0], "2015", "2019")] == ["a", "c"]
    assert same_items(changed, changed.scales[0], "2015", "2017")
    _, common = bases(changed, changed.scales[0], "2019", ["2015"], ORDER)
    assert (common.name, names(common)) == ("common:2015", ["a", "c"])


def test_the_same_answers_under_other_codes_are_the_same():
    recoded = instrument({"b": {"all": "three", "2019": "three_recoded"}}, a={"all": "a"}, b={"all": "b"})
    assert same_items(recoded, recoded.scales[0], "2015", "2019")
