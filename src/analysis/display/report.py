"""One report: the shown rows and what the page needs beside them, opened from the one file a notebook may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.display import naming, numbers
from analysis.display.rows import Quantity, plain
from analysis.display.text import pick, say
from analysis.display.topics import NO_TOPIC, Topic, child_topics, environment_topics, parts, role_topic
from analysis.parameters import listed, nearest

if TYPE_CHECKING:
    import pandas as pd

    from analysis.findings.finding import Finding
    from analysis.findings.recommend import Recommended
    from analysis.parameters import Recommendation
    from analysis.parameters.programme import Thresholds

ALL = "all"
KINDS = frozenset(
    {
        "answer_share",
        "level",
        "level_unadjusted",
        "comparison_level",
        "comparison",
        "centre_estimate",
        "centre_comparison",
        "spread",
        "spread_change",
        "change",
        "change_adjusted",
        "gap",
        "gap_adjusted",
        "gap_change",
        "response",
        "no_consent",
        "reliability",
        "points_in_answers",
        "agreement",
        "leader_staff_gap",
        "leader_staff_gap_change",
        "link",
        "link_range",
        "initiative",
        "exposure",
        "lasting_change",
        "network_comparison",
        "municipality_spread",
        "comparability",
    }
)
"""The kinds of quantity there are (docs/architecture.md, section 3)."""

COMPARED = {"centre": "centre_comparison", "network": "network_comparison", "municipality": "comparison"}
"""Level -> the quantity that sets its unit beside others."""


@dataclass(frozen=True)
class Report:
    """``rows`` is a shown table, ``meta`` what ``disclosure.meta`` describes. Everything below reads these two and nothing else."""

    rows: "pd.DataFrame"
    meta: dict
    language: str
    _used: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def _places(self) -> dict[str, dict]:
        return naming.places(self.meta)

    @cached_property
    def _by_kind(self) -> dict[str, "Quantity"]:
        """The rows of each quantity in reading order: put in order once, for every figure, table and heading asks."""
        rows = self.rows[self.rows["level"] != "centre"] if self.too_few else self.rows
        ordered = naming.in_order(rows, self._places)
        return {"": Quantity(ordered.iloc[:0]), **{kind: Quantity(own) for kind, own in ordered.groupby("kind", sort=False)}}

    @cached_property
    def too_few(self) -> bool:
        """Whether a centre's own profile may show no number about the centre: it then is a one-page letter."""
        if self.level != "centre":
            return False
        rows = self.rows
        own = rows[(rows["level"] == "centre") & (rows["wave"] == self.wave) & ~rows["kind"].isin(["response", "no_consent"])]
        return not (own["status"] == "shown").any()

    def take(
        self,
        kind: str,
        role: str | Iterable[str] | None = None,
        level: str | None = None,
        topic: Topic | None = None,
        form: str | Iterable[str] | None = None,
        part: int | None = None,
        scale: str | Iterable[str] | None = None,
        contrast: str | None = None,
        wave: str | None = None,
    ) -> "pd.DataFrame":
        """The shown rows of one quantity, in the order of codebook and register; empty where there are none.

        ``wave`` is the report's own unless said (``"all"`` for every wave). ``topic`` keeps a theme's or a group's scales, ``form``
        those of roles with that kind of form (child, rating, person, parent), ``part`` the first, second, ... run of questions that
        fits one figure.
        An unknown kind is an error with the nearest known one; a role or scale that was not asked gives no rows.
        """
        if kind not in KINDS:
            close = nearest(kind, KINDS)
            raise KeyError(f"no quantity {kind!r}, only {listed(KINDS)}" + (f"; did you mean {close!r}?" if close else ""))
        pairs = None
        if topic is not None:
            runs = parts(self.meta, topic.pairs) if part is not None else [topic.pairs]
            pairs = runs[(part or 1) - 1] if (part or 1) <= len(runs) else ()
        return self._by_kind.get(kind, self._by_kind[""]).where(
            ("wave", None if wave == ALL else wave or self.wave), ("level", level), ("role", role),
            ("role", None if form is None else self.roles_with(form)), ("scale", scale), ("contrast", contrast), ("pair", pairs),
        )

    def followed(self, kind: str, **where) -> "pd.DataFrame":
        """``take(kind, **where)`` of what an earlier wave has too, so that it can be followed: for gaps pair by pair."""
        waves = self.take(kind, wave=ALL, **where).groupby("contrast")["wave"].nunique()
        rows = self.take(kind, **where)
        return rows[rows["contrast"].isin(waves.index[waves > 1])].reset_index(drop=True)

    def roles_with(self, form: str | Iterable[str]) -> list[str]:
        """Roles whose form is of that kind, or one of those kinds: child, rating, person, parent."""
        wanted = {form} if isinstance(form, str) else set(form)
        return [entry["role"] for entry in self.meta["roles"] if entry["form"] in wanted]

    def findings(self) -> tuple["Finding", ...]:
        """What may be said about the report's own unit, and for municipalities about the programme's stated links."""
        return self._findings

    @cached_property
    def _findings(self) -> tuple["Finding", ...]:
        from analysis.findings.find import find, order

        limits = self.thresholds
        found = find(self.rows, limits, self.level, self.unit["slug"], self.wave, self.previous)
        if self.level == "municipality":
            found += [finding for finding in find(self.rows, limits, "programme", wave=self.wave) if finding.quantity == "link"]
        return tuple(sorted(found, key=order))

    def looked_at(self) -> "pd.DataFrame":
        """The rows ``findings`` are sought in, hidden ones too: the own unit's in this wave, and the programme's links."""
        rows = self.rows[self.rows["wave"] == self.wave]
        own = (rows["level"] == self.level) & (rows["unit"] == self.unit["slug"])
        if self.previous is not None:
            own &= (rows["kind"] != "change") | (rows["contrast"] == self.previous)
        links = (rows["level"] == "programme") & (rows["kind"] == "link") & (self.level == "municipality")
        return rows[own | links]

    def headline(self, findings: Iterable["Finding"]) -> dict[str, tuple["Finding", ...]]:
        """The few findings of each kind that page one may hold."""
        from analysis.findings.find import headline

        return headline([finding for finding in findings if self.may_lead(finding)], self.thresholds)

    def enough(self, finding: "Finding") -> bool:
        """Whether so many answered that a heading may state the finding: above the centre level ``headline_min_forms``."""
        return finding.level == "centre" or finding.n is None or finding.n >= self.thresholds.headline_min_forms

    def may_lead(self, finding: "Finding") -> bool:
        """Whether page one and the steps may hold it: enough answers, and for spread a scale its own section shows."""
        return self.enough(finding) and (finding.quantity != "spread" or (finding.role, finding.scale) in self.wellbeing.pairs)

    def counted(self, count: int) -> str:
        """``to``: one to nine in words, more in figures."""
        return self.say(f"count.{count}") if 1 <= count <= 9 else self.number(count)

    def recommend(self, findings: Iterable["Finding"]) -> tuple["Recommended", ...]:
        """The recommendations the findings call for, best first; of a centre's profile the possibilities it may weigh."""
        from analysis.findings.recommend import recommend

        return tuple(recommend(findings, self.catalogue, self.thresholds, themes=self.theme_of))

    @cached_property
    def catalogue(self) -> list["Recommendation"]:
        """The recommendations a report of this level may draw on."""
        from analysis.findings.recommend import for_level

        return for_level(self.meta["recommendations"], self.level)

    @cached_property
    def theme_of(self) -> dict[tuple[str, str], str | None]:
        """(role, scale) -> curriculum theme by the law of the report's wave."""
        return {(entry["role"], entry["scale"]): entry["theme"] for entry in self.meta["scales"]}

    @property
    def thresholds(self) -> "Thresholds":
        from analysis.parameters.programme import Thresholds

        return Thresholds.model_validate(self.meta["thresholds"])

    @property
    def compared(self) -> bool:
        """Whether there were enough other municipalities (or centres) to compare with. The programme is compared with nothing."""
        kind = COMPARED.get(self.level, "comparison")
        rows = self.take(kind, level=self.level)
        return bool(((rows["status"] == "shown") & ~rows["flags"].str.contains("no_comparison", regex=False)).any())

    def theme(self, place: int) -> Topic:
        """The first, second, ... curriculum theme with questions in this wave; an empty topic beyond the last."""
        return _nth(self.themes, place)

    def environment(self, place: int) -> Topic:
        """The learning environment as the first, second, ... group of respondents sees it; an empty topic beyond the last."""
        return _nth(self.groups, place)

    @property
    def themes(self) -> list[Topic]:
        """Every curriculum theme with questions in this wave."""
        return child_topics(self.meta, self.language)

    @property
    def groups(self) -> list[Topic]:
        """The learning environment as each group of respondents sees it."""
        return environment_topics(self.meta, self.language)

    @property
    def wellbeing(self) -> Topic:
        """Every scale about children's well-being and learning."""
        return _all(self.themes)

    @property
    def surroundings(self) -> Topic:
        """Every scale about the learning environment."""
        return _all(self.groups)

    @property
    def contrasts(self) -> list[str]:
        """The comparisons of two groups of children there is a gap for, in the order of the background's variables."""
        rows = self.take("gap", level=self.level)
        variables = [entry["name"] for entry in self.meta["background"]]
        return sorted(dict.fromkeys(rows["contrast"]), key=lambda contrast: variables.index(contrast.partition(":")[0]))

    def contrast(self, place: int) -> str:
        """The first, second, ... comparison of two groups of children there is a gap for; empty beyond the last."""
        found = self.contrasts
        return found[place - 1] if place <= len(found) else ""

    def measure(self, topic: Topic, place: int) -> tuple[str, str]:
        """(role, scale) of the first, second, ... measure of ``topic``; two empty words beyond the last."""
        return topic.pairs[place - 1] if place <= len(topic.pairs) else ("", "")

    def most_spread(self, place: int) -> tuple[str, str]:
        """(role, scale) with the largest, second largest, ... spread between centres; two empty words beyond the last."""
        rows = self.take("spread", level=self.level)
        rows = rows[rows["status"] == "shown"].sort_values("value", ascending=False, kind="stable")
        found = list(zip(rows["role"], rows["scale"], strict=True))
        return found[place - 1] if place <= len(found) else ("", "")

    @property
    def initiatives(self) -> list[dict]:
        """Initiatives that had begun when this wave's field period ended, in the order they began."""
        return sorted(self.meta["initiatives"], key=lambda entry: (entry["start"], entry["slug"]))

    @property
    def questions(self) -> list[dict]:
        """The municipality's own questions that this wave can answer; a first survey answers none."""
        return [] if self.previous is None else self.meta["questions"]

    @property
    def followed_up(self) -> list[dict]:
        """The efforts of the competence plan that followed from an earlier wave; none for those it is not meant for."""
        plan = self.meta["earlier_plan"]
        return plan["efforts"] if plan else []

    @property
    def goals(self) -> list[dict]:
        """The development goals of the report's own unit, set in this wave or before; none in a letter, which shows no number."""
        own = {"municipality": None, "centre": self.unit["slug"]}
        if self.too_few or self.level not in own:
            return []
        return [goal for goal in self.meta["goals"] if goal["centre"] == own[self.level]]

    def answers_of(self, form: str, place: int = 1) -> Topic:
        """All that the first, second, ... group with that kind of form was asked; an empty topic where there is none."""
        roles = [role for role in self.roles_with(form) if role in self.asked]
        return role_topic(self.meta, roles[place - 1], self.language) if place <= len(roles) else NO_TOPIC

    @property
    def wave(self) -> str:
        return self.meta["wave"]

    @property
    def waves(self) -> list[str]:
        """The municipality's (or the programme's) waves up to this one, oldest first."""
        return [entry["wave"] for entry in self.meta["waves"]]

    @property
    def previous(self) -> str | None:
        return self.waves[-2] if len(self.waves) > 1 else None

    @property
    def level(self) -> str:
        """The level the report is about: centre, network, municipality or programme."""
        return next((level for level in ("centre", "network", "municipality") if self.meta[level]), "programme")

    @property
    def unit(self) -> dict:
        """What the report is about, with ``slug`` and ``name``."""
        programme = self.meta["programme"]
        return self.meta[self.level] if self.level != "programme" else programme | {"name": self.pick(programme["name"])}

    @property
    def audience(self) -> str:
        return self.meta["audience"]

    @property
    def asked(self) -> list[str]:
        """Roles that were asked in this wave, in the programme's order."""
        return [entry["role"] for entry in self.meta["roles"] if entry["asked"]]

    def say(self, key: str, count: float | None = None, **values: str) -> str:
        """Words of the catalogue in the report's language; ``wave`` and ``earlier`` are written as ``wave_words``."""
        waves = {name: self.wave_words(values[name]) for name in ("wave", "earlier") if name in values}
        return say(key, self.language, count, **values | waves)

    def wave_words(self, wave: str) -> str:
        """``2019``; ``runde 2`` where waves are numbered, not named by their year."""
        numbered = wave in self.waves and not (wave.isdigit() and len(wave) == 4)
        return say("wave.numbered", self.language, number=wave) if numbered else wave

    def pick(self, text: dict | str | None) -> str:
        return pick(text, self.language)

    def number(self, value: float, decimals: int = 0) -> str:
        return numbers.number(value, self.language, decimals)

    def answers_from(self, role: str, n: str) -> str:
        """``500 børn``, ``485 skemaer fra kontaktpædagoger``: n counts forms, and a pedagogue fills in one for each child."""
        entry = naming.role_entry(self.meta, role)
        return self.say(f"caption.n.{entry['form']}", n=n, respondents=self.pick(entry["respondents"]))

    def listed(self, items: list[str]) -> str:
        return numbers.listed(items, self.language)

    @property
    def synthetic_mark(self) -> str:
        """What stands inside every figure of made-up data; empty for real data."""
        if not self.meta["programme"]["synthetic"]:
            return ""
        place = self.meta["municipality"]
        return self.say("mark.synthetic", name=place["name"] if place else self.say("mark.synthetic.places"))

    def next_number(self, what: str) -> int:
        """1, 2, 3, ... for each ``what``: figures, or a handle already used on the page."""
        self._used[what] = self._used.get(what, 0) + 1
        return self._used[what]

    def identifier(self, wanted: str) -> str:
        """``wanted``, or with a number where the page has one already."""
        times = self.next_number(f"id:{wanted}")
        return wanted if times == 1 else f"{wanted}-{times}"


def _nth(topics: list[Topic], place: int) -> Topic:
    return topics[place - 1] if place <= len(topics) else NO_TOPIC


def _all(topics: list[Topic]) -> Topic:
    """One topic of all of them."""
    return Topic("all", "", tuple(dict.fromkeys(pair for topic in topics for pair in topic.pairs)))


def project_file(path: str | Path) -> Path:
    """``path`` as given, or found from a folder above: notebooks run from ``notebooks/`` and from the project's root alike."""
    wanted = Path(path)
    if wanted.is_absolute() or wanted.exists():
        return wanted
    here = Path.cwd()
    return next((folder / wanted for folder in here.parents if (folder / wanted).exists()), wanted)


def open_report(shown: str | Path, language: str = "da") -> Report:
    """The report whose shown file is ``shown``. KeyError names the languages there are; FileNotFoundError says what makes the file."""
    from analysis.disclosure.shown_file import read_shown

    rows, meta = read_shown(project_file(shown))
    if language not in meta["languages"]:
        raise KeyError(f"no report in {language!r}, only in {meta['languages']}")
    return Report(plain(rows), meta, language)
