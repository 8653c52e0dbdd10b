"""Who may learn from whom: centres that have agreed to it, brought together by findings. Never a number, never an order of centres."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, p, paragraphs
from analysis.display.tables import table
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.sharing import Sharing

TIES = ("same_network", "in_return")
"""What two centres that meet may have in common; in a network's report everybody is of the same network."""


def knowledge_sharing(report: "Report") -> Html:
    """How many centres agreed to be named, and what comes of it; nothing where the audience sees no centres."""
    if not report.meta["centres"]:
        return NOTHING
    willing = sum(centre["shares_knowledge"] for centre in report.meta["centres"])
    if not willing:
        return p(report.say("sharing.nobody"))
    found = shared(report)
    unmet = len(found.unmet)
    return paragraphs(
        [
            begin_sentence(report.say("sharing.willing", willing, n=report.counted(willing))),
            report.say("sharing.rule" if found.pairings else "sharing.none"),
            report.say("sharing.unmet", unmet, n=report.counted(unmet)) if unmet else "",
        ]
    )


def knowledge_sharing_table(report: "Report") -> Html:
    """Scale by scale who has a question and who may tell, in the order of codebook and register; nothing where nobody meets."""
    centres = {centre["slug"]: (number, centre["name"]) for number, centre in enumerate(report.meta["centres"])}
    scales = {(entry["role"], entry["scale"]): number for number, entry in enumerate(report.meta["scales"])}
    kinds = TIES if report.level != "network" else TIES[1:]
    rows = []
    for one in sorted(shared(report).pairings, key=lambda one: (scales[one.role, one.scale], centres[one.asks][0])):
        ties = [report.say(f"sharing.{name}") for name in kinds if getattr(one, name)]
        who = naming.respondents(report.meta, one.role, report.language)
        scale = report.say(
            "sharing.scale", scale=naming.scale_label(report.meta, one.role, one.scale, report.language), respondents=who
        )
        rows.append((scale, [centres[one.asks][1], centres[one.tells][1], ", ".join(ties)]))
    tied = any(cells[-1] for _, cells in rows)
    heads = [report.say(f"table.{key}") for key in ("scale", "asks", "tells", *(["tie"] if tied else []))]
    return table(report.say("sharing.caption"), heads, rows if tied else [(scale, cells[:-1]) for scale, cells in rows], numbers=False)


def shared(report: "Report") -> "Sharing":
    """The pairings among the centres the report's audience sees."""
    from analysis.findings.find import find
    from analysis.findings.sharing import Centre, share

    centres = [Centre(centre["slug"], centre["network"], centre["shares_knowledge"]) for centre in report.meta["centres"]]
    found = find(report.rows, report.thresholds, "centre", wave=report.wave)
    return share(found, centres, report.thresholds.visits_per_centre)
