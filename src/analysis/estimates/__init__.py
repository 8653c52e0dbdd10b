"""Scores to numbers with intervals. Names are imported when they are first used, so that a light import stays light."""

import importlib

_HOMES = {
    "agreement": ("informant_agreement", "leader_staff_gap"),
    "answers": ("answer_shares",),
    "centre_pairs": ("centre_agreement",),
    "centres": ("CentrePosterior", "centre_comparisons", "centre_estimates", "centre_posterior", "posterior_comparisons",
                "posterior_means"),
    "change": ("centre_change", "cohort_change", "wave_change"),
    "cluster_robust": ("cluster_robust_mean", "cluster_robust_means", "cluster_robust_means_by", "cluster_robust_regression"),
    "design": ("composition",),
    "effect_sizes": ("critical_difference", "hedges_g", "smallest_detectable_difference"),
    "explained": ("variance_explained_by_background",),
    "exposure": ("initiative_dose", "staggered_followup"),
    "gaps": ("background_gaps",),
    "initiatives": ("change_beside_others", "initiative_followup"),
    "lasting": ("LastingChange", "lasting_change"),
    "links": ("Link", "practice_means", "practice_outcome_links"),
    "multiplicity": ("adjust_families", "adjust_p_values"),
    "raking": ("Raked", "rake_weights"),
    "random_intercept": ("RandomIntercept", "random_intercept_model"),
    "response": ("response_by_background", "response_rates"),
    "results": ("Estimate",),
    "spread": ("SpreadChange", "between_centre_sd", "spread_change"),
    "tables": ("ESTIMATE_COLUMNS", "rows", "validate"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name in _HOME:
        return getattr(importlib.import_module(f"analysis.estimates.{_HOME[name]}"), name)
    raise AttributeError(f"analysis.estimates has no {name!r}")


def __dir__() -> list[str]:
    return __all__
