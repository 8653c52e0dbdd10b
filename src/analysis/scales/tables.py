"""The contracts of the tables that leave this room: scores and norms (docs/architecture.md, section 3)."""

from collections.abc import Iterable

import pandas as pd

FROM_FORMS = ("municipality", "wave", "role", "form_id", "child_id", "rater_id", "person_id", "centre", "site", "network", "kind",
              "age_months")
MEASURES = ("scale", "basis", "score", "points", "points_age_adjusted", "answered", "n_items")
NORMS = ("scale", "basis", "wave", "mean", "sd", "n", "alpha", "gate", "centre_gate", "age_slope", "age_mean", "checksum")
GATES = ("shown", "caution", "hidden")

REQUIRED = ("municipality", "wave", "role", "form_id", "centre", "scale", "basis")


def score_columns(background: Iterable[str]) -> list[str]:
    """Columns of scores, in order; ``background`` are the names of the variables in use."""
    return [*FROM_FORMS, *background, "weight", *MEASURES]


def check_scores(scores: pd.DataFrame, background: Iterable[str]) -> pd.DataFrame:
    """``scores`` as the contract wants it: one row per form, scale and basis; raises pandera's SchemaErrors with every breach."""
    import pandera.pandas as pa

    def contract(name: str) -> pa.Column:
        if name in ("answered", "n_items"):
            return pa.Column("int64", pa.Check.ge(0))
        if name in ("age_months", "weight", "score", "points", "points_age_adjusted"):
            return pa.Column("float64", nullable=name != "weight")
        return pa.Column("str", nullable=name not in REQUIRED)

    schema = pa.DataFrameSchema({name: contract(name) for name in score_columns(background)}, strict=True, ordered=True,
                                unique=["form_id", "scale", "basis"])
    return schema.validate(scores, lazy=True)
