"""Open answers: none without a purpose; apart from everything else; without the passages that may name somebody."""

from datetime import date

import pandas as pd
import pytest
from intake.people.made import cpr_number

from analysis.intake.people.free_text import COLUMNS, names_somebody, read_free_text
from analysis.intake.stage import make_responses
from analysis.parameters import Layout, ParameterError, Subject, load_parameters
from analysis.publishing.flow import Flow

LATEST = date(2024, 10, 13)
PURPOSE = "{da: At læse børnenes egne ord., en: To read the children's own words.}"
SWITCH = f"seed: 1\nfree_text: {{purpose: {PURPOSE}, columns: {{child: [bemaerkning]}}}}\n"


def switched_on(layout: Layout, *remarks: str):
    """The programme with a purpose for open answers, and ``remarks`` on the first forms."""
    path = layout.parameters / "programme.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed: 1\n", SWITCH), encoding="utf-8")
    raw = layout.raw / "nyby-2024" / "child.csv"
    header, *lines = raw.read_text(encoding="utf-8").splitlines()
    lines = [f'{line.rpartition(",")[0]},"{remark}"' for line, remark in zip(lines, remarks, strict=False)] + lines[len(remarks) :]
    raw.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return load_parameters(layout.root, "alene")


def test_without_a_purpose_there_is_none(alone):
    parameters, layout = alone
    make_responses(parameters, layout, "nyby", "2024")
    assert not layout.free_text("nyby", "2024").exists()
    with pytest.raises(ParameterError, match="a purpose and columns under 'free_text'"):
        read_free_text(parameters, layout, "nyby", "2024")


def test_with_one_it_lies_apart_without_the_passages_that_name_somebody(alone):
    _, layout = alone
    parameters = switched_on(layout, "Jeg vil hjem. Jeg leger med Emma hver dag.", "skriv til mor@eksempel.invalid", "det er sjovt")
    make_responses(parameters, layout, "nyby", "2024")
    said = read_free_text(parameters, layout, "nyby", "2024")
    assert list(said) == list(COLUMNS)
    assert said["text"].tolist() == ["Jeg vil hjem.", "det er sjovt", "vil gerne hjem, tror jeg"]
    assert set(said["question"]) == {"bemaerkning"}
    assert set(said["form_id"]) <= set(pd.read_parquet(layout.forms("nyby", "2024"))["form_id"])
    people = pd.read_parquet(layout.people("nyby", "2024"))
    assert ["child", "bemaerkning", "passage", "drop", 2] in people.values.tolist()


def test_switched_off_again_it_is_gone(alone):
    parameters, layout = alone
    make_responses(switched_on(layout), layout, "nyby", "2024")
    assert layout.free_text("nyby", "2024").exists()
    make_responses(parameters, layout, "nyby", "2024")
    assert not layout.free_text("nyby", "2024").exists()


def test_a_cpr_number_in_it_refuses_the_file_as_everywhere(alone):
    _, layout = alone
    parameters = switched_on(layout, f"mit nummer er {cpr_number(4)}")
    with pytest.raises(ParameterError, match=r"column bemaerkning, 1 row: 2: found CPR numbers"):
        make_responses(parameters, layout, "nyby", "2024")


@pytest.mark.parametrize(
    "sentence",
    [
        "Jeg leger med Emma.",
        f"Mit nummer er {cpr_number(24)[:6]}-{cpr_number(24)[6:]}.",
        "ring 20 12 34 56",
        "Tjalfe driller",
        "Vi bor på Skovvej 12.",
    ],
)
def test_a_sentence_that_may_name_somebody_is_left_out(sentence):
    assert names_somebody(sentence, {"tjalfe"}, LATEST)


@pytest.mark.parametrize("sentence", ["Mere tid, tak – og færre skemaer.", "I er søde.", "Kan I lege mere? det kan vi.", "tak"])
def test_a_sentence_that_names_nobody_stays(sentence):
    assert not names_somebody(sentence, {"tjalfe"}, LATEST)


def test_no_step_of_the_flow_reads_it(alone, root):
    """Neither the arithmetic of inputs nor the rules, nor any room but intake and the paths themselves."""
    _, layout = alone
    parameters = switched_on(layout)
    flow = Flow(parameters, layout)
    steps = [flow.settings("nyby"), flow.people("nyby"), flow.raw("nyby", "2024"), flow.before("nyby", "2024"), flow.norms()]
    steps += [flow.for_facts("2024")]
    steps += [flow.for_estimates("nyby", "2024"), flow.shown(Subject("nyby", "2024")), flow.all_raw(), flow.withdrawn()]
    told = layout.free_text("nyby", "2024").parent.parent
    assert not [path for paths in steps for path in paths if told in path.parents]
    assert "free" not in (root / "Snakefile").read_text(encoding="utf-8")
    library = root / "src" / "analysis"
    knowing = {path.relative_to(library).as_posix() for path in library.rglob("*.py") if "free_text(" in path.read_text(encoding="utf-8")}
    assert {name for name in knowing if not name.startswith(("intake/", "parameters/"))} == set()
