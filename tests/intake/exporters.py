"""One wave written as every platform writes it. What a platform's file cannot carry is refused, never mangled."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

SURVEYXACT_STRUCTURE = ["questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText"]
OPTIONS = "Choices, Calculations, OR Slider Labels"


@dataclass(frozen=True)
class Wave:
    """One role's answers as codes: the words of codes and columns, and the column that says ``ja`` of a completed form."""

    header: list[str]
    rows: list[list[str]]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    completed: str | None = None

    def column(self, name: str) -> list[str]:
        return [row[self.header.index(name)] for row in self.rows]

    def without(self, name: str | None) -> "Wave":
        keep = [place for place, column in enumerate(self.header) if column != name]
        rows = [[row[place] for place in keep] for row in self.rows]
        return Wave([self.header[place] for place in keep], rows, self.labels, self.questions)

    def in_words(self) -> list[list[str]]:
        return [
            [self.labels.get(column, {}).get(value, value) for column, value in zip(self.header, row, strict=True)] for row in self.rows
        ]

    @property
    def done(self) -> list[bool]:
        return [value == "ja" for value in self.column(self.completed)] if self.completed else [True] * len(self.rows)


def delimited(rows: Iterable[Sequence[str]], separator: str, quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    """Rows as text. ValueError where an unquoted dialect cannot carry a field."""
    rows = [list(row) for row in rows]
    if quoting == csv.QUOTE_NONE:
        if any(sign in value for row in rows for value in row for sign in (separator, "\n", "\r")):
            raise ValueError("a field holds the separator or a line's end, and nothing is quoted")
        if rows and rows[0][0].startswith('"'):
            raise ValueError("a first heading that begins with a quote would read as quoted")
        return "".join(separator.join(row) + end for row in rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def surveyxact(encode: Callable[[str], bytes], separator: str, quoting: int, eight: bool) -> Callable[[Path, Wave], dict]:
    def write(path: Path, wave: Wave) -> dict:
        path.mkdir()
        tables = {
            "dataset": [wave.header, *wave.rows],
            "labels": [[column, code, words] for column, told in wave.labels.items() for code, words in told.items()],
            "structure": [SURVEYXACT_STRUCTURE, *_structure(wave, eight)],
        }
        for name, rows in tables.items():
            # names tell nothing: content does
            (path / f"{name}.txt").write_bytes(encode(delimited(rows, separator, quoting)))
        return {"path": path.name}

    return write


def _structure(wave: Wave, eight: bool) -> list[list[str]]:
    return [
        [column, column, "Closed", "Multiple", wave.questions.get(column, ""), *[""] * eight, "1", "Valgt "]
        if column.startswith("stato")
        else [column, column, "Open", "String", wave.questions.get(column, ""), "", ""]
        for column in wave.header
    ]


def utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def book(path: Path, sheets: dict[str, list[list[object]]], merged: dict[str, Sequence[str]] | None = None) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
    # a temporary name: openpyxl refuses endings it does not know, and the file's ending must tell nothing
    with path.open("wb") as file:
        workbook.save(file)


def surveyxact_book(structure: str) -> Callable[[Path, Wave], dict]:
    def write(path: Path, wave: Wave) -> dict:
        half = len(wave.header) // 2
        # a wide dataset is split by columns; the first comes again
        second = [wave.header[0], *wave.header[half:]]
        numbers = [[int(value) if value.isdecimal() and not value.startswith("0") else value for value in row] for row in wave.rows]
        table = {
            "Structure": [SURVEYXACT_STRUCTURE, *_structure(wave, False)],
            "Variables": [[column, wave.questions.get(column, "")] for column in wave.header],
        }[structure]
        book(
            path,
            {
                "Labels": [[column, code, words] for column, told in wave.labels.items() for code, words in told.items()],
                "Dataset": [wave.header[:half], *(row[:half] for row in numbers)],
                "Dataset2": [second, *([row[0], *row[half:]] for row in numbers)],
                structure: table,
            },
        )
        return {"path": path.name}

    return write


def limesurvey(headings: str, words: bool) -> Callable[[Path, Wave], dict]:
    own = {"code": ["id", "submitdate", "lastpage", "startlanguage", "seed"],
           "words": ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]}

    def write(path: Path, wave: Wave) -> dict:
        answers = wave.without(wave.completed)
        names = {column: f"Q[{column}]" if column in wave.labels else column for column in answers.header}
        told = {column: f"Spørgsmål [{wave.questions[column]}]" if column in wave.questions else column for column in answers.header}
        header = {
            "code": [*own["code"], *names.values(), "interviewtime", "groupTime12"],
            "words": [*own["words"], *told.values(), "Total time", "Group time: Om barnet"],
            "both": [
                *(f"{code}. {text}" for code, text in zip(own["code"], own["words"], strict=True)),
                *(f"{names[column]}. {told[column]}" for column in answers.header),
                "interviewtime. Total time",
                "groupTime12. Group time: Om barnet",
            ],
        }[headings]
        body = [
            [str(place), "2024-10-01 10:00:00" if done else "", "3", "da", "1", *row, "61.5", "40"]
            for place, (done, row) in enumerate(zip(wave.done, answers.in_words() if words else answers.rows, strict=True), start=1)
        ]
        path.write_bytes(delimited([header, *body], ",", csv.QUOTE_ALL, "\n").encode("utf-8-sig"))
        done = "Date submitted" if headings == "words" else "submitdate"
        columns = {} if headings == "words" else {column: name for column, name in names.items() if name != column}
        return {"path": path.name, "columns": columns, "completed": {"column": done, "codes": "any"} if wave.completed else None}

    return write


def qualtrics(encode: Callable[[str], bytes], separator: str, words: bool) -> Callable[[Path, Wave], dict]:
    own = ["StartDate", "Status", "IPAddress", "Progress", "Finished", "ResponseId", "DistributionChannel", "UserLanguage"]

    def write(path: Path, wave: Wave) -> dict:
        answers = wave.without(wave.completed)
        names = {column: f"Q1_{column}" if column in wave.labels else column for column in answers.header}
        header = [*own, *names.values()]
        texts = [*own, *(wave.questions.get(column, column) + "\n- linje to" for column in answers.header)]
        ids = [json.dumps({"ImportId": name, **({"timeZone": "Europe/Copenhagen"} if name == "StartDate" else {})}) for name in header]
        body = []
        for place, (done, row) in enumerate(zip(wave.done, answers.in_words() if words else answers.rows, strict=True)):
            finished, status = (("True" if done else "False"), "IP Address") if words else ("1" if done else "0", "0")
            seen = ["-99" if not value and column in wave.labels else value for column, value in zip(answers.header, row, strict=True)]
            body.append(["2024-10-01 10:00:00", status, "", "100" if done else "40", finished, f"R_{place}", "anonymous", "DA", *seen])
        path.write_bytes(encode(delimited([header, texts, ids, *body], separator, end="\n")))
        columns = {column: name for column, name in names.items() if name != column}
        flag = {"column": "Finished", "codes": ["1", "True"]} if wave.completed else None
        return {"path": path.name, "columns": columns, "completed": flag}

    return write


def redcap(labelled: bool) -> Callable[[Path, Wave], dict]:
    def write(path: Path, wave: Wave) -> dict:
        path.mkdir()
        answers = wave.without(wave.completed)
        words = {column: wave.questions.get(column, f"Felt {column}") for column in answers.header}
        status = {True: ("2", "Complete"), False: ("0", "Incomplete")}
        header = ["record_id", "redcap_event_name", *answers.header, "skema_complete"]
        if labelled:
            header = ["Record ID", "Event Name", *words.values(), "Complete?"]
        body = [
            [str(place), "bølge_1", *row, status[done][labelled]]
            for place, (done, row) in enumerate(zip(wave.done, answers.in_words() if labelled else answers.rows, strict=True), start=1)
        ]
        (path / "DATA.csv").write_bytes(delimited([header, *body], ",", end="\n").encode())
        dictionary = [["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label", OPTIONS]]
        dictionary += [["record_id", "skema", "", "text", "Record ID", ""]]
        for column in answers.header:
            told = wave.labels.get(column)
            choices = " | ".join(f"{code}, {text}" for code, text in (told or {}).items())
            dictionary.append([column, "skema", "", "radio" if told else "text", words[column], choices])
        (path / "DICT.csv").write_bytes(delimited(dictionary, ",", end="\n").encode())
        return {"path": path.name, "completed": {"column": "skema_complete", "codes": ["2"]} if wave.completed else None}

    return write


def enalyzer(workbook: bool) -> Callable[[Path, Wave], dict]:
    def write(path: Path, wave: Wave) -> dict:
        if workbook:
            book(path, {"Data": [wave.header, *wave.in_words()]})
        else:
            path.write_bytes(delimited([wave.header, *wave.rows], ",", csv.QUOTE_ALL).encode("utf-8-sig"))
        return {"path": path.name, "format": "enalyzer"}

    return write


def spss(path: Path, wave: Wave, compress: bool = False) -> dict:
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame(wave.rows, columns=wave.header)
    numeric = [column for column in wave.header if column in wave.labels and all(value.isdecimal() or not value for value in frame[column])]
    frame = frame.assign(**{column: pd.to_numeric(frame[column].replace("", None)) for column in numeric})
    labels = {column: {float(code): words for code, words in wave.labels[column].items()} for column in numeric}
    # the declared missing code is one nobody chose: it must not be an answer
    missing = {column: [{"lo": 90, "hi": 99}] for column in numeric}
    target = path.with_suffix(".sav")
    pyreadstat.write_sav(
        frame,
        target,
        column_labels=wave.questions,
        variable_value_labels=labels,
        missing_ranges=missing,
        row_compress=compress,
    )
    target.rename(path)
    return {"path": path.name}


def packed_spss(path: Path, wave: Wave) -> dict:
    return spss(path, wave, compress=True)


def office_book(path: Path, wave: Wave) -> dict:
    """Titles, a header of two rows with merged cells, real dates, numbers as numbers, blank rows, a row of totals."""
    coded = [place for place, column in enumerate(wave.header) if column in wave.labels]
    first = coded[0]
    upper = ["Trivsel" if place == first else "" if place in coded else column for place, column in enumerate(wave.header)]
    lower = [column if place in coded else "" for place, column in enumerate(wave.header)]
    body: list[list[object]] = []
    for row in wave.rows:
        body.append([_typed(value) for value in row])
        if len(body) == 4:
            body.append([""] * len(row))
    total = ["I alt", *[""] * (len(wave.header) - 2), len(wave.rows)]
    sheets = {"Vejledning": [["Sådan udfyldes arket"]], "Svar": [["Trivselsmåling 2024"], [], upper, lower, *body, [], total]}
    book(path, sheets, {"Svar": ["A1:D1", "A3:A4"]})
    return {"path": path.name}


def _typed(value: str) -> object:
    if value.isdecimal() and not value.startswith("0"):
        return int(value)
    for shape in ("%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y %H:%M"):
        try:
            return datetime.strptime(value, shape)
        except ValueError:
            continue
    return value + "  " if value else value


def office_csv(path: Path, wave: Wave) -> dict:
    """A workbook saved as CSV in Denmark: semicolons, CP1252, padded titles, blank rows, a row of totals, words with stray blanks."""
    width = len(wave.header)
    rows = [["Trivselsmåling; hele kommunen", *[""] * (width - 1)], [""] * width, wave.header]
    rows += [[value + " " if value else "" for value in row] for row in wave.in_words()]
    rows += [[""] * width, ["I alt", *[""] * (width - 2), str(len(wave.rows))]]
    path.write_bytes(delimited(rows, ";").encode("cp1252"))
    return {"path": path.name}


EXPORTERS: dict[str, Callable[[Path, Wave], dict]] = {
    "surveyxact semicolon": surveyxact(lambda text: text.encode("cp1252"), ";", csv.QUOTE_NONE, False),
    "surveyxact comma": surveyxact(lambda text: text.encode("cp1252"), ",", csv.QUOTE_ALL, True),
    "surveyxact tab": surveyxact(utf16, "\t", csv.QUOTE_NONE, False),
    "surveyxact workbook": surveyxact_book("Structure"),
    "surveyxact workbook, older": surveyxact_book("Variables"),
    "limesurvey codes": limesurvey("code", words=False),
    "limesurvey words": limesurvey("words", words=True),
    "limesurvey both": limesurvey("both", words=True),
    "qualtrics csv, numbers": qualtrics(lambda text: text.encode("utf-8-sig"), ",", words=False),
    "qualtrics tsv, words": qualtrics(utf16, "\t", words=True),
    "redcap raw": redcap(labelled=False),
    "redcap labelled": redcap(labelled=True),
    "enalyzer workbook, words": enalyzer(workbook=True),
    "enalyzer csv, values": enalyzer(workbook=False),
    "spss": spss,
    "spss packed": packed_spss,
    "office workbook": office_book,
    "office csv": office_csv,
}
