"""The part of docs/performance.md that a command writes, between two comments."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
END = "<!-- end -->"


def put(command: str, made: str) -> None:
    """Replace what ``command`` made the last time."""
    begin = f"<!-- made by {command} -->\n"
    before, found, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    if not found:
        raise ValueError(f"{PAGE.name} has no line {begin.strip()}")
    _, _, after = rest.partition(END)
    PAGE.write_text(before + begin + made + END + after, encoding="utf-8")
