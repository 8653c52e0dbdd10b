"""Where everything lies: the paths of the flow, from raw exports to rendered reports. Arithmetic only; nothing is read here."""

from dataclasses import dataclass, replace
from pathlib import Path

from analysis.parameters.base import DRAFT, Status
from analysis.parameters.subject import Subject


@dataclass(frozen=True)
class Layout:
    """Paths of one programme under the project's root. ``raw_folder`` overrides ``data/raw/<programme>`` (``RAW=`` on the command line),
    ``reports_folder`` where reports are written."""

    root: Path
    programme: str
    raw_folder: Path | None = None
    reports_folder: Path | None = None

    @property
    def parameters(self) -> Path:
        return self.root / "parameters" / self.programme

    @property
    def raw(self) -> Path:
        return self.raw_folder or self.root / "data" / "raw" / self.programme

    @property
    def truth(self) -> Path:
        """What the simulation planted; read by tests only, so not among the raw exports."""
        return self.root / "data" / "processed" / self.programme / "truth"

    @property
    def norms(self) -> Path:
        return self.parameters / "norms"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed" / self.programme

    def forms(self, municipality: str, wave: str) -> Path:
        return self.processed / "responses" / municipality / wave / "forms.parquet"

    def responses(self, municipality: str, wave: str) -> Path:
        return self.processed / "responses" / municipality / wave / "responses.parquet"

    def flow(self, municipality: str, wave: str) -> Path:
        """Counts from forms received to forms used, with the reason of every drop."""
        return self.processed / "responses" / municipality / wave / "flow.parquet"

    def checks(self, municipality: str, wave: str) -> Path:
        """What the checks said of the delivery, and the digests of its files."""
        return self.processed / "responses" / municipality / wave / "checks.parquet"

    def people(self, municipality: str, wave: str) -> Path:
        """Counts of personal data found in the raw files, by role, column and kind."""
        return self.processed / "responses" / municipality / wave / "people.parquet"

    def free_text(self, municipality: str, wave: str) -> Path:
        """Open answers, for reading in the workbook only; no step of the flow reads them."""
        return self.processed / "free-text" / municipality / f"{wave}.parquet"

    @property
    def withdrawn(self) -> Path:
        """Keyed codes of withdrawn ids: they outlive everything that can be made again, and travel with the parameters."""
        return self.parameters / "withdrawn.yml"

    def inventory(self, digest: str) -> Path:
        """The files a report was made from, under the hash its passport gives."""
        return self.processed / "inventories" / f"{digest}.json"

    def release(self, name: str) -> Path:
        """What a release froze; it lies with the parameters, as it must outlive everything that can be made again."""
        return self.parameters / "releases" / f"{name}.yml"

    def participation(self, municipality: str, wave: str) -> Path:
        """Modules of initiatives finished by centre before the wave's field period, counted from lists of participants."""
        return self.processed / "participation" / municipality / f"{wave}.parquet"

    def scores(self, municipality: str, wave: str) -> Path:
        return self.processed / "scores" / municipality / f"{wave}.parquet"

    def facts(self, wave: str) -> Path:
        return self.processed / "facts" / f"{wave}.parquet"

    def estimates(self, municipality: str, wave: str) -> Path:
        return self.processed / "estimates" / municipality / f"{wave}.parquet"

    def shown(self, report: str, audience: str, subject: Subject) -> Path:
        return self.processed / "shown" / report / audience / f"{subject.key}.parquet"

    @property
    def reports(self) -> Path:
        return self.reports_folder or self.root / "reports" / self.programme

    @property
    def staged(self) -> "Layout":
        """The same with reports where they are built; what stands the looks at it is moved into ``reports``."""
        return replace(self, reports_folder=self.processed / "pages")

    def report(self, report: str, audience: str, subject: Subject, language: str = "da", suffix: str = "html",
               default_language: str = "da", status: Status = "endelig") -> Path:
        """``reports/<programme>/<audience>/<municipality>/<wave>/[centres/<centre>/]<report>[.udkast][.en].<suffix>``."""
        parts = [report, DRAFT if status == DRAFT else "", "" if language == default_language else language, suffix]
        return self.reports / audience / subject.folder / ".".join(filter(None, parts))
