"""The goal of intake: 400,000 forms of 60 items read, checked and written, as one process (`python benchmarks/intake.py` alone; `run.py`).

The wave is made up here: one municipality of 500 centres, one respondent group, ten scales of six items, a semicolon CSV of about 80 MB.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from goals import Goal, tell
from measure import measure

from analysis.commands.snake import environment

FORMS, ITEMS, SCALES, CENTRES = 400_000, 60, 10, 500
SECONDS, GIGABYTES = 60, 3
PROGRAMME, PLACE, WAVE = "intake-benchmark", "storby", "2024"


def goals(place: Path) -> Iterator[Goal]:
    """The stage ``responses`` on the made-up wave under ``place``. RuntimeError where it fails."""
    make(place)
    words = ["--programme", PROGRAMME, "--municipality", PLACE, "--wave", WAVE, "--root", str(place)]
    done = measure([sys.executable, "-m", "analysis", "stage", "responses", *words], place, environment())
    if done.status:
        raise RuntimeError(done.output[-3000:])
    said = f"{FORMS:,} forms of {ITEMS} items read, checked and written"
    beside = f"{done.processor:.0f} s of processor"
    yield Goal("intake", said, done.seconds, SECONDS, "s", steady=done.processor, beside=beside)
    yield Goal("intake_memory", f"{said}: peak memory", done.peak / 1e9, GIGABYTES, "GB")


def make(root: Path) -> None:
    """Parameters and raw file of the wave."""
    folder = root / "parameters" / PROGRAMME
    files = {"programme.yml": programme(), "instrument/staff.yml": instrument(), f"municipalities/{PLACE}.yml": municipality()}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    raw = root / "data" / "raw" / PROGRAMME
    raw.mkdir(parents=True)
    (raw / "staff.csv").write_bytes(export())
    invited = "\n".join(f"C{centre:03d};{-(-FORMS // CENTRES) + 20}" for centre in range(CENTRES))
    (raw / "invited.csv").write_text(f"centre;staff\n{invited}\n", encoding="utf-8")


def text(words: str) -> dict:
    return {"da": words}


def programme() -> dict:
    return {
        "slug": PROGRAMME, "name": text("Måling"), "synthetic": True, "design": "cross_section", "languages": ["da"],
        "pseudonym_key": "public-test", "publisher": text("Ingen"), "waves": [{"wave": WAVE}], "norm_wave": WAVE, "roles": ["staff"],
        "reports": [{"report": "method-report", "audiences": ["internal"]}], "disclosure": {"internal": {"levels": ["municipality"]}},
    }  # fmt: skip


def instrument() -> dict:
    answers = ["Helt uenig", "Uenig", "Hverken eller", "Enig", "Helt enig"]
    options = [{"code": str(place), "value": place, "label": text(words)} for place, words in enumerate(answers, start=1)]
    return {
        "role": "staff", "label": text("Personale"), "respondents": text("medarbejdere"), "form": "person", "denominator": "persons",
        "identifiers": {"person": {"all": "medarbejder"}, "centre": {"all": "dagtilbud"}}, "answered": {"all": "besvaret"},
        "option_sets": {"agree": {"options": [*options, {"code": "6", "value": None, "label": text("Ved ikke")}]}},
        "scales": [
            {
                "scale": f"scale_{scale}", "label": text(f"Skala {scale}"), "description": text(f"Skala {scale}"), "kind": "practice",
                "about": "centre",
                "items": [
                    {"item": f"q_{item}", "text": text(f"Spørgsmål {item}"), "options": "agree", "columns": {"all": f"q_{item}"}}
                    for item in range(scale * ITEMS // SCALES, (scale + 1) * ITEMS // SCALES)
                ],
            }
            for scale in range(SCALES)
        ],
    }  # fmt: skip


def municipality() -> dict:
    return {
        "slug": PLACE, "name": "Storby Kommune",
        "waves": [{"wave": WAVE, "field_period": {"start": "2024-09-16", "end": "2024-10-13"}, "raw": {"staff": {"path": "staff.csv"}},
                   "invited": "invited.csv"}],
        "centres": [{"slug": f"c{centre:03d}", "name": f"Dagtilbud {centre}", "codes": [f"C{centre:03d}"]} for centre in range(CENTRES)],
    }  # fmt: skip


def export() -> bytes:
    """The raw file: answers that hang together within a scale and differ between centres, 3 % don't know, 2 % blank."""
    draw = np.random.default_rng(1)
    centre = np.arange(FORMS) % CENTRES
    level = draw.normal(0, 0.3, (CENTRES, SCALES))[centre] + draw.normal(0, 0.8, (FORMS, SCALES))
    answers = np.clip(np.rint(3.4 + np.repeat(level, ITEMS // SCALES, axis=1) + draw.normal(0, 0.8, (FORMS, ITEMS))), 1, 5).astype("int8")
    chance = draw.random((FORMS, ITEMS))
    codes = np.array(["", "1", "2", "3", "4", "5", "6"])[np.where(chance < 0.02, 0, np.where(chance > 0.97, 6, answers))]
    days = 16 + draw.integers(0, 14, FORMS)
    lines = [";".join(["medarbejder", "dagtilbud", "besvaret", *(f"q_{item}" for item in range(ITEMS))])]
    lines += [
        f"M{form:06d};C{centre[form]:03d};2024-09-{days[form]} {8 + form % 9:02d}:{form % 60:02d};" + ";".join(codes[form])
        for form in range(FORMS)
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="lr-intake-") as folder:
        for one in goals(Path(folder)):
            tell(one)
