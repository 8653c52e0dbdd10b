"""What a running flow tells the front door: one JSON line per stage or report, appended to a file both know. Never an answer."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

VARIABLE = "LAERINGSRAPPORT_EVENTS"


@dataclass(frozen=True)
class Event:
    """``stage`` ``render`` is a report; others are steps before it. ``exception`` is empty where all went well."""

    stage: str
    what: str
    seconds: float
    where: str = ""
    exception: str = ""
    problem: str = ""


def tell(event: Event) -> None:
    """Append the event, if somebody listens; a line is written at once, so processes do not mix theirs."""
    place = os.environ.get(VARIABLE)
    if place:
        with open(place, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(event), ensure_ascii=False) + "\n")


def read(path: Path, offset: int = 0) -> tuple[list[Event], int]:
    """Events written since ``offset``, and the offset behind the last whole line."""
    if not path.exists():
        return [], offset
    with path.open("rb") as file:
        file.seek(offset)
        whole, _, _ = file.read().rpartition(b"\n")
    return list(_events(whole)), offset + (len(whole) + 1 if whole else 0)


def _events(lines: bytes) -> Iterator[Event]:
    for line in lines.decode("utf-8").splitlines():
        yield Event(**json.loads(line))
