"""``checks:`` of ``programme.yml``: from where on the checks of a delivery speak up (docs/checks.md)."""

from typing import Annotated

from pydantic import Field

from analysis.parameters.base import Closed

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class CheckThresholds(Closed):
    """None of these changes a number in a report: they decide what a person is asked to look at, or what holds a report back."""
