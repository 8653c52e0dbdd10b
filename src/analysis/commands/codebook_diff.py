"""``make codebook-diff``: what changed between two waves of the codebook and what that means for the trend; or an export against it."""

from collections.abc import Iterator, Mapping

from analysis.commands.codebooks import against_codebook, exports
from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import Instrument, ParameterError, Parameters, Problem, Scale, listed, nearest
from analysis.scales.basis import common_items, same_items


def show_difference(project: Project, given: Mapping[str, str]) -> int:
    """``FROM= TO=``: two waves of the codebook; ``WAVE=``: a municipality's exports against the codebook of their wave."""
    parameters = project.parameters
    roles = list(parameters.programme.roles)
    if given["ROLE"] and given["ROLE"] not in roles:
        raise ParameterError([Problem("command line", "ROLE", repr(given["ROLE"]), listed(roles), nearest(given["ROLE"], roles))])
    if given["WAVE"]:
        for export in exports(project, parameters.programme, {**given, "FILE": ""}):
            _, raw, found = against_codebook(project, parameters.programme, export)
            said = f"{export.role}: {raw.file} against the codebook of {export.wave}: "
            print(said + (f"{len(found.differences)} differences" if found.differences else "they agree"))
            for one in found.differences:
                print(f"  {one.kind.replace('_', ' ')}: {one.words}")
        return 0
    needed("codebook-diff", given, FROM="the earlier wave (2017)", TO="the later wave (2019)")
    known = [wave.wave for wave in parameters.programme.waves]
    problems = [
        Problem("command line", key, repr(given[key]), listed(known), nearest(given[key], known))
        for key in ("FROM", "TO")
        if given[key] not in known
    ]
    if problems:
        raise ParameterError(problems)
    for role in [given["ROLE"]] if given["ROLE"] else roles:
        print("\n".join(between(parameters, role, given["FROM"], given["TO"])))
    return 0


def between(parameters: Parameters, role: str, earlier: str, later: str) -> list[str]:
    """What changed in one role's codebook from ``earlier`` to ``later``, in lines."""
    instrument = parameters.instruments[role]
    lines = [
        *_columns(instrument, earlier, later),
        *(line for scale in instrument.scales for line in _scale(instrument, scale, earlier, later)),
    ]
    return [f"{role}: {earlier} to {later}", *(f"  {line}" for line in lines or ["the same questions, answers and columns"])]


def _columns(instrument: Instrument, earlier: str, later: str) -> Iterator[str]:
    """Columns that were renamed, and columns that hold another question."""
    then = {item.column(earlier): item for item in instrument.items() if item.column(earlier)}
    for item in instrument.items():
        before, now = item.column(earlier), item.column(later)
        if before and now and before != now:
            yield f"column renamed: {item.item}: {before} -> {now}"
        if now in then and then[now] is not item:
            yield f"same column, another question: {now} was {then[now].item}, is {item.item}"


def _scale(instrument: Instrument, scale: Scale, earlier: str, later: str) -> Iterator[str]:
    before, now = scale.asked(earlier), scale.asked(later)
    if not before and not now:
        return
    changed = [item.item for item in before if item.column(later) and not instrument.same_options(item, earlier, later)]
    if before == now and not changed:
        return
    parts = [
        f"{sign} {item.item}"
        for sign, items in (("new:", [item for item in now if item not in before]), ("gone:", [item for item in before if item not in now]))
        for item in items
    ]
    parts += [f"other answers: {name}" for name in changed]
    yield f"scale {scale.scale}: {len(before)} items, then {len(now)}; {', '.join(parts)}; {trend(instrument, scale, earlier, later)}"


def trend(instrument: Instrument, scale: Scale, earlier: str, later: str) -> str:
    """What a change of items means for the comparison of the two waves."""
    if not scale.asked(earlier) or not scale.asked(later):
        return f"asked in {later if scale.asked(later) else earlier} only: no trend"
    if same_items(instrument, scale, earlier, later):
        return "the trend rests on all items"
    common = common_items(instrument, scale, earlier, later)
    if not common:
        return "fewer than two items in common: no trend"
    return f"the trend rests on the {len(common)} items in common, told with it"
