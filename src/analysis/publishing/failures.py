"""What went wrong in a notebook, told without a value: an exception's message may quote a survey answer, so it is never passed on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.publishing.notebook_files import NotebookNode

ANSI = re.compile(r"\x1b\[[0-9;]*m")
OURS = re.compile(r"(analysis/[\w/]+\.py)[:\"](?:, line )?(\d+)")
LIBRARY = Path(__file__).resolve().parents[2]


@dataclass(eq=False)  # Python writes its traceback into it, so it cannot be frozen
class CellFailure(Exception):
    """``cell`` counts from 1 in the committed notebook (None: the kernel); ``line`` is the library's ``file:line`` and its source."""

    notebook: str
    cell: int | None
    source: str
    exception: str
    line: str

    @property
    def where(self) -> str:
        """The cell in words, with its first line of code."""
        return "the kernel" if self.cell is None else f"cell {self.cell} ({self.source})" if self.source else f"cell {self.cell}"

    def __str__(self) -> str:
        return f"{self.notebook}: {self.where}: {self.exception}" + (f" at {self.line}" if self.line else "")


def cell_failure(name: str, notebook: NotebookNode, exec_count: int | None, exception: str, traceback: Sequence[str]) -> CellFailure:
    """The failure in the ``exec_count``-th code cell that ran; the injected parameters are one of those that ran."""
    codes = [(number, cell) for number, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code" and cell.source.strip()]
    tagged = next((place for place, (_, cell) in enumerate(codes, start=1) if "parameters" in cell.metadata.get("tags", [])), None)
    place = exec_count
    if place is not None and tagged is not None and place > tagged:
        place -= 1
    if place is None or not 1 <= place <= len(codes):
        return CellFailure(name, None, "", exception, "")
    number, cell = codes[place - 1]
    first = next((line for line in cell.source.splitlines() if line.strip() and not line.startswith(("#", "%"))), "")
    return CellFailure(name, number, first.strip()[:60], exception, our_line("\n".join(traceback)))


def our_line(traceback: str) -> str:
    """``src/analysis/display/table.py:12: <source>`` of the innermost frame of the library in a traceback; "" where there is none."""
    found = OURS.findall(ANSI.sub("", traceback))
    if not found:
        return ""
    file, line = found[-1][0], int(found[-1][1])
    path = LIBRARY / file
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    source = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return f"src/{file}:{line}" + (f": {source}" if source else "")
