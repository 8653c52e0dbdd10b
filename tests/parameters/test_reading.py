"""A mistake in a parameter file is answered with file, key, what was found, what was expected and the nearest name; all at once."""

import shutil

import pytest

from analysis.parameters import Municipality, ParameterError, load_parameters


@pytest.fixture
def project(root, tmp_path):
    """A project with a copy of the embedded programme's parameters, to be broken."""
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")
    return tmp_path


def broken(project, file: str, before: str, after: str) -> str:
    """The message after one change to one file."""
    path = project / "parameters" / "laeringsledelse" / file
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{file} no longer holds {before!r}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(project, "laeringsledelse")
    return str(caught.value)


def test_the_embedded_programme_is_valid(root):
    parameters = load_parameters(root, "laeringsledelse")
    assert [municipality.slug for municipality in parameters.reported] == ["billund", "esbjerg", "kolding"]


def test_a_misspelled_key_gets_the_nearest(project):
    message = broken(project, "programme.yml", "norm_wave:", "norm_wav:")
    assert "parameters/laeringsledelse/programme.yml: norm_wav: found unknown key 'norm_wav'" in message
    assert "Did you mean 'norm_wave'?" in message
    assert "norm_wave: found nothing" in message, "the missing key is told in the same message"


def test_a_wrong_choice_lists_the_valid_ones(project):
    message = broken(project, "municipalities/kolding.yml", "design: all", "design: al")
    assert "design: found 'al', expected one of 'all', 'some', 'lot'. Did you mean 'all'?" in message


def test_a_key_written_twice_is_refused(project):
    message = broken(project, "programme.yml", "norm_wave:", "slug: laeringsledelse\nnorm_wave:")
    assert "'slug' is written twice" in message


def test_an_unknown_programme_gets_the_nearest(root):
    with pytest.raises(ParameterError, match="Did you mean 'laeringsledelse'"):
        load_parameters(root, "laeringsledlse")


def test_all_problems_come_at_once(project):
    folder = project / "parameters" / "laeringsledelse"
    for file, before, after in (("programme.yml", "design: cross_section", "design: crosssection"),
                                ("municipalities/kolding.yml", "name:", "nmae:")):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(project, "laeringsledelse")
    files = {problem.file for problem in caught.value.problems}
    assert {"parameters/laeringsledelse/programme.yml", "parameters/laeringsledelse/municipalities/kolding.yml"} <= files


def test_a_file_that_is_not_utf8_is_named(project):
    path = project / "parameters" / "laeringsledelse" / "municipalities" / "billund.yml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", errors="replace"))
    with pytest.raises(ParameterError, match=r"billund\.yml: byte \d+: found text that is not UTF-8"):
        load_parameters(project, "laeringsledelse")


def test_reporting_by_site_is_refused_with_what_to_do_instead():
    wave = {"wave": "2019", "field_period": {"start": "2019-09-16", "end": "2019-10-13"}, "raw": {}}
    with pytest.raises(ValueError, match="list each site as a centre of the register"):
        Municipality.model_validate({"slug": "m", "name": "M", "waves": [wave], "reporting_unit": "site"})
