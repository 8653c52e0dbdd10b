"""What each step of the flow reads, by path, and which code it rests on: the Snakefile's arithmetic."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from analysis.parameters import Layout, Municipality, Parameters, Subject, editions, recommendation_files, rests_on, seen_again
from analysis.publishing.hashes import file_hash, rooms_hash
from analysis.publishing.notebook_parameters import NOTEBOOKS

ROOMS = {
    "simulate": ("simulation",),
    "responses": ("intake",),
    "scores": ("scales", "intake/tables.py"),
    "facts": ("estimates", "scales", "intake/tables.py"),
    "estimates": ("estimates", "scales", "intake/tables.py"),
    "shown": ("disclosure",),
    "render": ("publishing", "display", "findings", "disclosure"),
}
"""The rooms whose source a step rests on, besides ``parameters``: a change in ``display`` renders again and estimates nothing again."""

SURVEYXACT = ("dataset.csv", "labels.csv", "structure.csv")


@dataclass(frozen=True)
class Flow:
    """Inputs of every step of one programme. ``layout`` may hold relative paths."""

    parameters: Parameters
    layout: Layout

    @cached_property
    def waves(self) -> list[tuple[str, str]]:
        """(municipality, wave) of every round, reported or not."""
        return [(place.slug, wave.wave) for place in self.parameters.municipalities.values() for wave in place.waves]

    @property
    def simulated(self) -> bool:
        """A synthetic programme with a plan for its data makes its own raw exports, unless it is given a folder of others."""
        return (
            self.parameters.programme.synthetic and self.layout.raw_folder is None and (self.layout.parameters / "simulation.yml").exists()
        )

    def code(self, step: str) -> str:
        """Hash of the library's source behind a step, and of the lock it runs on."""
        lock = self.layout.root / "requirements.lock"
        return rooms_hash("parameters", *ROOMS[step])[:16] + (file_hash(lock)[:16] if lock.exists() else "")

    def settings(self, municipality: str | None = None) -> list[Path]:
        """Parameter files a computing step reads: the programme, its codebooks and themes, and one municipality's file or all."""
        folder = self.layout.parameters
        found = [folder / "programme.yml", *sorted((folder / "instrument").glob("*.yml"))]
        found += [path for path in (folder / "themes.yml",) if path.exists()]
        for slug in [municipality] if municipality else self.parameters.municipalities:
            found.append(folder / "municipalities" / f"{slug}.yml")
            register = self.parameters.municipality(slug).centres_from
            found += [folder / "municipalities" / register] if register else []
        return found

    def people(self, municipality: str) -> list[Path]:
        """Files of words a page is written from: recommendations and people's texts about a municipality ("": none)."""
        folder = self.layout.parameters
        texts = sorted((folder / "municipalities" / municipality).rglob("*.md")) if municipality else []
        own = recommendation_files(folder, municipality) if municipality else []
        return [*recommendation_files(folder), *own, *texts]

    def raw(self, municipality: str, wave: str) -> list[Path]:
        """The exports of one round, and its denominators."""
        entry = self.parameters.municipality(municipality).wave(wave)
        found = []
        for file in entry.raw.values():
            path = self.layout.raw / file.path
            # what lies in a folder is what is read; a folder's own date tells nothing of its files
            inside = sorted(other for other in path.iterdir() if other.is_file()) if path.is_dir() and file.format != "surveyxact" else []
            found += [path / name for name in SURVEYXACT] if file.format == "surveyxact" else inside or [path]
        found += [self.layout.raw / entry.invited] if entry.invited else []
        initiatives = self.parameters.municipality(municipality).initiatives
        found += [self.layout.raw / initiative.participation for initiative in initiatives if initiative.participation]
        return sorted(set(found))

    def all_raw(self) -> list[Path]:
        return sorted({path for municipality, wave in self.waves for path in self.raw(municipality, wave)})

    def missing_raw(self, municipalities: list[str]) -> list[Path]:
        """Exports that should be there and are not, for a programme that does not simulate its own."""
        if self.simulated:
            return []
        rounds = [(slug, wave) for slug, wave in self.waves if slug in municipalities or self.parameters.municipality(slug).in_programme]
        return sorted({path for slug, wave in rounds for path in self.raw(slug, wave) if not path.exists()})

    def withdrawn(self) -> list[Path]:
        """The codes of withdrawn persons: a new one has every wave read again."""
        return [self.layout.withdrawn] if self.layout.withdrawn.exists() else []

    def norms(self) -> list[Path]:
        return sorted(self.layout.norms.glob("*.csv"))

    def until(self, municipality: str, wave: str) -> list[str]:
        """The municipality's waves up to and with ``wave``, by field period."""
        place: Municipality = self.parameters.municipality(municipality)
        end = place.wave(wave).field_period.end
        return [entry.wave for entry in sorted(place.waves, key=lambda entry: entry.field_period.end) if entry.field_period.end <= end]

    def before(self, municipality: str, wave: str) -> list[Path]:
        """The processed tables of the municipality's wave before, which a delivery is checked against."""
        before = self.parameters.municipality(municipality).previous(wave)
        tables = (self.layout.forms, self.layout.responses, self.layout.flow, self.layout.checks)
        return [path(municipality, before.wave) for path in tables] if before else []

    def corrections(self, municipality: str, wave: str) -> list[Path]:
        """What is known to be wrong in the raw files of one round, where anything is."""
        path = self.layout.parameters / "municipalities" / municipality / "corrections" / f"{wave}.yml"
        return [path] if path.exists() else []

    def for_facts(self, wave: str) -> list[Path]:
        """A wave's programme facts rest on everybody's scores, forms and answers so far, and on the norms: a later wave changes nothing of
        an earlier one, but where it is near enough to be compared with it."""
        tables = (self.layout.scores, self.layout.forms, self.layout.responses)
        return [*self.norms(), *(path(*one) for one in self.facts_rest_on(wave) for path in tables)]

    def facts_rest_on(self, wave: str) -> list[tuple[str, str]]:
        """(municipality, wave) of every round that the facts of ``wave`` may ask for: the norm wave's, those of waves up to it in the
        programme's order, and those near it in time (METHODS 3: others are compared within ``comparison.months``)."""
        programme = self.parameters.programme
        order = [entry.wave for entry in programme.waves]
        told = {*order[: order.index(wave) + 1], programme.norm_wave}
        rounds = {(place.slug, entry.wave): entry.field_period.start for place in self.parameters.municipalities.values()
                  for entry in place.waves}
        last = max((start for (_, which), start in rounds.items() if which == wave), default=None)

        def near(start: date) -> bool:
            months = 12 * (start.year - last.year) + start.month - last.month
            return months <= programme.comparison.months

        return [one for one, start in rounds.items() if one[1] in told or (last is not None and near(start))]

    def for_estimates(self, municipality: str, wave: str) -> list[Path]:
        """Own responses and scores of every wave so far, and the programme's facts of those waves: never another municipality's rows."""
        layout, found = self.layout, []
        for earlier in self.until(municipality, wave):
            found += [path(municipality, earlier) for path in (layout.forms, layout.responses, layout.flow, layout.scores)]
            found.append(layout.facts(earlier))
        told = [path(municipality, wave) for path in (layout.participation, layout.people, layout.checks)]
        return [*found, *told, self.notebook("method-report")]

    def notebook(self, report: str) -> Path:
        return self.layout.root / "notebooks" / NOTEBOOKS[report][0]

    def for_shown(self, about: Subject) -> list[Path]:
        """The estimates one round's reports rest on, and those of the waves they show again; the programme's rest on its facts too. Of a
        wave that was released its forms and what was frozen."""
        waves = seen_again(self.parameters, about)
        found = [self.layout.estimates(one.municipality, one.wave) for one in waves]
        released = {one: known[0] for one in waves if (known := self.parameters.released(one.municipality, one.wave))}
        found += [self.layout.forms(one.municipality, one.wave) for one in released]
        found += sorted({self.layout.release(name) for name in released.values()})
        return found + ([] if about.municipality else [self.layout.facts(about.wave)])

    def shown(self, about: Subject) -> list[Path]:
        """Every shown file of one round, as ``disclosure.stage`` writes them."""
        found = [edition for edition in editions(self.parameters, about) if edition.audience != "internal"]
        return [self.layout.shown(plan.report, audience, subject) for plan, audience, subject in found]

    def flows(self, about: Subject) -> list[Path]:
        """Counts of forms, for the passports of one round's reports."""
        return [self.layout.flow(one.municipality, one.wave) for one in rests_on(self.parameters, about)]
