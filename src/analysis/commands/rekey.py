"""``make rekey NEW=<path>``: a new pseudonym key, the old one retired."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from analysis.commands.forget import interrupted, journal
from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import ParameterError, Problem


def rekey(project: Project, given: Mapping[str, str]) -> int:
    """Make a key at NEW, prove on the raw files that it links the same persons, and put its fingerprint in the old one's place.

    Prints the links before and after. Where they differ, or a wave's raw files are gone, nothing is changed and the new key is removed.
    """
    from analysis.intake.people.rekeying import links, made_with_the_key, rekeyed_files, same_links
    from analysis.intake.people.transaction import commit
    from analysis.intake.pseudonyms import PUBLIC_KEYS, VARIABLE, Pseudonyms, make_key, pseudonyms, read_keys

    needed("rekey", given, NEW="a path outside the project where nothing lies: the new key is made there")
    parameters, layout, today = project.parameters, project.layout, date.today()
    path = Path(given["NEW"]).expanduser().resolve()
    problems = interrupted(layout)
    if parameters.programme.pseudonym_key in PUBLIC_KEYS:
        file = f"parameters/{project.programme}/programme.yml"
        problems.append(
            Problem(file, "pseudonym_key", repr(parameters.programme.pseudonym_key), "a secret key: a public one is not rotated")
        )
    if path.is_relative_to(project.root):
        problems.append(Problem("command line", "rekey NEW=", str(path), "a path outside the project: a key is never committed"))
    if path.exists():
        problems.append(Problem("command line", "rekey NEW=", str(path), "a path where nothing lies: a key is never overwritten"))
    if problems:
        raise ParameterError(problems)
    old = pseudonyms(parameters.programme)
    before = links(parameters, layout, old, today)
    # the old key stays below the new one: withdrawn persons are known by it
    fingerprint = make_key(path, [old.key, *old.retired.values()])
    try:
        key, *_ = read_keys(path, "command line", "rekey NEW=")
        new = Pseudonyms(key, fingerprint, old.programme, {old.fingerprint: old.key, **old.retired})
        after = links(parameters, layout, new, today)
        same_links(before, after, project.programme)
        commit(rekeyed_files(layout, old.fingerprint, fingerprint), made_with_the_key(layout), journal(layout))
    except BaseException:
        path.unlink()
        raise
    print(_table(before.merge(after, on=["municipality", "id"], suffixes=("", "_after"))))
    print(
        f"The same persons are linked. The new key lies at {path} (mode 600), its fingerprint {fingerprint} stands in programme.yml.\n"
        f"Now: export {VARIABLE}={path}; make reports. Then delete the old key file and its copies."
    )
    return 0


def _table(links) -> str:
    head = f"{'':30}{'persons':>18}{'in several waves':>20}{'in several roles':>20}\n"
    head += f"{'':30}{'before   after':>18}{'before   after':>20}{'before   after':>20}"
    rows = [
        f"{row.municipality + ' ' + row.id:30}{row.persons:>9}{row.persons_after:>9}{row.over_waves:>11}{row.over_waves_after:>9}"
        f"{row.over_roles:>11}{row.over_roles_after:>9}"
        for row in links.itertuples()
    ]
    return "\n".join([head, *rows])
