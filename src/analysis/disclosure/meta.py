"""What a page needs beside its numbers: names, labels, thresholds, texts, recommendations. Holds nothing its audience may not see.

Shapes (all JSON; a text is ``{"da": ..., "en": ...}``, a date ISO text): see ``report_meta``.
"""

from datetime import date

from analysis.disclosure.texts import texts_of
from analysis.parameters import Centre, DisclosureRule, Municipality, Parameters, ReportPlan, listed, nearest


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


def report_meta(parameters: Parameters, report: str, audience: str, municipality: str, wave: str, centre: str | None = None) -> dict:
    """Everything a report's page needs beside the shown rows, as JSON values.

    ``programme``: slug, name, synthetic, publisher, contact, design. ``municipality``: slug, name, in_programme, reporting_unit.
    ``waves``: this wave and the municipality's earlier ones, oldest first: wave, handle, field_period (start, end), law, status.
    ``centre``: slug, name, kind, network, or null. ``centres``: the same of every open centre in register order, [] where the audience may
    not see names. ``networks``: slug, name. ``roles``: role, label, respondents, form, asked. ``scales``: role, scale, label, description,
    kind, about, age_related, parallel, theme (of this wave's law, or null), items asked in this wave: item, text, picture, reversed,
    options (code, label, value). ``themes``: theme, label, in the law's order. ``texts``: section, title, author, date, markdown, language.
    The rest mirrors its parameter models.
    """
    plan, rule = plan_of(parameters, report, audience)
    programme, place = parameters.programme, parameters.municipality(municipality)
    this = place.wave(wave)
    law = programme.law(wave)
    names = rule.named_centres and centre is None
    own = _own_centre(parameters, municipality, wave, centre)
    return {
        "programme": {"slug": programme.slug, "name": _json(programme.name), "synthetic": programme.synthetic,
                      "publisher": _json(programme.publisher), "contact": programme.contact, "design": programme.design},
        "report": report, "audience": audience, "languages": list(plan.languages or programme.languages),
        "municipality": {"slug": place.slug, "name": place.name, "in_programme": place.in_programme,
                         "reporting_unit": place.reporting_unit},
        "wave": wave, "waves": _waves(parameters, place, wave), "status": this.status, "law": law,
        "centre": _centre(own, this.field_period.start) if own else None,
        "centres": [_centre(entry, this.field_period.start) for entry in parameters.open_centres(municipality, wave)] if names else [],
        "networks": _networks(place, rule, own),
        "roles": [{"role": role, "label": _json(instrument.label), "respondents": _json(instrument.respondents), "form": instrument.form,
                   "asked": role in this.raw} for role, instrument in parameters.instruments.items()],
        "scales": _scales(parameters, wave, law),
        "themes": [_json(theme) for entry in parameters.themes.laws if entry.law == law for theme in entry.themes],
        "crosswalk": [_json(step) for step in parameters.themes.crosswalk],
        "thresholds": _json(programme.thresholds), "disclosure": _json(rule),
        "background": [variable.model_dump(mode="json", exclude={"purpose"}) for variable in programme.background if variable.used],
        "initiatives": [_initiative(_json(entry), names, own) for entry in place.initiatives],
        "goals": [_json(goal) for goal in place.goals], "links": [_json(link) for link in programme.links],
        "perspectives": [_json(pair) for pair in programme.perspectives],
        "texts": texts_of(parameters, municipality, wave, audience),
        "recommendations": [entry.model_dump(mode="json", exclude={"evidence": {"__all__": {"seen_at"}}})
                            for entry in parameters.recommendations],
    }


def _json(model) -> dict:
    return model.model_dump(mode="json")


def _hint(found: str, valid) -> str:
    close = nearest(found, valid)
    return f"; did you mean {close!r}?" if close else ""


def _own_centre(parameters: Parameters, municipality: str, wave: str, centre: str | None) -> Centre | None:
    if centre is None:
        return None
    known = {entry.slug: entry for entry in parameters.open_centres(municipality, wave)}
    if centre not in known:
        raise KeyError(f"no centre {centre!r} open in {municipality}-{wave}" + _hint(centre, known))
    return known[centre]


def _centre(entry: Centre, day: date) -> dict:
    return {"slug": entry.slug, "name": entry.name_on(day), "kind": entry.kind, "network": entry.network}


def _waves(parameters: Parameters, place: Municipality, wave: str) -> list[dict]:
    until = place.wave(wave).field_period.start
    past = sorted((entry for entry in place.waves if entry.field_period.start <= until), key=lambda entry: entry.field_period.start)
    return [{"wave": entry.wave, "handle": f"{place.slug}-{entry.wave}", "field_period": _json(entry.field_period),
             "law": parameters.programme.law(entry.wave), "status": entry.status} for entry in past]


def _networks(place: Municipality, rule: DisclosureRule, own: Centre | None) -> list[dict]:
    if "network" not in rule.levels:
        return []
    return [_json(network) for network in place.networks if own is None or network.slug == own.network]


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


def _initiative(entry: dict, names: bool, own: Centre | None) -> dict:
    """Without the right to centres' names only whether the own centre took part is told."""
    if not names:
        entry["centres"] = [slug for slug in entry["centres"] if own is not None and slug == own.slug]
    return entry
