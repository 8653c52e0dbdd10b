"""``instrument/<role>.yml``: the codebook of one respondent group: scales, items, options, columns per wave."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from analysis.parameters.base import Closed, Code, Name, Text, WaveName
from analysis.parameters.programme import BackgroundCodes

Columns = dict[WaveName, str | None]
"""wave (or ``all``) -> column in the export; null: not asked in that wave."""

Options = Annotated[dict[WaveName, Name], BeforeValidator(lambda value: {"all": value} if isinstance(value, str) else value)]
"""wave (or ``all``) -> name of the option set; a name alone is that of every wave."""


def column(columns: Columns, wave: str) -> str | None:
    """The column of ``wave``: its own entry, else the one for ``all``."""
    return columns[wave] if wave in columns else columns.get("all")


class Option(Closed):
    """One answer category. ``value`` is what it counts before any reversal; None: it is no answer (\"ved ikke\")."""

    code: Code
    label: Text
    value: float | None


class OptionSet(Closed):
    """The answer categories of an item, worst to best as they read (before reversal)."""

    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _distinct(self) -> "OptionSet":
        codes = [option.code for option in self.options]
        if len(set(codes)) != len(codes):
            raise ValueError(f"two options share a code: {codes}")
        return self

    @property
    def answers(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.value is not None)


class Item(Closed):
    """One question. Children's items describe the picture shown and carry the spoken prompt as ``text``.

    ``options`` may differ between waves (``{all: smiley_3, 2019: smiley_4}``): answers on other categories are no measure of change, so
    the item is then not among those the two waves have in common (``Instrument.same_options``).
    """

    item: Name
    text: Text
    options: Options
    columns: Columns
    reversed: bool = False
    picture: Text | None = None

    def column(self, wave: str) -> str | None:
        return column(self.columns, wave)


class Scale(Closed):
    """Items that measure one thing. High is good once reversed items are turned."""

    scale: Name
    label: Text
    description: Text
    kind: Literal["outcome", "practice"]
    about: Literal["child", "group", "centre", "person"]
    age_related: bool = False
    themes: dict[Name, Name | None] = {}
    """law -> curriculum theme of that law."""
    parallel: Name | None = None
    """What a scale of another role measures as well (leader and staff)."""
    items: tuple[Item, ...] = Field(min_length=2)

    def asked(self, wave: str) -> tuple[Item, ...]:
        """The items of ``wave``, in the order of the codebook."""
        return tuple(item for item in self.items if item.column(wave))


class Flag(Closed):
    """A column that must hold one of ``codes`` (``any``: something) for the form to count (completed, consent given)."""

    columns: Columns
    codes: tuple[Code, ...] | Literal["any"]

    def column(self, wave: str) -> str | None:
        return column(self.columns, wave)


class BackgroundColumn(Closed):
    """Where this role's forms tell a background variable, and which codes mean which category."""

    columns: Columns
    codes: BackgroundCodes
    missing: tuple[Code, ...] = ()
    """Codes by which nothing was told (\"ønsker ikke at svare\")."""

    def column(self, wave: str) -> str | None:
        return column(self.columns, wave)


class Identifiers(Closed):
    """Columns that say whose form it is, and where."""

    form: Columns | None = None
    child: Columns | None = None
    rater: Columns | None = None
    person: Columns | None = None
    centre: Columns | None = None
    site: Columns | None = None
    centre_from_child: Annotated[int, Field(ge=1)] | None = None
    """Number of leading characters of the child's id that are the centre's code."""


class Instrument(Closed):
    """The whole of ``instrument/<role>.yml``."""

    role: Name
    label: Text
    respondents: Text
    """The respondents as a plural noun in running text: \"børn\", \"children\"."""
    form: Literal["child", "rating", "person", "parent"]
    """child: the child answers; rating: one form per child filled in by a rater; person: for oneself; parent: about one child."""
    denominator: Literal["children", "persons"]
    identifiers: Identifiers
    started: Columns | None = None
    """Column with the time the form was opened; only checks read it."""
    answered: Columns | None = None
    """Column with the time the form was answered."""
    completed: Flag | None = None
    consent: Flag | None = None
    age_months: Columns | None = None
    birth_date: Columns | None = None
    background: dict[Name, BackgroundColumn] = {}
    ignored: tuple[str, ...] = ()
    """Columns known and left unread: platform bookkeeping, personal fields, free text (shell-style patterns)."""
    option_sets: dict[Name, OptionSet]
    scales: tuple[Scale, ...] = Field(min_length=1)

    def scale(self, name: str) -> Scale:
        """The scale called ``name``; KeyError lists those there are."""
        for scale in self.scales:
            if scale.scale == name:
                return scale
        raise KeyError(f"{self.role} has no scale {name!r}, only {[scale.scale for scale in self.scales]}")

    def in_file(self, names: Mapping[str, str], completed: Flag | None = None) -> "Instrument":
        """The codebook of one file that calls columns otherwise: ``names`` from column here to column there."""

        def there(columns: Columns | None) -> Columns | None:
            return columns and {wave: name and names.get(name, name) for wave, name in columns.items()}

        def renamed(told: Any) -> Any:
            return told and told.model_copy(update={"columns": there(told.columns)})

        if not names and completed is None:
            return self
        ids = {key: there(getattr(self.identifiers, key)) for key in ("form", "child", "rater", "person", "centre", "site")}
        scales = tuple(scale.model_copy(update={"items": tuple(map(renamed, scale.items))}) for scale in self.scales)
        return self.model_copy(
            update={
                "identifiers": self.identifiers.model_copy(update=ids),
                "background": {name: renamed(told) for name, told in self.background.items()},
                "completed": completed or renamed(self.completed),
                "consent": renamed(self.consent),
                "scales": scales,
                **{key: there(getattr(self, key)) for key in ("answered", "age_months", "birth_date")},
            }
        )

    def items(self) -> tuple[Item, ...]:
        return tuple(item for scale in self.scales for item in scale.items)

    def options(self, item: Item, wave: str) -> OptionSet:
        """The answer categories of ``item`` in ``wave``; KeyError where the codebook names none for it."""
        return self.option_sets[item.options[wave] if wave in item.options else item.options["all"]]

    def same_options(self, item: Item, one: str, other: str) -> bool:
        """Whether two waves offered the same answers: the same words counting the same. Codes and \"ved ikke\" may differ."""
        first, second = (
            [(option.value, option.label) for option in self.options(item, wave).answers] for wave in (one, other)
        )
        return first == second

    def item_range(self, item: Item, wave: str) -> tuple[float, float]:
        """Lowest and highest value an answer can count; a reversed item's value is low + high - value."""
        values = [option.value for option in self.options(item, wave).answers]
        return min(values), max(values)
