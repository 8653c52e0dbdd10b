"""What stands beside the invented numbers: roles, scales, themes, centres, waves, initiatives and recommendations."""

import zlib

SMILEYS = [("1", "Sur smiley", "Sad face", 1.0), ("2", "Neutral smiley", "Neutral face", 2.0), ("3", "Glad smiley", "Happy face", 3.0)]
OFTEN = [
    ("1", "Aldrig", "Never", 1.0),
    ("2", "Sjældent", "Seldom", 2.0),
    ("3", "Nogle gange", "Sometimes", 3.0),
    ("4", "Ofte", "Often", 4.0),
    ("5", "Altid", "Always", 5.0),
    ("6", "Ved ikke", "Don't know", None),
]
AGREE = [
    ("1", "Helt uenig", "Strongly disagree", 1.0),
    ("2", "Uenig", "Disagree", 2.0),
    ("3", "Hverken eller", "Neither", 3.0),
    ("4", "Enig", "Agree", 4.0),
    ("5", "Helt enig", "Strongly agree", 5.0),
]
ROLES = [
    ("child", "Børn", "Children", "børn", "children", "child"),
    ("contact", "Kontaktpædagoger", "Contact pedagogues", "kontaktpædagoger", "contact pedagogues", "rating"),
    ("staff", "Pædagogisk personale", "Staff", "pædagogisk personale", "staff", "person"),
    ("leader", "Ledere", "Leaders", "ledere", "leaders", "person"),
    ("parent", "Forældre", "Parents", "forældre", "parents", "parent"),
]
THEMES = [
    ("personal", "Alsidig personlig udvikling", "Personal development"),
    ("social", "Social udvikling", "Social development"),
    ("language", "Kommunikation og sprog", "Communication and language"),
    ("body", "Krop, sanser og bevægelse", "Body and movement"),
    ("nature", "Natur, udeliv og science", "Nature and science"),
    ("culture", "Kultur, æstetik og fællesskab", "Culture and community"),
]
SCALES = [
    ("child", "joy", "Glæde i hverdagen", "Joy in everyday life", "outcome", None, SMILEYS, 4),
    ("child", "talk", "At fortælle og lytte", "Telling and listening", "outcome", "language", SMILEYS, 3),
    ("child", "friends", "Venner og leg", "Friends and play", "outcome", "social", SMILEYS, 4),
    ("contact", "language", "Sprog og samtale", "Language and talk", "outcome", "language", OFTEN, 5),
    ("contact", "maths", "Matematik og problemløsning", "Mathematics and problem solving", "outcome", "nature", OFTEN, 5),
    ("contact", "self", "Selvregulering", "Self-regulation", "outcome", "personal", OFTEN, 4),
    ("contact", "together", "Samspil med andre børn", "Playing with others", "outcome", "social", OFTEN, 4),
    ("contact", "body", "Krop og motorik", "Body and motor skills", "outcome", "body", OFTEN, 3),
    ("contact", "culture", "Udtryk og fantasi", "Expression and imagination", "outcome", "culture", OFTEN, 3),
    ("staff", "reading", "Dialogisk læsning", "Dialogic reading", "practice", None, AGREE, 5),
    ("staff", "goals", "Mål og evaluering", "Goals and evaluation", "practice", None, AGREE, 5),
    ("staff", "teamwork", "Samarbejde på stuen", "Teamwork", "practice", None, AGREE, 4),
    ("leader", "leadership", "Faglig ledelse", "Professional leadership", "practice", None, AGREE, 4),
    ("parent", "contact_home", "Samarbejdet med hjemmet", "Cooperation with home", "practice", None, OFTEN, 4),
]
CENTRES = [
    ("aadalen", "Ådalen"),
    ("moelleengen", "Mølleengen"),
    ("solhoej", "Solhøj"),
    ("vestervang", "Vestervang"),
    ("egelunden", "Egelunden"),
    ("strandhuset", "Strandhuset"),
]
WAVES = [
    ("2015", "2015-09-14", "2015-10-09", "law2004"),
    ("2017", "2017-09-18", "2017-10-13", "law2004"),
    ("2019", "2019-09-16", "2019-10-11", "law2018"),
]


MUNICIPALITY = {"slug": "birkelund", "name": "Birkelund Kommune", "in_programme": True, "reporting_unit": "centre"}


def both(da: str, en: str) -> dict:
    return {"da": da, "en": en}


def wobble(*key, low: float = -1.0, high: float = 1.0) -> float:
    """The same pseudo-random number for the same key."""
    return low + (zlib.crc32(repr(key).encode()) % 10_000) / 10_000 * (high - low)


def item_entry(role: str, scale: str, number: int, options: list) -> dict:
    return {
        "item": f"{scale}_{number}",
        "text": both(
            f"Spørgsmål {number} om {scale}, som det lyder i skemaet for {role}",
            f"Question {number} about {scale} as the {role} form words it",
        ),
        "picture": both("Et barn i en gynge", "A child on a swing") if role == "child" else None,
        "reversed": number == 3,
        "options": [{"code": code, "label": both(da, en), "value": value} for code, da, en, value in options],
    }


def make_meta(**changes) -> dict:
    """The meta of a public learning report, third wave; ``changes`` replace top-level entries."""
    meta = {
        "programme": {
            "slug": "proeven",
            "name": both("Prøveprogrammet", "The trial programme"),
            "synthetic": True,
            "publisher": both("Prøveinstituttet", "The trial institute"),
            "contact": "post@example.org",
            "design": "cross_section",
        },
        "report": "learning-report",
        "audience": "public",
        "languages": ["da", "en"],
        "handle": "birkelund-2019",
        "municipality": dict(MUNICIPALITY),
        "municipalities": [dict(MUNICIPALITY)],
        "wave": "2019",
        "status": "udkast",
        "law": "law2018",
        "centre": None,
        "centres": [],
        "network": None,
        "networks": [],
        "waves": [
            {"wave": wave, "handle": f"birkelund-{wave}", "field_period": {"start": start, "end": end}, "law": law, "status": "endelig"}
            for wave, start, end, law in WAVES
        ],
        "roles": [
            {"role": role, "label": both(da, en), "respondents": both(many, several), "form": form, "asked": True}
            for role, da, en, many, several, form in ROLES
        ],
        "scales": [
            {
                "role": role,
                "scale": scale,
                "label": both(da, en),
                "description": both(f"Om {da.lower()}.", f"About {en.lower()}."),
                "kind": kind,
                "about": "child" if role in ("child", "contact") else "person",
                "age_related": role == "contact",
                "parallel": None,
                "theme": theme,
                "items": [item_entry(role, scale, number, options) for number in range(1, count + 1)],
            }
            for role, scale, da, en, kind, theme, options, count in SCALES
        ],
        "themes": [
            {"theme": theme, "label": both(da, en), "questions": [both(f"Hvem {da.lower()}?", f"Who {en.lower()}?")]}
            for theme, da, en in THEMES
        ],
        "crosswalk": [{"before": "sprog", "after": "language", "grade": "B", "note": both("Udvidet med kommunikation.", "Widened.")}],
        "comparison": {"min_municipalities": 3, "months": 12},
        "thresholds": {
            "margin": 20.0,
            "fdr": 0.05,
            "confidence": 0.95,
            "min_answered_share": 0.6667,
            "reliability_caution": 0.6,
            "reliability_hidden": 0.5,
            "response_uncertain": 0.6,
            "response_not_interpreted": 0.4,
            "response_as_counts_below": 20,
            "headline_findings": 3,
            "min_leaders": 5,
        },
        "disclosure": {
            "levels": ["municipality"],
            "min_forms": 5,
            "min_raters": 3,
            "min_forms_for_shares": 10,
            "dominant_share": 0.9,
            "round_forms_to": 5,
            "round_points_to": 1,
            "named_centres": False,
            "leader_in_centre_profile": False,
            "secondary_ratio": 2.0,
        },
        "background": [
            {
                "name": "gender",
                "label": both("Køn", "Gender"),
                "reference": "boy",
                "source": "register",
                "purpose": both("Ligestilling", "Equality"),
                "categories": [{"category": "girl", "label": both("piger", "girls")}, {"category": "boy", "label": both("drenge", "boys")}],
            },
            {
                "name": "education",
                "label": both("Forældrenes uddannelse", "Parents' education"),
                "reference": "long",
                "source": "parent",
                "purpose": both("Lige muligheder", "Equal chances"),
                "categories": [
                    {"category": "short", "label": both("kort uddannelse", "short education")},
                    {"category": "long", "label": both("lang uddannelse", "long education")},
                ],
            },
        ],
        "initiatives": [
            {
                "slug": "sprogindsats",
                "name": both("Sprog hele dagen", "Language all day"),
                "start": "2016-01-01",
                "end": "2017-06-30",
                "target": both("Alt pædagogisk personale", "All staff"),
                "design": "all",
                "scales": ["language"],
                "centres": [],
                "source": "",
                "modules": [
                    {"name": both("Dialogisk læsning", "Dialogic reading"), "finished": "2016-06-01"},
                    {"name": both("Samtaler i små grupper", "Talk in small groups"), "finished": "2017-03-01"},
                ],
            }
        ],
        "goals": [
            {
                "slug": "laesning",
                "scale": "reading",
                "role": "staff",
                "text": both("Alle børn læser med en voksen hver dag.", "Daily reading."),
                "set_in": "2017",
                "centre": None,
                "rise": None,
                "level": None,
                "followed": False,
            }
        ],
        "plan": None,
        "earlier_plan": None,
        "questions": [
            {
                "slug": "sproget",
                "text": both("Har sproget flyttet sig, og holder det?", "Has language moved, and does it last?"),
                "initiatives": ["sprogindsats"],
                "source": "",
                "parts": [
                    {"asks": both(asks, asks), "quantity": quantity, "scales": scales, "wave": None, "since": None, "initiative": None,
                     "background": background}
                    for asks, quantity, scales, background in (
                        ("Er det blevet anderledes?", "change", ["language", "maths"], None),
                        ("Holder det?", "lasting_change", ["language", "maths"], None),
                        ("Er afstanden mindre?", "gap_change", ["language"], "gender:girl-boy"),
                    )
                ],
            }
        ],
        "links": [
            {
                "practice": "reading",
                "practice_role": "staff",
                "outcome": "language",
                "outcome_role": "contact",
                "reason": both("Samtaler om bøger giver børn flere ord.", "Talking about books gives words."),
            }
        ],
        "perspectives": [
            {
                "name": "language_both",
                "label": both("Sprog: barn og kontaktpædagog", "Language: child and contact pedagogue"),
                "first_role": "child",
                "first_scale": "talk",
                "second_role": "contact",
                "second_scale": "language",
                "joined_by": "child",
            }
        ],
        "texts": [
            {
                "section": "foreword",
                "title": "Forord",
                "author": "Anna Prøve, dagtilbudschef",
                "date": "2019-12-04",
                "language": "da",
                "markdown": "Tak til **alle**, der har svaret.\n\n- børn\n- voksne <script>alert(1)</script>",
            }
        ],
        "recommendations": [
            recommendation("dialogic-reading", "Læs sammen og tal om bogen hver dag", "Read together and talk about the book"),
            recommendation("maths-in-play", "Sæt ord på tal og mønstre i legen", "Put words to numbers and patterns in play"),
        ],
    }
    return {**meta, **changes}


def recommendation(slug: str, da: str, en: str) -> dict:
    return {
        "recommendation": slug,
        "area": "maths" if "maths" in slug else "language",
        "area_label": both("Sprog", "Language"),
        "title": both(da, en),
        "practice": both("Planlæg to korte læsestunder om dagen.", "Plan two."),
        "triggers": [
            {
                "pattern": "low_level",
                "roles": ["contact"],
                "scales": ["maths" if "maths" in slug else "language"],
                "background": [],
                "detail": both("Kontaktpædagogerne vurderer lavt.", "Rated low."),
            }
        ],
        "who_acts": ["staff", "leader"],
        "competence_development": "coaching",
        "competence_note": both("Sparring i praksis.", "Coaching."),
        "evidence_kind": "effect",
        "strength": {"level": 3, "base": 4, "deductions": ["C"], "reason": both("Klar gevinst.", "Clear gain.")},
        "caution": both("Kortsigtede gevinster.", "Short-term gains."),
        "reviewed_by": None,
        "reviewed_on": None,
        "evidence": [
            {
                "publication": "x-2018",
                "role": "main",
                "authors": "Hansen, A. & Jensen, B.",
                "year": 2018,
                "title": "Reading together",
                "outlet": "Journal of Trials, 1(2)",
                "doi": "10.1000/xyz",
                "design": both("metaanalyse", "meta-analysis"),
                "main_figure": both("d = 0,30", "d = 0.30"),
                "figure_status": "seen",
                "unverified_fields": [],
                "verified": "finding",
                "note": None,
            }
        ],
    }


def administration(**changes) -> dict:
    return make_meta(
        audience="administration",
        centres=[
            {"slug": slug, "name": name, "kind": "municipal", "network": None, "shares_knowledge": slug != "egelunden"}
            for slug, name in CENTRES
        ],
        **changes,
    )
