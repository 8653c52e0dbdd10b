"""What ``make new-...`` writes: parameters with a comment on every key a newcomer meets, and pages for the raw-data folders."""

from collections.abc import Iterable, Sequence
from datetime import date

from analysis.intake.drafting.page import quoted
from analysis.parameters.decisions import FILL_IN

Period = tuple[date, date]


def municipality(slug: str, name: str, waves: Sequence[tuple[str, Period]], roles: Sequence[str]) -> str:
    """``municipalities/<slug>.yml``."""
    lines = [
        "# Written by `make new-municipality`. A line marked with FILL IN waits for you: write what is right, then delete the mark.",
        f"slug: {slug}   # the file's name; also the folder's and what ONLY= takes",
        f"name: {quoted(name)}",
        "# number: 480                     # the municipality's official number",
        "# in_programme: false             # compared with the programme's municipalities, and no part of what others are compared with",
        "# agrees_to_comparison: false     # its level is shown to no other municipality",
        "waves:",
        *(f"  {line}" for one, period in waves for line in wave(slug, one, period, roles)),
        f"# {FILL_IN} the centres: one line each, the codes as the exports write them (`make codebook` lists those it finds)",
        "centres: []",
        "#  - {slug: solhoej, name: Solhøj, codes: [N1]}",
        "#  - slug: aakanden",
        "#    name: Åkanden",
        "#    codes: [N2]",
        "#    kind: independent          # municipal (default), independent, private, pulje, childminding",
        "#    network: nord              # a slug under networks",
        "#    opened: 2026-08-01         # left out: it was always there",
        "#    closed: 2028-07-31         # the last day; a centre that was merged also names its successor",
        "#    successor: solhoej",
        "#    former_names: [{name: Søblomsten, until: 2026-12-31}]",
        "#    sites: [{slug: aakanden-oest, name: Åkanden Øst, codes: [N2-1]}]",
        "# A list kept in a spreadsheet does as well: leave `centres` out and write `centres_from: <CSV or Excel file here>`",
        "# (docs/adapting.md has its columns).",
        "# networks:",
        "#  - {slug: nord, name: Netværk Nord}",
    ]
    return "\n".join(lines) + "\n"


def wave(slug: str, name: str, period: Period, roles: Sequence[str]) -> list[str]:
    """One entry of ``waves``, its first line beginning with ``- ``."""
    start, end = period
    return [
        f"- wave: {name}",
        "  status: planlagt   # then udkast (the exports are there), at last endelig; a planned wave is no part of any run",
        f"  # {FILL_IN} the first and the last day of answers: these are weeks 38 to 41, as surveys have mostly been",
        f"  field_period: {{start: {start}, end: {end}}}",
        "  # Where the exports lie, below the raw folder: a folder with one export in it, or a file. A role without one: delete its line.",
        "  raw:",
        *(f"    {role}: {{path: {slug}/{name}/{role}}}" for role in roles),
        f"  # {FILL_IN} how many were invited, in that file; without it response rates are not told (delete the line then)",
        f"  invited: {slug}/{name}/invited.csv",
    ]


def invited(roles: Iterable[str]) -> str:
    """The template of the denominators, in the wide form an office fills in: one row a centre, one column a role."""
    roles = list(roles)
    return ";".join(["centre", *roles]) + "\n" + ";".join(["(code or name of a centre)", *("0" for _ in roles)]) + "\n"


def raw_readme(programme: str, slug: str, name: str, roles: Sequence[str]) -> str:
    """What belongs into a municipality's raw-data folder."""
    return f"""# Exports of {name}

One folder per wave, in it one per respondent group ({", ".join(roles)}). Put the platform's export there **as it came**: nothing is edited,
renamed or saved again from Excel. What it is, is told by its content. Nothing here is committed to git.

| platform | what to export |
|---|---|
| SurveyXact | `dataset.csv`, `labels.csv`, `structure.csv`, or the `.xlsx` with the sheets Dataset, Labels, Structure |
| LimeSurvey | CSV, all columns, headings "question code & text", answers as codes |
| Qualtrics | CSV with its three header rows |
| REDCap | CSV of the records, the data dictionary beside it |
| Enalyzer, SPSS, Excel | `.xlsx` or CSV; `.sav` or `.zsav`; one sheet, column names in the first row |

`invited.csv` says how many were invited: one row per centre (code, slug or name as in `parameters/{programme}/municipalities/{slug}.yml`),
one column per group. For groups answering about children (contact pedagogues, parents) that is the number of children. Where children
could not take part for want of consent, write it in the long form instead, one row per centre and group: `centre;role;invited;no_consent`.

Leave out names, e-mails, CPR numbers and free text where the platform lets you. What comes all the same is found and kept out.

Then: `make codebook WAVE={slug}-<wave> PROGRAMME={programme}`, `make check`, and when the wave's status is `udkast`,
`make reports ONLY={slug} PROGRAMME={programme}`. docs/adapting.md walks the whole way.
"""


def retention(waves: Iterable[str]) -> str:
    """``retention.yml``: who is responsible, why, and until when; the dates are proposals."""
    lines = ["# How long a wave's data may lie where they lie, and why (docs/data-protection.md). A passed date fails.", "waves:"]
    for name in waves:
        lines += [
            f"  # {FILL_IN} wave {name}: controller, purpose (quality or research), legal basis as a lawyer words it, last days",
            f"  - wave: {name}",
            '    controller: "-"',
            "    purpose: quality",
            '    legal_basis: "-"',
            f"    delete_raw_by: {int(name) + 1}-12-31",
            f"    delete_key_by: {int(name) + 5}-12-31",
        ]
    return "\n".join(lines) + "\n"


def programme(slug: str, name: str, roles: Sequence[str], waves: Sequence[str], languages: Sequence[str]) -> str:
    """``programme.yml``: conventions left at their defaults, everything a newcomer must say marked."""
    both = ", ".join(f"{language}: {quoted(name)}" for language in languages)
    publisher = ", ".join(f"{language}: {quoted('-')}" for language in languages)
    written = f"[{', '.join(languages)}]"
    return f"""\
# Written by `make new-programme`. A line marked with FILL IN waits for you: write what is right, then delete the mark.
slug: {slug}
name: {{{both}}}
synthetic: false            # true only where every answer is invented: it stands on every page then
design: cross_section       # other children in every wave; cohort: the same children
languages: {written}             # the first is the one reports come in by default
# {FILL_IN} `make key` makes the key of the programme's pseudonyms, outside the project, and prints the fingerprint that belongs here
pseudonym_key: not-made-yet
# {FILL_IN} who answers for the reports
publisher: {{{publisher}}}
# contact: rapport@example.org
seed: 1
norm_wave: {waves[0]}            # the wave whose mean is 500 and whose spread is 100 on every scale
waves:
{chr(10).join(f"  - {{wave: {wave}}}" for wave in waves)}
roles: [{", ".join(roles)}]
# What is known of children, with a purpose for each; a variable without a purpose is not read. `make codebook` finds its column.
# background:
#   - name: gender
#     label: {{da: "Køn", en: "Gender"}}
#     categories:
#       - {{category: girl, label: {{da: "Piger", en: "Girls"}}}}
#       - {{category: boy, label: {{da: "Drenge", en: "Boys"}}}}
#     reference: boy
#     source: register
#     purpose: {{da: "...", en: "..."}}
# Practice and outcome that theory joins, two informants on the same thing: see `links` and `perspectives` of the embedded programme.
reports:
  - {{report: learning-report, audiences: [public, administration], languages: {written}}}
  - {{report: centre-profile, audiences: [centre], languages: {written}}}
  - {{report: method-report, audiences: [internal], languages: {written}}}
disclosure:   # the least number of answers behind a shown figure, for each audience
  public: {{levels: [programme, municipality], min_forms: 5, round_forms_to: 5}}
  administration: {{levels: [programme, municipality, network, centre], min_forms: 5, named_centres: true}}
  centre: {{levels: [programme, municipality, centre], min_forms: 5}}
  internal: {{levels: [programme, municipality, network, centre], min_forms: 3, named_centres: true}}
"""
