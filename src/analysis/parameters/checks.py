"""``checks:`` of ``programme.yml``: from where on the checks of a delivery speak up (docs/checks.md)."""

from typing import Annotated

from pydantic import Field

from analysis.parameters.base import Closed, Name

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Amount = Annotated[float, Field(ge=0)]


class CheckThresholds(Closed):
    """None of these changes a number in a report: they decide what a person is asked to look at, or what holds a report back."""

    min_forms: Count = 20
    """Used forms of a role below which nothing is said of how its answers are spread."""

    # texts and codes
    no_answer_words: tuple[str, ...] = (
        "ved ikke", "ikke relevant", "ønsker ikke at svare", "ubesvaret", "don't know", "not relevant", "not applicable", "no answer",
    )
    """Labels by which an option is no answer; matched as whole words."""
    test_words: tuple[str, ...] = ("test", "tester", "testbarn", "prøve", "dummy", "xxx")
    """Ids that nobody real has; matched as whole words, a number may follow."""
    label_likeness: Share = 0.5
    """How alike (0 to 1) the export's and the codebook's words for a code must be."""
    question_likeness: Share = 0.5
    """How alike the export's and the codebook's words for a question must be."""

    # time
    days_outside_period: Annotated[int, Field(ge=0)] = 14
    """Days before or after the field period on which answers are still believed."""
    share_outside_period: Share = 0.5
    """Share of a role's forms outside the period from which on the file is taken for another wave's."""
    seconds_per_item: Amount = 1.0
    """Answering faster than this is clicking through."""

    # answers
    straight_lining_items: Count = 10
    """Answers of one form, all alike, that count as ticking straight down."""
    straight_lining_share: Share = 0.10
    near_duplicate_items: Count = 10
    """Answers two forms of one centre and minute must have in common to be taken for one form sent twice."""
    missing_share: Share = 0.30
    unsure_share: Share = 0.40
    """Share of "don't know" among what was ticked."""
    dropped_share: Share = 0.25
    """Share of a role's forms that may fall away without a word."""
    item_rest_correlation: Annotated[float, Field(ge=-1, le=1)] = -0.1
    """An item must agree at least so much with the rest of its scale."""

    # children and people
    age_months: tuple[Amount, Amount] = (24, 84)
    """Youngest and oldest age of the children asked about."""
    age_difference_months: Amount = 3
    """Months two forms, or a birth date and a stated age, may differ about a child."""
    told_differently_share: Share = 0.02
    """Share of children about whom two forms may disagree."""
    unmatched_share: Share = 0.30
    """Share of a role's children who may lack a form of the other role."""
    matching_share: Share = 0.50
    """Share of a role's children found under the same id in another role, below which the ids are taken for different ones."""
    reused_id_share: Share = 0.02
    """Share of ids that may stand in several centres."""
    forms_per_rater: Count = 40
    centres_per_rater: Count = 2
    forms_per_child: Count = 4
    """Forms of one role about one child (several parents)."""
    forms_per_centre: dict[Name, Count] = {"leader": 3}
    """Role -> forms a centre can have at most."""

    # responses
    low_response: Share = 0.60
    low_response_in_centre: Share = 0.30
    min_invited_in_centre: Count = 8
    """Invited below which a centre's own response is not judged."""

    # against the last wave
    response_drop: Share = 0.15
    centre_size_ratio: Annotated[float, Field(gt=1)] = 2.5
    centre_size_difference: Count = 12
    """A centre is of another size where it has this many times, and this many, forms more or fewer."""
    mean_jump: Amount = 0.5
    """Standard deviations of the earlier wave."""
    missing_jump: Share = 0.20
    background_jump: Share = 0.20
    age_jump_months: Amount = 6
