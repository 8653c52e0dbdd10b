"""Answers in words read as the codes they mean; whatever means none, or more than one, stays as it is and is told as unknown."""

from collections.abc import Iterable
from dataclasses import replace

from analysis.intake.codebook import Use, uses
from analysis.intake.raw import RawTable
from analysis.intake.register import normal
from analysis.parameters import Instrument, Problem, Text
from analysis.parameters.programme import BackgroundVariable


def coded(raw: RawTable, instrument: Instrument, wave: str, background: Iterable[BackgroundVariable]) -> RawTable:
    """``raw`` with codes where the file has words.

    A cell that is a code is that code. Else a cell that is (white space and case aside) the label of one option in any language of the
    codebook, or in the export's own labels, is that option's code. Else a number that is one code's number (``01`` for ``1``, ``2,0`` for
    ``2``) is that code, with a note. Else a code of ``raw.missing`` is no answer.
    """
    background = list(background)
    labels = _labels(instrument, wave, background)
    frame, notes = raw.frame.copy(deep=False), []
    for use in uses(instrument, wave, background):
        if use.column not in frame:
            continue
        values = frame[use.column]
        known = use.codes if use.codes is not None else _flag_codes(instrument, use)
        strange = [value for value in values.dropna().unique() if value not in known]
        if use.codes is None and not use.key.startswith(("completed", "consent")):
            changed = {value: None for value in strange if value in raw.missing}
            numbers = {}
        else:
            by_words = _by_words(labels.get(use.column, {}), raw.labels.get(use.column, {}), known)
            numbers = _by_number(known) if use.codes is not None else {}
            changed = {}
            for value in strange:
                codes = by_words.get(normal(value), set())
                if len(codes) == 1:
                    changed[value] = next(iter(codes))
                elif value in raw.missing:
                    changed[value] = None
                elif not codes and len(found := numbers.get(_number(value), ())) == 1:
                    changed[value] = found[0]
                    where = raw.rows(values == value)
                    notes.append(Problem(raw.file, f"column {use.column}, {where}", "a code written as another number", repr(found[0])))
        if changed:
            frame[use.column] = values.where(~values.isin(list(changed)), values.map(changed)).astype("str")
    return replace(raw, frame=frame, notes=(*raw.notes, *notes))


def question_texts(instrument: Instrument, wave: str, background: Iterable[BackgroundVariable]) -> dict[str, set[str]]:
    """column of ``wave`` -> the words of its question in every language of the codebook."""
    found = {item.column(wave): _words(item.text) for item in instrument.items() if item.column(wave)}
    variables = {variable.name: variable for variable in background}
    for name, told in instrument.background.items():
        if told.column(wave) and name in variables:
            found.setdefault(told.column(wave), _words(variables[name].label))
    return found


def _labels(instrument: Instrument, wave: str, background: Iterable[BackgroundVariable]) -> dict[str, dict[str, set[str]]]:
    """column -> words -> codes, as the codebook has them. A category of several codes is its first: they mean the same."""
    found: dict[str, dict[str, set[str]]] = {}
    for item in instrument.items():
        if item.column(wave):
            words = found.setdefault(item.column(wave), {})
            for option in instrument.options(item, wave).options:
                for text in _words(option.label):
                    words.setdefault(normal(text), set()).add(option.code)
    for variable in background:
        told = instrument.background.get(variable.name)
        if told and told.column(wave):
            words = found.setdefault(told.column(wave), {})
            for category in variable.categories:
                for text in _words(category.label):
                    words.setdefault(normal(text), set()).update(told.codes.get(category.category, ())[:1])
    return found


def _words(text: Text) -> set[str]:
    return {text.in_language(language) for language in text.languages()}


def _by_words(codebook: dict[str, set[str]], export: dict[str, str], known: Iterable[str]) -> dict[str, set[str]]:
    """words -> codes by the codebook and the export together; a label of the export whose code the codebook lacks says nothing."""
    found = {words: set(codes) for words, codes in codebook.items()}
    for code in known:
        found.setdefault(normal(code), set()).add(code)
    for code, words in export.items():
        # several codes of the export may mean one category, so its words are the finer ones
        if code in known and not (normal(words) in codebook and codebook[normal(words)] == {code}):
            found.setdefault(normal(words), set()).add(code)
    return found


def _by_number(codes: Iterable[str]) -> dict[float, list[str]]:
    found: dict[float, list[str]] = {}
    for code in codes:
        number = _number(code)
        if number is not None:
            found.setdefault(number, []).append(code)
    return found


def _number(text: str) -> float | None:
    whole = text.replace(",", ".", 1)
    return float(whole) if whole.lstrip("-").replace(".", "", 1).isdecimal() else None


def _flag_codes(instrument: Instrument, use: Use) -> frozenset[str]:
    flag = {"completed": instrument.completed, "consent": instrument.consent}.get(use.key)
    return frozenset() if flag is None or flag.codes == "any" else frozenset(flag.codes)
