"""Problems found in what people wrote: where, what was found, what was expected, the nearest valid value. Reported all at once."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place.

    ``file`` is a path relative to the project, ``key`` the dotted key, row or column inside it.
    """

    file: str
    key: str
    found: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f" Did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.file}: {self.key}: found {self.found}, expected {self.expected}.{hint}"


class ParameterError(ValueError):
    """Carries every problem that was found; its message lists them one a line."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''}:\n" + "\n".join(f"  {problem}" for problem in self.problems))


def nearest(name: object, valid: Iterable[str]) -> str | None:
    """The valid name most like ``name``, or None where nothing is near."""
    close = difflib.get_close_matches(str(name), list(valid), n=1, cutoff=0.5)
    return close[0] if close else None


def listed(names: Iterable[str], most: int = 12) -> str:
    """``one of 'a', 'b'``: valid names for a message, shortened where there are very many."""
    names = list(names)
    shown = ", ".join(repr(name) for name in names[:most])
    return f"one of {shown}" + (f" and {len(names) - most} more" if len(names) > most else "")


def unknown(file: str, key: str, found: object, valid: Iterable[str]) -> Iterator[Problem]:
    """A problem where ``found`` is none of the ``valid`` names, with the nearest of them."""
    valid = list(valid)
    if found not in valid:
        yield Problem(file, key, repr(found), listed(valid), nearest(found, valid))
