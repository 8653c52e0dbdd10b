"""What a page needs beside its numbers: names, labels, thresholds, texts, recommendations. Holds nothing its audience may not see, and
nothing that was begun or set after the wave it is about.

Shapes (all JSON; a text is ``{"da": ..., "en": ...}``, a date ISO text): see ``report_meta``.
"""

from dataclasses import asdict
from datetime import date

from analysis.disclosure.texts import texts_of
from analysis.parameters import (
    Centre,
    CompetencePlan,
    DisclosureRule,
    Initiative,
    Municipality,
    Parameters,
    ReportPlan,
    Subject,
    budget,
    listed,
    nearest,
    of_the_environment,
    plan_after,
    plan_before,
    rests_on,
    rounds,
    side_by_side,
    status_of,
)


class NoRuleError(ValueError):
    """A report x audience that parameters do not provide for."""


def plan_of(parameters: Parameters, report: str, audience: str) -> tuple[ReportPlan, DisclosureRule]:
    """The plan and rule of ``report`` for ``audience``; NoRuleError names what there is."""
    plans = {plan.report: plan for plan in parameters.programme.reports}
    where = f"parameters/{parameters.programme.slug}/programme.yml"
    if report not in plans:
        raise NoRuleError(f"{where}: reports: found no {report!r}, expected {listed(plans)}" + _hint(report, plans))
    if audience not in plans[report].audiences:
        raise NoRuleError(f"{where}: reports.{report}.audiences: found no {audience!r}, expected {listed(plans[report].audiences)}"
                          + _hint(audience, plans[report].audiences))
    return plans[report], rule_of(parameters, audience)


def rule_of(parameters: Parameters, audience: str) -> DisclosureRule:
    """The disclosure rule of ``audience``; without one nothing is shown to it."""
    rules = parameters.programme.disclosure
    if audience not in rules:
        where = f"parameters/{parameters.programme.slug}/programme.yml"
        raise NoRuleError(f"{where}: disclosure.{audience}: found nothing, expected a disclosure rule, as {listed(rules)} have"
                          + _hint(audience, rules))
    return rules[audience]


def report_meta(parameters: Parameters, report: str, audience: str, subject: Subject) -> dict:
    """Everything a report's page needs beside the shown rows, as JSON values.

    ``programme``: slug, name, synthetic, publisher, contact, design. ``handle``: the report's. ``municipality``: slug, name,
    in_programme, reporting_unit, or null in a programme's report; ``municipalities``: the same of every one that has rows. ``wave``: the
    last one; ``waves``: this and the earlier ones, oldest first: wave, handle, field_period (start, end), law, status. ``centre``: slug,
    name, kind, network, shares_knowledge, or null. ``centres``: the same of every open centre in register order (of a network's own), []
    where the audience may not see names. ``network``: slug, name, or null; ``networks``: those that may have rows. ``roles``: role,
    label, respondents, form, asked. ``scales``: role, scale, label, description, kind, about, age_related, parallel, theme (of this
    wave's law, or null), items asked in this wave: item, text, picture, reversed, options (code, label, value). ``themes``: theme, label,
    in the law's order. ``texts``: section, title, author, date, markdown, language. ``initiatives``: those that had begun when the wave's
    field period ended. ``goals``: those set in one of ``waves``, as in parameters, and ``followed``: on a scale of or about children,
    where there is nothing to reach; the municipality's (``centre`` null) and in a profile the own centre's. ``questions``: the
    municipality's own, in its own reports, as far as their waves and initiatives are there. ``plan``: the competence plan that followed
    from the wave, empty where none did, with its efforts' ``modules`` (name, finished) and the ``budget`` (costs, total, frame, over,
    unpriced); ``earlier_plan``: the last one that followed from an earlier wave, or null; both null for those they are not meant for.
    The rest mirrors its parameter models.
    """
    plan, rule = plan_of(parameters, report, audience)
    programme, based = parameters.programme, rests_on(parameters, subject)
    wave = based[-1].wave
    law = programme.law(wave)
    place = parameters.municipality(subject.municipality) if subject.municipality else None
    names = rule.named_centres and not subject.centre
    own = _own_centre(parameters, subject)
    centres = _named_centres(parameters, place, based, subject) if names and place else []
    waves = _waves(parameters, place, wave) if place else _programme_waves(parameters, wave)
    asked = {role for one in based for role in parameters.municipality(one.municipality).wave(one.wave).raw if one.wave == wave}
    return {
        "programme": {"slug": programme.slug, "name": _json(programme.name), "synthetic": programme.synthetic,
                      "publisher": _json(programme.publisher), "contact": programme.contact, "design": programme.design},
        "report": report, "audience": audience, "languages": list(plan.languages or programme.languages), "handle": subject.handle,
        "municipality": _municipality(place) if place else None,
        "municipalities": [_municipality(parameters.municipality(slug)) for slug in dict.fromkeys(one.municipality for one in based)],
        "wave": wave, "waves": waves, "status": status_of(parameters, subject), "law": law,
        "centre": _centre(own, place.wave(wave).field_period.start) if own else None, "centres": centres,
        "network": next((_json(network) for network in place.networks if network.slug == subject.network), None) if place else None,
        "networks": _networks(place, rule, own, subject) if place else [],
        "roles": [{"role": role, "label": _json(instrument.label), "respondents": _json(instrument.respondents), "form": instrument.form,
                   "asked": role in asked} for role, instrument in parameters.instruments.items()],
        "scales": _scales(parameters, wave, law),
        "themes": [_json(theme) for entry in parameters.themes.laws if entry.law == law for theme in entry.themes],
        "crosswalk": [_json(step) for step in parameters.themes.crosswalk],
        "thresholds": _json(programme.thresholds), "comparison": _json(programme.comparison), "disclosure": _json(rule),
        "background": [variable.model_dump(mode="json", exclude={"purpose"}) for variable in programme.background if variable.used],
        "initiatives": [_initiative(_json(entry), own, centres) for entry in _begun(place, wave)] if place else [],
        "goals": _goals(parameters, place, subject, [entry["wave"] for entry in waves]) if place else [],
        "plan": _plan(place, plan_after(place, wave), audience) if place and not subject.unit else None,
        "earlier_plan": _plan(place, plan_before(place, wave), audience) if place and not subject.unit else None,
        "questions": _questions(place, wave, [entry["wave"] for entry in waves]) if place and not subject.unit else [],
        "links": [_json(link) for link in programme.links],
        "perspectives": [_json(pair) for pair in programme.perspectives],
        "texts": texts_of(parameters, place.slug, wave, audience) if place else [],
        "recommendations": [entry.model_dump(mode="json", exclude={"evidence": {"__all__": {"seen_at"}}})
                            for entry in parameters.recommendations_of(subject.municipality)],
    }


def _json(model) -> dict:
    return model.model_dump(mode="json")


def _hint(found: str, valid) -> str:
    close = nearest(found, valid)
    return f"; did you mean {close!r}?" if close else ""


def _municipality(place: Municipality) -> dict:
    return {"slug": place.slug, "name": place.name, "in_programme": place.in_programme, "reporting_unit": place.reporting_unit}


def _own_centre(parameters: Parameters, subject: Subject) -> Centre | None:
    if not subject.centre:
        return None
    known = {entry.slug: entry for entry in parameters.open_centres(subject.municipality, subject.wave)}
    if subject.centre not in known:
        raise KeyError(f"no centre {subject.centre!r} open in {subject.round.handle}" + _hint(subject.centre, known))
    return known[subject.centre]


def _named_centres(parameters: Parameters, place: Municipality, based: tuple[Subject, ...], subject: Subject) -> list[dict]:
    """Centres open in any of the waves, under the name of the last they were open in; of a network's report those of the network."""
    days = {centre.slug: place.wave(one.wave).field_period.start
            for one in based for centre in parameters.open_centres(place.slug, one.wave)}
    return [_centre(entry, days[entry.slug]) for entry in place.centres
            if entry.slug in days and subject.network in ("", entry.network)]


def _centre(entry: Centre, day: date) -> dict:
    return {"slug": entry.slug, "name": entry.name_on(day), "kind": entry.kind, "network": entry.network,
            "shares_knowledge": entry.shares_knowledge}


def _waves(parameters: Parameters, place: Municipality, wave: str) -> list[dict]:
    until = place.wave(wave).field_period.start
    past = sorted((entry for entry in place.waves if entry.field_period.start <= until), key=lambda entry: entry.field_period.start)
    return [{"wave": entry.wave, "handle": f"{place.slug}-{entry.wave}", "field_period": _json(entry.field_period),
             "law": parameters.programme.law(entry.wave), "status": entry.status} for entry in past]


def _programme_waves(parameters: Parameters, wave: str) -> list[dict]:
    """The programme's waves so far that have a report: from the first day of the first municipality to the last day of the last."""
    reported = {about.wave for about in rounds(parameters) if not about.municipality}
    names = [entry.wave for entry in parameters.programme.waves]
    found = []
    for name in names[: names.index(wave) + 1]:
        if name in reported:
            periods = [place.wave(name).field_period for place in side_by_side(parameters, name)]
            ends = {"start": min(period.start for period in periods).isoformat(), "end": max(period.end for period in periods).isoformat()}
            found.append({"wave": name, "handle": name, "field_period": ends, "law": parameters.programme.law(name),
                          "status": status_of(parameters, Subject(wave=name))})
    return found


def _networks(place: Municipality, rule: DisclosureRule, own: Centre | None, subject: Subject) -> list[dict]:
    if "network" not in rule.levels:
        return []
    only = own.network if own else subject.network
    return [_json(network) for network in place.networks if network.slug == only or not subject.unit]


def _scales(parameters: Parameters, wave: str, law: str) -> list[dict]:
    found = []
    for role, scale in parameters.scales():
        instrument = parameters.instruments[role]
        items = [{"item": item.item, "text": _json(item.text), "picture": _json(item.picture) if item.picture else None,
                  "reversed": item.reversed, "options": [_json(option) for option in instrument.options(item, wave).options]}
                 for item in scale.asked(wave)]
        found.append({"role": role, "scale": scale.scale, "label": _json(scale.label), "description": _json(scale.description),
                      "kind": scale.kind, "about": scale.about, "age_related": scale.age_related, "parallel": scale.parallel,
                      "theme": scale.themes.get(law), "items": items})
    return found


def _plan(place: Municipality, plan: CompetencePlan | None, audience: str) -> dict | None:
    """The plan and its budget for those whose reports hold it; an empty one is there to be filled in. Which centres take part in an
    effort stays in parameters: the page tells how many."""
    if plan is None or audience not in plan.audiences:
        return None
    found, modules = budget(place, plan), {entry.slug: [_json(one) for one in entry.modules] for entry in place.initiatives}
    costs = [asdict(cost) for cost in found.costs]
    told = plan.model_dump(mode="json", exclude={"efforts": {"__all__": {"centres"}}})
    efforts = [effort | {"modules": modules.get(effort["initiative"], [])} for effort in told["efforts"]]
    return told | {"efforts": efforts, "budget": {"costs": costs, "total": found.total, "frame": found.frame, "over": found.over,
                                                  "unpriced": found.unpriced}}


def _goals(parameters: Parameters, place: Municipality, subject: Subject, waves: list[str]) -> list[dict]:
    """The municipality's goals so far, and those that the subject's own centre has set for itself: never another centre's."""
    return [_json(goal) | {"followed": not of_the_environment(parameters.instruments[goal.role], parameters.scale(goal.role, goal.scale))}
            for goal in place.goals if goal.centre in (None, subject.centre) and goal.set_in in waves]


def _begun(place: Municipality, wave: str) -> list[Initiative]:
    """Initiatives that had begun when the wave's field period ended."""
    return [entry for entry in place.initiatives if entry.start <= place.wave(wave).field_period.end]


def _questions(place: Municipality, wave: str, waves: list[str]) -> list[dict]:
    """Questions about waves there are so far and initiatives that had begun."""
    begun = {entry.slug for entry in _begun(place, wave)}
    return [_json(question) for question in place.questions
            if {part.wave or wave for part in question.parts} <= set(waves)
            and {*question.initiatives, *(part.initiative for part in question.parts if part.initiative)} <= begun]


def _initiative(entry: dict, own: Centre | None, centres: list[dict]) -> dict:
    """Of the centres that took part those the audience may name: the own one, or the own network's, or all."""
    named = {centre["slug"] for centre in centres} | ({own.slug} if own else set())
    entry["centres"] = [slug for slug in entry["centres"] if slug in named]
    return entry
