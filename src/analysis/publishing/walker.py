"""Semantic HTML to Typst, strictly: an element this module has no rule for is an error, never a silent loss.

Figures' table twins are collected and come as an appendix; each figure points to its table there.
"""

import base64
import re
from dataclasses import dataclass, field

from analysis.publishing.arrangement import loose_twins, number_twins, page_starts
from analysis.publishing.html_tree import Node, PageError, parse
from analysis.publishing.typst_text import collapse, quoted
from analysis.publishing.vocabulary import INLINE, check

SIMPLE = {"strong": "strong", "em": "emph", "sup": "super", "sub": "sub"}

SHORT = 10
"""Rows up to which a table is not broken across pages."""
TOGETHER = 900
"""Letters up to which a list or a remark is not broken across pages: a third of a page."""
NAMED = 2
"""Tables without a figure, right behind each other, that the text names one by one before the end."""
LONG_WORD = re.compile(r"[^\W\d_]{31,}")
"""Longer than any word of the dictionary: it may break every ``SYLLABLES`` letters, or it would run over the next column."""
SYLLABLES = 12
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
TEXT_WIDTH, TALLEST = 16.4, 19.8
"""Of A4 in cm: what lies between the margins, and how tall a picture may be."""
WIDE = 7
"""From so many columns on a table is set smaller."""


@dataclass(frozen=True)
class TypstBody:
    """``source`` is Typst markup; ``row_headers`` holds, per table in document order and body row, which of the row's cells are headers."""

    source: str
    row_headers: tuple[tuple[tuple[bool, ...], ...], ...]


@dataclass
class _Walk:
    twin_of: dict[int, tuple[int, int]]
    loose: dict[int, list[Node]]
    starts: dict[int, str]
    tables: list[tuple[tuple[bool, ...], ...]] = field(default_factory=list)
    twins: list[Node] = field(default_factory=list)

    def inline(self, node: Node) -> str:
        return "".join(self.inline_one(child) for child in node.children)

    def inline_one(self, child: "Node | str") -> str:
        if isinstance(child, str):
            return f"#{quoted(_breakable(child))};" if child else ""
        if child.tag == "br":
            return "#linebreak();"
        if child.tag == "code":
            return f"#raw({quoted(child.text())});"
        if child.tag in SIMPLE:
            return f"#{SIMPLE[child.tag]}[{self.inline(child)}];"
        if child.tag == "a":
            href = child.attributes["href"]
            target = f"label({quoted(href[1:])})" if href.startswith("#") else quoted(href)
            return f"#link({target})[{self.inline(child)}];"
        if child.tag == "span":
            language = child.attributes.get("lang")
            inside = self.inline(child)
            return f"#text(lang: {quoted(language[:2])})[{inside}];" if language else inside
        raise PageError(f"line {child.line}: <{child.tag}> is not running text")

    def flow(self, node: Node) -> str:
        """Blocks of a container; running text that stands directly in it becomes paragraphs of its own."""
        parts, run = [], []
        for child in [*node.children, None]:
            if isinstance(child, str) or (child is not None and child.tag in INLINE):
                run.append(child)
                continue
            text = "".join(self.inline_one(piece) for piece in run)
            if text:
                parts.append(text)
            run = []
            if child is not None:
                parts.append(self.block(child))
        return "\n\n".join(part for part in parts if part)

    def block(self, node: Node) -> str:
        rule = getattr(self, f"on_{node.tag}", None)
        if rule is None:
            raise PageError(f"line {node.line}: <{node.tag}> has no Typst")
        return rule(node)

    def label(self, node: Node) -> str:
        return f"#label({quoted(node.attributes['id'])})" if "id" in node.attributes else ""

    # the elements, one rule each

    def on_header(self, node: Node) -> str:
        return f"#cover[{self.flow(node)}]"

    def heading(self, node: Node) -> str:
        starts = {"summary": "#new-page()\n\n", "cards": "#pagebreak(weak: true)\n\n", "worksheet": "#new-sheet()\n\n"}
        start = starts.get(self.starts.get(id(node), ""), "")
        return f"{start}#heading(level: {node.tag[1]})[{self.inline(node)}]{self.label(node)}"

    on_h1 = on_h2 = on_h3 = on_h4 = heading

    def on_p(self, node: Node) -> str:
        kind = next(iter(node.classes), None)
        inside = self.inline(node)
        language = node.attributes.get("lang")
        if language:
            inside = f"#text(lang: {quoted(language[:2])})[{inside}]"
        return f"#{kind}[{inside}]{self.label(node)}" if kind in {"lead", "note", "byline"} else inside + self.label(node)

    def items(self, node: Node) -> str:
        return ", ".join(f"[{self.flow(child)}]" for child in node.elements())

    def on_ul(self, node: Node) -> str:
        made = f"#list({self.items(node)})"
        return f"#together[{made}]" if len(node.text()) <= TOGETHER else made

    def on_ol(self, node: Node) -> str:
        return f"#enum(start: {int(node.attributes.get('start', '1'))}, {self.items(node)})"

    def on_dl(self, node: Node) -> str:
        items, terms = [], []
        for child in node.elements():
            if child.tag == "dt":
                terms.append(self.inline(child))
            else:
                name = "#linebreak();".join(terms)
                items.append(f"terms.item[{name}][{self.flow(child)}]")
                terms = []
        if terms:
            raise PageError(f"line {node.line}: <dl> ends with a term that has no description")
        return f"#terms({', '.join(items)})"

    def on_blockquote(self, node: Node) -> str:
        return f"#quote(block: true)[{self.flow(node)}]"

    def on_figure(self, node: Node) -> str:
        title = next((child for child in node.elements() if "figure-title" in child.classes), None)
        picture, caption = node.first("img"), node.first("figcaption")
        svg = base64.b64decode(picture.attributes["src"].partition(",")[2]).decode("utf-8")
        name = node.attributes.get("id")
        first, last = self.twin_of.get(id(node), (0, 0))
        twin = f"({quoted(f'tabel-{first}')}, {quoted(str(first) if first == last else f'{first}–{last}')})" if first else "none"
        return (
            f'#finding(image(bytes({quoted(svg)}), format: "svg", width: {picture_width(svg)}, alt: {quoted(picture.attributes["alt"])}), '
            f"title: [{self.inline(title) if title else ''}], caption: [{self.inline(caption) if caption else ''}], "
            f"name: {quoted(name) if name else 'none'}, twin: {twin})"
        )

    def on_table(self, node: Node) -> str:
        head, body = node.first("thead"), node.first("tbody")
        rows = [row.elements() for row in body.elements()]
        self.tables.append(tuple(tuple(cell.tag == "th" for cell in row) for row in rows))
        width = max(sum(int(cell.attributes.get("colspan", 1)) for cell in row.elements()) for row in (*head.elements(), *body.elements()))
        header = ", ".join(self.cell(cell) for row in head.elements() for cell in row.elements())
        cells = ", ".join(self.cell(cell) for row in rows for cell in row)
        number = node.attributes.get("id", "").removeprefix("tabel-")
        prefix = f"#twin-number({number});" if number.isdigit() else ""
        around = f"#wide({width})" if width >= WIDE else "#block(breakable: false)" if len(rows) <= SHORT else "#block"
        return (
            f"{around}[#figure(kind: table, caption: [{prefix}{self.inline(node.first('caption'))}], "
            f"table(columns: {columns(rows, width)}, table.header({header}), {cells})){self.label(node)}]"
        )

    def cell(self, node: Node) -> str:
        spans = [f"{name}: {node.attributes[name]}" for name in ("colspan", "rowspan") if node.attributes.get(name, "1") != "1"]
        if "num" in node.classes:
            spans.append("align: right")
        # a cell of mere words is a string: a table of thousands is set in two thirds of the time that as many blocks of markup take
        words = node.children[0] if len(node.children) == 1 and isinstance(node.children[0], str) else ""
        inside = quoted(_breakable(words)) if words else f"[{self.flow(node)}]"
        if node.tag == "th" and node.attributes["scope"].startswith("row"):
            inside = f"rowhead({inside})"
        return f"table.cell({', '.join([*spans, inside])})" if spans else inside

    def on_div(self, node: Node) -> str:
        kinds = node.classes
        if "twin" in kinds:
            table = node.first("table")
            self.twins.append(table)
            return self.pointer(self.loose[id(node)]) if id(node) in self.loose else ""
        if "page-break" in kinds:
            return "#pagebreak(weak: true)"
        if "lines" in kinds:
            return f"#lines({int(node.attributes['data-lines'])})"
        if "callout" in kinds:
            kind = next((name for name in kinds if name != "callout"), "note")
            whole = "true" if len(node.text()) <= TOGETHER else "false"
            return f"#callout({quoted(kind)}, together: {whole})[{self.flow(node)}]{self.label(node)}"
        if "cards" in kinds:
            return f"#cards({', '.join(f'[{self.card(child)}]' for child in node.elements())})"
        if "summary" in kinds:
            return f"#summary-page[{self.flow(node)}]"
        if "box" in kinds:
            kind = next((name for name in kinds if name != "box"), "")
            return f"#box({quoted(kind)})[{self.flow(node)}]{self.label(node)}"
        for kind in ("recommendation", "authored", "worksheet"):
            if kind in kinds:
                return f"#{kind}[{self.flow(node)}]{self.label(node)}"
        raise PageError(f"line {node.line}: <div class={' '.join(kinds)!r}> has no Typst")

    def pointer(self, run: list[Node]) -> str:
        """Where tables without a figure stand at the end: one or two by their names, of more the numbers alone."""
        ids = [node.first("table").attributes["id"] for node in run]
        first, last = (name.removeprefix("tabel-") for name in (ids[0], ids[-1]))
        if len(run) > NAMED:
            return f"#at-the-end(none, {quoted(ids[0])}, {quoted(f'{first}–{last}')})"
        return "\n\n".join(
            f"#at-the-end([{self.inline(node.first('summary'))}], {quoted(name)}, {quoted(name.removeprefix('tabel-'))})"
            for node, name in zip(run, ids, strict=True)
        )

    def card(self, node: Node) -> str:
        """A note that ends a card stands at its foot."""
        parts = node.elements()
        if not parts or "note" not in parts[-1].classes:
            return self.flow(node)
        return "\n\n".join([*(self.block(part) for part in parts[:-1]), "#v(1fr)", self.block(parts[-1])])


def _breakable(words: str) -> str:
    """``words`` with soft hyphens in what is too long for any column."""
    return LONG_WORD.sub(
        lambda found: "\u00ad".join(found[0][place : place + SYLLABLES] for place in range(0, len(found[0]), SYLLABLES)), words
    )


def picture_width(svg: str) -> str:
    """As wide as the text of an upright page; a picture too tall for it with its heading and caption is made smaller."""
    size = VIEW.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 0.0)
    return f"{TEXT_WIDTH}cm" if height * TEXT_WIDTH <= width * TALLEST else f"{TALLEST * width / height:.2f}cm"


def columns(rows: list[list[Node]], width: int) -> str:
    """The first column takes what numbers leave; a wide table shares the page by longest words, a table of text as it needs."""
    plain = [row for row in rows if len(row) == width]
    if width >= WIDE and plain:
        return "(" + ", ".join(f"{_room([cell.text() for cell in cells])}fr" for cells in zip(*plain, strict=True)) + ")"
    numeric = bool(plain) and all("num" in cell.classes for row in plain for cell in row[1:])
    return f"(1fr, {', '.join(['auto'] * (width - 1))})" if numeric and width > 1 else str(width)


def _room(words: list[str]) -> int:
    """Letters a column of a wide table wants: its longest word, and of running text about what half its cells need."""
    longest = max((len(word) for text in words for word in text.split()), default=0)
    usual = sorted(map(len, words))[len(words) // 2]
    return min(max(longest, min(usual, 30), 5), 30)


def to_typst(content: "str | Node", twins_title: str) -> TypstBody:
    """A page's content as the body of ``assets/report.typ``; PageError where it is outside the vocabulary.

    A tree has been checked already, and is used up.
    """
    if isinstance(content, str):
        content = parse(content)
        check(content)
    tree = content
    collapse(tree)
    walk = _Walk(number_twins(tree), loose_twins(tree), page_starts(tree))
    body = walk.flow(tree)
    if walk.twins:
        body += f"\n\n#pagebreak(weak: true)\n\n#heading(level: 2)[#{quoted(twins_title)};]\n\n"
        body += "\n\n".join(walk.on_table(table) for table in walk.twins)
    return TypstBody(body, tuple(walk.tables))
