"""Texts written by people, ``municipalities/<slug>/texts/<wave>/<section>.<language>.md``: front matter and markdown."""

from datetime import date

import yaml

from analysis.parameters import ParameterError, Parameters, Problem, listed, nearest

KEYS = ("section", "title", "author", "date", "language", "audiences")
REQUIRED = ("title", "author", "date")


def texts_of(parameters: Parameters, municipality: str, wave: str, audience: str) -> list[dict]:
    """The texts of one municipality and wave that ``audience`` may read, by section and language.

    Each: section, title, author, date (ISO), markdown, language. A text with ``audiences`` in its front matter is for those only.
    Raises ParameterError with every problem of every text at once.
    """
    folder, found, problems = f"municipalities/{municipality}/texts/{wave}/", [], []
    for path, words in sorted(parameters.texts.items()):
        if path.startswith(folder):
            text, trouble = parse_text(f"parameters/{parameters.programme.slug}/{path}", words)
            problems.extend(trouble)
            if not trouble and audience in (text.pop("audiences") or [audience]):
                found.append(text)
    if problems:
        raise ParameterError(problems)
    return sorted(found, key=lambda text: (text["section"], text["language"]))


def parse_text(file: str, words: str) -> tuple[dict, list[Problem]]:
    """One text file as a dict, and what is wrong with it. Section and language come from the file's name unless the front matter says."""
    stem = file.rpartition("/")[2].removesuffix(".md")
    section, _, language = stem.partition(".")
    parts = words.split("---", 2)
    if len(parts) < 3 or parts[0].strip():
        return {}, [Problem(file, "line 1", repr(words[:20]), "front matter between two lines of ---")]
    try:
        head = yaml.safe_load(parts[1]) or {}
    except yaml.YAMLError as error:
        return {}, [Problem(file, "front matter", str(getattr(error, "problem", error)), "valid YAML")]
    problems = [Problem(file, str(key), f"unknown key {key!r}", listed(KEYS), nearest(key, KEYS)) for key in head if key not in KEYS]
    problems += [Problem(file, key, "nothing", "a value: the key is required") for key in REQUIRED if not head.get(key)]
    day = head.get("date")
    if day and not isinstance(day, date):
        problems.append(Problem(file, "date", repr(day), "a date such as 2019-12-01"))
    language = head.get("language", language)
    if language not in ("da", "en"):
        problems.append(Problem(file, "language", repr(language), listed(("da", "en"))))
    if not parts[2].strip():
        problems.append(Problem(file, "text", "nothing", "words below the front matter"))
    return {"section": head.get("section", section), "title": head.get("title"), "author": head.get("author"),
            "date": str(day), "markdown": parts[2].strip(), "language": language, "audiences": head.get("audiences")}, problems
