"""A text written by people never says a number that is not shown, nor one that has changed since it was written."""

import pytest
from display import example

from analysis.display.markdown import texts
from analysis.parameters import ParameterError


@pytest.fixture
def written(opened):
    """``written("... {{...}} ...")`` -> the foreword's HTML in a report that holds that text."""

    def make(markdown: str, rows=None) -> str:
        meta = example.make_meta()
        about = {"section": "foreword", "title": "Forord", "author": "X", "date": "2019-12-01", "language": "da"}
        meta["texts"] = [about | {"markdown": markdown}]
        return texts(opened(meta, rows=rows), "foreword")

    return make


@pytest.fixture
def shown(opened):
    """(the report, its first shown level, its first shown change since the wave before)."""
    report = opened()
    rows = report.rows[(report.rows["status"] == "shown") & (report.rows["level"] == "municipality")]
    level = next(rows[(rows["kind"] == "level") & (rows["wave"] == report.wave)].itertuples())
    change = next(rows[(rows["kind"] == "change") & (rows["contrast"] == report.previous)].itertuples())
    return report, level, change


def refused(written, markdown: str, **more) -> str:
    with pytest.raises(ParameterError) as caught:
        written(markdown, **more)
    return str(caught.value)


def test_a_reference_becomes_what_is_shown(written, shown):
    _, level, change = shown
    html = written(f"Vi ligger på {{{{level {level.role}.{level.scale} = {level.value:.0f}}}}}, "
                   f"en ændring på {{{{change {change.role}.{change.scale} = {change.value:+.0f}}}}}.")
    assert f"på {level.value:.0f} point, en ændring på" in html
    assert "{{" not in html


def test_a_share_is_named_by_its_question_and_answer(written, shown):
    report, *_ = shown
    row = next(report.take("answer_share", level="municipality").query("status == 'shown'").itertuples())
    html = written(f"{{{{answer_share {row.role}.{row.scale}.{row.item}:{row.contrast} = {row.value * 100:.0f} %}}}} svarer")
    assert f"{row.value * 100:.0f}\u00a0% svarer" in html


def test_a_number_that_has_changed_is_refused_with_the_one_shown_now(written, shown):
    _, level, _ = shown
    said = refused(written, f"Det er {{{{level {level.role}.{level.scale} = {level.value + 1:.0f}}}}}.")
    assert "texts/foreword.da.md" in said
    assert f"expected {level.value:.0f}, what is shown now" in said


def test_a_kind_that_has_changed_is_refused_and_one_that_holds_leaves_no_trace(written, shown):
    report, _, change = shown
    found = next(one for one in report.findings() if one.quantity == "change" and (one.role, one.scale) == (change.role, change.scale))
    claim = f"{{{{change {change.role}.{change.scale} is %s}}}}"
    assert "<p>Fint.</p>" in written(f"Fint.{claim % found.kind}")
    other = "decline" if found.kind != "decline" else "progress"
    assert f"expected {found.kind}, what is found now" in refused(written, claim % other)


def test_a_hidden_number_is_refused(written, shown):
    report, level, _ = shown
    rows = report.rows.copy()
    own = (rows["kind"] == "level") & (rows["role"] == level.role) & (rows["scale"] == level.scale) & (rows["level"] == "municipality")
    rows.loc[own, ["n", "n_raters", "n_groups", "value", "low", "high", "q"]] = float("nan")
    rows.loc[own, ["family", "method", "flags"]] = ""
    rows.loc[own, "status"] = "hidden"
    assert "a number that is hidden" in refused(written, f"{{{{level {level.role}.{level.scale} = 500}}}}", rows=rows)


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("Vi er gået 25 point frem.", "the result '25 point' as a plain number"),
        ("Næsten 80 % er glade.", "the result '80 %' as a plain number"),
        ("{{levl child.joy = 500}}", "no quantity 'levl'"),
        ("{{level child.jooy = 500}}", "Did you mean 'child.joy'?"),
        ("{{level child.joy}}", "another shape"),
        ("{{level child.joy unit=x = 500}}", "contrast= or wave="),
        ("{{level child.joy is great}}", "the kind 'great'"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_could(written, markdown, said):
    assert said in refused(written, markdown)


def test_everything_wrong_is_told_at_once(written):
    said = refused(written, "Vi er gået 25 point frem, {{levl child.joy = 500}}, {{level child.joy}}.")
    assert said.startswith("3 problems")


def test_years_and_counts_are_no_results(written):
    assert "I 2019 besøgte 3 ledere hinanden" in written("I 2019 besøgte 3 ledere hinanden.")
