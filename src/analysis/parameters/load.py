"""One programme's parameters, read and checked as a whole before anything runs."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from analysis.parameters.check import cross_check
from analysis.parameters.corrections import Corrections
from analysis.parameters.decisions import open_decisions
from analysis.parameters.instrument import Instrument, Scale
from analysis.parameters.municipality import Centre, Municipality
from analysis.parameters.problems import ParameterError, Problem, nearest
from analysis.parameters.programme import Programme
from analysis.parameters.reading import read_model
from analysis.parameters.recommendation import Recommendation
from analysis.parameters.recommendation_files import read_catalogue
from analysis.parameters.register_file import read_register
from analysis.parameters.release import FrozenWave, Release
from analysis.parameters.retention import RetentionPlan, Withdrawn
from analysis.parameters.themes import Themes


@dataclass(frozen=True)
class Parameters:
    """Everything people wrote about one programme. Immutable; knows no data."""

    programme: Programme
    themes: Themes
    municipalities: dict[str, Municipality]
    instruments: dict[str, Instrument]
    recommendations: tuple[Recommendation, ...] = ()
    """The programme's, by slug; what one municipality's reports draw on is ``recommendations_of``."""
    texts: dict[str, str] = field(default_factory=dict)
    retention: RetentionPlan | None = None
    withdrawn: Withdrawn = field(default_factory=Withdrawn)
    corrections: dict[tuple[str, str], Corrections] = field(default_factory=dict)
    """(municipality, wave) -> what is known to be wrong in its raw files."""
    own_recommendations: dict[str, tuple[Recommendation, ...]] = field(default_factory=dict)
    """Municipality -> the entries it adds, or has in place of the programme's of the same slug."""
    releases: tuple[Release, ...] = ()
    """In the order of time."""
    planned: tuple[str, ...] = ()
    """Handles of the waves that are set up and not yet there (``status: planlagt``); ``municipalities`` are without them."""

    @cached_property
    def reported(self) -> tuple[Municipality, ...]:
        """Municipalities that get reports, in the order of their slugs."""
        return tuple(municipality for municipality in self.municipalities.values() if municipality.reported)

    def scale(self, role: str, scale: str) -> Scale:
        return self.instruments[role].scale(scale)

    def scales(self) -> list[tuple[str, Scale]]:
        """(role, scale) of every scale, in codebook order."""
        return [(role, scale) for role, instrument in self.instruments.items() for scale in instrument.scales]

    def recommendations_of(self, municipality: str) -> tuple[Recommendation, ...]:
        """The catalogue of a municipality's reports, by slug: the programme's, with its own added or in their place."""
        entries = {entry.recommendation: entry for entry in (*self.recommendations, *self.own_recommendations.get(municipality, ()))}
        return tuple(entries[slug] for slug in sorted(entries))

    def municipality(self, slug: str) -> Municipality:
        """The municipality called ``slug``; the error names the nearest there is."""
        if slug not in self.municipalities:
            close = nearest(slug, self.municipalities)
            raise KeyError(f"no municipality {slug!r} in {self.programme.slug}" + (f"; did you mean {close!r}?" if close else ""))
        return self.municipalities[slug]

    def released(self, municipality: str, wave: str) -> tuple[str, FrozenWave] | None:
        """(name, what it froze) of the latest release of a municipality's wave; None where there was none."""
        found = [(release.name, frozen) for release in self.releases if (frozen := release.of(municipality, wave))]
        return found[-1] if found else None

    def open_centres(self, municipality: str, wave: str) -> tuple[Centre, ...]:
        """Centres in the register that existed during the wave's field period."""
        found = self.municipality(municipality)
        day = found.wave(wave).field_period.start
        return tuple(centre for centre in found.centres
                     if (centre.opened is None or centre.opened <= day) and (centre.closed is None or centre.closed >= day))


def programmes(root: Path) -> list[str]:
    """Slugs of the programmes under ``parameters/``."""
    return sorted(path.parent.name for path in (root / "parameters").glob("*/programme.yml"))


def corrections_files(folder: Path, municipality: str = "*") -> list[Path]:
    """Every ``municipalities/<slug>/corrections/<wave>.yml`` of a programme's ``folder``."""
    return sorted((folder / "municipalities").glob(f"{municipality}/corrections/*.yml"))


def load_parameters(root: Path, programme: str) -> Parameters:
    """Read and check ``parameters/<programme>/``; raises ParameterError with every problem at once."""
    folder, problems = root / "parameters" / programme, []

    def read(path: Path, model: type):
        name = path.relative_to(root).as_posix()
        found, trouble = read_model(path, name, model)
        problems.extend([*open_decisions(path, name), *trouble])
        return found

    if not (folder / "programme.yml").exists():
        known = programmes(root)
        problem = Problem("parameters", "programme", repr(programme), "a programme with parameters", nearest(programme, known))
        raise ParameterError([problem])
    main = read(folder / "programme.yml", Programme)
    themes = read(folder / "themes.yml", Themes) if (folder / "themes.yml").exists() else Themes(laws=())
    municipalities = {path.stem: read(path, Municipality) for path in sorted((folder / "municipalities").glob("*.yml"))}
    instruments = {path.stem: read(path, Instrument) for path in sorted((folder / "instrument").glob("*.yml"))}
    catalogue = read_catalogue(folder, root, municipalities)
    problems.extend(catalogue.problems)
    municipalities = {slug: _with_register(folder / "municipalities", root, unit, problems) for slug, unit in municipalities.items()}
    retention = read(folder / "retention.yml", RetentionPlan) if (folder / "retention.yml").exists() else None
    corrections = {(path.parents[1].name, path.stem): read(path, Corrections) for path in corrections_files(folder)}
    withdrawn = read(folder / "withdrawn.yml", Withdrawn) if (folder / "withdrawn.yml").exists() else Withdrawn()
    releases = [read(path, Release) for path in sorted((folder / "releases").glob("*.yml"))]
    if problems:
        raise ParameterError(problems)
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
             for path in sorted(folder.glob("municipalities/*/texts/*/*.md"))}
    releases = tuple(sorted(releases, key=lambda release: release.number))
    loaded = Parameters(main, themes, municipalities, {role: instruments[role] for role in main.roles if role in instruments},
                        catalogue.programme, texts, retention, withdrawn, corrections, catalogue.own, releases)
    problems = cross_check(loaded, {path.stem for path in (folder / "instrument").glob("*.yml")}, folder.relative_to(root).as_posix())
    if problems:
        raise ParameterError(problems)
    return _without_planned(loaded)


def _with_register(folder: Path, root: Path, unit: Municipality | None, problems: list[Problem]) -> Municipality | None:
    """The municipality with the centres of its register file, where it names one; what is wrong in the file goes to ``problems``."""
    if unit is None or unit.centres_from is None:
        return unit
    path = folder / unit.centres_from
    centres, trouble = read_register(path, path.relative_to(root).as_posix())
    problems.extend(trouble)
    return unit.model_copy(update={"centres": centres})


def _without_planned(loaded: Parameters) -> Parameters:
    """What the flow knows: a wave that is only planned would hold up everybody whose figures rest on the programme's other waves."""
    there, planned = {}, []
    for slug, municipality in loaded.municipalities.items():
        waves = tuple(wave for wave in municipality.waves if wave.status != "planlagt")
        planned += [f"{slug}-{wave.wave}" for wave in municipality.waves if wave.status == "planlagt"]
        if waves:
            there[slug] = municipality if len(waves) == len(municipality.waves) else municipality.model_copy(update={"waves": waves})
    return replace(loaded, municipalities=there, planned=tuple(planned)) if planned else loaded
