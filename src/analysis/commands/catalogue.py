"""The recommendations as ``make list`` tells them: each with the words its evidence allows, and what somebody has still to check."""

from collections.abc import Iterable, Iterator

from analysis.findings.evidence import evidence_words, to_check, unseen_figures
from analysis.parameters import Parameters, Recommendation
from analysis.parameters.recommendation_files import changed_keys


def catalogue_lines(parameters: Parameters, municipalities: Iterable[str]) -> Iterator[str]:
    """One line an entry, the programme's and then what ``municipalities`` add or change; the list of what is to be checked after them."""
    if not (parameters.recommendations or parameters.own_recommendations):
        return
    programme = {entry.recommendation: entry for entry in parameters.recommendations}
    signed = sum(entry.reviewed_by is not None for entry in programme.values())
    yield f"{len(programme)} recommendations, {signed} signed by a researcher:"
    yield from (_line(entry) for entry in programme.values())
    own = [(slug, entry) for slug in sorted(set(municipalities)) for entry in parameters.own_recommendations.get(slug, ())]
    for slug, entry in own:
        own_words = f"in {slug} with its own {', '.join(changed_keys(entry, programme))}"
        yield f"{_line(entry)}, {own_words if entry.recommendation in programme else f'only in {slug}'}"
    lines = [line for entry in (*programme.values(), *(entry for _, entry in own)) for line in _to_check(entry)]
    lines = sorted(set(lines))
    if lines:
        yield f"{len(lines)} to check in the evidence before it is printed:"
        yield from lines


def _line(entry: Recommendation) -> str:
    read = f"signed by {entry.reviewed_by} on {entry.reviewed_on}" if entry.reviewed_by else "excerpts seen, not read in full"
    return f"  {entry.recommendation:40} {entry.area:22} {evidence_words(entry):22} level {entry.strength.level}  {read}"


def _to_check(entry: Recommendation) -> Iterator[str]:
    for publication in to_check(entry):
        yield f"  {publication.publication}: {', '.join(publication.unverified_fields)} (the reference is not printed)"
    for publication in unseen_figures(entry):
        yield f"  {publication.publication}: the figure was read as retold elsewhere (it is not printed)"
