"""A small delivery in good order that a test breaks in one place: five roles, four open centres, real files through the real readers."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from analysis.intake.checking import Result, all_checks, run, run_one
from analysis.intake.material import WaveMaterial
from analysis.intake.opening import open_wave
from analysis.intake.stage import make_responses
from analysis.parameters import Instrument, Layout, Municipality, Parameters, Programme
from analysis.parameters.corrections import Correction, Corrections
from analysis.parameters.themes import Themes

TODAY = date(2024, 11, 1)
WAVES = {"2022": date(2022, 9, 19), "2024": date(2024, 9, 16)}
CODES = {"C1": ("alfa", "Alfa"), "C2": ("beta", "Bøgen"), "C3": ("gamma", "Åkanden"), "C6": ("zeta", "Zeta")}
CHILDREN = 12
ITEMS = {
    "child": ["t1", "t2", "t3", "t4"],
    "contact": ["s1", "s2", "s3", "s4", "s5", "s6"],
    "staff": ["p1", "p2", "p3", "p4", "p5", "p6"],
    "leader": ["l1", "l2", "l3", "l4"],
    "parent": ["f1", "f2", "f3", "f4"],
}
INVITED = {"child": 13, "contact": 13, "staff": 7, "leader": 1, "parent": 11}
STEPS = {"child": 3, "contact": 5, "staff": 5, "leader": 5, "parent": 5}
AGREE = ["Helt uenig", "Uenig", "Hverken eller", "Enig", "Helt enig"]
SMILEYS = ["Sur smiley", "Neutral smiley", "Glad smiley"]


def both(words: str) -> dict:
    return {"da": words, "en": words}


def options(words: list[str], unsure: str) -> dict:
    found = [{"code": str(place), "value": place, "label": both(label)} for place, label in enumerate(words, start=1)]
    return {"options": [*found, {"code": unsure, "value": None, "label": both("Ved ikke")}]}


def instrument(role: str, form: str, identifiers: dict, **more) -> Instrument:
    items = [
        {"item": f"{role}_{name}", "text": both(f"Spørgsmål {name}"), "options": "words", "columns": {"all": name}} for name in ITEMS[role]
    ]
    half = len(items) // 2
    scales = [
        {
            "scale": f"{role}_{name}",
            "label": both(name),
            "description": both(name),
            "kind": "outcome",
            "about": "child",
            "items": part,
        }
        for name, part in (("one", items[:half]), ("two", items[half:]))
    ]
    return Instrument(
        role=role,
        label=both(role),
        respondents=both(role),
        form=form,
        denominator="persons" if form == "person" else "children",
        identifiers={key: {"all": column} for key, column in identifiers.items()},
        answered={"all": "besvaret"},
        ignored=("navn", "bem*"),
        option_sets={"words": options(SMILEYS if role == "child" else AGREE, "9" if role == "child" else "6")},
        scales=scales,
        **more,
    )


GENDER = {"gender": {"columns": {"all": "koen"}, "codes": {"girl": ["1"], "boy": ["2"]}, "missing": ["3"]}}


def parameters() -> Parameters:
    programme = Programme(
        slug="proeve",
        name=both("Prøve"),
        synthetic=True,
        design="cross_section",
        languages=("da", "en"),
        pseudonym_key="public-test",
        publisher=both("Ingen"),
        waves=[{"wave": wave} for wave in WAVES],
        norm_wave="2022",
        roles=tuple(ITEMS),
        background=[
            {
                "name": "gender",
                "label": both("Køn"),
                "categories": [{"category": "girl", "label": both("Piger")}, {"category": "boy", "label": both("Drenge")}],
                "reference": "boy",
                "source": "register",
                "purpose": both("Prøve"),
            }
        ],
        reports=(),
        disclosure={},
    )
    municipality = Municipality(
        slug="by",
        name="By",
        waves=[
            {
                "wave": wave,
                "field_period": {"start": start, "end": start + timedelta(days=27)},
                "invited": f"{wave}/invited.csv",
                "raw": {role: {"path": f"{wave}/{role}.csv", "format": "csv"} for role in ITEMS},
            }
            for wave, start in WAVES.items()
        ],
        centres=[
            {"slug": "alfa", "name": "Alfa", "codes": ["C1"], "sites": [{"slug": "alfa-nord", "name": "Alfa Nord", "codes": ["C1-1"]}]},
            {"slug": "beta", "name": "Bøgen", "codes": ["C2"], "sites": [{"slug": "beta-syd", "name": "Bøgen Syd", "codes": ["C2-1"]}]},
            {"slug": "gamma", "name": "Åkanden", "codes": ["C3"]},
            {"slug": "delta", "name": "Delta", "codes": ["C4"], "closed": date(2021, 7, 31)},
            {"slug": "omega", "name": "Omega", "codes": ["C5"], "closed": date(2021, 7, 31), "successor": "beta"},
            {"slug": "zeta", "name": "Zeta", "codes": ["C6"]},
        ],
    )
    instruments = {
        "child": instrument(
            "child",
            "child",
            {"child": "barn", "centre": "inst", "site": "afd"},
            birth_date={"all": "foedt"},
            background=GENDER,
            completed={"columns": {"all": "faerdig"}, "codes": ["ja"]},
            consent={"columns": {"all": "samtykke"}, "codes": ["ja"]},
        ),
        "contact": instrument(
            "contact",
            "rating",
            {"form": "skema", "child": "barn", "rater": "paedagog", "centre": "inst"},
            age_months={"all": "alder"},
            background=GENDER,
        ),
        "staff": instrument("staff", "person", {"person": "medarbejder", "centre": "inst"}),
        "leader": instrument("leader", "person", {"person": "leder", "centre": "inst"}),
        "parent": instrument("parent", "parent", {"form": "skema", "child": "barn", "centre": "inst"}),
    }
    return Parameters(programme, Themes(laws=()), {"by": municipality}, instruments)


def made_rows(wave: str) -> dict[str, list[dict[str, str]]]:
    """Rows of every role: column -> what stands there. The same for the same wave, children and people others in another."""
    draw, start = random.Random(int(wave)), WAVES[wave]
    rows: dict[str, list[dict[str, str]]] = {role: [] for role in ITEMS}

    def answers(role: str, level: float) -> dict[str, str]:
        steps = STEPS[role]
        return {name: str(min(steps, max(1, round((steps + 1.5) / 2 + level + draw.gauss(0, 0.7))))) for name in ITEMS[role]}

    def moment(number: int) -> date:
        return start + timedelta(days=(number * 5) % 25)

    number = 0
    for code in CODES:
        for place in range(CHILDREN):
            number += 1
            child, days = f"B{wave[2:]}{number:03d}", 48 * 30 + draw.randrange(600)
            born, gender, level = start - timedelta(days=days), str(1 + number % 2), draw.gauss(0, 0.7)
            first = {"barn": child, "inst": code}
            rows["child"].append(
                {
                    **first,
                    "afd": "C1-1" if code == "C1" else "",
                    "foedt": f"{born:%d-%m-%Y}",
                    "koen": gender,
                    "samtykke": "ja",
                    "faerdig": "ja",
                    "besvaret": f"{moment(number)} 10:{number:02d}",
                    **answers("child", level),
                    "bem": "",
                }
            )
            rows["contact"].append(
                {
                    "skema": f"K{number}",
                    **first,
                    "paedagog": f"P-{code}-{place // 4}",
                    "alder": str(round(days / 30.4375)),
                    "koen": gender,
                    "besvaret": f"{moment(number):%d-%m-%Y} 11:{number:02d}",
                    **answers("contact", level),
                }
            )
            if place % 6:
                rows["parent"].append(
                    {"skema": f"F{number}", **first, "besvaret": f"{moment(number)} 20:{number:02d}", **answers("parent", 0.5)}
                )
            if place % 2:
                rows["staff"].append(
                    {
                        "medarbejder": f"M{number}",
                        "inst": code,
                        "besvaret": f"{moment(number)} 13:{number:02d}",
                        **answers("staff", draw.gauss(0, 0.5)),
                    }
                )
        rows["leader"].append(
            {"leder": f"L-{code}", "inst": code, "besvaret": f"{moment(number)} 08:{number:02d}", **answers("leader", 0.3)}
        )
    return rows


class Delivery:
    """``rows`` (role -> rows) and ``invited`` may be changed; ``damage`` works on the bytes of a file; then ``told`` and ``results``."""

    def __init__(self, folder: Path, wave: str = "2024"):
        self.layout = Layout(folder, "proeve")
        self.wave = wave
        self.parameters = parameters()
        self.rows = made_rows(wave)
        self.invited = [
            {"centre": code, "role": role, "invited": str(INVITED[role]), "no_consent": "0"} for role in self.rows for code in CODES
        ]
        self.labels: dict[str, dict[str, dict[str, str]]] = {}
        self.questions: dict[str, dict[str, str]] = {}
        self.today = TODAY
        self._damages: list[tuple[str, Callable[[bytes], bytes]]] = []

    def change(self, role: str, number: int, **columns: str) -> "Delivery":
        """Other words in the columns of one row (counted as a reader of the file counts: the first record is row 2)."""
        self.rows[role][number - 2].update(columns)
        return self

    def all(self, role: str, **columns: str) -> "Delivery":
        for row in self.rows[role]:
            row.update(columns)
        return self

    def damage(self, file: str, how: Callable[[bytes], bytes]) -> "Delivery":
        """``how`` is done to the bytes of ``file`` after it is written."""
        self._damages.append((file, how))
        return self

    def explain(self, role: str, column: str, words: dict[str, str]) -> "Delivery":
        """Let the export of ``role`` be SurveyXact's, with its own words for the codes of ``column``."""
        self.labels.setdefault(role, {})[column] = words
        return self

    def after(self, change: Callable[["Delivery"], object] = lambda delivery: None) -> "Delivery":
        """Let the wave before have been made, with ``change`` done to it."""
        before = Delivery(self.layout.root, "2022")
        change(before)
        before.write()
        make_responses(before.parameters, before.layout, "by", "2022", TODAY)
        return self

    def put(self, programme: dict | None = None, municipality: dict | None = None, **instruments: dict) -> "Delivery":
        """Other parameters: fields of the programme, of the municipality, of the roles' instruments."""
        old = self.parameters
        unit = old.municipalities["by"].model_copy(update=municipality or {})
        changed = {role: old.instruments[role].model_copy(update=fields) for role, fields in instruments.items()}
        self.parameters = replace(
            old,
            programme=old.programme.model_copy(update=programme or {}),
            municipalities={"by": unit},
            instruments={**old.instruments, **changed},
        )
        return self

    def correct(self, role: str, where: dict, column: str, expect: str | None, to: str | None) -> "Delivery":
        """A correction of the wave, as ``municipalities/by/corrections/2024.yml`` would hold it."""
        told = self.parameters.corrections.get(("by", self.wave), Corrections(corrections=()))
        entry = Correction(role=role, where=where, column=column, expect=expect, to=to, reason="Tastefejl", reporter="Lederen", date=TODAY)
        found = Corrections(corrections=(*told.corrections, entry))
        self.parameters = replace(self.parameters, corrections={("by", self.wave): found})
        return self

    def write(self) -> None:
        folder = self.layout.raw / self.wave
        folder.mkdir(parents=True, exist_ok=True)
        for role, rows in self.rows.items():
            if role in self.labels:
                self._surveyxact(folder / role, role, rows)
            else:
                (folder / f"{role}.csv").write_bytes(as_csv(rows))
        (folder / "invited.csv").write_bytes(as_csv(self.invited))
        for file, how in self._damages:
            path = folder / file
            path.write_bytes(how(path.read_bytes()))

    def _surveyxact(self, folder: Path, role: str, rows: list[dict[str, str]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "dataset.csv").write_bytes(as_csv(rows))
        labels = [f"{column};{code};{words}" for column, told in self.labels[role].items() for code, words in told.items()]
        (folder / "labels.csv").write_bytes("\r\n".join([*labels, ""]).encode("cp1252"))
        header = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText"
        structure = [header, *(f"{name};{name};Closed;Single;{self.questions.get(role, {}).get(name, '')};;" for name in rows[0])]
        (folder / "structure.csv").write_bytes("\r\n".join([*structure, ""]).encode("cp1252"))
        unit = self.parameters.municipalities["by"]
        waves = tuple(
            entry
            if entry.wave != self.wave
            else entry.model_copy(
                update={"raw": {**entry.raw, role: type(entry.raw[role])(path=f"{self.wave}/{role}", format="surveyxact")}}
            )
            for entry in unit.waves
        )
        self.put(municipality={"waves": waves})

    def material(self) -> WaveMaterial:
        self.write()
        return open_wave(self.parameters, self.layout, "by", self.wave, self.today)

    def result(self, check: str) -> Result:
        found = {entry.name: entry for entry in all_checks()}
        return run_one(found[check], self.material())

    def told(self, check: str) -> list[str]:
        """The messages of one check; a check that was not applicable fails the test."""
        result = self.result(check)
        assert result.result != "not_applicable", result.reason
        return [str(problem) for problem in result.problems]

    def results(self) -> tuple[Result, ...]:
        return run(self.material())


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Semicolons, CP1252 and CRLF, as a Danish office writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("cp1252")
