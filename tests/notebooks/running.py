"""Run a report notebook's cells in this process, on an open report, and join what they show: what the exporter puts inside ``main``."""

import ast
from pathlib import Path

import nbformat

from analysis.display.prose import without_unused_prose
from analysis.display.text import translate_markdown
from analysis.publishing.exporters import markdown
from analysis.publishing.page import with_heading_ids


def executed(path: Path, report) -> nbformat.NotebookNode:
    """The notebook with its outputs; ``open_report`` gives ``report`` whatever the parameters say."""
    notebook, names = nbformat.read(path, as_version=4), {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_markdown(cell.source, report.language)
            continue
        body = ast.parse(cell.source).body
        if body and isinstance(body[-1], ast.Expr):
            exec(compile(ast.Module(body[:-1], []), cell.id, "exec"), names)
            shown = eval(compile(ast.Expression(body[-1].value), cell.id, "eval"), names)
            if hasattr(shown, "_repr_html_"):
                cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/html": shown._repr_html_()})]
        else:
            exec(compile(ast.Module(body, []), cell.id, "exec"), names)
        if "open_report" in names:
            names["open_report"] = lambda *_: report
    return notebook


def page(path: Path, report) -> str:
    pieces = [
        markdown(cell.source) if cell.cell_type == "markdown" else "".join(output["data"]["text/html"] for output in cell.outputs)
        for cell in without_unused_prose(executed(path, report)).cells
    ]
    return with_heading_ids("\n".join(pieces))[0]
