"""Raw files have SurveyXact's shape, come out the same every time, and hold what must be handled and what must be dropped."""

import csv
import io
import re

import pytest


def table(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252"), newline=""), delimiter=";", quoting=csv.QUOTE_NONE))


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_bytes_in_two_processes(written, rewritten):
    first, second = files(written), files(rewritten)
    assert len(first) > 300
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_another_seed_gives_other_answers(programme, plan, models, drawn):
    from analysis.simulation.draw import draw_municipality

    other = draw_municipality(programme, plan, models, "nordfyn", programme.programme.seed + 1)
    assert other.roles[0].answers.tobytes() != drawn["nordfyn"].roles[0].answers.tobytes()


def test_every_file_the_parameters_name_is_there_and_no_other(programme, written):
    named = {
        f"{raw.path}/{file}"
        for one in programme.municipalities.values()
        for wave in one.waves
        for raw in wave.raw.values()
        for file in ("dataset.csv", "labels.csv", "structure.csv")
    }
    named |= {wave.invited for one in programme.municipalities.values() for wave in one.waves}
    assert set(files(written / "raw")) == named
    assert {path.name for path in (written / "processed" / "truth").iterdir()} == {"scales.csv", "levels.csv", "centres.csv"}


@pytest.mark.parametrize("role", ["child", "contact", "staff", "leader", "parent"])
@pytest.mark.parametrize("place", [("billund", "2015"), ("kolding", "2016"), ("esbjerg", "2019")], ids="-".join)
def test_the_triple_has_the_true_shape(programme, written, role, place):
    folder = written / "raw" / place[0] / place[1] / role
    contents = {name: (folder / name).read_bytes() for name in ("dataset.csv", "labels.csv", "structure.csv")}
    assert all(content.endswith(b"\r\n") and b'"' not in content for content in contents.values())
    with pytest.raises(UnicodeDecodeError):  # æ, ø and å are there, and CP1252
        contents["structure.csv"].decode("utf-8")
    data, labels, structure = (table(folder / name) for name in contents)
    assert {len(row) for row in data} == {len(data[0])}
    assert {len(row) for row in labels} == {3}
    assert structure[0] == ["questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText"]
    assert [row[1] for row in structure[1:]] == data[0]
    assert all(row[6].endswith(" ") for row in structure[1:] if row[3] == "Multiple")
    explained = {}
    for name, code, _ in labels:
        explained.setdefault(name, {""}).add(code)
    for name, codes in explained.items():
        assert {row[data[0].index(name)] for row in data[1:]} <= codes
    status = [data[0].index(f"stato_{number}") for number in range(1, 6)]
    assert all([row[place] for place in status].count("1") == 1 for row in data[1:])
    asked = [item.column(place[1]) for item in programme.instruments[role].items() if item.column(place[1])]
    assert [name for name in data[0] if re.match(r"[a-z]_\d", name) or name.startswith("v_")] == asked


def test_child_contact_and_parent_forms_meet_in_the_childs_number(written):
    folder = written / "raw" / "billund" / "2019"
    ids, girls = {}, {}
    for role in ("child", "contact", "parent"):
        head, *rows = table(folder / role / "dataset.csv")
        place, gender = head.index("b_barn"), head.index("b_koen")
        ids[role] = {row[place] for row in rows}
        for row in rows:
            assert girls.setdefault(row[place], row[gender]) == row[gender]
    assert len(ids["child"] & ids["contact"]) > 0.85 * len(ids["child"])
    assert len(ids["child"] & ids["parent"]) > 0.70 * len(ids["child"])
    earlier = {
        row[table(folder.parent / "2017" / "child" / "dataset.csv")[0].index("b_barn")]
        for row in table(folder.parent / "2017" / "child" / "dataset.csv")[1:]
    }
    assert not earlier & ids["child"]


def test_staff_and_contact_pedagogues_return_with_the_number_they_had(written):
    def numbers(wave, role):
        head, *rows = table(written / "raw" / "kolding" / wave / role / "dataset.csv")
        return {row[head.index("b_medarb")] for row in rows}

    for role in ("staff", "contact"):
        before, after = numbers("2017", role), numbers("2019", role)
        assert 0.45 < len(before & after) / len(after) < 0.85
    assert len(numbers("2019", "contact") & numbers("2019", "staff")) > 0.8 * len(numbers("2019", "contact"))


def test_a_merged_centre_keeps_its_code_for_one_wave(written):
    def codes(wave):
        head, *rows = table(written / "raw" / "billund" / wave / "child" / "dataset.csv")
        return {row[head.index("b_inst")] for row in rows}

    assert "B-1029" in codes("2015")
    assert "B-1029" in codes("2017")
    assert "B-1029" not in codes("2019")


def test_childminding_has_no_childrens_forms(written):
    districts = {row[0] for row in table(written / "raw" / "esbjerg" / "2019" / "invited.csv") if row[1] == "parent"}
    districts -= {row[0] for row in table(written / "raw" / "esbjerg" / "2019" / "invited.csv") if row[1] == "child"}
    assert len(districts) == 12
    for role, there in (("child", False), ("contact", False), ("staff", True), ("parent", True)):
        head, *rows = table(written / "raw" / "esbjerg" / "2019" / role / "dataset.csv")
        assert any(row[head.index("b_inst")] in districts for row in rows) is there


def test_sites_are_told_where_the_register_has_them(written):
    head, *rows = table(written / "raw" / "kolding" / "2019" / "child" / "dataset.csv")
    assert len({row[head.index("b_afd")] for row in rows}) == 50
    head, *rows = table(written / "raw" / "billund" / "2019" / "child" / "dataset.csv")
    assert {row[head.index("b_afd")] for row in rows} == {""}


def test_no_number_looks_like_a_cpr_number(written):
    assert [name for name, content in files(written / "raw").items() if re.search(rb"(?<!\d)\d{6}-?\d{4}(?!\d)", content)] == []


def test_dirt_is_there(written):
    """Forms broken off, sent twice, empty, without centre, against consent: intake has something to drop."""
    seen = {"unfinished": 0, "twice": 0, "no centre": 0, "withdrawn": 0, "empty": 0, "several": 0}
    for path in sorted((written / "raw").rglob("dataset.csv")):
        head, *rows = table(path)
        at = {name: place for place, name in enumerate(head)}
        done = [row for row in rows if row[at["stato_4"]] == "1"]
        first = next(place for place, name in enumerate(head) if re.match(r"[skplfv]_\d", name))
        seen["unfinished"] += len(rows) - len(done)
        seen["no centre"] += sum(row[at["b_inst"]] == "" for row in done)
        seen["empty"] += sum(not any(row[first : len(head) - ("fritekst_1" in at)]) for row in done)
        seen["withdrawn"] += sum(row[at["b_samtykke"]] == "2" for row in done) if "b_samtykke" in at else 0
        if "b_barn" in at:
            seen["several" if path.parent.name == "parent" else "twice"] += len(done) - len({row[at["b_barn"]] for row in done})
    assert min(seen.values()) >= 5, seen
