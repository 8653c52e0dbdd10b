"""The study of protection: what its attack sees, and that the page holds what the command makes."""

from collections import Counter

import numpy as np
import pytest
from studies import small_municipalities as small
from studies.protection import (
    MUNICIPALITIES,
    PROGRAMME,
    RULES,
    SEED,
    World,
    against_attack,
    computed,
    hidden_by,
    markdown,
    random_world,
    write,
)

from analysis.parameters import load_parameters


@pytest.fixture(scope="module")
def table():
    draw = np.random.default_rng(SEED)
    return against_attack(random_world(draw) for _ in range(MUNICIPALITIES)).set_index("rule")


def test_the_rule_keeps_every_small_centre_from_everybody_and_from_every_leader(table):
    small = table.loc[RULES[1], "by one leader"].partition(" of ")[2]
    assert int(small) > 200
    assert table.loc[RULES[1], ["computed by anybody", "by one leader"]].tolist() == [f"0 of {small}"] * 2
    assert table.loc[RULES[2], "by two leaders"] == f"0 of {small}"


def test_the_attack_finds_what_is_open(table):
    """Small centres hidden alone, and two leaders where one was reckoned with."""
    assert int(table.loc[RULES[0], "computed by anybody"].partition(" of ")[0]) > 100
    assert int(table.loc[RULES[1], "by two leaders"].partition(" of ")[0]) > 50
    world = World({"a": 3, "b": 20, "c": 21, "d": 22}, frozenset({"a"}), dict.fromkeys("abcd"))
    assert [computed(world, hidden_by(world, RULES[0]), insiders) for insiders in (0, 1)] == [1, 1]
    assert [computed(world, hidden_by(world, RULES[1]), insiders) for insiders in (0, 1, 2)] == [0, 0, 1]


def test_the_rule_hides_less_than_no_centre_where_one_is_small(table):
    share = [int(words.partition(" of ")[0]) for words in table["centres hidden"]]
    assert share[0] < share[1] < share[2] < share[3]


def test_the_page_holds_this_table(root, table):
    """make protection was run after the rule last changed."""
    assert markdown(table.reset_index()) in (root / "docs" / "protection.md").read_text(encoding="utf-8")


def test_a_page_without_its_marks_is_an_error(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- random -->\n<!-- /random -->\n")
    write(page, {"random": "| a |"})
    assert page.read_text() == "<!-- random -->\n| a |\n<!-- /random -->\n"
    with pytest.raises(ValueError, match="embedded stand there 0 times"):
        write(page, {"embedded": "x"})


@pytest.mark.slow
def test_in_small_municipalities_the_auditor_finds_no_small_centre_and_finds_those_that_are_hidden_alone(root):
    draw, parameters = np.random.default_rng(SEED), load_parameters(root, PROGRAMME)
    worlds = [small.drawn(parameters, draw) for _ in range(6)]
    alone, ruled = (sum((small.attacked(world, rule) for world in worlds), Counter()) for rule in small.RULES[:2])
    assert all(ruled[name, True, "follows"] == 0 for name in small.COALITIONS if name != "two leaders")
    assert sum(ruled[name, True, "tried"] for name in small.COALITIONS) > 100
    assert alone["the administration", True, "follows"] > 5


def test_the_page_tells_of_every_coalition_and_that_no_small_centre_follows_for_any_the_rule_reckons_with(root):
    words = (root / "docs" / "protection.md").read_text(encoding="utf-8")
    lines = words.partition("<!-- small-attacked -->\n")[2].partition("\n<!-- /small-attacked -->")[0].splitlines()[2:]
    told = {cells[0]: cells[1:] for cells in ([cell.strip() for cell in line.strip("| ").split("|")] for line in lines)}
    assert set(told) == set(small.COALITIONS)
    assert {name for name, (_, ruled, _) in told.items() if not ruled.startswith("0 of ")} == {"two leaders"}, "one insider is the default"
    assert not told["the administration"][0].startswith("0 of ")
