"""What a column seems to be: the first rule that fits, with its reason. Names are matched as offices and platforms write them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from analysis.intake.drafting.describe import Column

ITEM, IGNORED, UNKNOWN = "item", "ignored", "unknown"


@dataclass(frozen=True)
class Guess:
    """``kind``: ``item``, ``ignored``, ``unknown``, a key of the codebook (``centre``, ``answered``, ...) or ``background.<variable>``."""

    kind: str
    reason: str


def letters(told: str) -> str:
    """Lower case, æøå as in handles, everything but letters and digits a space: what the patterns below are matched against."""
    low = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", told).lower()
    for sign, written in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u"), ("ö", "oe"), ("ä", "ae")):
        low = low.replace(sign, written)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", low).split())


def _says(*patterns: str) -> Callable[[str], bool]:
    whole = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))
    return lambda told: bool(whole.search(told))


BOOKKEEPING = _says(
    "respondentid",
    "respondent id",
    "organi[sz]ation",
    "created",
    "modified",
    "starttime",
    "start ?date",
    "difftime",
    "stat[a-z]* .*",
    "responsecollectsessions",
    "lastpage",
    "start ?language",
    "seed",
    "token",
    "datestamp",
    "refurl",
    "interviewtime",
    "group time.*",
    "progress",
    "duration.*",
    "status",
    "distribution ?channel",
    "user ?language",
    "external ?reference",
    "location (latitude|longitude)",
    "redcap .*",
    "recorded ?date",
    "record id",
    "response ?id",
    "collector ?id",
    "ip ?addr(ess)?",
)
PERSONAL = _says(
    "[a-z]*navn",
    "(first|last|full|sur)? ?name",
    "e ?mail",
    "mail",
    "telefon",
    "tlf",
    "mobil",
    "phone",
    "adresse",
    "address",
    "cpr( ?nr)?",
    "personnummer",
    "recipient.*",
)
FREE_TEXT = _says("fritekst.*", "bemaerkning[a-z]*", "kommentar[a-z]*", "comments?", "remarks?", ".* other", "other", "andet")
CENTRE = _says(
    "inst",
    "institution[a-z]*",
    "dagtilbud[a-z]*",
    "cent(re|er)",
    "boernehave[a-z]*",
    "boernehus",
    "kindergarten",
    "school",
    "skole",
    "enhed",
    "unit",
    "hus",
)
SITE = _says("afd", "afdeling", "matrikel", "site", "stue")
CHILD = _says("barn", "barnets? id", "barn ?(id|nr)", "child", "child ?id", "elev", "pupil")
RATER = _says("medarb", "medarbejder", "paedagog", "kontaktpaedagog", "rater", "teacher", "laerer")
PERSON = _says("person", "personale", "medarb", "medarbejder", "leder", "staff", "employee", "ansat")
FORM = _says("skema", "form", "skemanr", "form ?id", "besvarelse", "loebenr", "id")
CONSENT = _says("samtykke", "consent")
ANSWERED = _says("closetime", "submit ?date", "end ?date", "besvaret", "answered", "completed at", "afsluttet", "dato")
SUBMITTED = _says("submit ?date")
COMPLETED = _says("stato 4", "statoverall 4", "finished", "faerdig", "gennemfoert", "[a-z ]*complete")
BIRTH = _says("foedt", "foedselsdato", "foedselsdag", "birth", "birth ?date", "dob")
AGE = _says("alder", "age", "age ?months", "alder mdr")
AGE_MONTHS = (12, 96)
"""Months between which a day-care child's age lies; years would be smaller."""


@dataclass(frozen=True)
class Background:
    """What a background variable's name and words look like."""

    variable: str
    says: Callable[[str], bool]


BACKGROUND = (
    Background("gender", _says("koen", "gender", "sex", "pige dreng")),
    Background("home_language", _says("sprog", "hjemmesprog", "modersmaal", "language", "home language")),
    Background("parental_education", _says("udd", "uddannelse[a-z]*", "education")),
)


def guess(columns: Iterable[Column], form: str, bookkeeping: Iterable[str], background: Iterable[str]) -> dict[str, Guess]:
    """Column -> what it seems to be, for a role whose forms are of kind ``form`` (child, rating, person, parent).

    ``bookkeeping`` are columns the reader knows its platform to write; ``background`` the programme's variables. A key of the codebook is
    given to one column only: the first whose name fits; the others become unknown, so that a person looks.
    """
    columns, bookkeeping = _shared_words_only(columns), set(bookkeeping)
    known = set(background)
    taken: dict[str, str] = {}
    found = {}
    for column in columns:
        one = _one(column, form, column.name in bookkeeping, known)
        if one.kind not in (ITEM, IGNORED, UNKNOWN):
            if one.kind in taken:
                one = Guess(UNKNOWN, f"looks like {one.kind} too, which {taken[one.kind]!r} was taken for")
            else:
                taken[one.kind] = column.name
        found[column.name] = one
    return found


def _shared_words_only(columns: Iterable[Column]) -> list[Column]:
    """Words that stand in one column alone may be people's names or remarks: as codes count those that two columns share."""
    columns = list(columns)
    wordy = [set(column.codes) for column in columns if column.in_words]
    return [
        replace(column, codes=(), shape="text")
        if column.in_words and sum(bool(set(column.codes) & other) for other in wordy) < 2 and not _named(column)
        else column
        for column in columns
    ]


def _named(column: Column) -> bool:
    """Whether a column's name says that it holds a few words about everybody: consent, gender, a form that is finished."""
    name = letters(column.name)
    return COMPLETED(name) or CONSENT(bare_of(name)) or any(entry.says(bare_of(name)) for entry in BACKGROUND)


@dataclass(frozen=True)
class Look:
    """What the rules look at: a column, its name in plain letters, whole and without an office's prefix (``b_inst``, ``x_koen``)."""

    column: Column
    name: str
    bare: str
    form: str
    bookkeeping: bool
    background: set[str]


def _one(column: Column, form: str, bookkeeping: bool, background: set[str]) -> Guess:
    name = letters(column.name)
    look = Look(column, name, bare_of(name), form, bookkeeping, background)
    found = (rule(look) for rule in (_flow, _personal, _identifiers, _about_the_child, _answers, _rest))
    return next((one for one in found if one is not None), Guess(UNKNOWN, "no rule fits"))


def bare_of(name: str) -> str:
    """A name without the single letter an office puts before it."""
    return re.sub(r"^[a-z] (?=[a-z])", "", name)


def _flow(look: Look) -> Guess | None:
    if look.column.shape == "date" and ANSWERED(look.bare):
        return Guess("answered", "its name says when, and it holds dates")
    if COMPLETED(look.name) and look.column.shape in ("code", "empty") and look.column.distinct <= 3:
        return Guess("completed", "its name says that a form is finished")
    if CONSENT(look.bare) and look.column.shape == "code":
        return Guess("consent", "its name says consent")
    if look.bookkeeping:
        return Guess(IGNORED, "the platform's own bookkeeping")
    if (BOOKKEEPING(look.bare) and not look.column.labels) or re.fullmatch(r"stat[a-z]*( [0-9])?", look.name):
        return Guess(IGNORED, "looks like a platform's bookkeeping")
    return None


def _personal(look: Look) -> Guess | None:
    if PERSONAL(look.bare):
        return Guess(IGNORED, "a name, or a way to reach somebody: never read")
    return None


def _identifiers(look: Look) -> Guess | None:
    if look.column.labels or look.column.shape == "date":
        # a place that is ticked from a list has labels: its codes are those the register needs
        return Guess("centre", "a list of places to tick") if look.column.labels and CENTRE(look.bare) else None
    keys = [("site", SITE), ("centre", CENTRE)]
    keys += [("person", PERSON)] if look.form == "person" else [("rater", RATER)] if look.form == "rating" else []
    keys += [("child", CHILD)] if look.form != "person" else []
    for key, says in (*keys, ("form", FORM)):
        # few codes and a number behind the name are a question about children or places, not their id
        if says(look.bare) and (look.column.shape != "code" or not re.search(r" \d+$", look.bare)):
            return Guess(key, f"its name says {key}")
    return None


def _about_the_child(look: Look) -> Guess | None:
    if BIRTH(look.bare) and look.column.shape == "date":
        return Guess("birth_date", "its name says birth, and it holds dates")
    if AGE(look.bare) and look.column.shape in ("number", "code") and not look.column.labels and look.column.filled:
        middle = look.column.numbers.median()
        if AGE_MONTHS[0] <= middle <= AGE_MONTHS[1]:
            return Guess("age_months", f"its name says age, and half of it lies below {middle:.0f}: months")
        return Guess(UNKNOWN, "its name says age, but it is no age in months of a child in day-care")
    for entry in BACKGROUND:
        # the question alone is no proof: many questions are about language
        if entry.says(look.bare) and look.column.shape == "code":
            if entry.variable not in look.background:
                return Guess(UNKNOWN, f"its name says {entry.variable}, which is no background variable of programme.yml")
            return Guess(f"background.{entry.variable}", f"its name says {entry.variable}")
    return None


def _answers(look: Look) -> Guess | None:
    if set(map(letters, look.column.labels.values())) in ({"valgt", "ikke valgt"}, {"checked", "unchecked"}):
        return Guess(UNKNOWN, "one choice of several that may all be ticked: no answer scale")
    if look.column.shape == "code" and (look.column.labels or look.column.distinct >= 2):
        return Guess(ITEM, "few codes that come again and again" if not look.column.labels else "the export has words for its codes")
    return None


def _rest(look: Look) -> Guess | None:
    if look.column.shape == "empty":
        return Guess(UNKNOWN, "nothing stands in it")
    if look.column.shape == "text":
        longest = look.column.values.str.len().max()
        if (look.column.values.str.contains(" ").any() and longest > 20) or FREE_TEXT(look.name):
            return Guess(IGNORED, "free text: never read")
        return Guess(UNKNOWN, "words or ids of its own")
    return None
