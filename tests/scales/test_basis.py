"""A scale whose items change is scored on all items and on the common ones, under the same norm in both waves."""

import pytest

from analysis.parameters import Scale
from analysis.scales.basis import bases, common_items, same_items


def scale(**columns):
    items = [{"item": name, "text": {"en": name}, "options": "o", "columns": where} for name, where in columns.items()]
    return Scale(scale="s", label={"en": "s"}, description={"en": "s"}, kind="outcome", about="child", items=items)


CHANGED = scale(a={"all": "a"}, b={"all": "b"}, c={"all": "c", "2019": None}, d={"2019": "d"})
ORDER = ("2015", "2017", "2019")


def names(basis):
    return [item.item for item in basis.items]


def test_the_same_items_need_one_basis_only():
    found = bases(CHANGED, "2015", ["2017"], ORDER)
    assert [(basis.name, names(basis)) for basis in found] == [("full", ["a", "b", "c"])]
    assert same_items(CHANGED, "2015", "2017")


@pytest.mark.parametrize(("wave", "others", "full"), [("2019", ["2015"], ["a", "b", "d"]), ("2015", ["2019"], ["a", "b", "c"])])
def test_both_waves_of_a_pair_have_the_common_items_on_one_norm(wave, others, full):
    first, second = bases(CHANGED, wave, others, ORDER)
    assert (first.name, names(first), first.norms) == ("full", full, (f"full:{wave}", "full"))
    assert (second.name, names(second), second.norms) == (f"common:{others[0]}", ["a", "b"], ("common:2015+2019",))


def test_one_common_item_is_no_scale():
    almost_new = scale(a={"all": "a"}, b={"2015": "b"}, c={"2019": "c"})
    assert common_items(almost_new, "2015", "2019") == ()
    assert len(bases(almost_new, "2019", ["2015"], ORDER)) == 1


def test_a_scale_that_was_not_asked_has_no_basis():
    assert bases(scale(a={"2019": "a"}, b={"2019": "b"}), "2015", ["2019"], ORDER) == []
