"""Findings in words, through templates: a case for every size, certainty and number; never a cause, never a p-value."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import Html, bullets
from analysis.display.numbers import interval, number, percent, signed
from analysis.display.text import begin_sentence, inside_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.display.topics import Topic
    from analysis.findings.finding import Finding

CLEAR = 2.0
"""Margins a difference spans before it is called clear."""
BARE = 0.25
"""Certainty below which the interval all but reaches zero."""
FLAGS_SAID = ("caution_reliability", "uncertain_response", "common_items", "few_raters")
MOST_NAMES = 5
"""Scales named in one sentence; of more, the sentence tells the number and the figure the rest."""
GROUPED = ("unchanged", "cannot_tell")
"""Kinds told together in one sentence."""
LISTED = {"gap": 3, "spread": 3, "association": 2}
"""Kinds of which so many alike are told in one sentence, each scale with its numbers."""
DIFFERENCES = frozenset({"comparison", "centre_comparison", "network_comparison", "change", "gap", "leader_staff_gap"})
"""Quantities in points with a margin and a sign."""
NOT_TOLD_APART = frozenset({"not_comparable", "singular"})
"""Flags of numbers that cannot be told apart from how they came about: they hint at nothing."""
COEFFICIENTS = frozenset({"link", "agreement"})


def sentences(report: "Report", findings: Iterable["Finding"], quantity: str | Iterable[str], topic: "Topic | None" = None) -> Html:
    """What the findings about ``quantity`` (and ``topic``) say: each finding, then what is unchanged, then what cannot be told."""
    return bullets(spoken(report, about(findings, quantity, topic)))


def about(findings: Iterable["Finding"], quantity: str | Iterable[str], topic: "Topic | None" = None) -> list["Finding"]:
    """Findings about one or several quantities, and about the scales of ``topic``."""
    wanted = {quantity} if isinstance(quantity, str) else set(quantity)
    return [
        finding for finding in findings if finding.quantity in wanted and (topic is None or (finding.role, finding.scale) in topic.pairs)
    ]


def spoken(report: "Report", findings: list["Finding"]) -> list[str]:
    """One sentence a finding; two or more that are unchanged, or that cannot be told, share a sentence, and so do many gaps or spreads."""
    links = [finding for finding in findings if finding.kind == "association"]
    once = len(links) > 1
    said = []
    for group in _alike(report, [finding for finding in findings if finding.kind not in GROUPED]):
        said.append(_with_numbers(report, group) if len(group) > 1 else sentence(report, group[0], alone=not once))
    said += [report.say("links.not_cause.all")] if once else []
    for kind in GROUPED:
        alike = [finding for finding in findings if finding.kind == kind]
        for group in _groups(report, alike):
            said.append(sentence(report, group[0]) if len(group) == 1 else _together(report, group))
    return [words for words in said if words]


def sentence(report: "Report", finding: "Finding", alone: bool = True) -> str:
    """The finding as one or two sentences in the report's language. A link that stands alone also says that it is no cause."""
    words = report.say(f"finding.{finding.quantity}.{_case(report, finding)}", **values(report, finding))
    if finding.kind not in GROUPED and finding.low is not None and finding.certainty < BARE:
        words += " " + report.say("finding.bare.link" if finding.quantity in COEFFICIENTS else "finding.bare")
    if finding.kind == "association" and alone:
        words += " " + report.say("links.not_cause")
    if finding.kind not in GROUPED and not report.enough(finding):
        words += " " + report.say("finding.few", n=report.number(finding.n))
    said = [report.say(f"flag.{flag}") for flag in FLAGS_SAID if flag in finding.flags]
    return begin_sentence(" ".join([words, *said]))


def short(report: "Report", finding: "Finding") -> str:
    """The finding for page one: what, and how much."""
    return begin_sentence(report.say(f"short.{finding.quantity}.{_case(report, finding)}", **values(report, finding)))


def _case(report: "Report", finding: "Finding") -> str:
    """The template's last part: the kind, which way where the sign turns the sentence, and whether a difference is sure but small."""
    if finding.quantity in ("gap", "leader_staff_gap", "link") and finding.kind in ("gap", "disagreement", "association"):
        return f"{finding.kind}.{'above' if finding.value > 0 else 'below'}"
    if finding.kind == "cannot_tell" and "not_comparable" in finding.flags:
        return f"{finding.kind}.not_comparable"
    if _sure_but_small(report, finding):
        return f"{finding.kind}.small"
    return f"{finding.kind}.hint" if _hint(report, finding) else finding.kind


def _hint(report: "Report", finding: "Finding") -> bool:
    """Set alone the interval excludes zero, but among as many as were examined the difference is not sure."""
    if finding.kind != "cannot_tell" or finding.quantity not in DIFFERENCES or finding.low is None or finding.q is None:
        return False
    if NOT_TOLD_APART & set(finding.flags):
        return False
    return finding.q >= report.meta["thresholds"]["fdr"] and (finding.low > 0 or finding.high < 0)


def _sure_but_small(report: "Report", finding: "Finding") -> bool:
    """There is a difference, but it cannot be told whether it reaches the margin: a large survey's kind of undecided."""
    if finding.kind != "cannot_tell" or finding.quantity not in DIFFERENCES or finding.low is None or finding.q is None:
        return False
    limits = report.meta["thresholds"]
    return abs(finding.value) < limits["margin"] and finding.q < limits["fdr"] and (finding.low > 0 or finding.high < 0)


def values(report: "Report", finding: "Finding") -> dict[str, str]:
    """Everything a template may use, as words."""
    language, meta = report.language, report.meta
    decimals = 2 if finding.quantity in COEFFICIENTS else 0
    margin = meta["thresholds"]["margin"]
    said = {
        "unit": report.unit["name"],
        "wave": finding.wave,
        "earlier": finding.contrast,
        "size": _size(report, finding, decimals),
        "signed": _signed(report, finding, decimals),
        "value": percent(finding.value, language) if finding.quantity == "response" else number(finding.value, language, decimals),
        "interval": _reach(finding, language, decimals),
        "span": _span(report, finding, decimals),
        "degree": report.say("size.clear") + " " if _clear(report, finding) else "",
        "beside": report.say("way.over" if finding.value > 0 else "way.under"),
        "than": report.say("way.higher" if finding.value > 0 else "way.lower"),
        "margin": number(margin, language),
        "limit": percent(meta["thresholds"]["response_uncertain"], language),
        "detectable": number(finding.detectable, language, decimals) if finding.detectable is not None else "",
    }
    if finding.role:
        said |= {
            "respondents": naming.respondents(meta, finding.role, language),
            "scale": naming.scale_label(meta, finding.role, finding.scale, language),
        }
        said["scale_inside"] = naming.quoted(said["scale"], language)
    if finding.quantity.startswith("gap"):
        said |= dict(
            zip(
                ("variable", "category", "reference"),
                map(inside_sentence, naming.contrast_labels(meta, finding.contrast, language)),
                strict=True,
            )
        )
    if finding.quantity == "link":
        role, _, practice = finding.contrast.partition(".")
        said |= {
            "where": report.say(f"links.place.{'programme' if finding.level == 'programme' else 'municipality'}"),
            "practice": naming.scale_quoted(meta, role, practice, language),
            "practitioners": naming.respondents(meta, role, language),
        }
    return said


def _clear(report: "Report", finding: "Finding") -> bool:
    """Large enough, and answered by enough, to be called clear."""
    large = abs(finding.value) >= CLEAR * report.meta["thresholds"]["margin"]
    return large and finding.quantity not in COEFFICIENTS and report.enough(finding)


def _size(report: "Report", finding: "Finding", decimals: int) -> str:
    """The distance without its sign, with its unit: ``34 point``, ``1 point``."""
    size = abs(finding.value)
    if decimals or finding.quantity == "response":
        return number(size, report.language, decimals)
    return report.say("points", size, n=number(size, report.language))


def _signed(report: "Report", finding: "Finding", decimals: int) -> str:
    """``−4 point``; a coefficient without a unit."""
    words = signed(finding.value, report.language, decimals)
    return words if decimals or finding.quantity == "response" else report.say("points", abs(finding.value), n=words)


def _reach(finding: "Finding", language: str, decimals: int) -> str:
    """The interval of the size where the words tell the direction: "37 point under (interval 20–55)". Coefficients keep their sign."""
    if finding.low is None or finding.high is None:
        return ""
    if finding.value < 0 and not decimals:
        return interval(-finding.high, -finding.low, language)
    return interval(finding.low, finding.high, language, decimals)


def _span(report: "Report", finding: "Finding", decimals: int) -> str:
    """Both ends of the interval with signs: ``fra −8 til +15``."""
    if finding.low is None or finding.high is None:
        return ""
    return report.say("span", low=signed(finding.low, report.language, decimals), high=signed(finding.high, report.language, decimals))


def _alike(report: "Report", findings: list["Finding"]) -> list[list["Finding"]]:
    """Each finding alone, but as many as ``LISTED`` says that one sentence can list together, where the first of them stood."""
    plain = [finding for finding in findings if finding.kind in LISTED and not _needs_more(report, finding)]
    many = [group for group in _groups(report, plain) if len(group) >= LISTED[group[0].kind]]
    first = {id(group[0]): group for group in many}
    later = {id(finding) for group in many for finding in group[1:]}
    return [first.get(id(finding), [finding]) for finding in findings if id(finding) not in later]


def _needs_more(report: "Report", finding: "Finding") -> bool:
    """Whether ``sentence`` adds a reservation of the finding's own."""
    bare = finding.low is None or finding.certainty < BARE
    return bare or not report.enough(finding) or bool(set(FLAGS_SAID) & set(finding.flags))


def _with_numbers(report: "Report", findings: list["Finding"]) -> str:
    """Findings alike in one sentence: each scale with its size and interval."""
    first = findings[0]
    told = []
    for finding in findings:
        said = values(report, finding)
        size = said["value"] if finding.quantity in COEFFICIENTS else said["size"]
        told.append(report.say("label.with_size", scale=_label(report, finding, findings), size=size, interval=said["interval"]))
    words = values(report, first) | {"scales": "; ".join(told)}
    return begin_sentence(report.say(f"together.{first.quantity}.{_case(report, first)}", **words))


def _groups(report: "Report", findings: list["Finding"]) -> list[list["Finding"]]:
    """Findings that one sentence can tell: one quantity, one case, for gaps one pair of groups of children, for links one place."""
    groups: dict[tuple[str, ...], list] = {}
    for finding in findings:
        apart = finding.contrast if finding.quantity == "gap" else finding.level if finding.quantity == "link" else ""
        key = (finding.quantity, _case(report, finding), apart)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _together(report: "Report", findings: list["Finding"]) -> str:
    """Several findings of one kind about one quantity: the scales listed, what it would have taken said once."""
    first = findings[0]
    count = len(findings)
    ordered = _in_codebook_order(report, findings)
    labels = [_label(report, finding, findings) for finding in ordered]
    told = report.listed(labels) if count <= MOST_NAMES else report.say("together.many", count, n=report.number(count))
    most = max((finding.detectable for finding in findings if finding.detectable is not None), default=None)
    least = min((finding.detectable for finding in findings if finding.detectable is not None), default=None)
    decimals = 2 if first.quantity in COEFFICIENTS else 0
    needed = (
        ""
        if most is None
        else number(most, report.language, decimals)
        if round(most, decimals) == round(least, decimals)
        else interval(least, most, report.language, decimals)
    )
    return begin_sentence(
        report.say(
            f"together.{first.quantity}.{_case(report, first)}",
            **values(report, first) | {"scales": told, "detectable": needed},
        )
    )


def _in_codebook_order(report: "Report", findings: list["Finding"]) -> list["Finding"]:
    places = {(entry["role"], entry["scale"]): place for place, entry in enumerate(report.meta["scales"])}
    return sorted(findings, key=lambda finding: places.get((finding.role, finding.scale), len(places)))


def _label(report: "Report", finding: "Finding", findings: list["Finding"]) -> str:
    """The scale; with the respondents where two groups stand in the sentence; both ends of a link."""
    if finding.quantity == "link":
        return report.say("label.link", **values(report, finding))
    label = naming.scale_quoted(report.meta, finding.role, finding.scale, report.language)
    if len({one.role for one in findings}) > 1:
        return report.say("label.scale_of", scale=label, respondents=naming.respondents(report.meta, finding.role, report.language))
    return label
