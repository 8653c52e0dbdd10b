"""What no single file can know: that the files of a programme agree with one another."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from analysis.parameters.competence_plan import plans_hang_together
from analysis.parameters.goals import goals_are_about_the_learning_environment
from analysis.parameters.problems import Problem, listed, nearest, unknown
from analysis.parameters.questions import questions_can_be_answered
from analysis.parameters.subject import REPORTS

if TYPE_CHECKING:
    from analysis.parameters.load import Parameters
    from analysis.parameters.recommendation import Recommendation


def cross_check(parameters: "Parameters", instrument_files: set[str], folder: str) -> list[Problem]:
    """Every disagreement between the files of one programme, in the order of the rules below."""
    return [problem for rule in RULES for problem in rule(parameters, instrument_files, folder)]


def file_names_are_slugs(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    programme = parameters.programme
    if programme.slug != folder.rpartition("/")[2]:
        yield Problem(f"{folder}/programme.yml", "slug", repr(programme.slug), f"the folder's name {folder.rpartition('/')[2]!r}")
    for stem, municipality in parameters.municipalities.items():
        if municipality.slug != stem:
            yield Problem(f"{folder}/municipalities/{stem}.yml", "slug", repr(municipality.slug), f"the file's name {stem!r}")
    for role, instrument in parameters.instruments.items():
        if instrument.role != role:
            yield Problem(f"{folder}/instrument/{role}.yml", "role", repr(instrument.role), f"the file's name {role!r}")


def roles_have_instruments(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for role in parameters.programme.roles:
        if role not in instrument_files and not nearest(role, instrument_files):
            remedy = f"the codebook of a role of programme.yml: `make codebook WAVE=... ROLE={role}` drafts one from an export"
            yield Problem(f"{folder}/instrument/{role}.yml", "file", "nothing", remedy)
        else:
            yield from unknown(f"{folder}/programme.yml", "roles", role, sorted(instrument_files))
    for stem in sorted(instrument_files - set(parameters.programme.roles)):
        yield Problem(f"{folder}/instrument/{stem}.yml", "role", repr(stem), listed(parameters.programme.roles))


def waves_are_the_programmes(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    known = [wave.wave for wave in parameters.programme.waves]
    yield from unknown(f"{folder}/programme.yml", "norm_wave", parameters.programme.norm_wave, known)
    for slug, municipality in parameters.municipalities.items():
        file = f"{folder}/municipalities/{slug}.yml"
        for wave in municipality.waves:
            yield from unknown(file, "waves", wave.wave, known)
            for role in wave.raw:
                yield from unknown(file, f"waves.{wave.wave}.raw", role, parameters.programme.roles)


def laws_and_themes_exist(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    laws = {law.law: [theme.theme for theme in law.themes] for law in parameters.themes.laws}
    for index, wave in enumerate(parameters.programme.waves):
        if laws:
            yield from unknown(f"{folder}/programme.yml", f"waves.{index}.law", wave.law, laws)
    for role, scale in parameters.scales():
        for law, theme in scale.themes.items():
            file, key = f"{folder}/instrument/{role}.yml", f"scales.{scale.scale}.themes.{law}"
            yield from unknown(file, key, law, laws)
            if theme is not None and law in laws:
                yield from unknown(file, key, theme, laws[law])


def items_have_options_and_names_of_their_own(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for role, instrument in parameters.instruments.items():
        file = f"{folder}/instrument/{role}.yml"
        for name, count in Counter(item.item for item in instrument.items()).items():
            if count > 1:
                yield Problem(file, f"items.{name}", f"{count} items of this name", "one")
        for name, count in Counter(scale.scale for scale in instrument.scales).items():
            if count > 1:
                yield Problem(file, f"scales.{name}", f"{count} scales of this name", "one")
        for item in instrument.items():
            for name in item.options.values():
                yield from unknown(file, f"items.{item.item}.options", name, instrument.option_sets)
            for wave in parameters.programme.waves:
                if item.column(wave.wave) and not {"all", wave.wave} & set(item.options):
                    key = f"items.{item.item}.options.{wave.wave}"
                    yield Problem(file, key, "nothing", "an option set: the item is asked in that wave")


def items_have_columns_of_their_own(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for role, instrument in parameters.instruments.items():
        for wave in parameters.programme.waves:
            told = Counter(item.column(wave.wave) for item in instrument.items() if item.column(wave.wave))
            for column, count in told.items():
                if count > 1:
                    key = f"items.columns.{wave.wave}.{column}"
                    yield Problem(f"{folder}/instrument/{role}.yml", key, f"{count} items in this column", "one")


def texts_are_in_every_language(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    need = set(parameters.programme.languages)

    def missing(file: str, key: str, text) -> Iterator[Problem]:
        for language in sorted(need - text.languages()):
            yield Problem(file, f"{key}.{language}", "nothing", f"the text in {language!r}: {text.da or text.en!r}")

    for role, instrument in parameters.instruments.items():
        file = f"{folder}/instrument/{role}.yml"
        yield from missing(file, "label", instrument.label)
        for scale in instrument.scales:
            yield from missing(file, f"scales.{scale.scale}.label", scale.label)
            for item in scale.items:
                yield from missing(file, f"items.{item.item}.text", item.text)
        for name, options in instrument.option_sets.items():
            for option in options.options:
                yield from missing(file, f"option_sets.{name}.{option.code}", option.label)
    for file, entry in _recommendations(parameters, folder):
        for key in ("title", "area_label", "practice", "competence_note", "caution"):
            yield from missing(file, key, getattr(entry, key))
        yield from missing(file, "strength.reason", entry.strength.reason)
        for publication in entry.evidence:
            if publication.main_figure:
                yield from missing(file, f"evidence.{publication.publication}.main_figure", publication.main_figure)


def registers_hang_together(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for slug, municipality in parameters.municipalities.items():
        file = f"{folder}/municipalities/{slug}.yml"
        networks, centres = [network.slug for network in municipality.networks], [centre.slug for centre in municipality.centres]
        for name, count in Counter(centres).items():
            if count > 1:
                yield Problem(file, f"centres.{name}", f"{count} centres of this slug", "one")
        codes = Counter(code for centre in municipality.centres for unit in (centre, *centre.sites) for code in unit.codes)
        for code, count in codes.items():
            if count > 1:
                yield Problem(file, f"centres.codes.{code}", f"{count} centres or sites with this code", "one")
        for centre in municipality.centres:
            if centre.network is not None:
                yield from unknown(file, f"centres.{centre.slug}.network", centre.network, networks)
            if centre.successor is not None:
                yield from unknown(file, f"centres.{centre.slug}.successor", centre.successor, centres)
            for part in centre.split_into:
                yield from unknown(file, f"centres.{centre.slug}.split_into", part.centre, centres)
        for initiative in municipality.initiatives:
            for centre in initiative.centres:
                yield from unknown(file, f"initiatives.{initiative.slug}.centres", centre, centres)


def corrections_are_of_files_that_are_read(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for (slug, wave), told in parameters.corrections.items():
        file = f"{folder}/municipalities/{slug}/corrections/{wave}.yml"
        unit = parameters.municipalities.get(slug)
        if unit is None:
            yield from unknown(file, "file", slug, parameters.municipalities)
        elif wave not in (waves := [entry.wave for entry in unit.waves]):
            yield from unknown(file, "file", wave, waves)
        else:
            for index, entry in enumerate(told.corrections):
                yield from unknown(file, f"corrections.{index}.role", entry.role, unit.wave(wave).raw)


def links_and_perspectives_name_scales(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    file = f"{folder}/programme.yml"
    scales = {role: [scale.scale for scale in instrument.scales] for role, instrument in parameters.instruments.items()}

    def known(key: str, role: str, scale: str) -> Iterator[Problem]:
        yield from unknown(file, f"{key}.role", role, scales)
        if role in scales:
            yield from unknown(file, f"{key}.scale", scale, scales[role])

    for index, link in enumerate(parameters.programme.links):
        yield from known(f"links.{index}.practice", link.practice_role, link.practice)
        yield from known(f"links.{index}.outcome", link.outcome_role, link.outcome)
    for index, pair in enumerate(parameters.programme.perspectives):
        yield from known(f"perspectives.{index}.first", pair.first_role, pair.first_scale)
        yield from known(f"perspectives.{index}.second", pair.second_role, pair.second_scale)


def initiatives_and_goals_name_scales(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    scales = sorted({scale.scale for _, scale in parameters.scales()})
    waves = [wave.wave for wave in parameters.programme.waves]
    for slug, municipality in parameters.municipalities.items():
        file = f"{folder}/municipalities/{slug}.yml"
        for initiative in municipality.initiatives:
            for scale in initiative.scales:
                yield from unknown(file, f"initiatives.{initiative.slug}.scales", scale, scales)
        for goal in municipality.goals:
            yield from unknown(file, f"goals.{goal.slug}.scale", goal.scale, scales)
            yield from unknown(file, f"goals.{goal.slug}.role", goal.role, parameters.programme.roles)
            yield from unknown(file, f"goals.{goal.slug}.set_in", goal.set_in, waves)


def _recommendations(parameters: "Parameters", folder: str) -> Iterator[tuple[str, "Recommendation"]]:
    """(file, entry) of every recommendation, the programme's and the municipalities' own."""
    for entry in parameters.recommendations:
        yield f"{folder}/recommendations/{entry.recommendation}.yml", entry
    for slug, entries in parameters.own_recommendations.items():
        for entry in entries:
            yield f"{folder}/municipalities/{slug}/recommendations/{entry.recommendation}.yml", entry


def triggers_name_what_is_measured(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    scales = sorted({scale.scale for _, scale in parameters.scales()})
    themes = sorted({theme.theme for law in parameters.themes.laws for theme in law.themes})
    known = {variable.name: [category.category for category in variable.categories] for variable in parameters.programme.background}
    for file, entry in _recommendations(parameters, folder):
        for index, trigger in enumerate(entry.triggers):
            lower = [category for name in trigger.background or known for category in known.get(name, [])]
            for key, valid in (("roles", parameters.programme.roles), ("scales", scales), ("themes", themes), ("background", list(known)),
                               ("lower", lower)):
                for name in getattr(trigger, key):
                    yield from unknown(file, f"triggers.{index}.{key}", name, valid)


def audiences_have_rules(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    for plan in parameters.programme.reports:
        for audience in plan.audiences:
            if audience not in parameters.programme.disclosure:
                yield Problem(f"{folder}/programme.yml", f"disclosure.{audience}", "nothing",
                              f"a disclosure rule: {plan.report} is made for {audience!r}")
            yield from unknown(f"{folder}/programme.yml", f"reports.{plan.report}.audiences", audience, REPORTS[plan.report].audiences)


def background_is_declared(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    known = {variable.name: [category.category for category in variable.categories] for variable in parameters.programme.background}
    for variable in parameters.programme.background:
        yield from unknown(f"{folder}/programme.yml", f"background.{variable.name}.reference", variable.reference, known[variable.name])
    for role, instrument in parameters.instruments.items():
        file = f"{folder}/instrument/{role}.yml"
        for name, told in instrument.background.items():
            yield from unknown(file, "background", name, known)
            for category in told.codes:
                yield from unknown(file, f"background.{name}.codes", category, known.get(name, []))


def only_synthetic_programmes_use_the_public_key(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    if parameters.programme.pseudonym_key == "public-test" and not parameters.programme.synthetic:
        yield Problem(f"{folder}/programme.yml", "pseudonym_key", "'public-test'",
                      "the fingerprint that `make key` printed: the public test key protects nobody")
    if parameters.programme.pseudonym_key == "public-data" and not parameters.programme.public_data:
        yield Problem(f"{folder}/programme.yml", "pseudonym_key", "'public-data'",
                      "the fingerprint that `make key` printed, or `public_data: true` where the raw files are public-use microdata")


def waves_have_retention(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    file, plan = f"{folder}/retention.yml", parameters.retention
    there = [(slug, wave) for slug, place in parameters.municipalities.items() for wave in place.waves if wave.status != "planlagt"]
    if plan is None:
        if not parameters.programme.synthetic and there:
            yield Problem(file, "file", "nothing",
                          "one entry per wave under 'waves:' with wave, controller, purpose (research or quality), legal_basis, "
                          "delete_raw_by and delete_key_by (docs/data-protection.md, section 6)")
        return
    for entry in plan.waves:
        yield from unknown(file, f"waves.{entry.wave}", entry.wave, [wave.wave for wave in parameters.programme.waves])
        for slug in entry.municipalities:
            yield from unknown(file, f"waves.{entry.wave}.municipalities", slug, list(parameters.municipalities))
    told = Counter((entry.wave, slug) for entry in plan.waves for slug in entry.municipalities or ("",))
    for (wave, slug), count in told.items():
        if count > 1:
            yield Problem(file, f"waves.{wave}", f"{count} entries for {slug or 'every municipality'}", "one")
    for slug, wave in there:
        if plan.of(slug, wave.wave) is None:
            yield Problem(file, f"waves.{wave.wave}", f"nothing for {slug}-{wave.wave}", "controller, purpose, legal basis and dates")


def free_text_is_known_and_unread(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    told = parameters.programme.free_text
    for role, patterns in (told.columns if told else {}).items():
        file, key = f"{folder}/programme.yml", f"free_text.columns.{role}"
        yield from unknown(file, key, role, parameters.programme.roles)
        if role in parameters.instruments:
            for pattern in patterns:
                yield from unknown(file, key, pattern, parameters.instruments[role].ignored)


Rule = Callable[["Parameters", set[str], str], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    file_names_are_slugs, roles_have_instruments, waves_are_the_programmes, laws_and_themes_exist,
    items_have_options_and_names_of_their_own, items_have_columns_of_their_own, texts_are_in_every_language, registers_hang_together,
    corrections_are_of_files_that_are_read,
    links_and_perspectives_name_scales, initiatives_and_goals_name_scales, goals_are_about_the_learning_environment,
    questions_can_be_answered, plans_hang_together, triggers_name_what_is_measured, audiences_have_rules,
    background_is_declared, only_synthetic_programmes_use_the_public_key, waves_have_retention, free_text_is_known_and_unread,
)
