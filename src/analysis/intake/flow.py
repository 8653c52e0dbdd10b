"""From forms received to forms used: every drop with its reason, every count by role and centre, reconciled exactly."""

import pandas as pd

from analysis.intake.tables import FLOW, REASONS, STEPS


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
