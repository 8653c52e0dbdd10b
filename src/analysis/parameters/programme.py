"""``programme.yml``: what is studied, with which conventions, for whom."""

from typing import Annotated, Literal

from pydantic import Field

from analysis.parameters.base import Audience, Closed, Code, Language, Level, Name, ReportName, Slug, Text, WaveName
from analysis.parameters.checks import CheckThresholds
from analysis.parameters.people import FreeText, People

Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(gt=0)]


class ProgrammeWave(Closed):
    """A round of all questionnaires; ``law`` is the key of the curriculum law in ``themes.yml`` whose wording applies.

    A programme without curriculum themes has no ``themes.yml`` and leaves ``law`` out.
    """

    wave: WaveName
    law: Name | None = None


class Comparison(Closed):
    """With whom a municipality's level is compared (METHODS 3)."""

    min_municipalities: Annotated[int, Field(ge=1)] = 3
    months: Annotated[int, Field(ge=0)] = 12


class Thresholds(Closed):
    """The programme's conventions. None of them is a law of nature; every one is printed in the method report."""

    margin: Points = 20
    fdr: Share = 0.05
    confidence: Share = 0.95
    min_answered_share: Share = 2 / 3
    reliability_caution: Share = 0.60
    reliability_hidden: Share = 0.50
    centre_reliability: Share = 0.40
    reliability_drop: Share = 0.10
    comparability_min_answers: Annotated[int, Field(ge=20)] = 200
    response_uncertain: Share = 0.60
    response_not_interpreted: Share = 0.40
    response_as_counts_below: Annotated[int, Field(ge=1)] = 20
    headline_findings: Annotated[int, Field(ge=1, le=5)] = 3
    headline_min_forms: Annotated[int, Field(ge=5)] = 20
    """Fewer answers give no finding on a municipality's first page: a dozen leaders on their own work are not its main news."""
    min_leaders: Annotated[int, Field(ge=5)] = 5
    min_centres_for_links: Annotated[int, Field(ge=10)] = 30
    min_staff_for_practice: Annotated[int, Field(ge=2)] = 3
    practice_reliability: Share = 0.60
    min_raters_for_spread: Annotated[int, Field(ge=2)] = 3
    """Raters in the typical centre below which spread between centres cannot be told from who answered."""
    min_background_known: Share = 0.50
    """A background variable known for fewer forms of a wave is not adjusted for."""
    min_centres_per_arm: Annotated[int, Field(ge=2)] = 5
    min_exposed_centres: Annotated[int, Field(ge=10)] = 40
    """Centres that took part below which neither dose nor staggered start is modelled (METHODS 9)."""
    caution_weight: Share = 0.5
    """What low reliability or an uncertain response leaves of a finding's certainty."""
    calling_association: Share = 0.10
    """A link calls for a step from this standardised coefficient on; a sure but smaller one is told and calls for nothing."""
    generic_trigger_weight: Share = 0.5
    """What a recommendation for any scale of a role counts beside one that names the scale."""
    recommendations: Annotated[int, Field(ge=0, le=5)] = 3
    """Recommendations in one report at most; a centre meets as many possibilities."""
    visits_per_centre: Annotated[int, Field(ge=1)] = 3
    """Other centres that one centre is asked to share its knowledge with at most."""
    weak_association: Share = 0.20
    """Links that are sure but all below this standardised coefficient are called weak."""
    plain_lix: Annotated[float, Field(gt=0, le=60)] = 40
    """A page that promises plain words is warned of from this LIX on: 40 is no effort for most, 55 is very hard (Björnsson 1968)."""


class Category(Closed):
    """A category of a background variable; ``codes`` are the answer codes that mean it, per wave or for ``all``."""

    category: Name
    label: Text


class BackgroundVariable(Closed):
    """Children's background. ``source`` says who told it; a variable without ``purpose`` is not loaded (METHODS 6)."""

    name: Name
    label: Text
    categories: tuple[Category, ...]
    reference: Name
    source: Literal["register", "parent"]
    purpose: Text | None = None

    @property
    def used(self) -> bool:
        return self.purpose is not None


class Link(Closed):
    """A practice scale and an outcome scale that theory joins (METHODS 8)."""

    practice: Name
    practice_role: Name
    outcome: Name
    outcome_role: Name
    reason: Text


class Perspective(Closed):
    """Two informants on the same thing: by child (``child_id``) or by centre (METHODS 7)."""

    name: Name
    label: Text
    first_role: Name
    first_scale: Name
    second_role: Name
    second_scale: Name
    joined_by: Literal["child", "centre"]


class ReportPlan(Closed):
    """A report type and who may hold it; ``xlsx`` is its tables as a workbook."""

    report: ReportName
    audiences: tuple[Audience, ...]
    languages: tuple[Language, ...] = ()
    formats: tuple[Literal["html", "pdf", "xlsx"], ...] = ("html", "pdf")


class DisclosureRule(Closed):
    """What one audience may see (METHODS and DOMAIN 7). ``levels`` are what may be named; ``min_forms`` is never below 3."""

    levels: tuple[Level, ...]
    min_forms: Annotated[int, Field(ge=3)] = 5
    min_raters: Annotated[int, Field(ge=3)] = 3
    min_forms_for_shares: Annotated[int, Field(ge=3)] = 10
    min_leaders_for_shares: Annotated[int, Field(ge=5)] = 20
    """Below this many leaders a share of their answers is one or two persons whom everybody knows; their points stand."""
    dominant_share: Annotated[float, Field(gt=0.5, le=0.9)] = 0.9
    round_forms_to: Annotated[int, Field(ge=1)] = 1
    round_points_to: Annotated[int, Field(ge=1)] = 1
    named_centres: bool = False
    leader_in_centre_profile: bool = False
    """The municipality's leaders as background in a centre's profile; the centre's own leader never is."""
    secondary_ratio: Annotated[float, Field(ge=1)] = 2.0
    """Hidden forms beside a hidden small centre, as a multiple of its own."""
    insiders: Annotated[int, Field(ge=1)] = 1
    """Leaders of hidden centres who may put their own numbers together and still not compute a small centre hidden beside theirs."""
    min_shown_share: Share = 2 / 3
    """Centres of a network that must pass before rated scales are shown by centre there at all."""
    min_other_centres: Annotated[int, Field(ge=2)] = 3
    """Other centres there must be before a centre is compared with them."""
    min_centres_for_spread: Annotated[int, Field(ge=3)] = 5


class Programme(Closed):
    """The whole of ``programme.yml``."""

    slug: Slug
    name: Text
    synthetic: bool
    design: Literal["cross_section", "cohort"]
    languages: tuple[Language, ...]
    pseudonym_key: str
    """``public-test`` (synthetic programmes only), ``public-data`` (``public_data`` programmes only) or the fingerprint of the
    key the programme's pseudonyms are made with."""
    public_data: bool = False
    """The raw files are public-use microdata: their ids are public codes already, so the pseudonyms need no secret key."""
    publisher: Text
    contact: str = ""
    waves: tuple[ProgrammeWave, ...]
    norm_wave: WaveName
    roles: tuple[Name, ...]
    comparison: Comparison = Comparison()
    thresholds: Thresholds = Thresholds()
    checks: CheckThresholds = CheckThresholds()
    background: tuple[BackgroundVariable, ...] = ()
    links: Annotated[tuple[Link, ...], Field(max_length=12)] = ()
    perspectives: tuple[Perspective, ...] = ()
    reports: tuple[ReportPlan, ...]
    disclosure: dict[Audience, DisclosureRule]
    seed: int = 1
    people: People = People()
    free_text: FreeText | None = None
    """Off unless a purpose is stated."""

    def law(self, wave: str) -> str | None:
        """Key of the curriculum law that wave's wording follows; None in a programme without curriculum themes."""
        return next(entry.law for entry in self.waves if entry.wave == wave)


BackgroundCodes = dict[Name, tuple[Code, ...]]
"""category -> the codes that mean it."""
