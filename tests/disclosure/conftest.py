"""A municipality's estimates, built by the contract: the embedded programme's parameters, numbers made up here."""

import pandas as pd
import pytest

from analysis.disclosure.context import context_of
from analysis.disclosure.meta import rule_of
from analysis.disclosure.show import show
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import Subject, load_parameters

SIZES = (4, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
"""Forms in each of Billund's centres: one small."""


@pytest.fixture(scope="session")
def parameters(root):
    return load_parameters(root, "laeringsledelse")


@pytest.fixture(scope="session")
def centres(parameters):
    return [centre.slug for centre in parameters.open_centres("billund", "2019")]


def entry(kind: str = "level", role: str = "child", scale: str = "child_books", level: str = "municipality", unit: str = "billund",
          **rest) -> dict:
    numbers = {"wave": "2019", "n": 300, "n_groups": 12, "value": 510.4, "low": 495.2, "high": 525.6, "method": "made up"}
    if role == "contact":
        numbers["n_raters"] = 40
    return {"kind": kind, "role": role, "scale": scale, "level": level, "unit": unit, **numbers, **rest}


@pytest.fixture(scope="session")
def one():
    """``one(kind, ...)``: a table of one estimate; what is not said is the municipality's level of the children on books."""
    return lambda *args, **kwargs: estimate_rows([entry(*args, **kwargs)])


@pytest.fixture(scope="session")
def billund(centres) -> pd.DataFrame:
    """Two waves of Billund in which one centre has four children, with rows of every kind that names centres."""
    entries = []
    scales = (("child", "child_books"), ("child", "child_friends"), ("contact", "language_skills"), ("staff", "reading_practice"))
    for role, scale in scales:
        key = {"role": role, "scale": scale}
        entries += [entry(**key), entry(wave="2017", **key), entry("comparison_level", n_groups=5, **key),
                    entry("comparison", contrast="programme", n_groups=5, value=-24.4, low=-40.2, high=-8.6, q=0.01, **key),
                    entry("change", contrast="2017", value=3.3, low=-9.0, high=15.6, q=0.6, **key),
                    entry("spread", value=31.4, low=12.2, high=55.0, **key),
                    entry("response", scale="", role=role, value=0.874, low=float("nan"), high=float("nan"), n=300, n_groups=343)
                    if scale in ("child_books", "language_skills", "reading_practice") else entry("level_unadjusted", **key)]
        for size, centre in zip(SIZES, centres, strict=True):
            at = {"level": "centre", "unit": centre, "n": size, "n_raters": 3 if role == "contact" else 0,
                  "n_groups": 3 if role == "contact" else size, **key}
            entries += [entry(**at), entry("centre_estimate", **at), entry(**at | {"wave": "2017", "n": 25}),
                        entry("centre_comparison", contrast="other_centres", **at | {"value": 12.0, "low": -20.0, "high": 44.0}),
                        entry("change", contrast="2017", **at | {"value": 7.2, "low": -50.0, "high": 64.4})]
            entries += [entry("answer_share", item=f"{scale}_1", contrast=code, **at | {"value": share, "low": 0.1, "high": 0.9})
                        for code, share in (("1", 0.2), ("2", 0.3), ("3", 0.5))]
            if scale in ("child_books", "language_skills", "reading_practice"):
                entries.append(entry("response", **at | {"scale": "", "value": size / (size + 2), "n_groups": size + 2}))
    # what must never leave: another municipality's rows
    entries += [entry("level", unit="kolding"), entry("centre_estimate", level="centre", unit="aeblepaeonen", n=30),
                entry("change", unit="fredericia", contrast="2017")]
    return estimate_rows(entries)


@pytest.fixture(scope="session")
def rule(parameters):
    return lambda audience: rule_of(parameters, audience)


@pytest.fixture(scope="session")
def seen(parameters):
    """``seen(estimates, audience, centre="", network="")``: the shown rows of Billund 2019."""

    def look(estimates: pd.DataFrame, audience: str = "administration", centre: str = "", network: str = "") -> pd.DataFrame:
        return show(estimates, parameters, rule_of(parameters, audience), audience, Subject("billund", "2019", network, centre))

    return look


@pytest.fixture(scope="session")
def context(parameters, billund):
    """``context(audience, own="")``: Billund 2019 with the small centre's pattern."""
    return lambda audience="administration", own="": context_of(billund, parameters, audience, Subject("billund", "2019", centre=own))
