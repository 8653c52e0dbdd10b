"""What the auditor has to say: one line a trouble, with the file, the place and what stands there."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Told:
    """Something a file says that it should not. ``number`` is as printed; it stands in a report already, so a message may repeat it."""

    file: str
    place: str
    number: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.number}: {self.why}"
