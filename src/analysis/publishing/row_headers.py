"""Row headers in a tagged PDF: Typst's Python wheel cannot say them, so the structure tree is told afterwards."""

from pikepdf import Array, Dictionary, Name, Pdf


def kids(parent: Dictionary) -> "Array | list":
    """What stands directly below ``parent``."""
    found = parent.get("/K")
    return found if isinstance(found, Array) else [found]


def elements(parent: Dictionary) -> list[Dictionary]:
    """Structure elements directly below ``parent``."""
    return [kid for kid in kids(parent) if isinstance(kid, Dictionary) and "/S" in kid]


def tables(root: Dictionary) -> list[Dictionary]:
    """Tables of a structure tree in reading order."""
    found = []
    for kid in elements(root):
        found += [kid] if Name.Table == kid.S else tables(kid)
    return found


def mark_row_headers(pdf: Pdf, row_headers: tuple[tuple[tuple[bool, ...], ...], ...]) -> None:
    """Make every cell that is a header in the HTML a ``TH`` of scope ``Row``. ValueError where page and structure do not agree."""
    found = tables(pdf.Root.StructTreeRoot)
    if len(found) != len(row_headers):
        raise ValueError(f"{len(found)} tables in the PDF's structure, {len(row_headers)} on the page")
    for number, (table, expected) in enumerate(zip(found, row_headers, strict=True), start=1):
        rows = [kids(row) for part in elements(table) if Name.TBody == part.S for row in elements(part)]
        if [len(row) for row in rows] != [len(row) for row in expected]:
            raise ValueError(f"table {number} has other cells in the PDF's structure than on the page")
        for row, flags in zip(rows, expected, strict=True):
            for place, header in enumerate(flags):
                if header:  # the others are not looked at: a method report has 40,000 cells
                    _mark(row[place])


def _mark(cell: Dictionary) -> None:
    cell.S = Name.TH
    attributes = cell.get("/A")
    attributes = [] if attributes is None else list(attributes) if isinstance(attributes, Array) else [attributes]
    own = next((entry for entry in attributes if entry.get("/O") == Name.Table), None)
    if own is None:
        attributes.insert(0, Dictionary(O=Name.Table, Scope=Name.Row))
    else:
        own.Scope = Name.Row
    cell.A = Array(attributes)
