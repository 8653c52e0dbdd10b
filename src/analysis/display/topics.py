"""What a part of the report is about: a curriculum theme, or the learning environment as one group of respondents sees it."""

from dataclasses import dataclass

from analysis.display import naming
from analysis.display.text import pick

MOST_QUESTIONS = 28
"""Questions in one figure: a page on paper. Scales are never split."""


@dataclass(frozen=True)
class Topic:
    """``pairs`` are (role, scale) in codebook order; an empty topic renders to nothing everywhere."""

    key: str
    label: str
    pairs: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.pairs)


NO_TOPIC = Topic("", "", ())


def _about_children(entry: dict) -> bool:
    return entry["kind"] == "outcome" and entry["about"] == "child"


def _asked(meta: dict) -> list[dict]:
    """Scales somebody answered in this wave."""
    asked = {entry["role"] for entry in meta["roles"] if entry["asked"]}
    return [entry for entry in meta["scales"] if entry["role"] in asked and entry["items"]]


def child_topics(meta: dict, language: str) -> list[Topic]:
    """The curriculum themes in the law's order, then what children's scales no theme holds; empty topics are left out."""
    entries = [entry for entry in _asked(meta) if _about_children(entry)]
    found = [
        Topic(
            theme["theme"],
            pick(theme["label"], language),
            tuple((entry["role"], entry["scale"]) for entry in entries if entry["theme"] == theme["theme"]),
        )
        for theme in meta["themes"]
    ]
    known = {theme["theme"] for theme in meta["themes"]}
    rest = [entry for entry in entries if entry["theme"] not in known]
    by_label = rest if meta["themes"] else []
    found.append(Topic(naming.WITHOUT_THEME, "", tuple((entry["role"], entry["scale"]) for entry in by_label)))
    if not meta["themes"]:
        found += [
            Topic(
                role["role"],
                pick(role["label"], language),
                tuple((entry["role"], entry["scale"]) for entry in rest if entry["role"] == role["role"]),
            )
            for role in meta["roles"]
        ]
    return [topic for topic in found if topic]


def environment_topics(meta: dict, language: str) -> list[Topic]:
    """The scales about the learning environment, one topic for each group of respondents."""
    entries = [entry for entry in _asked(meta) if not _about_children(entry)]
    found = [
        Topic(
            role["role"],
            pick(role["label"], language),
            tuple((entry["role"], entry["scale"]) for entry in entries if entry["role"] == role["role"]),
        )
        for role in meta["roles"]
    ]
    return [topic for topic in found if topic]


def role_topic(meta: dict, role: str, language: str) -> Topic:
    """Everything one group of respondents was asked."""
    pairs = tuple((entry["role"], entry["scale"]) for entry in _asked(meta) if entry["role"] == role)
    return Topic(role, naming.role_label(meta, role, language), pairs) if pairs else NO_TOPIC


def parts(meta: dict, pairs: tuple[tuple[str, str], ...]) -> list[tuple[tuple[str, str], ...]]:
    """``pairs`` in as few runs of whole scales as hold at most MOST_QUESTIONS questions each (a longer scale is a run of its own), none of
    them much longer than the others."""
    runs = _runs(meta, pairs, MOST_QUESTIONS)
    least = next(most for most in range(1, MOST_QUESTIONS + 1) if most == MOST_QUESTIONS or len(_runs(meta, pairs, most)) <= len(runs))
    return [tuple(run) for run in _runs(meta, pairs, least)]


def _runs(meta: dict, pairs: tuple[tuple[str, str], ...], most: int) -> list[list[tuple[str, str]]]:
    runs, questions = [], 0
    for role, scale in pairs:
        count = len(naming.scale_entry(meta, role, scale)["items"])
        if not runs or questions + count > most:
            runs.append([])
            questions = 0
        runs[-1].append((role, scale))
        questions += count
    return runs
