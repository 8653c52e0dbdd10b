"""``make codebook``: a codebook drafted from an export; beside an existing one what its wave changes. ``make codebook-diff``: said only."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.intake.drafting.compare import Comparison, compare
from analysis.intake.drafting.draft import centres_told, draft
from analysis.intake.drafting.merge import merge
from analysis.intake.drafting.page import quoted
from analysis.intake.formats.read import read_raw
from analysis.intake.opening import shown_path
from analysis.intake.raw import RawTable
from analysis.intake.register import register
from analysis.parameters import Instrument, Municipality, ParameterError, Problem, Programme, listed, nearest, programmes
from analysis.parameters.decisions import MARK, marks, open_decisions
from analysis.parameters.municipality import RawFile
from analysis.parameters.reading import read_model
from analysis.parameters.register_file import read_register
from analysis.parameters.slugs import slug_of

WAVE = "a municipality's wave (billund-2019), whose raw files its parameters name"


@dataclass(frozen=True)
class Export:
    """One role's export and the wave its columns are those of (``all`` where no wave was named)."""

    role: str
    wave: str
    path: Path
    name: str
    format: str | None
    unit: Municipality | None = None


def make_codebook(project: Project, given: Mapping[str, str]) -> int:
    """Draft a codebook for every role of a wave, or of one file; an existing codebook gets a draft beside it. Prints what is to decide."""
    programme = programme_of(project)
    problems, done = [], []
    for export in exports(project, programme, given):
        target = project.layout.parameters / "instrument" / f"{export.role}.yml"
        name = target.relative_to(project.root).as_posix()
        try:
            if target.exists():
                done.append(_beside(project, programme, export, target, name))
            else:
                done.append(_new(programme, export, target, name))
        except ParameterError as error:
            problems.extend(error.problems)
    print("\n\n".join(done))
    if problems:
        raise ParameterError(problems)
    return 0


def _new(programme: Programme, export: Export, target: Path, name: str) -> str:
    raw = read_all(export)
    text = draft(raw, export.role, programme.languages[0], programme.background, export.wave)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    said = [f"{name}: drafted from {raw.file} ({len(raw.header)} columns, {len(raw.frame)} rows)", *_to_decide(text)]
    said += _centres(raw, export)
    if export.role not in programme.roles:
        said.append(f"Write {export.role!r} under `roles` in parameters/{programme.slug}/programme.yml.")
    said.append("`make check` says what is still open.")
    return "\n".join(said)


def _centres(raw: RawTable, export: Export) -> list[str]:
    """Centres of the file that the register does not know, as lines for it: a newcomer's register is written from an export."""
    if export.unit is None:
        return []
    known, told = register(export.unit), centres_told(raw, export.role)
    new = [code for code in told if known.centre_of(code) is None]
    if not new or known.open_to_any:
        return []
    lines = [f"  - {{slug: {slug_of(code) or 'handle'}, name: {quoted(code)}, codes: [{quoted(code)}]}}" for code in new]
    said = f"{len(new)} centre{'s' if len(new) > 1 else ''} of the file not in the register"
    return [f"{said}; under `centres:` in municipalities/{export.unit.slug}.yml:", *lines]


def _beside(project: Project, programme: Programme, export: Export, target: Path, name: str) -> str:
    draft_path = target.with_name(target.name + ".draft")
    if draft_path.exists():
        lies = f"{name}.draft"
        raise ParameterError([Problem(lies, "file", "a draft that somebody may be at work on", "no file: take it over or delete it first")])
    instrument, raw, found = against_codebook(project, programme, export)
    if not found.differences:
        return f"{name}: agrees with {raw.file} ({len(raw.header)} columns); nothing was written."
    if export.wave == "all":
        said = "the wave its columns are those of: the codebook of this role exists, and columns are named wave by wave"
        raise ParameterError([Problem("command line", "codebook WAVE=", "nothing", said)])
    before = target.read_text(encoding="utf-8")
    after = merge(before, instrument, found, export.wave, programme.languages[0])
    draft_path.write_text(after, encoding="utf-8")
    difference = unified_diff(before.splitlines(), after.splitlines(), name, f"{name}.draft", n=1, lineterm="")
    return "\n".join(
        [
            *difference,
            "",
            f"{name}.draft: written beside the codebook, which stands as it was. {len(found.differences)} differences to {raw.file}.",
            *_to_decide(after),
            f"When all is decided: mv {name}.draft {name}",
        ]
    )


def _to_decide(text: str) -> list[str]:
    found = marks(text)
    return [f"{len(found)} decisions to take (each stands there as `# {MARK}`):", *(f"  line {number}: {words}" for number, words in found)]


def against_codebook(project: Project, programme: Programme, export: Export) -> tuple[Instrument, RawTable, Comparison]:
    """The codebook of the export's role, the export, and how they differ. ParameterError where either cannot be read."""
    path = project.layout.parameters / "instrument" / f"{export.role}.yml"
    name = path.relative_to(project.root).as_posix()
    instrument, problems = read_model(path, name, Instrument)
    problems = [*open_decisions(path, name), *problems]
    if problems:
        raise ParameterError(problems)
    raw = read_all(export)
    return instrument, raw, compare(raw, instrument, export.wave, programme.background)


def read_all(export: Export) -> RawTable:
    """Every column of the export."""
    return read_raw(export.path, export.name, stated=export.format)


def programme_of(project: Project) -> Programme:
    """``programme.yml`` alone: a codebook is drafted before the programme as a whole is valid."""
    path = project.layout.parameters / "programme.yml"
    if not path.is_file():
        known = programmes(project.root)
        raise ParameterError(
            [Problem("command line", "PROGRAMME", repr(project.programme), listed(known), nearest(project.programme, known))]
        )
    found, problems = read_model(path, path.relative_to(project.root).as_posix(), Programme)
    if problems:
        raise ParameterError(problems)
    return found


def exports(project: Project, programme: Programme, given: Mapping[str, str]) -> list[Export]:
    """The exports that were asked for: those of a wave (of one role of it), or one file for one role."""
    if given["FILE"]:
        needed("codebook", given, ROLE="whose export the file is: a name such as child, staff, parent")
        path = Path(given["FILE"]).expanduser()
        inside = project.layout.raw / path
        path = path if path.exists() or not inside.exists() else inside
        return [Export(given["ROLE"], given["WAVE"].rpartition("-")[2] or "all", path, given["FILE"], None)]
    needed("codebook", given, WAVE=f"{WAVE}; or ROLE= and FILE= for a file alone")
    slug, _, wave = given["WAVE"].rpartition("-")
    folder = project.layout.parameters / "municipalities"
    known = sorted(path.stem for path in folder.glob("*.yml"))
    if slug not in known:
        close = nearest(slug, known)
        raise ParameterError([Problem("command line", "WAVE", repr(given["WAVE"]), WAVE, f"{close}-{wave}" if close else None)])
    unit, problems = read_model(folder / f"{slug}.yml", f"parameters/{programme.slug}/municipalities/{slug}.yml", Municipality)
    if problems:
        raise ParameterError(problems)
    if unit.centres_from:
        centres, problems = read_register(folder / unit.centres_from, unit.centres_from)
        if problems:
            raise ParameterError(problems)
        unit = unit.model_copy(update={"centres": centres})
    waves = {entry.wave: entry for entry in unit.waves}
    if wave not in waves:
        raise ParameterError([Problem("command line", "WAVE", repr(given["WAVE"]), listed(f"{slug}-{name}" for name in waves))])
    raw: dict[str, RawFile] = waves[wave].raw
    if given["ROLE"] and given["ROLE"] not in raw:
        raise ParameterError([Problem("command line", "ROLE", repr(given["ROLE"]), listed(raw), nearest(given["ROLE"], raw))])
    return [
        Export(
            role,
            _codebook_wave(project, role, wave),
            project.layout.raw / file.path,
            shown_path(project.layout, file.path),
            file.format,
            unit,
        )
        for role, file in raw.items()
        if role == (given["ROLE"] or role)
    ]


def _codebook_wave(project: Project, role: str, wave: str) -> str:
    """A first codebook holds for every wave until one differs."""
    return wave if (project.layout.parameters / "instrument" / f"{role}.yml").exists() else "all"
