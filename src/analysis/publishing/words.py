"""The words of the page itself, not of its content: marks, navigation, running header. One closed set per language: none can be missing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """``audience_marks`` by audience ("" where the report may be shared); ``synthetic`` takes the municipality's name, or
    ``places`` where there is none."""

    skip: str
    contents: str
    page: str
    of: str
    draft: str
    draft_mark: str
    synthetic: str
    places: str
    synthetic_short: str
    twins: str
    table: str
    top: str
    footer: str
    audience_marks: dict[str, str]

    def audience_mark(self, audience: str) -> str:
        return self.audience_marks.get(audience, "")


WORDS = {
    "da": Words(
        skip="Spring til indholdet",
        contents="Indhold",
        page="Side",
        of="af",
        draft="Udkast",
        draft_mark="Udkast – ikke endeligt godkendt",
        synthetic="Syntetiske data – ikke resultater fra {name}",
        places="virkelige kommuner",
        synthetic_short="Syntetiske data",
        twins="Tabeller til figurerne",
        table="Tabel",
        top="Til toppen",
        footer="Om rapporten",
        audience_marks={
            "public": "",
            "administration": "Ikke til offentliggørelse",
            "centre": "Til dagtilbuddet – ikke til offentliggørelse",
            "network": "Til netværket – ikke til offentliggørelse",
            "partners": "Til programmets parter – ikke til offentliggørelse",
            "internal": "Internt – ikke til offentliggørelse",
        },
    ),
    "en": Words(
        skip="Skip to the content",
        contents="Contents",
        page="Page",
        of="of",
        draft="Draft",
        draft_mark="Draft – not finally approved",
        synthetic="Synthetic data – not results from {name}",
        places="real municipalities",
        synthetic_short="Synthetic data",
        twins="Tables behind the figures",
        table="Table",
        top="To the top",
        footer="About the report",
        audience_marks={
            "public": "",
            "administration": "Not for publication",
            "centre": "For the centre – not for publication",
            "network": "For the network – not for publication",
            "partners": "For the programme's partners – not for publication",
            "internal": "Internal – not for publication",
        },
    ),
}


def words(language: str) -> Words:
    """The page's words in ``language``; KeyError names the languages there are."""
    if language not in WORDS:
        raise KeyError(f"no page words in {language!r}, only in {sorted(WORDS)}")
    return WORDS[language]
