"""An export as a draft of ``instrument/<role>.yml``: everything it tells, and a mark wherever a person must decide."""

from collections.abc import Iterable

from analysis.intake.drafting.blocks import Block, against, blocks
from analysis.intake.drafting.describe import Column, describe, in_order
from analysis.intake.drafting.guess import CHILD, IGNORED, ITEM, SUBMITTED, UNKNOWN, Guess, guess, letters
from analysis.intake.drafting.option_sets import NO_ANSWER, DraftOptions, handle, option_sets
from analysis.intake.drafting.page import Page, column_of, flow_list, flow_map, quoted, text_in
from analysis.intake.raw import RawTable
from analysis.parameters.programme import BackgroundVariable

FORMS = {
    "child": "the child answers",
    "rating": "one form per child, filled in by somebody else",
    "parent": "about one child, by a parent",
    "person": "for oneself",
}
YES = {"ja", "yes", "true", "gennemfoert", "complete", "completed", "finished", "1", "valgt"}
PLAIN = ("answered", "age_months", "birth_date")
IDENTIFIERS = ("form", "child", "rater", "person", "centre", "site")


def form_of(role: str) -> str:
    """The kind of form a role's name suggests."""
    told = letters(role)
    if any(word in told for word in ("parent", "foraeld", "forael", "guardian")):
        return "parent"
    if any(word in told for word in ("contact", "kontakt", "rating", "teacher", "rater")):
        return "rating"
    return "child" if CHILD(told) or told in ("children", "boern") else "person"


def centres_told(raw: RawTable, role: str) -> list[str]:
    """What the column that seems to hold the centres calls them, in order; [] where none does."""
    columns = describe(raw)
    guesses = guess(columns, form_of(role), raw.bookkeeping, ())
    found = next((column for column in columns if guesses[column.name].kind == "centre"), None)
    return [] if found is None else in_order(found.values.dropna().unique())


def draft(raw: RawTable, role: str, language: str, background: Iterable[BackgroundVariable], wave: str = "all") -> str:
    """The text of a codebook for ``raw`` (every column of it read). ``wave`` is the wave its columns are those of."""
    form, background = form_of(role), list(background)
    columns = describe(raw)
    guesses = guess(columns, form, raw.bookkeeping, [variable.name for variable in background])
    items = [column for column in columns if guesses[column.name].kind == ITEM]
    sets, set_of = option_sets(items)
    page = Page()
    page.remark(
        f"Drafted by `make codebook` from {raw.file}. What the export tells is written out; the rest is guessed, with the reason beside it."
    )
    page.remark("A line marked with DECIDE is for a person: put right what stands below it, then delete the mark.")
    page.remark("`make check` refuses this file until the last mark is gone.")
    page.line(f"role: {role}")
    page.decide(
        'what reports call this group, and its members in running text ("børn", "children"); the programme\'s languages are all needed'
    )
    page.line(f"label: {text_in(language, role)}")
    page.line(f"respondents: {text_in(language, role)}")
    page.decide(f"{form}: {FORMS[form]}; others are " + "; ".join(f"{name}: {words}" for name, words in FORMS.items() if name != form))
    page.line(f"form: {form}")
    page.line(f"denominator: {'persons' if form == 'person' else 'children'}", note="what invited counts are of: children or persons")
    _places(page, columns, guesses, wave, form)
    _background(page, columns, guesses, wave, background)
    _ignored(page, columns, guesses, raw.bookkeeping)
    _sets(page, sets, language)
    _scales(page, blocks(items, set_of), sets, set_of, language, wave)
    return page.text


def _places(page: Page, columns: list[Column], guesses: dict[str, Guess], wave: str, form: str) -> None:
    by_kind = {guesses[column.name].kind: column for column in columns}
    found = [key for key in IDENTIFIERS if key in by_kind]
    wanted = ["centre", {"person": "person"}.get(form, "child"), *(["rater"] if form == "rating" else [])]
    missing = [key for key in wanted if key not in found]
    page.decide(
        "are these the columns that say whose form it is, and where?"
        + (f" None was found for {', '.join(missing)}: choose among the columns under 'ignored'" if missing else "")
    )
    page.line("identifiers:" if found else "identifiers: {}")
    for key in found:
        page.line(f"{key}: {column_of(wave, by_kind[key].name)}", 2, guesses[by_kind[key].name].reason)
    for key in PLAIN:
        if key in by_kind:
            page.line(f"{key}: {column_of(wave, by_kind[key].name)}", note=guesses[by_kind[key].name].reason)
    sent = by_kind.get("answered")
    if "completed" not in by_kind and sent is not None and SUBMITTED(letters(sent.name)):
        page.decide(f"a form without {sent.name} was begun and not sent: it is not used. Is that so?")
        page.line(f"completed: {{columns: {column_of(wave, sent.name)}, codes: any}}")
    for key, means in (("completed", "the form is finished"), ("consent", "consent was given")):
        if key in by_kind:
            column = by_kind[key]
            page.decide(f"the codes by which {means} ({guesses[column.name].reason}); in the file: {_told(column)}")
            page.line(f"{key}: {{columns: {column_of(wave, column.name)}, codes: {flow_list(_yes(column))}}}")


def _yes(column: Column) -> list[str]:
    told = column.labels or {code: code for code in column.codes}
    return [code for code, words in told.items() if letters(words) in YES]


def _told(column: Column) -> str:
    told = {**{code: "" for code in column.codes}, **column.labels}
    return ", ".join(f"{code} ({words})" if words else code for code, words in told.items()) or "nothing"


def _background(page: Page, columns: list[Column], guesses: dict[str, Guess], wave: str, background: list[BackgroundVariable]) -> None:
    found = [column for column in columns if guesses[column.name].kind.startswith("background.")]
    if found:
        page.line("background:")
    for column in found:
        variable = next(entry for entry in background if f"background.{entry.name}" == guesses[column.name].kind)
        told = column.labels or {code: code for code in column.codes}
        codes = {category.category: [] for category in variable.categories}
        missing, strange = [], []
        for code, words in told.items():
            hits = [category.category for category in variable.categories if _alike(words, category.label.words())]
            (codes[hits[0]] if len(hits) == 1 else missing if NO_ANSWER.search(letters(words)) else strange).append(code)
        page.decide(
            f"which codes mean which category of {variable.name} ({guesses[column.name].reason}); in the file: {_told(column)}"
            + (f". No category fits {', '.join(strange)}" if strange else "")
        )
        lists = flow_map({name: flow_list(values) for name, values in codes.items()})
        tail = f", missing: {flow_list(missing)}" if missing else ""
        page.line(f"{variable.name}: {{columns: {column_of(wave, column.name)}, codes: {lists}{tail}}}", 2)


def _alike(words: str, labels: Iterable[str]) -> bool:
    """Whether two words begin alike: Pige, Piger; Dansk, Danish stay apart."""
    told = letters(words)
    return any(
        told and (told.startswith(letters(label)[:4]) or letters(label).startswith(told)) and told[:1] == letters(label)[:1]
        for label in labels
    )


def _ignored(page: Page, columns: list[Column], guesses: dict[str, Guess], bookkeeping: Iterable[str]) -> None:
    left = [column for column in columns if guesses[column.name].kind in (IGNORED, UNKNOWN) and column.name not in set(bookkeeping)]
    if not left:
        return
    page.remark("Columns known and left unread: personal data, free text, bookkeeping.")
    page.line("ignored:")
    for column in left:
        one = guesses[column.name]
        if one.kind == UNKNOWN:
            text = f": {column.text}" if column.text else ""
            page.decide(f"what is {column.name}{text}? {one.reason}. Here it stays unread", 2)
        page.line(f"- {quoted(literal(column.name))}", 2, one.reason if one.kind == IGNORED else "")


def literal(name: str) -> str:
    """A name as a shell-style pattern that means itself alone."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _sets(page: Page, sets: list[DraftOptions], language: str) -> None:
    if not sets:
        page.decide("no answer categories were found: write the sets the questions have")
    page.line("option_sets:" if sets else "option_sets: {}")
    for found in sets:
        option_set(page, found, language)


def option_set(page: Page, found: DraftOptions, language: str) -> None:
    """One set of answer categories, its doubts above it."""
    page.line(f"{found.name}:", 2)
    for doubt in found.doubts:
        page.decide(doubt, 4)
    page.line("options:", 4)
    for option in found.options:
        value = "null" if option.value is None else f"{option.value:g}"
        page.line(f"- {{code: {quoted(option.code)}, value: {value}, label: {text_in(language, option.label)}}}", 6)


def _scales(page: Page, found: list[Block], sets: list[DraftOptions], set_of: dict[str, str], language: str, wave: str) -> None:
    values = {one.name: {option.code: option.value for option in one.options} for one in sets}
    if not found:
        page.decide("no questions with answer categories were found: is this the right export, or are its answers written in another way?")
    page.line("scales:" if found else "scales: []")
    names: set[str] = set()
    for block in found:
        turned = against(block, {column.name: values[set_of[column.name]] for column in block.columns})
        for doubt in block.doubts:
            page.decide(doubt, 2)
        page.decide(
            "its label and what it is in words; outcome or practice; about child, group, centre or person; themes where there are any", 2
        )
        title = block.title or block.name.replace("_", " ")
        page.line(f"- scale: {block.name}", 2)
        page.line(f"label: {text_in(language, title)}", 4)
        page.line(f"description: {text_in(language, title)}", 4)
        page.line("kind: outcome", 4)
        page.line("about: child", 4)
        page.line("items:", 4)
        silent = sum(not column.text for column in block.columns)
        if silent:
            page.decide(
                f"the words of {silent} question{'s' if silent > 1 else ''}: the export has none, their column stands in their place", 6
            )
        for column in block.columns:
            item(page, column, _free(handle(column.name), names), set_of[column.name], language, wave, turned.get(column.name))


def item(page: Page, column: Column, name: str, options: str, language: str, wave: str, against_block: str | None) -> None:
    """One item of the codebook, its doubts above it."""
    if against_block:
        page.decide(f"reversed: true? {against_block}", 6)
    page.line(f"- item: {name}", 6)
    page.line(f"text: {text_in(language, column.text or column.name)}", 8)
    page.line(f"options: {options}", 8)
    page.line(f"columns: {column_of(wave, column.name)}", 8)
    if against_block:
        page.line("reversed: false", 8)


def _free(name: str, taken: set[str]) -> str:
    """``name`` as an item may be called, and as no other is."""
    plain = name if name[:1].isalpha() else f"item_{name}"
    free, number = plain, 2
    while free in taken:
        free, number = f"{plain}_{number}", number + 1
    taken.add(free)
    return free
