"""One municipality and wave: small functions, one per quantity, each from ``Sources`` to rows of estimates. The analysis notebook calls
them."""

from analysis.estimates.municipality.answers import answer_share_rows
from analysis.estimates.municipality.centres import centre_rows, spread_rows
from analysis.estimates.municipality.changes import centre_change_rows, change_rows, programme_change_rows
from analysis.estimates.municipality.explained import variance_explained_rows
from analysis.estimates.municipality.exposed import exposure_rows
from analysis.estimates.municipality.finish import finish
from analysis.estimates.municipality.gaps import gap_rows
from analysis.estimates.municipality.initiatives import initiative_dose_rows, initiative_rows
from analysis.estimates.municipality.known import background_known_rows, raked_rows, response_background_rows
from analysis.estimates.municipality.lasting import lasting_change_rows
from analysis.estimates.municipality.levels import comparison_rows, level_rows
from analysis.estimates.municipality.links import link_rows
from analysis.estimates.municipality.networks import network_rows
from analysis.estimates.municipality.perspectives import agreement_rows, leader_staff_change_rows, leader_staff_rows
from analysis.estimates.municipality.response import centre_flow_rows, flow_rows, left_out_rows, response_rows
from analysis.estimates.municipality.sizes import critical_difference_rows, size_rows
from analysis.estimates.municipality.trust import age_rows, comparability_rows, points_in_answers_rows, reliability_rows
from analysis.estimates.municipality.view import (
    apart_table,
    centres_table,
    fit_table,
    item_table,
    judged_table,
    kinds_table,
    norm_table,
    thresholds_table,
    versions_table,
    view,
)
from analysis.estimates.municipality.words import worded

__all__ = [
    "age_rows", "agreement_rows", "answer_share_rows", "apart_table", "background_known_rows", "centre_change_rows", "centre_flow_rows",
    "centre_rows", "centres_table", "change_rows", "comparability_rows", "comparison_rows", "critical_difference_rows", "exposure_rows",
    "finish", "fit_table", "flow_rows", "gap_rows", "initiative_dose_rows", "initiative_rows", "item_table", "judged_table",
    "kinds_table", "lasting_change_rows", "leader_staff_change_rows", "leader_staff_rows", "left_out_rows", "level_rows", "link_rows",
    "network_rows", "norm_table", "points_in_answers_rows", "programme_change_rows", "raked_rows", "reliability_rows",
    "response_background_rows", "response_rows", "size_rows", "spread_rows", "thresholds_table", "variance_explained_rows",
    "versions_table", "view", "worded",
]
