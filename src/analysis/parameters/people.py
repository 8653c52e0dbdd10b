"""What is done with personal data found in an export, with free text, and with forms that lack consent: ``programme.yml``'s ``people``."""

from typing import Annotated, Literal

from pydantic import Field

from analysis.parameters.base import Closed, Name, Text

Kind = Literal["cpr", "name", "email", "phone", "address", "ip"]
"""Kinds of personal data that are looked for in every column of an export (docs/data-protection.md, section 4)."""

Treatment = Literal["refuse", "drop"]
"""``refuse``: the wave is not read until the export comes without it. ``drop``: it is counted and goes no further."""


class Treatments(Closed):
    """One treatment for each kind."""

    cpr: Treatment = "refuse"
    name: Treatment = "drop"
    email: Treatment = "drop"
    phone: Treatment = "drop"
    address: Treatment = "drop"
    ip: Treatment = "drop"


class NotPersonal(Closed):
    """Columns (shell-style pattern) that look as if they held a kind of personal data and do not; people say so and why."""

    column: str
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]


class People(Closed):
    """``unread`` columns are those the codebook ignores or does not know; ``read`` ones are identifiers, background and answers."""

    read: Treatments = Treatments(name="refuse", email="refuse", phone="refuse", address="refuse", ip="refuse")
    unread: Treatments = Treatments()
    not_personal: tuple[NotPersonal, ...] = ()
    consent_covers: Literal["own_form", "child"] = "own_form"
    """What a no to consent takes out: the forms of the role that asks for it, or every form about the child in the wave."""


class FreeText(Closed):
    """Open answers, kept apart for reading in the workbook only. A programme without a purpose for them loads none."""

    purpose: Text
    columns: Annotated[dict[Name, tuple[str, ...]], Field(min_length=1)]
    """role -> columns of its export that hold open answers (shell-style patterns)."""
