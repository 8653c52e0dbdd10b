"""What is studied: typed models of ``parameters/<programme>/``, read and checked as a whole. Knows no data."""

from analysis.parameters.base import DRAFT, Audience, Language, Level, ReportName, Status, Text
from analysis.parameters.competence_plan import CompetencePlan, budget, plan_after, plan_before
from analysis.parameters.goals import LEADER, Goal, of_the_environment
from analysis.parameters.instrument import Instrument, Item, Scale
from analysis.parameters.layout import Layout
from analysis.parameters.load import Parameters, load_parameters, programmes
from analysis.parameters.municipality import Centre, Initiative, Municipality, MunicipalityWave
from analysis.parameters.problems import ParameterError, Problem, listed, nearest
from analysis.parameters.programme import DisclosureRule, Programme, ReportPlan, Thresholds
from analysis.parameters.recommendation import Recommendation
from analysis.parameters.recommendation_files import recommendation_files
from analysis.parameters.subject import (
    REPORTS,
    Edition,
    Subject,
    editions,
    rests_on,
    rounds,
    seen_again,
    side_by_side,
    status_of,
    waves_until,
)

__all__ = [
    "DRAFT", "LEADER", "REPORTS", "Audience", "Centre", "CompetencePlan", "DisclosureRule", "Edition", "Goal", "Initiative",
    "Instrument", "Item", "Language", "Layout", "Level", "Municipality", "MunicipalityWave", "ParameterError", "Parameters",
    "Problem", "Programme", "Recommendation", "ReportName", "ReportPlan", "Scale", "Status", "Subject", "Text", "Thresholds",
    "budget", "editions", "listed", "load_parameters", "nearest", "of_the_environment", "plan_after", "plan_before", "programmes",
    "recommendation_files", "rests_on", "rounds", "seen_again", "side_by_side", "status_of", "waves_until",
]
