"""A report's tables as a workbook: one sheet a table, numbers as numbers, rounded as the page shows them. Never a formula.

Made from the page's own tables, so that no number is here that is not there. Same page, same bytes.
"""

import io
import re
import zipfile
from copy import copy
from itertools import chain

from analysis.display.text import say
from analysis.publishing.cells import Number, Values, values
from analysis.publishing.html_tree import Node
from analysis.publishing.page import PageFacts
from analysis.publishing.page_tables import Table, tables

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMPS = re.compile(rb"<dcterms:(created|modified)[^>]*>.*?</dcterms:\1>")
"""When the workbook was written: not part of what it says."""

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
"""What a sheet may be called."""

WIDEST, NARROWEST = 60, 9
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet, or a file exported from it, could take for a formula: kept as text and marked as such."""

HEAD_ROW = 5


def workbook(tree: Node, facts: PageFacts) -> bytes:
    """The tables of a page as XLSX: a sheet that says what they are, then one for each."""
    from openpyxl import Workbook

    book = Workbook()
    found = tables(tree)
    names = sheet_names([_wanted_name(table, facts.language) for table in found], taken=[say("xlsx.about", facts.language)])
    looks = Looks()
    _about(book.active, looks, found, names, facts)
    for number, (table, name) in enumerate(zip(found, names, strict=True), start=1):
        _sheet(book.create_sheet(name), looks, number, table, facts)
    about = book.properties
    about.title, about.language, about.creator = facts.title, facts.language, facts.publisher or None
    about.subject, about.keywords = " · ".join(_marks(facts)) or None, facts.synthetic_mark or None
    about.identifier = facts.report_id or None
    return _without_times(book)


class Looks:
    """Styles by what a cell is. openpyxl compares a style with every other when it is set, so each is set once and then copied."""

    def __init__(self) -> None:
        self.known = {}

    def put(self, cell, *, bold: bool = False, wrap: bool = False, form: str = "General", quoted: bool = False) -> None:
        from openpyxl.styles import Alignment, Font

        key = (bold, wrap, form, quoted)
        if key not in self.known:
            cell.font, cell.alignment = Font(bold=bold), Alignment(vertical="top", wrap_text=wrap)
            cell.number_format, cell.quotePrefix = form, quoted
            self.known[key] = cell._style
        cell._style = copy(self.known[key])

    def write(self, cell, words: str, **look: bool) -> None:
        """Words as text, whatever they begin with."""
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        if words:
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
            cell.data_type = "s"
            self.put(cell, quoted=words.startswith(RISKY), **look)


def spread_out(table: Table, language: str) -> tuple[list[str], list[list[str | Values]]]:
    """Heads and cells of the sheet: an interval has a column for each end. Cells are text, or one number in a tuple."""
    heads, columns, beside = [], [], ""
    for place, head in enumerate(table.heads):
        words = [row[place] for row in table.rows]
        found = [values(text, language) if place else () for text in words]
        shapes = set(map(len, found)) - {0}
        if shapes <= {1}:
            heads.append(head)
            columns.append([numbers or text for text, numbers in zip(words, found, strict=True)])
            beside = head
            continue
        alone = shapes == {2}
        beside = beside if alone else head
        heads += [*([] if alone else [head]), *(say(f"xlsx.{end}", language, head=beside) for end in ("low", "high"))]
        parts = [("", *(numbers or (text, ""))) if alone or len(numbers) == 2 else (*(numbers or (text,)), "", "")[:3]
                 for text, numbers in zip(words, found, strict=True)]
        columns += [[(part,) if isinstance(part, Number) else part for part in column] for column in zip(*parts, strict=True)][alone:]
    return unique(heads), [list(row) for row in zip(*columns, strict=True)]


def unique(words: list[str]) -> list[str]:
    """The same words, later equals numbered; heads of a sheet's table must differ, also in more than case, and none be empty."""
    taken, found = set(), []
    for word in words:
        name, number = word or "–", 2
        while name.lower() in taken:
            name, number = f"{word or '–'} ({number})", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


def sheet_names(wanted: list[str], taken: list[str]) -> list[str]:
    """Valid names that differ: at most 31 characters without those a spreadsheet forbids, no apostrophe at an end."""
    used, found = {name.lower() for name in taken}, []
    for words in wanted:
        plain = " ".join(FORBIDDEN.sub(" ", words).split()).strip("'") or "–"
        name, number = _shortened(plain, LONGEST_NAME), 2
        while name.lower() in used:
            tail = f" {number}"
            name, number = _shortened(plain, LONGEST_NAME - len(tail)) + tail, number + 1
        used.add(name.lower())
        found.append(name)
    return found


def _shortened(words: str, room: int) -> str:
    """As many whole words as there is room for."""
    cut = words if len(words) <= room else words[: room + 1].rpartition(" ")[0] or words[:room]
    return cut.strip(" '")


def _wanted_name(table: Table, language: str) -> str:
    return say("figure.number", language, number=table.figure).rstrip(".:") if table.figure else table.caption


def _about(sheet, looks: Looks, found: list[Table], names: list[str], facts: PageFacts) -> None:
    """The first sheet: what report this is, how its tables are to be read, the marks, and a way to each table."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    language = facts.language
    sheet.title = say("xlsx.about", language)
    lines = [(facts.title, True), *((mark, True) for mark in _marks(facts)), (facts.publisher, False), (facts.report_id, False),
             (say("xlsx.rounded", language), False), (say("xlsx.marks", language), True)]
    lines += [(f"{say(f'mark.{mark}', language)}: {say(f'marks.{mark}', language)}", False) for mark in ("hidden", "not_measured", "zero")]
    lines.append((say("xlsx.tables", language), True))
    for row, (words, bold) in enumerate(((words, bold) for words, bold in lines if words), start=1):
        looks.write(sheet.cell(row, 1), words, bold=bold, wrap=True)
    link = Font(underline="single", color="0B4F5C")
    for row, (table, name) in enumerate(zip(found, names, strict=True), start=sheet.max_row + 1):
        cell = sheet.cell(row, 1)
        looks.write(cell, table.caption or name, wrap=True)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name.replace(chr(39), chr(39) * 2)}'!A1", tooltip=name)
        cell.font = link
    sheet.column_dimensions["A"].width = 100
    _printed(sheet, facts)


def _sheet(sheet, looks: Looks, number: int, table: Table, facts: PageFacts) -> None:
    """Caption, marks and note, then the table with its heads in row ``HEAD_ROW``, which stays in sight and is repeated on paper."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table as SheetTable
    from openpyxl.worksheet.table import TableStyleInfo

    heads, rows = spread_out(table, facts.language)
    looks.write(sheet.cell(1, 1), table.caption, bold=True)
    looks.write(sheet.cell(2, 1), " · ".join(_marks(facts)))
    looks.write(sheet.cell(3, 1), table.note)
    for down, row in enumerate([heads, *rows], start=HEAD_ROW):
        for column, content in enumerate(row, start=1):
            if isinstance(content, tuple):
                cell = sheet.cell(down, column, content[0].value)
                looks.put(cell, form=content[0].form)
            else:
                looks.write(sheet.cell(down, column), content, bold=down == HEAD_ROW, wrap=True)
    for column, head in enumerate(heads):
        longest = max(chain([max(map(len, head.split()), default=0)], (len(row[column]) for row in rows if isinstance(row[column], str))))
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 3, NARROWEST), WIDEST)
    if rows:
        place = SheetTable(displayName=f"T{number}", ref=f"A{HEAD_ROW}:{get_column_letter(len(heads))}{HEAD_ROW + len(rows)}")
        place.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True, showFirstColumn=True)
        sheet.add_table(place)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 2)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _printed(sheet, facts)


def _marks(facts: PageFacts) -> list[str]:
    """What stands on every sheet."""
    return [mark for mark in (facts.synthetic_mark, facts.audience_mark, facts.draft_mark) if mark]


def _printed(sheet, facts: PageFacts) -> None:
    """A sheet on paper says what it is, on as few pages as are wide enough."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = " · ".join(_marks(facts)).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _without_times(book) -> bytes:
    """The book's bytes with the files' times fixed and without the time of writing."""
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            content = source.read(name)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, STAMPS.sub(b"", content) if name == "docProps/core.xml" else content)
    return fixed.getvalue()
