"""The numbers a report may print that are no shown cells. The list is closed: what is not named here, or listed, is a finding."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from analysis.auditing.numerals import Numeral, normal, numerals
from analysis.auditing.planned import amounts, units

MONTHS = frozenset(
    """
    januar februar marts april maj juni juli august september oktober november december january february march may june july
    october
    """.split()  # noqa: SIM905
)
COUNTERS = frozenset(
    """
    figur figure tabel table side page afsnit section trin step § paragraf stk kapitel uge week lov act nr no figurerne
    tabellerne sider pages
    """.split()  # noqa: SIM905
)
"""A number behind one of these is a place in the report, in the law or in the year."""

COUNTED = frozenset(
    """
    mål målene områder sammenhænge sammenligninger sammenligningerne kommuner dagtilbud dagtilbuddene par indsats indsatser
    netværk grupper forhold anbefalinger resultater forskelle moduler forløb measures areas associations comparisons
    municipalities centres centre pairs initiative initiatives networks groups recommendations results differences modules
    outcomes links tal tallene numbers
    """.split()  # noqa: SIM905
)
"""What a report counts that is no person and no form: its own measures, findings, centres and municipalities."""

MINUTES = frozenset({"minutter", "minutes"})
"""What a meeting's agenda gives each point."""

KRONER = frozenset({"kr", "kroner", "dkk"})
BOUGHT = frozenset("dagtilbud deltager deltagere gang gange centre centres participant participants times".split())  # noqa: SIM905
"""What a plan's package is paid for once each."""

LARGEST_COUNT = 999
"""Counts of ``COUNTED`` things have no thousands."""

ANCHORS = frozenset(map(str, (300, 400, 500, 600, 700)))
"""The points scale's own marks: its mean, and one and two standard deviations from it."""

PERIODS = frozenset({"periode", "period"})
"""Columns that tell between which surveys something is."""

ADDRESS = 60
"""How long the address of a source may be, letters."""

ROUND = frozenset({"100"})
"""The hundred of \"9 out of 100\" and of a standard deviation."""


class Structural:
    """What one report may say beside its cells: by its place in words, its thresholds, or its own codebook's and authors' words."""

    def __init__(self, meta: dict, language: str):
        self.meta, self.language = meta, language

    def allows(self, found: Numeral, text: str) -> bool:
        """Whether a number in running ``text`` is structural."""
        written = found.written
        return (
            _is_year(found)
            or written in self.free
            or found.before in COUNTERS
            or found.after in MINUTES | {"§"}
            or _leads(found, text)
            or self._is_day(found, written)
            or self._counts(found, text)
            or self._in_own_words(found, written)
            or self._in_a_series(found, text)
            or _in_an_address(found, text)
            or self._is_planned(found, written)
        )

    @cached_property
    def free(self) -> frozenset[str]:
        """Numbers that may stand anywhere but in a cell of a measure or a centre."""
        return ROUND | ANCHORS | self.thresholds

    @staticmethod
    def is_year(written: str) -> bool:
        return re.fullmatch(r"(19|20)\d\d", written) is not None

    def _is_day(self, found: Numeral, written: str) -> bool:
        return (found.after in MONTHS or found.before in MONTHS) and written.isdigit() and 1 <= int(written) <= 31

    def _counts(self, found: Numeral, text: str) -> bool:
        """``4 of 10 examined associations``: the noun stands within four words, further numbers between them."""
        written = found.written
        if found.percent or not written.isdigit() or int(written) > LARGEST_COUNT:
            return False
        behind = re.findall(r"[^\W\d_]+|[.;:!?]", text[found.start + len(found.text) :][:80])
        return any(word.lower() in COUNTED for word in _until_stop(behind, 4))

    def _in_a_series(self, found: Numeral, text: str) -> bool:
        """``Figures 3, 4 and 5``: a counter stands before the row of numbers."""
        before = re.search(r"([^\W\d_]+)[\s\u00a0]+(?:\d+(?:[\s\u00a0]*(?:,|–|-|og|and|af|of|til|to)[\s\u00a0]*))+$", text[: found.start])
        return bool(before) and before[1].lower() in COUNTERS

    def _in_own_words(self, found: Numeral, written: str) -> bool:
        """Of a number with decimals one neighbour is enough: paper divides words."""
        return (found.before, written, found.after) in self.words or (
            "." in written and bool({(found.before, written), (written, found.after)} & self.halves)
        )

    @cached_property
    def halves(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for before, written, after in self.words for pair in ((before, written), (written, after)))

    def of_a_period(self, column: Iterable[str], written: str) -> bool:
        """Whether a column tells between which surveys something is, and the number is one of the report's own waves."""
        return any(head.partition(",")[0].strip().lower() in PERIODS for head in column) and written in self.waves

    def _is_planned(self, found: Numeral, written: str) -> bool:
        """An amount of the competence plan, told in kroner, or how many of something it buys."""
        if {found.before, found.after} & KRONER:
            return written in self.kroner
        return found.after in BOUGHT and written in self.bought

    @cached_property
    def _plans(self) -> list[dict]:
        return [plan for key in ("plan", "earlier_plan") if (plan := self.meta.get(key))]

    @cached_property
    def kroner(self) -> frozenset[str]:
        return amounts(self._plans)

    @cached_property
    def bought(self) -> frozenset[str]:
        return units(self._plans)

    @cached_property
    def waves(self) -> frozenset[str]:
        return frozenset(wave["wave"] for wave in self.meta.get("waves", []))

    def of_a_goal(self, row: Iterable[str], written: str) -> bool:
        """Whether ``row`` is about a goal that people set, and the number its own: when it was set, what it is to reach."""
        words = " ".join(row)
        return any(any(text in words for text in texts) and written in numbers for texts, numbers in self.goals)

    @cached_property
    def goals(self) -> list[tuple[list[str], frozenset[str]]]:
        """(its texts, its numbers) of each goal."""
        found = []
        for goal in self.meta.get("goals", []):
            texts = [text for text in goal.get("text", {}).values() if text]
            told = [str(goal[key]) for key in goal if key != "text" and isinstance(goal[key], (int, float, str))]
            numbers = {normal(Decimal(one)) for one in told if re.fullmatch(r"-?\d+(\.\d+)?", one)}
            found.append((texts, frozenset(numbers)))
        return found

    @cached_property
    def thresholds(self) -> frozenset[str]:
        """The programme's conventions, and shares among them in percent."""
        found = set()
        for group in ("thresholds", "comparison", "disclosure"):
            for value in self.meta.get(group, {}).values():
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    found |= {normal(Decimal(repr(value))), normal(Decimal(repr(round(value * 100, 6))))}
        return frozenset(found)

    @cached_property
    def words(self) -> frozenset[tuple[str, str, str]]:
        """Numbers in the codebook, the evidence and people's texts, each with the words around it."""
        return frozenset(
            (one.before, one.written, one.after)
            for text in _strings(self.meta)
            for one in numerals(text, self.language)
        )


def _leads(found: Numeral, text: str) -> bool:
    """Whether the number heads one of a row of paragraphs: ``7. Putting it into practice``."""
    head = re.match(r"\s*([1-9]\d?)\.\s+[^\W\d_]", text)
    return head is not None and head.start(1) == found.start


def _until_stop(words: list[str], most: int) -> Iterator[str]:
    for word in words[:most]:
        if word in ".;:!?":
            return
        yield word


def _in_an_address(found: Numeral, text: str) -> bool:
    """Within the address of a source; on paper it may go on in the next line."""
    around = text[max(0, found.start - ADDRESS) : found.start + len(found.text)]
    return re.search(r"https?://|doi\.org|www\.", around) is not None and not re.search(r"[.!?]\s+[A-ZÆØÅ]", around.rpartition("://")[2])


def _is_year(found: Numeral) -> bool:
    return re.fullmatch(r"(19|20)\d\d", found.text.lstrip("\u2212-")) is not None


def _strings(value) -> Iterator[str]:
    """Every text in ``value``, however deep."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            stack += one.values()
        elif isinstance(one, list):
            stack += one
