"""A drawn role as SurveyXact writes it: ``dataset.csv``, ``labels.csv`` (no header), ``structure.csv``.

The semicolon dialect: CP1252, CRLF, nothing quoted, codes as numbers, empty where nothing was answered. Shapes after the public fixtures of
github.com/sda030/readSX. Text that holds the separator cannot be written in it, so it is refused rather than mangled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.parameters import Centre, Instrument, MunicipalityWave, Parameters
from analysis.parameters.instrument import column
from analysis.parameters.programme import BackgroundVariable
from analysis.simulation.answers import codes_of
from analysis.simulation.draw import RoleWave
from analysis.simulation.people import Houses

SEPARATOR, LINE = ";", "\r\n"
ENCODING = "cp1252"
STATUS = ("Ny", "Distribueret", "Nogen svar", "Gennemført", "Frafaldet")
UNCHOSEN = (("0", "Ikke valgt"), ("1", "Valgt"))
STRUCTURE = ("questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText")
GENDER = {0: "boy", 1: "girl"}
LANGUAGE = {0: "danish", 1: "other"}
EDUCATION = {0: "basic", 1: "vocational", 2: "higher"}
CATEGORIES = {"gender": ("girl", GENDER), "home_language": ("other_language", LANGUAGE), "parental_education": ("education", EDUCATION)}
"""Background variable -> column of the drawn forms, and what its numbers mean."""

# Invented first names, only to have a personal column with letters beyond a-z that nobody may load.
NAMES = ("Ægir", "Åse", "Søren", "Øjvind", "Bjørk", "Måne", "Trøst", "Lærke", "Ylva", "Åge", "Sølvi", "Tjalfe")
REMARKS = (
    "Tak for et godt skema.",
    "Vi er glade for vores dagtilbud.",
    "Svært at svare på for de yngste.",
    "Mere tid, tak – og færre skemaer.",
)


@dataclass(frozen=True)
class Column:
    """One variable of the export: its values as text, what its codes mean, and how the structure tells of it."""

    name: str
    values: Sequence[str]
    text: str
    kind: str = "Open"
    subtype: str = "String"
    labels: tuple[tuple[str, str], ...] = ()
    question: str = ""
    choice: tuple[str, str] = ("", "")


def triple(drawn: RoleWave, parameters: Parameters, wave: MunicipalityWave, town: Houses, seed: int) -> dict[str, bytes]:
    """file name -> content of one role's export. ``seed`` is for what only decorates: remarks, names, the code of an education."""
    rng = np.random.default_rng(seed)
    instrument = parameters.instruments[drawn.role]
    columns = [*_platform(drawn), *_places(drawn, instrument, wave, town), *_ids(drawn, instrument, wave, town)]
    columns += [*_family(drawn, instrument, parameters.programme.background, rng), *_answers(drawn, instrument)]
    columns += _remarks(drawn, instrument, rng)
    return {"dataset.csv": _dataset(columns), "labels.csv": _labels(columns), "structure.csv": _structure(columns)}


def invited_file(invited: pd.DataFrame, town: Houses, wave: MunicipalityWave) -> bytes:
    """``centre;role;invited;no_consent`` of one wave, centres by the code exports call them."""
    codes = house_codes(town, wave)
    counts = invited.assign(code=[codes[house] for house in invited["house"]])
    # a merged house has its successor's code: one row per code and role, as an office writes it
    counts = counts.groupby(["code", "role"], sort=False, as_index=False)[["invited", "no_consent"]].sum()
    rows = [
        ["centre", "role", "invited", "no_consent"],
        *([row.code, row.role, str(row.invited), str(row.no_consent)] for row in counts.itertuples()),
    ]
    return _encode(rows)


def house_codes(town: Houses, wave: MunicipalityWave) -> list[str]:
    """The code an export of ``wave`` calls each house: its own, for a year after it was merged as well, then its successor's."""
    part_of, day = town.part_of(wave), wave.field_period.start
    return [
        _code(entry) if place == own or entry.closed is None or (day - entry.closed).days < 365 else _code(town.entries[place])
        for own, (entry, place) in enumerate(zip(town.entries, part_of, strict=True))
    ]


def _code(entry: Centre) -> str:
    return entry.codes[0] if entry.codes else entry.slug


def _platform(drawn: RoleWave) -> list[Column]:
    """SurveyXact's own columns."""
    forms = drawn.forms
    closed = pd.to_datetime(forms["closed"])
    started = closed - pd.to_timedelta(forms["minutes"], unit="m")
    when = {name: stamp.dt.strftime("%Y-%m-%d %H:%M:%S").tolist() for name, stamp in (("closetime", closed), ("starttime", started))}
    done = forms["completed"].to_numpy()
    count = len(forms)
    base = int(drawn.wave) % 100 * 1_000_000
    person = drawn.forms["person"].to_numpy()
    mail = [f"medarbejder{number}@eksempel.invalid" if number >= 0 else "" for number in person]
    columns = [
        Column("respondentid", [str(base + number) for number in range(count)], "Respondent", subtype="Double"),
        Column("organization", ["Læringsledelse"] * count, "Organisation"),
        Column("created", when["starttime"], "Oprettet", subtype="Date"),
        Column("modified", when["closetime"], "Ændret", subtype="Date"),
        Column("starttime", when["starttime"], "Påbegyndt", subtype="Date"),
        Column(
            "closetime",
            [stamp if finished else "" for stamp, finished in zip(when["closetime"], done, strict=True)],
            "Afsluttet",
            subtype="Date",
        ),
        Column("difftime", [str(minutes * 60) for minutes in forms["minutes"]], "Svartid i sekunder", subtype="Double"),
        Column("responsecollectsessions", ["1"] * count, "Antal sessioner", subtype="Double"),
        Column("email", mail, "E-mail"),
    ]
    for number, words in enumerate(STATUS, start=1):
        hit = done if number == 4 else ~done if number == 3 else np.zeros(count, dtype=bool)
        columns.append(
            Column(
                f"stato_{number}",
                np.where(hit, "1", "0").tolist(),
                "Samlet status",
                "Closed",
                "Multiple",
                UNCHOSEN,
                "stato",
                (str(number), words + " "),
            )
        )
    return columns


def _places(drawn: RoleWave, instrument: Instrument, wave: MunicipalityWave, town: Houses) -> list[Column]:
    """Centre and site by code, and the centre's name as it was then."""
    codes, ids = house_codes(town, wave), instrument.identifiers
    house = drawn.forms["house"]
    named = [codes[place] if known else "" for place, known in zip(house, drawn.forms["named"], strict=True)]
    told = [
        (column(ids.centre or {}, drawn.wave), named, "Dagtilbuddets kode"),
        (column(ids.site or {}, drawn.wave), _sites(drawn.forms, town), "Afdelingens kode"),
        ("b_instnavn", [town.entries[place].name_on(wave.field_period.start) for place in house], "Dagtilbuddets navn"),
    ]
    return [Column(name, values, text) for name, values, text in told if name]


def _ids(drawn: RoleWave, instrument: Instrument, wave: MunicipalityWave, town: Houses) -> list[Column]:
    """The child's and the employee's numbers: invented, the same on every form of the wave, employees' in every wave."""
    codes, ids, forms = house_codes(town, wave), instrument.identifiers, drawn.forms
    year = int(drawn.wave) % 100
    # children are numbered within their house, so its own code keeps them apart after a merger as well
    child = [f"{_code(town.entries[place])}-{year:02d}{number:03d}" for place, number in zip(forms["house"], forms["number"], strict=True)]
    letter = codes[0].partition("-")[0] + ("-L" if drawn.role == "leader" else "-M")
    employee = [f"{letter}{number + 1:04d}" for number in forms["person"]]
    told = ((ids.child, child, "Barnets nummer"), (ids.rater, employee, "Medarbejdernummer"), (ids.person, employee, "Medarbejdernummer"))
    return [Column(column(where, drawn.wave), values, text) for where, values, text in told if where]


def _family(drawn: RoleWave, instrument: Instrument, background: Sequence[BackgroundVariable], rng: np.random.Generator) -> list[Column]:
    """What is known of the child: first name, consent, age, background in use or not."""
    if instrument.form == "person":
        return []
    forms, wave = drawn.forms, drawn.wave
    columns = [Column("b_barnnavn", [NAMES[place] for place in rng.integers(0, len(NAMES), size=len(forms))], "Barnets fornavn")]
    if instrument.consent and instrument.consent.column(wave):
        yes, no = instrument.consent.codes[0], "2"
        given = [yes if consent else no for consent in forms["consent"]]
        labels = ((yes, "Ja"), (no, "Nej"))
        columns.append(Column(instrument.consent.column(wave), given, "Samtykke fra forældre", "Closed", "Single", labels))
    if instrument.age_months and column(instrument.age_months, wave):
        ages = [str(age) for age in forms["age"]]
        columns.append(Column(column(instrument.age_months, wave), ages, "Alder i måneder", subtype="Double"))
    known = {variable.name: variable for variable in background}
    for name, told in instrument.background.items():
        if told.column(wave):
            columns.append(_background(told.column(wave), known[name], told.codes, forms, rng))
    return columns


def _background(
    name: str, variable: BackgroundVariable, codes: dict[str, tuple[str, ...]], forms: pd.DataFrame, rng: np.random.Generator
) -> Column:
    source, meaning = CATEGORIES[variable.name]
    values = []
    for number, chance in zip(forms[source], rng.random(len(forms)), strict=True):
        options = codes[meaning[number]]
        # a few parents do not tell; registers always do
        values.append("" if variable.source == "parent" and chance > 0.98 else options[int(chance * len(options))])
    words = {category.category: category.label.in_language("da") for category in variable.categories}
    labels = tuple(
        (code, words[category] + (f", {place}" if len(every) > 1 else ""))
        for category, every in codes.items()
        for place, code in enumerate(every, start=1)
    )
    return Column(name, values, variable.label.in_language("da"), "Closed", "Single", labels)


def _sites(forms: pd.DataFrame, town: Houses) -> list[str]:
    out = []
    for place, share in zip(forms["house"], forms["share"], strict=True):
        sites = town.entries[place].sites
        out.append(sites[int(share * len(sites))].codes[0] if sites else "")
    return out


def _answers(drawn: RoleWave, instrument: Instrument) -> Iterable[Column]:
    for place, item in enumerate(drawn.items):
        codes, _ = codes_of(instrument, item, drawn.wave)
        # -1, "ved ikke", is the last of the codes
        values = np.array(codes)[drawn.answers[:, place]].tolist()
        labels = tuple((option.code, option.label.in_language("da")) for option in instrument.options(item, drawn.wave).options)
        yield Column(item.column(drawn.wave), values, item.text.in_language("da"), "Closed", "Single", labels)


def _remarks(drawn: RoleWave, instrument: Instrument, rng: np.random.Generator) -> list[Column]:
    if instrument.form == "child":
        return []
    said = rng.random(len(drawn.forms)) < 0.05
    which = rng.integers(0, len(REMARKS), size=len(said))
    return [Column("fritekst_1", [REMARKS[place] if words else "" for place, words in zip(which, said, strict=True)], "Bemærkninger")]


def _dataset(columns: Sequence[Column]) -> bytes:
    return _encode([[one.name for one in columns], *zip(*(one.values for one in columns), strict=True)])


def _labels(columns: Sequence[Column]) -> bytes:
    return _encode([[one.name, code, words] for one in columns for code, words in one.labels])


def _structure(columns: Sequence[Column]) -> bytes:
    return _encode(
        [list(STRUCTURE), *([one.question or one.name, one.name, one.kind, one.subtype, one.text, *one.choice] for one in columns)]
    )


def _encode(rows: Iterable[Sequence[str]]) -> bytes:
    rows = list(rows)
    text = LINE.join(SEPARATOR.join(row) for row in rows) + LINE
    width = {len(row) for row in rows}
    if len(width) == 1 and text.count(SEPARATOR) != len(rows) * (width.pop() - 1):
        raise ValueError(
            "a text holds the separator of the unquoted dialect: " + next(field for row in rows for field in row if SEPARATOR in field)
        )
    return text.encode(ENCODING)
