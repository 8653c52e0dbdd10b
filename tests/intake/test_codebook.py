"""What the codebook does not know is told at once, with rows and the nearest name, never with an answer."""

import pytest

from analysis.intake.stage import make_responses
from analysis.parameters import ParameterError

CHILD = "data/raw/alene/nyby-2024/child.csv"


def broken(alone, *changes) -> str:
    """The message after changes (before, after) to the children's file."""
    parameters, layout = alone
    path = layout.root / CHILD
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        make_responses(parameters, layout, "nyby", "2024")
    assert not layout.forms("nyby", "2024").exists(), "nothing is written from a file that is not understood"
    return str(caught.value)


def test_all_problems_come_at_once_with_rows_and_nearest(alone):
    message = broken(alone, (",t2,", ",t_2,"), ("B101,N1,", "B101,Sølhøj,"), ("2024-09-16,2,3,1,", "2024-09-16,7,3,1,"))
    assert message.startswith("4 problems:")
    assert f"{CHILD}: column t_2: found a column the codebook does not know" in message
    assert f"{CHILD}: column t2: found nothing, expected the column of items.outdoors in the codebook. Did you mean 't_2'?" in message
    assert (
        f"{CHILD}: column t1, 1 row: 2: found a code the codebook does not know, expected one of '1', '2', '3', '9' (child: items.morning)"
        in message
    )
    assert "'7'" not in message, "an answer is never quoted"


def test_an_unknown_centre_gets_the_nearest(alone):
    message = broken(alone, ("B101,N1,", "B101,Sølhøj,"))
    assert (
        f"{CHILD}: centre, 1 row: 2: found 'Sølhøj', expected a centre of the register (code, slug or name). Did you mean 'solhøj'?"
        in message
    )


def test_dates_numbers_and_background_that_cannot_be_read_are_named(alone):
    message = broken(alone, ("11-11-2018", "11-13-2018"), ("B102,N1,11-01-2019,pige", "B102,N1,11-01-2019,p"))
    assert "birth_date, 1 row: 2: found something else, expected a date" in message
    assert "column koen, 1 row: 3: found a code the codebook does not know, expected one of 'dreng', 'pige', 'uoplyst'" in message
    assert "11-13-2018" not in message


def test_ignored_columns_are_left_unread(alone):
    parameters, layout = alone
    make_responses(parameters, layout, "nyby", "2024")
    for path in (layout.forms("nyby", "2024"), layout.responses("nyby", "2024"), layout.flow("nyby", "2024")):
        content = path.read_bytes()
        assert b"gerne hjem" not in content
        assert b"B101" not in content, "only pseudonyms leave intake"
