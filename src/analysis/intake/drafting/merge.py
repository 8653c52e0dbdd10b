"""A wave's differences written into the text of a codebook that exists: its own lines and comments stay, every change bears a mark."""

import re
from collections.abc import Iterable

from analysis.intake.drafting.compare import Comparison, Difference
from analysis.intake.drafting.describe import Column
from analysis.intake.drafting.draft import item, literal, option_set
from analysis.intake.drafting.option_sets import DraftOptions, handle, option_sets
from analysis.intake.drafting.page import Page, quoted, text_in
from analysis.parameters import Instrument
from analysis.parameters.decisions import MARK


def merge(text: str, instrument: Instrument, found: Comparison, wave: str, language: str) -> str:
    """``text`` of ``instrument/<role>.yml`` with the columns of ``wave`` put in as far as the export tells, and a mark at each change.

    Items that stand elsewhere, are gone or have other answers get an entry for ``wave``; questions the codebook does not know come as a
    scale of their own at the end; other unknown columns under ``ignored``. A place that cannot be found in the text is said in a mark at
    the top: nothing is left out in silence.
    """
    lines = text.rstrip("\n").split("\n")
    loose: list[str] = []
    fresh = [found.columns[one.column] for one in found.differences if one.kind == "new_item"]
    sets, set_of = _sets([*(found.columns[one.column] for one in found.differences if one.kind == "options"), *fresh], instrument, wave)
    for one in found.differences:
        edit = {"renamed": quoted(one.column), "gone": "null", "options": set_of.get(one.column)}.get(one.kind)
        if one.kind == "other_question":
            _mark(lines, one, "which of the two is it? The same column may be another item in another wave", loose)
        elif edit is not None:
            key = "options" if one.kind == "options" else "columns"
            _enter(lines, one, key, wave, edit, loose)
    _insert_sets(lines, sets, language, loose)
    _insert_ignored(lines, [one for one in found.differences if one.kind == "new_column"])
    _append_items(lines, fresh, set_of, instrument, wave, language)
    return "\n".join([*(f"# {MARK} {words}" for words in loose), *lines]) + "\n"


def _sets(columns: Iterable[Column], instrument: Instrument, wave: str) -> tuple[list[DraftOptions], dict[str, str]]:
    """Sets the codebook does not have, under names that say their wave; and column -> name of its set, new or old."""
    drafted, set_of = option_sets(columns)
    known = {
        tuple(sorted((option.code, option.label.words()[0]) for option in entry.options)): name
        for name, entry in instrument.option_sets.items()
    }
    names, sets = {}, []
    for one in drafted:
        same = known.get(tuple(sorted((option.code, option.label) for option in one.options))) or _fitting(one, instrument)
        if same is None:
            same, number = f"{one.name}_{wave}", 2
            while same in instrument.option_sets:
                same, number = f"{one.name}_{wave}_{number}", number + 1
            sets.append(DraftOptions(same, one.options, one.doubts))
        names[one.name] = same
    return sets, {column: names[name] for column, name in set_of.items()}


def _fitting(one: DraftOptions, instrument: Instrument) -> str | None:
    """The codebook's set that has all the codes of a set without words; the smallest, where several do."""
    codes = {option.code for option in one.options}
    if any(option.label != option.code for option in one.options):
        return None
    fits = {
        name: len(entry.options) for name, entry in instrument.option_sets.items() if codes <= {option.code for option in entry.options}
    }
    return min(fits, key=fits.get, default=None)


def _place(lines: list[str], name: str) -> int | None:
    """The line on which the item called ``name`` begins."""
    begins = re.compile(rf"^\s*- \{{?\s*item: [\"']?{re.escape(name)}[\"']?\s*(,|$|#)")
    return next((number for number, line in enumerate(lines) if begins.match(line)), None)


def _entry(lines: list[str], start: int, key: str) -> int | None:
    """The line of ``key`` inside the item that begins at ``start``."""
    says = re.compile(rf"(^\s*|[{{,]\s*){key}:")
    for number in range(start, len(lines)):
        if number > start and re.match(r"^\s*- ", lines[number]):
            return None
        if says.search(lines[number]):
            return number
    return None


def _enter(lines: list[str], one: Difference, key: str, wave: str, value: str, loose: list[str]) -> None:
    """Write ``wave: value`` into the mapping ``key`` of the item, and the mark above it."""
    start = _place(lines, one.item)
    number = None if start is None else _entry(lines, start, key)
    if number is None:
        loose.append(f"{one.words}: write `{key}: {{..., {wave}: {value}}}` there")
        return
    line = lines[number]
    mapped = re.search(rf"{key}:\s*\{{([^}}]*)\}}", line)
    if mapped:
        kept = [part.strip() for part in mapped[1].split(",") if part.strip() and part.split(":")[0].strip().strip("\"'") != wave]
        put = f"{key}: {{{', '.join([*kept, f'{wave}: {value}'])}}}"
        lines[number] = line[: mapped.start()] + put + line[mapped.end() :]
    else:
        plain = re.search(rf"{key}:\s*([A-Za-z0-9_]+)", line)
        if plain is None:
            loose.append(f"{one.words}: write `{key}: {{..., {wave}: {value}}}` there")
            return
        lines[number] = line[: plain.start()] + f"{key}: {{all: {plain[1]}, {wave}: {value}}}" + line[plain.end() :]
    # above the item, not inside it: an item may be written on one line
    _mark_at(lines, start, one.words)


def _mark(lines: list[str], one: Difference, question: str, loose: list[str]) -> None:
    start = _place(lines, one.item)
    if start is None:
        loose.append(f"{one.words}: {question}")
    else:
        _mark_at(lines, start, f"{one.words}: {question}")


def _mark_at(lines: list[str], number: int, words: str) -> None:
    indent = re.match(r"\s*", lines[number])[0]
    lines.insert(number, f"{indent}# {MARK} {' '.join(words.split())}")


def _top(lines: list[str], key: str) -> int | None:
    return next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), None)


def _insert_sets(lines: list[str], sets: Iterable[DraftOptions], language: str, loose: list[str]) -> None:
    start = _top(lines, "option_sets")
    for one in sets:
        page = Page()
        option_set(page, one, language)
        if start is None:
            loose.append(f"the option set {one.name} found no place: there is no line `option_sets:`")
        else:
            lines[start + 1 : start + 1] = page.lines


def _insert_ignored(lines: list[str], fresh: list[Difference]) -> None:
    """Unknown columns under ``ignored``, however the list is written."""
    for one in fresh:
        start, name = _top(lines, "ignored"), quoted(literal(one.column))
        said = f"# {MARK} {one.words}. What is it? Unread (under 'ignored') until somebody says"
        if start is None:
            place = _top(lines, "option_sets") or 0
            lines[place:place] = [said, f"ignored: [{name}]"]
        elif "[" in lines[start]:
            end = next(number for number in range(start, len(lines)) if "]" in re.sub(r'"[^"]*"', "", lines[number]))
            before, _, after = lines[end].rpartition("]")
            lines[end] = f"{before}{'' if before.rstrip().endswith('[') else ', '}{name}]{after}"
            lines.insert(start, said)
        else:
            lines[start + 1 : start + 1] = [f"  {said}", f"  - {name}"]


def _append_items(lines: list[str], fresh: list[Column], set_of: dict[str, str], instrument: Instrument, wave: str, language: str) -> None:
    """Questions the codebook does not know, as a scale of their own after the last."""
    if not fresh:
        return
    page = Page()
    page.decide(f"questions of {wave} that the codebook does not know: move each into the scale it belongs to, or name this one", 2)
    if len(fresh) < 2:
        page.decide("one question is no scale: this one cannot stay alone", 2)
    page.line(f"- scale: new_in_{wave}", 2)
    page.line(f"label: {text_in(language, f'New in {wave}')}", 4)
    page.line(f"description: {text_in(language, f'New in {wave}')}", 4)
    page.line("kind: outcome", 4)
    page.line("about: child", 4)
    page.line("items:", 4)
    taken = {entry.item for entry in instrument.items()}
    for column in fresh:
        name = handle(column.name)
        name = name if name[:1].isalpha() else f"item_{name}"
        # an item of this name may be another question of another wave
        if not column.text:
            page.decide(f"the words of {column.name}: the export has none", 6)
        if not column.labels:
            page.decide(f"the answers of {column.name}: the export has no words for its codes; are they those of {set_of[column.name]}?", 6)
        item(page, column, f"{name}_{wave}" if name in taken else name, set_of[column.name], language, wave, None)
    start = _top(lines, "scales")
    end = next((number for number in range((start or 0) + 1, len(lines)) if re.match(r"[a-z_]+:", lines[number])), len(lines))
    lines[end:end] = page.lines
