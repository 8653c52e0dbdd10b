"""From forms received to forms used: every drop with its reason, every count by role and centre, reconciled exactly."""

from pathlib import Path

import pandas as pd

from analysis.intake.formats.grid import records
from analysis.intake.raw import decode, read_bytes
from analysis.intake.register import Register, normal
from analysis.intake.tables import FLOW, REASONS, STEPS
from analysis.parameters import Problem, Programme, listed, nearest
from analysis.parameters.municipality import MunicipalityWave

INVITED_HEADER = ["centre", "role", "invited", "no_consent"]


def flow_table(received: pd.DataFrame, invited: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    """``role, centre, step, reason, forms`` from one row per form received (``role, centre, reason``) and the denominators
    (``role, centre, invited, no_consent``). The municipality's count is the sum over centres; "" is a form that names none."""
    forms = received[["role", "centre", "reason"]].fillna("")
    parts = [
        _counted(forms.assign(reason=""), "received"),
        _counted(forms[forms["reason"] != ""], "dropped"),
        _counted(forms[forms["reason"] == ""], "used"),
    ]
    for step in ("invited", "no_consent"):
        parts.append(invited[["role", "centre"]].assign(step=step, reason="", forms=invited[step]))
    flow = pd.concat(parts, ignore_index=True)[list(FLOW)]
    order = {"role": roles, "step": STEPS, "reason": ("", *REASONS)}
    flow = flow.sort_values(
        ["role", "centre", "step", "reason"],
        key=lambda values: values.map({name: place for place, name in enumerate(order[values.name])}) if values.name in order else values,
        ignore_index=True,
    )
    flow["forms"] = flow["forms"].astype("int64")
    reconcile(flow)
    return flow.astype({name: "str" for name in FLOW if name != "forms"})


def reconcile(flow: pd.DataFrame) -> None:
    """ValueError names every role and centre where received - dropped is not used."""
    counts = (
        flow[flow["step"].isin(["received", "dropped", "used"])]
        .pivot_table(index=["role", "centre"], columns="step", values="forms", aggfunc="sum", fill_value=0)
        .reindex(columns=["received", "dropped", "used"], fill_value=0)
    )
    wrong = counts[counts["received"] - counts["dropped"] != counts["used"]]
    if len(wrong):
        told = "; ".join(
            f"{role} {centre or '(no centre)'}: {row.received} received, {row.dropped} dropped, {row.used} used"
            for (role, centre), row in wrong.iterrows()
        )
        raise ValueError(f"the flow does not reconcile: {told}")


def _counted(forms: pd.DataFrame, step: str) -> pd.DataFrame:
    return forms.groupby(["role", "centre", "reason"]).size().rename("forms").reset_index().assign(step=step)


def read_invited(
    path: Path, name: str, programme: Programme, found: Register, wave: MunicipalityWave
) -> tuple[pd.DataFrame, list[Problem]]:
    """The denominators (``centre;role;invited;no_consent``) by role and centre of the register, and what is wrong in them."""
    rows = records(decode(read_bytes(path, name)))
    if not rows or rows[0] != INVITED_HEADER:
        return _empty(), [Problem(name, "row 1", repr(";".join(rows[0])) if rows else "no rows", repr(";".join(INVITED_HEADER)))]
    problems, counts = [], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(INVITED_HEADER):
            problems.append(Problem(name, f"row {number}", f"{len(row)} fields", f"{len(INVITED_HEADER)} fields"))
            continue
        centre, role, *numbers = row
        slug = found.centre_of(centre)
        if slug is None:
            problems.append(
                Problem(name, f"row {number}, centre", repr(centre), "a centre of the register", nearest(normal(centre), found.by_name))
            )
        if role not in programme.roles:
            problems.append(Problem(name, f"row {number}, role", repr(role), listed(programme.roles), nearest(role, programme.roles)))
        whole = [int(value) if value.isdigit() else None for value in (value or "0" for value in numbers)]
        for key, value, told in zip(INVITED_HEADER[2:], whole, numbers, strict=True):
            if value is None:
                problems.append(Problem(name, f"row {number}, {key}", repr(told), "a whole number"))
        if slug is not None and None not in whole:
            if whole[1] > whole[0]:
                problems.append(Problem(name, f"row {number}, no_consent", f"{whole[1]}", f"at most the {whole[0]} invited"))
            counts.append((role, found.successor(slug, wave), *whole))
    frame = pd.DataFrame(counts, columns=["role", "centre", "invited", "no_consent"])
    return frame.groupby(["role", "centre"], as_index=False).sum(), problems


def _empty() -> pd.DataFrame:
    return pd.DataFrame({"role": [], "centre": [], "invited": [], "no_consent": []})
