"""What is on a report's pages, as an R user would have it: headings, words, tables and the numbers of figures, as CSV.

Words, tables and numbers come from the report's own notebook, run once on its shown file; R Markdown is spared all that finds them
(findings, recommendations, disclosure's checks). ``contents.csv`` has a line for each thing on the page, in order; a table or figure has
a file of its own.
"""

import re
import shutil
import sys
from pathlib import Path

import lxml.html
import pandas as pd

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "tests"))

DRAWN = {"answer_shares": "shares", "response_rates": "shares", "levels_over_waves": "waves", "timeline": "timeline"}
"""A figure's function -> how it is drawn; every other is dots with intervals."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TEXT = {"p": "text", "li": "item", "dt": "text", "dd": "text", "summary": "text", "label": "text"}
NUMBER = re.compile(r"[+−-]?\d+(?:\.\d{3})*(?:,\d+)?")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def export(notebook: Path, shown: Path, language: str, folder: Path) -> None:
    """The page that ``notebook`` makes of ``shown``, into ``folder``, with the document that R Markdown renders from it."""
    from notebooks.running import executed

    from analysis.display import open_report
    from analysis.display.prose import without_unused_prose
    from analysis.publishing.exporters import markdown

    folder.mkdir(parents=True)
    lines: list[dict] = []
    for cell in without_unused_prose(executed(notebook, open_report(shown, language))).cells:
        if cell.cell_type == "markdown":
            take(markdown(cell.source), "", lines, folder)
        for output in cell.get("outputs", []):
            take(output["data"]["text/html"], cell.source, lines, folder)
    pd.DataFrame(lines, columns=["kind", "level", "text", "alt", "file", "drawn", "height"]).to_csv(folder / "contents.csv", index=False)
    shutil.copy(HERE / "report.Rmd", folder / "report.Rmd")


def take(html: str, source: str, lines: list[dict], folder: Path) -> None:
    """Add what a cell shows to ``lines``, tables and figures as files in ``folder``."""
    top = lxml.html.fragment_fromstring(html, create_parent="div")
    tables = [grid(table) for table in top.iter("table")]
    for element in top.iter():
        if any(above.tag in ("table", "figure", *TEXT) for above in element.iterancestors()) and element.tag != "table":
            continue
        if element.tag == "figure":
            number, kind = len(lines), drawing(source)
            name = f"figure-{number:03d}.csv"
            numbers = pd.concat([numbers_of(kind, table) for table in tables], ignore_index=True)
            numbers.to_csv(folder / name, index=False)
            about = {"text": words(element.find(".//figcaption")), "alt": element.find(".//img").get("alt")}
            lines.append({"kind": "text", "text": words(element.find(".//p"))})
            lines.append({"kind": "figure", "file": name, "drawn": kind, "height": round(1 + 0.25 * numbers["row"].nunique(), 2)} | about)
        elif element.tag == "table":
            name = f"table-{len(lines):03d}.csv"
            grid(element).to_csv(folder / name, index=False)
            caption = element.find("caption")
            lines.append({"kind": "table", "file": name, "text": "" if caption is None else words(caption)})
        elif element.tag in HEADINGS:
            lines.append({"kind": "heading", "level": HEADINGS[element.tag], "text": words(element)})
        elif element.tag in TEXT and words(element):
            lines.append({"kind": TEXT[element.tag], "text": words(element)})


def words(element) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def drawing(source: str) -> str:
    """How the figure of a cell is drawn, by the function that its last expression calls."""
    return next((kind for name, kind in DRAWN.items() if f"{name}(report" in source), "intervals")


def grid(table) -> pd.DataFrame:
    """A table's cells as text, under its last row of column heads."""
    rows = [[words(cell) for cell in row] for row in table.iter("tr")]
    head = len(table.findall(".//thead/tr")) or 1
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(padded[head:], columns=padded[head - 1])


def value(text: str) -> list[float]:
    """The numbers in a cell."""
    return [float(found.replace("−", "-").replace(".", "").replace(",", ".")) for found in NUMBER.findall(text)]


def numbers_of(kind: str, table: pd.DataFrame) -> pd.DataFrame:
    """A figure's numbers, one a line: row, panel (an answer, a wave, a measure), value, low and high."""
    found, heads = [], list(table.columns)
    for cells in table.itertuples(index=False):
        for place, head in enumerate(heads[1:], start=1):
            if kind == "timeline":
                years = [float(year) for year in YEAR.findall(cells[place])]
                numbers = [min(years), min(years), max(years)] if years and place == 1 else []
            elif kind == "shares":
                numbers = value(cells[place]) if "%" in cells[place] else []
            elif place + 1 < len(heads) and heads[place + 1] == "Interval":
                numbers = value(cells[place]) + value(cells[place + 1])
            else:
                numbers = value(cells[place]) if kind == "waves" or head == "Tal" else []
            if numbers:
                numbers = [sum(numbers) / 2, *numbers] if len(numbers) == 2 else [*numbers, numbers[0], numbers[0]]
                found.append([cells[0], head, *numbers[:3]])
    return pd.DataFrame(found, columns=["row", "panel", "value", "low", "high"])
