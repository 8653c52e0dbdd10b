"""The plan is known before anything runs: from parameters alone, without a kernel and without data."""

import os
from pathlib import Path

import pytest

from analysis.parameters import Layout, ParameterError, load_parameters, programmes
from analysis.publishing.plan import every_report, plan, render_jobs
from analysis.publishing.selection import handles, select

SNAPSHOTS = Path(__file__).parent / "plans"


def lines(root, programme: str) -> list[str]:
    """One line per file of the default build."""
    parameters = load_parameters(root, programme)
    layout = Layout(Path(""), programme)
    default = parameters.programme.languages[0]
    return [path.as_posix() for entry in plan(parameters) for path in entry.files(layout, default)]


@pytest.mark.parametrize("programme", programmes(Path(__file__).resolve().parents[2]))
def test_the_plan_is_the_one_that_was_agreed(root, programme):
    """``UPDATE_SNAPSHOTS=1`` writes the plan anew; the difference is then read in the commit."""
    snapshot = SNAPSHOTS / f"{programme}.txt"
    found = "\n".join(lines(root, programme)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(found, encoding="utf-8")
    assert found.splitlines() == snapshot.read_text(encoding="utf-8").splitlines()


def test_no_two_reports_share_a_file(root):
    for programme in programmes(root):
        parameters = load_parameters(root, programme)
        layout, default = Layout(root, programme), parameters.programme.languages[0]
        files = [path for entry in every_report(parameters) for path in entry.files(layout, default)]
        assert len(files) == len(set(files))


def test_only_the_named_round_or_centre_is_planned(parameters):
    assert {entry.handle.partition("/")[0] for entry in plan(parameters, select(parameters, only="billund-2019"))} == {"billund-2019"}
    assert {entry.handle.partition("/")[0] for entry in plan(parameters, select(parameters, only="billund"))} == {
        "billund-2015", "billund-2017", "billund-2019", "billund",
    }
    assert {entry.report for entry in plan(parameters, select(parameters, only="2019"))} == {"programme-report"}
    assert [entry.report for entry in plan(parameters, select(parameters, only="kolding-2019/nattergalen"))] == ["network-report"]
    centre = parameters.open_centres("billund", "2019")[0].slug
    found = plan(parameters, select(parameters, only=f"billund-2019/{centre}"))
    assert [(entry.report, entry.subject.centre) for entry in found] == [("centre-profile", centre)]


def test_report_language_and_formats_narrow(parameters):
    found = plan(parameters, select(parameters, only="billund-2019", report="learning-report", language="en", formats="html"))
    names = [path.name for entry in found for path in entry.files(Layout(Path(""), "x"), "da")]
    assert set(names) == {"learning-report.en.html", "learning-report.en.passport.json"}


def test_danish_alone_unless_asked(parameters):
    assert {entry.language for entry in plan(parameters)} == {"da"}


def test_an_unknown_name_is_answered_with_the_nearest(parameters):
    with pytest.raises(ParameterError) as caught:
        select(parameters, only="bilund-2019, kolding-2018", report="learning-reports", language="sv", formats="docx")
    message = str(caught.value)
    assert message.startswith("5 problems")
    assert "Did you mean 'billund-2019'?" in message
    assert "'kolding-2017'" in message
    assert "'learning-report'" in message
    assert "'da', 'en'" in message
    assert "'html', 'pdf'" in message


def test_a_closed_centre_has_no_profile(parameters):
    closed = [(place.slug, centre) for place in parameters.reported for centre in place.centres if centre.closed]
    assert closed, "the synthetic register has a centre that closed"
    for slug, centre in closed:
        for wave in parameters.municipality(slug).waves:
            handle = f"{slug}-{wave.wave}/{centre.slug}"
            assert (handle in handles(parameters)) == (centre.closed >= wave.field_period.start)


def test_one_process_renders_a_rounds_reports_of_one_type(parameters):
    jobs = render_jobs(plan(parameters, select(parameters, only="billund-2019")))
    assert sorted(job.report for job in jobs) == [
        "brief", "centre-profile", "dialogue-cards", "learning-report", "method-report", "parents-page",
    ]
    assert len({job.key for job in jobs}) == 6
    assert all(entry.report == job.report for job in jobs for entry in job.reports)


def test_a_job_plans_its_own_round_and_finds_what_the_whole_plan_has_of_it(parameters):
    """So that a job costs what its reports cost, however many others there are."""
    whole = plan(parameters, select(parameters, report="centre-profile,learning-report"))
    for about in {entry.subject.round for entry in whole}:
        own = plan(parameters, select(parameters, report="centre-profile,learning-report"), about)
        assert own == [entry for entry in whole if entry.subject.round == about]
