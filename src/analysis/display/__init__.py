"""Findings and shown estimates to figures, tables and sentences.

The names below are loaded when first used, so that a kernel pays for what it draws.
"""

from importlib import import_module

_HOMES = {
    "report": ("open_report",),
    "front_page": ("cover", "short_cover"),
    "headings": ("contrast_heading", "heading", "topic_heading"),
    "first_page": ("summary",),
    "markdown": ("texts",),
    "wording": ("sentences",),
    "contexts": (
        "agreement_sentences",
        "change_note",
        "comparison_note",
        "crosswalk_note",
        "gap_change_sentence",
        "link_reasons",
        "spread_change_sentence",
        "response_sentences",
    ),
    "questions": ("question", "question_limits", "question_part"),
    "recommendations": ("possibilities", "recommendation"),
    "sharing": ("knowledge_sharing", "knowledge_sharing_table"),
    "action": ("information", "problem_statement", "worksheet", "year_wheel"),
    "council": ("brief",),
    "cards": ("deck", "dialogue_cards", "meeting_plan"),
    "centre": ("goes_well", "letter", "letter_levels", "wonder"),
    "goal_follow_up": ("goal_words", "goals"),
    "initiatives": ("exposure_table", "initiative_table", "initiative_words"),
    "parents": ("parents_answers", "parents_asked", "parents_findings"),
    "method": ("glossary", "left_out", "limits", "marks", "not_followed", "provenance", "reliabilities"),
    "network": ("common_questions", "common_strengths"),
    "programme": ("comparable_scales", "many_municipalities", "variance_sentences"),
    "lasting": ("lasting_note", "lasting_sentences"),
    "plan_follow_up": ("plan_changes", "plan_heading", "plan_limits", "plan_progress"),
    "plan": ("competence_form", "competence_needs", "plan_budget", "plan_decisions", "plan_efforts"),
    "prose": ("without_unused_prose",),
    "again": ("retold",),
    "tables": ("centre_table", "data_table", "folded", "municipality_table"),
    "figures.centres": ("centre_intervals", "municipality_intervals"),
    "figures.differences": ("centre_against_others", "change_interval", "gap_interval"),
    "figures.dots": ("dot_interval",),
    "figures.form_flow": ("form_flow",),
    "figures.gantt": ("gantt",),
    "figures.gap_panels": ("gap_panels",),
    "figures.informants": ("informants",),
    "figures.lasting": ("lasting_changes",),
    "figures.links": ("link_forest",),
    "figures.municipalities": ("municipality_strips",),
    "figures.over_waves": ("gaps_over_waves", "levels_over_waves", "spread_over_waves"),
    "figures.response": ("response_rates",),
    "figures.scale_picture": ("scale_in_answers",),
    "figures.shares": ("answer_shares",),
    "figures.spread": ("spread_between_and_within", "spread_interval"),
    "figures.timeline": ("timeline",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'analysis.display' has no attribute {name!r}")
    return getattr(import_module(f"analysis.display.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
