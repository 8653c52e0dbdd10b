"""Writes the raw files of the programme ``alene``: 35 invented children in three centres, with what real files have wrong in them.

Run from anywhere: ``python tests/programmes/make_alene.py``. A test holds the committed files to this script.
"""

import random
from datetime import date, timedelta
from pathlib import Path

CENTRES = {"N1": ("Solhøj", 12), "N2": ("Åkanden", 8), "N3": ("Mælkevejen", 15)}
RAW = Path(__file__).parent / "alene" / "data" / "raw" / "alene" / "nyby-2024"


def children(draw: random.Random) -> list[dict]:
    """Children with what makes them differ: centre, age, gender, a liking for the place and a command of language."""
    found, number = [], 100
    for code, (name, size) in CENTRES.items():
        centre = draw.gauss(0, 0.3)
        for place in range(size):
            number += 1
            age = draw.randint(50, 70)
            found.append(
                {
                    "id": f"B{number}",
                    "code": code,
                    "centre": name,
                    "age": age,
                    "girl": draw.random() < 0.5,
                    "place": place,
                    "thrives": centre + draw.gauss(0, 1),
                    "speaks": centre + 0.08 * (age - 60) + draw.gauss(0, 1),
                }
            )
    return found


def answer(draw: random.Random, level: float, middle: float, steps: int, turned: bool = False, unsure: str = "", share: float = 0.0) -> str:
    """A code from 1 to ``steps`` about ``middle``; now and then ``unsure`` or nothing."""
    if draw.random() < share:
        return unsure
    value = min(steps, max(1, round(middle + 0.6 * level + draw.gauss(0, 0.6))))
    return str(steps + 1 - value if turned else value)


def child_rows(draw: random.Random, everyone: list[dict]) -> list[list[str]]:
    """The children's forms; one stopped halfway, one without consent, one answered twice, one left blank."""
    rows = [
        ["barn", "dagtilbud", "foedt", "koen", "samtykke", "faerdig", "besvaret", "t1", "t2", "t3", "t4", "l1", "l2", "l3", "bemaerkning"]
    ]
    for place, child in enumerate(everyone):
        born = date(2024, 9, 16) - timedelta(days=round(child["age"] * 30.4375) + 5)
        gender = "uoplyst" if place == 9 else "pige" if child["girl"] else "dreng"
        answers = [answer(draw, child["thrives"], 2.4, 3, turned=item == 2, unsure="9", share=0.03) for item in range(4)]
        answers += [answer(draw, child["thrives"], 2.3, 3, unsure="9", share=0.03) for _ in range(3)]
        if place == 20:
            answers = [""] * 7
        rows.append(
            [
                child["id"],
                child["code"],
                f"{born:%d-%m-%Y}",
                gender,
                "nej" if place == 5 else "ja",
                "nej" if place == 14 else "ja",
                f"{date(2024, 9, 16) + timedelta(days=place % 20):%Y-%m-%d}",
                *answers,
                "vil gerne hjem, tror jeg" if place == 3 else "",
            ]
        )
    rows.append([*rows[2][:6], "2024-10-10", *rows[2][7:10], "", *rows[2][11:]])
    return rows


def contact_rows(draw: random.Random, everyone: list[dict]) -> list[list[str]]:
    """The contact pedagogues' forms, about four children each; the centre stands by name, once with a blank after it."""
    rows = [["skema", "barn", "paedagog", "dagtilbud", "besvaret", "s1", "s2", "s3", "s4", "g1", "g2", "g3"]]
    for place, child in enumerate(everyone):
        if place == 30:
            continue
        language = [answer(draw, child["speaks"], 3.4, 5, unsure="6", share=0.04) for _ in range(4)]
        play = [answer(draw, child["thrives"], 3.6, 5, turned=item == 1, share=0.04) for item in range(3)]
        rows.append(
            [
                f"K{place + 1}",
                child["id"],
                f"P-{child['code']}-{child['place'] // 4 + 1}",
                child["centre"] + (" " if place == 7 else ""),
                f"{date(2024, 9, 16) + timedelta(days=place % 25):%d.%m.%Y} 10:{place:02d}",
                *language,
                *play,
            ]
        )
    return rows


def files() -> dict[str, bytes]:
    """File name -> content. One is comma and UTF-8, the others semicolon and CP1252, as files come."""
    draw = random.Random(7)
    everyone = children(draw)
    quoted = [[f'"{value}"' if "," in value else value for value in row] for row in child_rows(draw, everyone)]
    invited = [["centre", "role", "invited", "no_consent"]]
    invited += [
        [code, role, str(size), "1" if (code, role) == ("N1", "child") else "0"]
        for code, (_, size) in CENTRES.items()
        for role in ("child", "contact")
    ]
    return {
        "child.csv": "\n".join(",".join(row) for row in quoted).encode() + b"\n",
        "contact.csv": "\r\n".join(";".join(row) for row in contact_rows(draw, everyone)).encode("cp1252") + b"\r\n",
        "invited.csv": "\r\n".join(";".join(row) for row in invited).encode("cp1252") + b"\r\n",
    }


if __name__ == "__main__":
    RAW.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (RAW / name).write_bytes(content)
