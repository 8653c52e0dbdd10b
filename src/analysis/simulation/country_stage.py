"""Writes the country of ``national.yml`` as a project of its own: parameters derived, everything else the project's as it is."""

from pathlib import Path

from analysis.parameters import Layout, Parameters
from analysis.simulation.country import CountryPlan, country

SHARED = ("Snakefile", "requirements.lock", "notebooks/*.ipynb")
"""What a project has beside parameters. Copied, not linked: a notebook looks for its project above where it lies."""


def write_country(source: Parameters, layout: Layout, plan: CountryPlan, home: Path) -> None:
    """Make ``home`` a project whose one programme is the country of ``plan``; a file that is as it should be is left alone.

    What an earlier plan made is removed. Where any parameter has changed the norms go too: they are frozen from the country's own answers.
    """
    folder = home / "parameters" / plan.slug
    wanted = {folder / name: content for name, content in country(source, layout, plan).items()}
    there = {path for path in folder.rglob("*") if path.is_file() and path.parent != folder / "norms"}
    changed = there != set(wanted) or any(path.read_bytes() != content for path, content in wanted.items())
    if changed:
        for path in (*there - set(wanted), *folder.glob("norms/*")):
            path.unlink()
    for pattern in SHARED:
        wanted |= {home / path.relative_to(layout.root): path.read_bytes() for path in layout.root.glob(pattern)}
    for path, content in wanted.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
