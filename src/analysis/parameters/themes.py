"""``themes.yml``: curriculum themes per law version, with the crosswalk between them."""

from datetime import date
from typing import Literal

from analysis.parameters.base import Closed, Name, Text


class Theme(Closed):
    """``questions``: what people may be asked about the theme on a dialogue card, in the order they are taken."""

    theme: Name
    label: Text
    questions: tuple[Text, ...] = ()


class Law(Closed):
    """One version of the law: its themes in order, from when it holds, and the word for what goals are about."""

    law: Name
    label: Text
    valid_from: date
    themes: tuple[Theme, ...]

    def theme(self, name: str) -> Theme:
        return next(theme for theme in self.themes if theme.theme == name)


class Crosswalk(Closed):
    """How far a theme of one law is the same as a theme of the next: A same core, B widened, C re-cut."""

    before: Name
    after: Name
    grade: Literal["A", "B", "C"]
    note: Text


class Themes(Closed):
    laws: tuple[Law, ...]
    crosswalk: tuple[Crosswalk, ...] = ()

    def law(self, name: str) -> Law:
        return next(law for law in self.laws if law.law == name)
