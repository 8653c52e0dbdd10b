"""Invented numbers: every kind of row and every status."""

import pandas as pd
from display.example.meta import CENTRES, wobble

from analysis.disclosure.tables import SHOWN_COLUMNS, check_shown, typed


def row(kind: str, **cells) -> dict:
    blank = dict.fromkeys(("role", "scale", "item", "unit", "contrast", "family", "method", "flags"), "")
    made = {
        "kind": kind,
        **blank,
        "level": "municipality",
        "wave": "2019",
        "audience": "public",
        "status": "shown",
        **dict.fromkeys(("n", "n_raters", "n_groups", "value", "low", "high", "q")),
        **cells,
    }
    if made["status"] != "shown":
        made |= dict.fromkeys(("n", "n_raters", "n_groups", "value", "low", "high", "q")) | dict.fromkeys(("family", "method", "flags"), "")
    return made


PLANTED = {"maths": -34, "language": 28, "reading": 25, "goals": -31}
"""Distance to the comparison."""
GROWN = {"language": 31, "joy": 2, "maths": -4, "goals": -24}
"""Difference from the wave before."""


def make_rows(meta: dict) -> pd.DataFrame:
    """Every kind of row for ``meta``'s roles, waves and background."""
    own = meta["municipality"]["slug"]
    earlier = meta["waves"][-2]["wave"] if len(meta["waves"]) > 1 else None
    made = []
    asked = [entry["role"] for entry in meta["roles"] if entry["asked"]]
    sizes = {"child": 500, "contact": 485, "staff": 130, "leader": 12, "parent": 350}
    for role in asked:
        n = sizes.get(role, 400)
        invited = round(n / 0.87 / 5) * 5
        made.append(row("response", role=role, unit=own, n=n, n_groups=invited, value=round(n / invited, 2)))
    for entry in meta["scales"]:
        role, scale = entry["role"], entry["scale"]
        if role not in asked:
            continue
        n = sizes.get(role, 400)
        key = {"role": role, "scale": scale, "unit": own, "n": n, "n_groups": 12, "method": "CR2"}
        half = 9 if n > 300 else 20
        level = 500 + PLANTED.get(scale, round(wobble(scale, low=-12, high=12)))
        gap = PLANTED.get(scale, round(wobble(scale, "gap", low=-12, high=12)))
        made.append(row("level", **key, value=level, low=level - half, high=level + half))
        made.append(
            row("comparison_level", **key | {"n_groups": 4, "n": 2200}, value=level - gap, low=level - gap - 5, high=level - gap + 5)
        )
        made.append(
            row(
                "comparison",
                **key,
                contrast="programme",
                value=gap,
                low=gap - half - 4,
                high=gap + half + 4,
                q=0.004 if abs(gap) > 20 else 0.4,
                family="section",
            )
        )
        grown = GROWN.get(scale, round(wobble(scale, "grown", low=-14, high=14)))
        for steps, wave in enumerate(reversed(meta["waves"][:-1])):
            past = level - grown - steps * 8
            made.append(row("level", **key | {"wave": wave["wave"]}, value=past, low=past - half, high=past + half))
        if earlier:
            made.append(
                row(
                    "change",
                    **key,
                    contrast=earlier,
                    value=grown,
                    low=grown - half - 5,
                    high=grown + half + 5,
                    q=0.002 if abs(grown) > 20 else 0.5,
                    family="section",
                )
            )
            made.append(row("change_adjusted", **key, contrast=earlier, value=grown - 2, low=grown - half - 7, high=grown + half + 3))
            made.append(row("spread_change", **key, contrast=earlier, value=-6, low=-25, high=13))
            made += lasting_rows(key, grown, half, meta)
        spread = round(wobble(scale, "tau", low=8, high=34))
        made.append(row("spread", **key, value=spread, low=max(0, spread - 14), high=spread + 18))
        made.append(row("points_in_answers", role=role, scale=scale, unit=own, value=0.12))
        made.append(row("reliability", role=role, scale=scale, unit=own, contrast="alpha", n=n, value=0.78, low=0.75, high=0.81))
        for item in entry["items"]:
            answers = [option for option in item["options"] if option["value"] is not None]
            weights = [1 + 2 * place + wobble(item["item"], place) for place in range(len(answers))]
            shares = [round(weight / sum(weights), 2) for weight in weights]
            hidden = item["item"] == "culture_2"
            for option, share in zip(answers, shares, strict=True):
                made.append(
                    row(
                        "answer_share",
                        **key | {"item": item["item"]},
                        contrast=option["code"],
                        value=share,
                        low=max(0, share - 0.04),
                        high=share + 0.04,
                        status="hidden" if hidden else "shown",
                    )
                )
        if entry["kind"] == "outcome" and meta["background"]:
            for contrast, base in (("gender:girl-boy", 22), ("education:short-long", -38)):
                size = round(base + wobble(scale, contrast, low=-10, high=10))
                for kind, change in (("gap", 0), ("gap_adjusted", -4)):
                    made.append(
                        row(
                            kind,
                            **key,
                            contrast=contrast,
                            value=size + change,
                            low=size + change - 18,
                            high=size + change + 18,
                            q=0.01,
                            family="gaps",
                        )
                    )
                if earlier:
                    made.append(row("gap_change", **key, contrast=f"{contrast}:{earlier}", value=-5, low=-28, high=18, q=0.6))
    if meta["audience"] == "administration":
        made += centre_rows(meta)
    if {"child", "contact"} <= set(asked) and meta["perspectives"]:
        made.append(row("agreement", scale="language_both", unit=own, n=470, n_raters=80, value=0.24, low=0.12, high=0.35))
    if {"staff", "leader"} <= set(asked):
        made.append(row("leader_staff_gap", role="leader", scale="leadership", unit=own, n=12, n_groups=12, value=28, low=4, high=52))
    if meta["links"] and {"staff", "contact"} <= set(asked):
        made.append(
            row(
                "link",
                role="contact",
                scale="language",
                level="programme",
                contrast="staff.reading",
                n=2200,
                n_groups=70,
                value=0.14,
                low=0.05,
                high=0.23,
                q=0.01,
                family="links",
            )
        )
    if meta["initiatives"] and earlier:
        made.append(
            row(
                "initiative",
                role="contact",
                scale="language",
                unit=own,
                contrast="sprogindsats",
                n=480,
                n_groups=5,
                value=18,
                low=-4,
                high=40,
                family="initiatives",
                flags="",
            )
        )
    rows = typed(pd.DataFrame(made)[SHOWN_COLUMNS])
    rows["audience"] = meta["audience"]
    return check_shown(rows)


LASTING = {"language": "lasting_progress", "joy": "stable", "goals": "decline", "talk": "faded", "maths": "late"}


def lasting_rows(key: dict, grown: float, half: float, meta: dict) -> list[dict]:
    """The three differences of three waves; the last one's flag is the class."""
    names = [entry["wave"] for entry in meta["waves"]]
    if len(names) < 3:
        return []
    first, second, third = names[-3:]
    parts = {"immediate": (first, second, 8), "later": (second, third, grown), "lasting": (first, third, grown + 8)}
    return [
        row("lasting_change", **key, contrast=f"{part}:{one}-{two}", value=value, low=value - half - 5, high=value + half + 5, q=0.2,
            family=f"lasting_change:{part}", flags=LASTING.get(key["scale"], "cannot_tell") if part == "lasting" else "")
        for part, (one, two, value) in parts.items()
    ]


def centre_rows(meta: dict) -> list[dict]:
    found = []
    for role, scale in (("child", "joy"), ("contact", "language"), ("contact", "maths")):
        for place, (slug, _) in enumerate(CENTRES):
            value = 500 + round(wobble(slug, scale, low=-40, high=40))
            status = "hidden" if place in (2, 4) else "shown"
            found.append(
                row(
                    "centre_estimate",
                    role=role,
                    scale=scale,
                    level="centre",
                    unit=slug,
                    n=24,
                    n_raters=5,
                    value=value,
                    low=value - 35,
                    high=value + 35,
                    status=status,
                )
            )
            found.append(
                row(
                    "centre_comparison",
                    role=role,
                    scale=scale,
                    level="centre",
                    unit=slug,
                    contrast="other_centres",
                    n=24,
                    value=value - 500,
                    low=value - 535,
                    high=value - 465,
                    q=0.5,
                    status=status,
                )
            )
    found += [row("response", role="child", level="centre", unit=slug, n=25, n_groups=30, value=0.83) for slug, _ in CENTRES]
    return found


def hide(rows: pd.DataFrame, gone: pd.Series) -> None:
    """Take everything a hidden cell does not tell from the rows where ``gone`` holds."""
    rows.loc[gone, "status"] = "hidden"
    rows.loc[gone, ["value", "low", "high", "q", "n", "n_raters", "n_groups"]] = float("nan")
    rows.loc[gone, ["family", "method", "flags"]] = ""
