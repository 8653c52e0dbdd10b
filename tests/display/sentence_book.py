"""``docs/sentences.md``: every pattern of the catalogues in every case, filled in, so that people can read them through.

    PYTHONPATH=src:tests python -m display.sentence_book

writes it; a test holds it to the catalogues.
"""

from pathlib import Path

from analysis.display import numbers
from analysis.display.text import catalogue

PLACE = Path(__file__).resolve().parents[2] / "docs" / "sentences.md"
LANGUAGES = ("da", "en")
COUNTS = (1, 7)
"""Where a pattern has a singular and a plural, both are shown."""

WORDS = {
    "da": {
        "scale": "Venner og fællesskab", "scale_inside": "»Venner og fællesskab«", "scales": "»Trivsel« og »Venner og fællesskab«",
        "respondents": "kontaktpædagoger", "unit": "Birkelund Kommune", "centre": "Ærtebjerg", "municipality": "Birkelund Kommune",
        "name": "Birkelund Kommune", "place": "Birkelund Kommune", "variable": "køn", "category": "piger", "reference": "drenge",
        "group": "piger", "label": "Trivsel", "question": "Har du nogen at lege med?", "answer": "Glad smiley", "theme": "»Trivsel«",
        "strong": "»Venner og fællesskab«", "practice": "»Læsning og samtale«", "outcome": "»Sprog og samtale«",
        "practitioners": "pædagogisk personale", "pair": "Sprog: barnet og kontaktpædagogen", "degree": "klart ", "beside": "over",
        "than": "højere", "above": "Trivsel", "below": "Sprog og samtale", "up": "Trivsel", "down": "Sprog og samtale",
        "best": "Har du nogen at lege med?", "least": "tre",
        "worst": "Hvordan har du det, når I spiser sammen?", "lowest": "forældre", "highest": "kontaktpædagoger", "role": "Børn",
        "counts": "89 % (450 af 505)", "forms": "500 børn og 130 medarbejdere", "author": "Anna Prøve", "date": "4. december 2019",
        "where": "i hele programmet", "words": "90 % eller flere: Glad smiley", "mark": "skjult", "first": "512 point",
        "second": "498 point",
        "period": "16. september til 13. oktober 2019", "legend": "", "title": "Trivsel er gået frem", "publisher": "Eksempeluniversitetet",
        "contact": "laeringsrapport@eksempel.invalid", "file": "SHA256SUMS", "id": "birkelund-2019/learning-report/public/da",
        "level": "middel", "reason": "Flere forsøg peger samme vej.", "source": "Hansen 2018", "figure": "d = 0,30",
        "note": "Udvidet med sanser",
        "grade": "B", "span": "fra −8 til +15", "whole": "Birkelund Kommune", "head": "Point",
        "said": "Sprog og samtale (kontaktpædagoger): 34 point under de øvrige kommuner",
        "names": "»Fælles foredrag« og »Faglige netværk«",
        "begun": "To indsatser er begyndt før eller under kortlægningen",
        "text": "Der læses højt hver dag", "verdict": "Undervejs", "numbers": "+34 point siden målet blev sat (interval 17–52)",
        "amount": "60.000 kr.", "frame": "1.700.000 kr.", "price": "5.000 kr.", "who": "Alle dagtilbud", "what": "Pakken er fælles.",
        "phase": "Jeres behov", "next_best": "Enig", "against": "end i 2017", "answers": "450 børn",
        "finding": "Trivsel (børn): 34 point under de øvrige kommuner",
        "whose": "børn", "table": "Skøn for hvert dagtilbud", "groups": "»piger« og »drenge«",
        "pairs": "»piger« og »drenge« på 6 mål og »lang« og »kort« på 2 mål",
    },
    "en": {
        "least": "three",
        "scale": "Friends and community", "scale_inside": "“Friends and community”", "scales": "“Well-being” and “Friends and community”",
        "respondents": "contact pedagogues", "unit": "Birkelund Municipality", "centre": "Ærtebjerg",
        "municipality": "Birkelund Municipality",
        "name": "Birkelund Municipality", "place": "Birkelund Municipality", "variable": "gender", "category": "girls", "reference": "boys",
        "group": "girls", "label": "Well-being", "question": "Have you got someone to play with?", "answer": "Happy face",
        "theme": "“Well-being”",
        "strong": "“Friends and community”", "practice": "“Reading and talk”", "outcome": "“Language and talk”",
        "practitioners": "staff", "pair": "Language: the child and the contact pedagogue", "degree": "clearly ", "beside": "above",
        "than": "higher", "above": "Well-being", "below": "Language and talk", "up": "Well-being", "down": "Language and talk",
        "best": "Have you got someone to play with?", "worst": "How do you feel when you eat together?", "lowest": "parents",
        "highest": "contact pedagogues", "role": "Children", "counts": "89% (450 of 505)", "forms": "500 children and 130 staff",
        "author": "Anna Prøve", "date": "4 December 2019", "where": "in the whole programme", "words": "90% or more: Happy face",
        "mark": "hidden", "first": "512 points", "second": "498 points", "period": "16 September to 13 October 2019", "legend": "",
        "title": "Well-being has progressed", "publisher": "Example University", "contact": "laeringsrapport@eksempel.invalid",
        "file": "SHA256SUMS", "id": "birkelund-2019/learning-report/public/en", "level": "medium",
        "reason": "Several trials point the same way.", "source": "Hansen 2018", "figure": "d = 0.30", "note": "Widened by senses",
        "grade": "B", "phase": "Your needs", "next_best": "Agree", "against": "than in 2017", "answers": "450 children",
        "finding": "Well-being (children): 34 points below the others",
        "whose": "children", "table": "Estimates of each centre", "groups": "“girls” and “boys”",
        "pairs": "“girls” and “boys” on 6 scales and “long” and “short” on 2 scales",
        "span": "from −8 to +15", "whole": "Birkelund Municipality", "head": "Points",
        "said": "Language and talk (contact pedagogues): 34 points below the other municipalities",
        "names": "“Shared talks” and “Professional networks”",
        "begun": "Two initiatives began before or during the survey",
        "text": "We read aloud every day", "verdict": "On the way", "numbers": "+34 points since the goal was set (interval 17–52)",
        "amount": "DKK 60,000", "frame": "DKK 1,700,000", "price": "DKK 5,000", "who": "All centres", "what": "The package is shared.",
    },
}
"""What stands for a name or a word in the patterns."""


def sample(language: str) -> dict[str, str]:
    """A value for every placeholder; numbers as the language writes them."""
    points = "point" if language == "da" else "points"
    return WORDS[language] | {
        "wave": "2019", "earlier": "2017", "middle": "2018", "year": "2019", "next": "2020", "after": "2021",
        "waves": "2015, 2017, 2019", "number": "2", "all": "12", "margin": "20", "points": "20",
        "weeks": "38–41", "months": "12", "own": "512", "other": "498", "done": "2", "answered": "450", "invited": "505",
        "received": "512", "used": "508",
        "low": numbers.percent(0.15, language), "high": numbers.percent(0.44, language), "share": numbers.out_of_ten(0.8, language),
        "limit": numbers.percent(0.6, language), "size": f"34 {points}", "signed": f"{numbers.signed(34, language)} {points}",
        "value": numbers.signed(34, language), "interval": numbers.interval(17, 52, language), "detectable": "25",
    }


def filled(key: str, language: str) -> list[str]:
    """The forms of one pattern, each with its values."""
    forms, values = catalogue(language)[key], sample(language)
    if "response" in key:
        values["value"] = numbers.percent(0.52, language)
    if "agreement" in key or "link" in key:
        values |= {"value": numbers.number(0.34, language, 2), "interval": numbers.interval(0.17, 0.52, language, 2)}
    if len(forms) == 1:
        return [forms[0].format(**values, n="7")]
    return [form.format(**values, n=str(count)) for form, count in zip(forms, COUNTS, strict=True)]


def book() -> str:
    """The whole page: a table for each part of the catalogue, Danish beside English."""
    lines = [
        "# Sentences",
        "",
        "Every pattern of `src/analysis/display/catalogues/` in every case, filled in with invented values: what a reader can meet. By",
        "`PYTHONPATH=src:tests python -m display.sentence_book`; a test holds it to the catalogues. Where a pattern has a singular and a",
        "plural, both stand there.",
    ]
    parts: dict[str, list[str]] = {}
    for key in catalogue("da"):
        parts.setdefault(key.partition(".")[0], []).append(key)
    for part, keys in parts.items():
        lines += ["", f"## {part}", "", "| pattern | dansk | English |", "|---|---|---|"]
        for key in keys:
            cells = [" / ".join(filled(key, language)).replace("|", "\\|").replace("\n", " ") for language in LANGUAGES]
            lines.append(f"| `{key}` | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PLACE.write_text(book(), encoding="utf-8")
