"""``docs/checks.md``, made from the checks themselves."""

from analysis.intake.checking import STAGES, all_checks

TITLES = {
    "file": "The file",
    "columns": "Columns",
    "codes": "Codes",
    "keys": "Keys",
    "cross_table": "Across tables",
    "plausibility": "Plausibility",
    "last_wave": "Against the last wave",
}
OPENING = """# Checks of a delivery

Made from the modules of `src/analysis/intake/checks/` by `python -m analysis.intake.checks_page > docs/checks.md`; do not edit.

A delivery passes these checks before anything is made of it. `make check ONLY=billund-2019` prints how each came out and writes it as a
page; a check that **fails** holds the reports of that wave back, a **warning** goes into the method report. From where on a check speaks up
is `checks:` in `programme.yml` (`src/analysis/parameters/checks.py` has every key with its default).

A new check is one module with a docstring whose first line is the rule, `STAGE`, `SEVERITY`, `GUIDANCE` and `check(wave)`, one test file
`tests/intake/checks/test_<check>.py` with a passing and a failing example, and this document made again.

## Corrections

A cell that is known to be wrong is mended without touching the raw file, in
`parameters/<programme>/municipalities/<slug>/corrections/<wave>.yml`:

```yaml
corrections:
  - role: child
    where: {row: 12}          # the number a reader of the file counts; or columns and what stands in them: {respondentid: 19000044}
    column: b_alder
    expect: 530               # what the source says now; null: nothing
    to: 53                    # what it becomes before anything else is made of it; null: nothing
    reason: One zero too many, said the centre on the telephone
    reporter: The leader of the centre
    date: 2019-11-04
```

Once the source says something else than `expect`, the check `correction_fits` holds the wave back until the correction is deleted:
nothing is mended twice, and no other row by mistake. The method report lists the corrections with their reasons, without rows. Find a
row by its number or the platform's own number of the form, never by anything that names a child: this file is kept with the project.
"""


def checks_document() -> str:
    """The document as it should stand."""
    parts = [OPENING]
    for stage in STAGES:
        parts += [f"\n## {TITLES[stage]}\n", "| check | | rule | what to do |", "|---|---|---|---|"]
        parts += [
            f"| `{check.name}` | {'fails' if check.severity == 'fail' else check.severity} | {check.rule} | {check.guidance} |"
            for check in all_checks()
            if check.stage == stage
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(checks_document(), end="")
