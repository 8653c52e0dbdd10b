"""SurveyXact's export: dataset, labels and structure, as three text files in a folder or three sheets of a workbook.

Text in three dialects, told by content: semicolon CP1252 unquoted; comma CP1252 quoted, where the rows of multiple choices in the
structure have an empty eighth field against a header of seven; tab UTF-16LE with a byte order mark. In a workbook a wide dataset is split
over several sheets; an older layout has Variables in place of Structure. Shapes after the public fixtures of github.com/sda030/readSX.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.intake.formats.export import Export, Wanted, export_of
from analysis.intake.formats.grid import HEAD, Grid, delimiter, grid
from analysis.parameters import ParameterError, Problem

HEADINGS = {"questionName", "variableName", "questionType"}
"""Names in the structure's header by which it is known."""

STATUS = re.compile(r"(stato|statoverall)_(\d)")
SENT, ANSWERED = ("1", "2"), ("3", "4", "5")
"""Overall status: new, sent out; some answers, completed, dropped out."""

BOOKKEEPING = re.compile(
    r"respondentid|organization|created|modified|closetime|starttime|difftime|responsecollectsessions|email|statcompletion_\d+|"
    r"statcreation_\d+|statdistribution_\d+|statsource_\d+|statcollect_\d+|stato_\d|statoverall_\d"
)


def triple(texts: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Which of ``texts`` (file -> content) are dataset, labels and structure; None where there is no structure among them."""
    heads = {name: set(_names(text.partition("\n")[0])) for name, text in texts.items()}
    structures = [name for name, head in heads.items() if head >= HEADINGS]
    if len(structures) != 1:
        return None
    structure = structures[0]
    told = {field for line in texts[structure].splitlines()[1:] for field in _names(line)[1:2]}
    others = [name for name in texts if name != structure]
    # each row of the labels begins with a variable (a survey of open questions has none); the dataset's header names them all
    labels = [name for name in others if all(_names(line)[0] in told for line in texts[name].splitlines()[:HEAD] if line.strip())]
    datasets = sorted((name for name in others if heads[name] & told), key=lambda name: (len(heads[name] & told), name not in labels))
    dataset = datasets[-1] if datasets else ""
    return dataset, next((name for name in labels if name != dataset), ""), structure


def _names(line: str) -> list[str]:
    return [field.strip().strip('"') for field in line.strip().split(delimiter(line))]


def read_triple(texts: Mapping[str, str], found: tuple[str, str, str], name: str, wanted: Wanted) -> Export:
    """The export of the files ``found`` (dataset, labels, structure) among ``texts``; ``name`` is the folder's.

    Raises ParameterError with every problem: a file that is missing, ragged rows, a dataset whose columns the structure does not know.
    """
    called = [f"{name}/{file or default}" for file, default in zip(found, ("dataset.csv", "labels.csv", "structure.csv"), strict=True)]
    dataset, labels, structure = (texts.get(file) for file in found)
    # the structure's header has no words in it that could hold another separator; the labels have no header at all
    separator = delimiter(structure)
    grids, problems = {}, []
    for text, file, what in ((dataset, called[0], "dataset"), (labels, called[1], "labels"), (structure, called[2], "structure")):
        if text is None:
            problems.append(Problem(file, "file", "nothing", f"the {what} of the export, beside the others"))
        else:
            grids[what] = grid(text, file, separator, unquoted=separator != ",")
    return _joined(grids, called, problems, separator, wanted)


def is_surveyxact(book: Mapping[str, Grid]) -> bool:
    """Whether a workbook's sheets are those of a SurveyXact export."""
    names = {title.casefold() for title in book}
    return any(name.startswith("dataset") for name in names) and "labels" in names and bool(names & {"structure", "variables"})


def read_book(book: Mapping[str, Grid], name: str, wanted: Wanted) -> Export:
    """The export of a workbook's sheets."""
    sheets = {title.casefold(): (title, found) for title, found in book.items()}
    datasets = [title for title in sheets if title.startswith("dataset")]
    parts = [export_of(sheets[title][1], f"{name}, sheet {sheets[title][0]}") for title in sorted(datasets, key=_place)]
    structure = "structure" if "structure" in sheets else "variables"
    called = [name, f"{name}, sheet Labels", f"{name}, sheet {sheets[structure][0]}"]
    whole, problems = _side_by_side(parts, name)
    grids = {"labels": sheets["labels"][1], structure: sheets[structure][1]}
    return _joined(grids, called, problems, ",", wanted, whole)


def _place(title: str) -> tuple[int, str]:
    """Dataset, Dataset2, ..., Dataset10 in their order."""
    number = re.search(r"\d+", title)
    return int(number.group()) if number else 1, title


def _side_by_side(parts: Sequence[Export], name: str) -> tuple[Export, list[Problem]]:
    """A dataset split by columns over several sheets put together; a column that comes again must say the same again."""
    whole, problems = replace(parts[0], file=name), []
    for part in parts[1:]:
        if len(part.numbers) != len(whole.numbers):
            problems.append(
                Problem(part.file, "rows", f"{len(part.numbers)} forms", f"{len(whole.numbers)}, as in the first part of the dataset")
            )
            continue
        fresh = []
        for place, column in enumerate(part.header):
            if column not in whole.header:
                fresh.append(place)
            elif not part.column(column).fillna("").equals(whole.column(column).fillna("")):
                expected = "the same forms in the same order"
                problems.append(Problem(part.file, f"column {column}", "other values than in the first part", expected))
        whole = replace(
            whole,
            header=(*whole.header, *(part.header[place] for place in fresh)),
            columns=(*whole.columns, *(part.columns[place] for place in fresh)),
        )
    return whole, problems


def _joined(
    grids: Mapping[str, Grid], called: Sequence[str], problems: list[Problem], separator: str, wanted: Wanted, whole: Export | None = None
) -> Export:
    labels, questions = {}, {}
    if "labels" in grids:
        labels, trouble = _labels(grids["labels"], called[1], separator)
        problems.extend(trouble)
    if "structure" in grids:
        questions, trouble = _structure(grids["structure"], called[2])
        problems.extend(trouble)
    if "variables" in grids and whole is not None:
        # the older sheet: a variable's name first, its words last, with a header or without
        questions = {row[0]: max(row[1:], key=len, default="") for row in grids["variables"].every if row[0] in whole.header}
    if whole is None and "dataset" in grids:
        try:
            whole = export_of(grids["dataset"], called[0])
        except ParameterError as error:
            problems.extend(error.problems)
    if whole is not None:
        problems.extend(
            Problem(called[0], f"column {question}", "nothing", "the column the structure tells of")
            for question in sorted(set(questions) - set(whole.header))
        )
    if problems:
        raise ParameterError(problems)
    # the long form of the overall status, where the codebook has the short one
    short = {column: column.replace("statoverall", "stato") for column in whole.header if STATUS.fullmatch(column)}
    columns = wanted.columns or ()
    short = {column: name for column, name in short.items() if name in columns and name not in whole.header}
    whole = replace(whole, header=tuple(short.get(column, column) for column in whole.header))
    return replace(
        whole,
        labels=labels,
        questions={short.get(column, column): words for column, words in questions.items()},
        bookkeeping=frozenset(column for column in whole.header if BOOKKEEPING.fullmatch(column)),
        reason=_reason(whole),
    )


def _labels(found: Grid, name: str, separator: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """variable -> code -> words, from rows of ``variable;code;words`` without a header."""
    labels: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in zip(found.numbers, found.every, strict=True):
        if len(row) < 3:
            problems.append(Problem(name, f"row {number}", f"{len(row)} fields", "variable, code and label"))
            continue
        # a label that holds the separator itself (unquoted dialect) is put together again
        labels.setdefault(row[0], {})[row[1]] = separator.join(row[2:]).strip().rstrip(separator).strip()
    return labels, problems


def _structure(found: Grid, name: str) -> tuple[dict[str, str], list[Problem]]:
    """variable -> its question, with the choice where it is one of several. An empty field too many (comma dialect) is an export's bug
    and is passed over."""
    rows = found.every
    if not rows:
        return {}, [Problem(name, "file", "no rows", "a header and one row per question or choice")]
    header = rows[0]
    if "variableName" not in header:
        return {}, [Problem(name, "row 1", "no column 'variableName'", "SurveyXact's header (questionName, variableName, ...)")]
    problems, questions = [], {}
    for number, row in zip(found.numbers[1:], rows[1:], strict=True):
        extra = len(row) - len(header)
        if extra < 0 or (extra > 0 and row.count("") < extra):
            problems.append(Problem(name, f"row {number}", f"{len(row)} fields", f"{len(header)} fields, as in the header"))
            continue
        told = dict(zip(header, row, strict=False))
        # in a row of eight the choice stands one place to the right; it is the last field in every dialect
        choice = row[-1] if "choiceText" in header else ""
        words = told.get("questionText", "")
        questions.setdefault(told["variableName"], f"{words}: {choice}" if words and choice else words or choice)
    questions.pop("", None)
    return questions, problems


def _reason(whole: Export) -> list[str | None] | None:
    """``not_started`` where the overall status says new or sent out and nothing further."""
    status = {match[2]: whole.column(column).eq("1") for column in whole.header if (match := STATUS.fullmatch(column))}
    waiting = [status[number] for number in SENT if number in status]
    if not waiting:
        return None
    sent = waiting[0].copy()
    for column in waiting[1:]:
        sent |= column
    for number in ANSWERED:
        if number in status:
            sent &= ~status[number]
    return ["not_started" if there else None for there in sent] if sent.any() else None
