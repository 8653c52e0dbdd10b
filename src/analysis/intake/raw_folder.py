"""The border of the raw folder: nothing that parameters or links name outside it is ever opened, rewritten or removed."""

from pathlib import Path

from analysis.parameters import Layout, ParameterError, Problem


def inside(layout: Layout, path: str) -> Path:
    """Where a raw file or folder lies; ParameterError where it, or anything in it, leads out of the programme's raw folder."""
    full, border = layout.raw / path, layout.raw.resolve()
    every = [full, *full.iterdir()] if full.is_dir() else [full]
    out = [one for one in every if not one.resolve().is_relative_to(border)]
    if out:
        expected = "a file in the programme's raw folder itself: no link out of it, no path from elsewhere"
        raise ParameterError([Problem(path, one.name, "a way out of the raw folder", expected) for one in out])
    return full
