"""SurveyXact's export: a folder of ``dataset.csv``, ``labels.csv``, ``structure.csv`` in one of three dialects, told by their content.

Semicolon CP1252 unquoted; comma CP1252 quoted, where the rows of multiple choices in ``structure.csv`` have an empty eighth field against
a header of seven; tab UTF-16LE with a byte order mark. Shapes after the public fixtures of github.com/sda030/readSX.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from analysis.intake.raw import RawTable, decode, delimiter, read_bytes, records, table_of
from analysis.parameters import ParameterError, Problem

FILES = ("dataset.csv", "labels.csv", "structure.csv")


def read_surveyxact(folder: Path, name: str, columns: Collection[str]) -> RawTable:
    """``columns`` of the triple in ``folder``, with the export's own labels of its codes.

    Raises ParameterError with every problem: files that are missing, ragged rows, a dataset whose columns the structure does not know.
    """
    if not folder.is_dir():
        # read_bytes says what lies there instead
        read_bytes(folder, name)
    problems, texts = [], {}
    for file in FILES:
        try:
            texts[file] = decode(read_bytes(folder / file, f"{name}/{file}"))
        except ParameterError as error:
            problems.extend(error.problems)
    if problems:
        raise ParameterError(problems)
    # the structure's header has no words in it that could hold another separator; labels.csv has no header at all
    separator = delimiter(texts["structure.csv"].partition("\n")[0])
    labels, trouble = _labels(records(texts["labels.csv"], separator), f"{name}/labels.csv", separator)
    problems.extend(trouble)
    questions, trouble = _structure(records(texts["structure.csv"], separator), f"{name}/structure.csv")
    problems.extend(trouble)
    try:
        table = table_of(records(texts["dataset.csv"], separator), f"{name}/dataset.csv", columns, labels)
    except ParameterError as error:
        raise ParameterError([*problems, *error.problems]) from None
    for question in sorted(set(questions) - set(table.header)):
        problems.append(Problem(f"{name}/dataset.csv", f"column {question}", "nothing", "the column structure.csv tells of"))
    if problems:
        raise ParameterError(problems)
    return replace(table, questions=questions)


def _labels(rows: list[list[str]], name: str, separator: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """variable -> code -> words, from rows of ``variable;code;words`` without a header."""
    found: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in enumerate(rows, start=1):
        if len(row) < 3:
            problems.append(Problem(name, f"row {number}", f"{len(row)} fields", "variable, code and label"))
            continue
        # a label that holds the separator itself (unquoted dialect) is put together again
        found.setdefault(row[0], {})[row[1]] = separator.join(row[2:]).strip()
    return found, problems


def _structure(rows: list[list[str]], name: str) -> tuple[dict[str, str], list[Problem]]:
    """variable -> its question, with the choice where it is one of several. An empty field too many (comma dialect) is an export's bug
    and is passed over."""
    if not rows:
        return {}, [Problem(name, "file", "no rows", "a header and one row per question or choice")]
    header = rows[0]
    if "variableName" not in header:
        return {}, [Problem(name, "row 1", "no column 'variableName'", "SurveyXact's header (questionName, variableName, ...)")]
    problems, found = [], {}
    for number, row in enumerate(rows[1:], start=2):
        extra = len(row) - len(header)
        if extra < 0 or (extra > 0 and row.count("") < extra):
            problems.append(Problem(name, f"row {number}", f"{len(row)} fields", f"{len(header)} fields, as in the header"))
            continue
        told = dict(zip(header, row, strict=False))
        # in a row of eight the choice stands one place to the right; it is the last field in every dialect
        choice = row[-1] if "choiceText" in header else ""
        words = told.get("questionText", "")
        found.setdefault(told["variableName"], f"{words}: {choice}" if words and choice else words or choice)
    found.pop("", None)
    return found, problems
