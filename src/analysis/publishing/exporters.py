"""nbconvert exporters for executed notebooks: one HTML file, or a PDF/UA-1 of the same content.

By hand: ``jupyter nbconvert --to laeringsrapport-html executed.ipynb``. One exporter instance per thread.
"""

import copy
import os
from dataclasses import dataclass, replace
from pathlib import Path

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from analysis.display.prose import without_unused_prose
from analysis.publishing.html_tree import Node, PageError, parse
from analysis.publishing.notebook_files import NotebookNode
from analysis.publishing.page import PageFacts, assemble, with_heading_ids
from analysis.publishing.vocabulary import check

SKIPPED = {"parameters", "injected-parameters", "notebook-only"}
"""Cells with one of these tags are for the person at the notebook, not for the page."""


def markdown(source: str) -> str:
    """A Markdown cell as plain semantic HTML."""
    import mistune

    return mistune.create_markdown(escape=False)(source)


def _refuse(output: NotebookNode) -> str:
    raise PageError(f"a notebook with an error output is no report: {output.get('ename', 'error')}")


@dataclass(frozen=True)
class Content:
    """What stands inside ``main``, with an id on every heading, as text and as a tree; and what the page says about itself."""

    html: str
    tree: Node
    facts: PageFacts


class ContentExporter(TemplateExporter):
    """The cells joined: what stands inside ``main``. Base of both exporters; code, streams and plain text never reach a page."""

    template_name = "report"
    output_mimetype = "text/html"
    exclude_input = True

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [os.fspath(Path(__file__).parent / "assets" / "templates")]

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list:
        """None: what a page holds is decided by its template and its vocabulary."""
        return []

    def default_filters(self):
        yield from super().default_filters()
        yield "page_markdown", markdown
        yield "page_data", lambda data: [kind for kind in ("text/html", "text/markdown") if kind in data][:1]

    def _create_environment(self):
        environment = super()._create_environment()
        environment.globals["refuse"] = _refuse
        environment.globals["skipped"] = SKIPPED
        return environment

    def content(self, notebook: NotebookNode) -> Content:
        """What a notebook shows, checked; prose of sections that have nothing to show is left out."""
        joined, _ = super().from_notebook_node(without_unused_prose(copy.copy(notebook)))
        content, _ = with_heading_ids(joined.strip())
        tree = parse(content)
        check(tree)
        facts = PageFacts.from_metadata(notebook.metadata)
        return Content(content, tree, facts if facts.title else replace(facts, title=next(tree.find("h1")).text()))


class ReportHtmlExporter(ContentExporter):
    """One HTML file without scripts, everything inlined."""

    export_from_notebook = "Læringsrapport (HTML)"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        made = self.content(nb)
        return assemble(made.html, made.facts), self._init_resources(resources or {})


class ReportPdfExporter(ContentExporter):
    """PDF/UA-1 of the same content."""

    export_from_notebook = "Læringsrapport (PDF/UA)"
    output_mimetype = "application/pdf"
    template_extension = ".html.j2"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        from analysis.publishing.pdf import to_pdf

        made = self.content(nb)
        return to_pdf(made.tree, made.facts), self._init_resources(resources or {})
