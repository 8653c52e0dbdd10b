"""YAML as a person would write it, with the marks of what is still to be decided."""

import json
from collections.abc import Iterable, Mapping

from analysis.parameters.decisions import MARK


class Page:
    """Lines of a YAML file; ``decide`` writes a mark above the line it is about."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str, indent: int = 0, note: str = "") -> None:
        self.lines.append(" " * indent + text + (f"  # {note}" if note else ""))

    def decide(self, words: str, indent: int = 0) -> None:
        self.lines.append(" " * indent + f"# {MARK} {one_line(words)}")

    def remark(self, words: str, indent: int = 0) -> None:
        self.lines.append(" " * indent + f"# {one_line(words)}")

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def one_line(words: str) -> str:
    return " ".join(words.split())


def quoted(words: str) -> str:
    """A YAML string that stands whatever signs are in it."""
    return json.dumps(one_line(words), ensure_ascii=False)


def flow_list(values: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(value) for value in values) + "]"


def text_in(language: str, words: str) -> str:
    return f"{{{language}: {quoted(words)}}}"


def column_of(wave: str, name: str) -> str:
    return f"{{{wave}: {quoted(name)}}}"


def flow_map(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"
