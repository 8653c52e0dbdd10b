"""Writes the synthetic programme's raw exports, and the truth behind them beside the processed data."""

import zlib
from pathlib import Path

from analysis.parameters import Layout, Parameters
from analysis.simulation import truth
from analysis.simulation.draw import Drawn, draw_municipality, make_models
from analysis.simulation.export import invited_file, triple
from analysis.simulation.plan import read_plan


def simulate(parameters: Parameters, layout: Layout) -> list[Path]:
    """Write every raw file of a synthetic programme and its true values; the paths written, sorted.

    The same parameters give the same bytes. Raises ValueError for a programme that is not synthetic: nobody's real folder is written to.
    """
    if not parameters.programme.synthetic:
        raise ValueError(f"{parameters.programme.slug} is not a synthetic programme: its raw files are exports, never written here")
    plan = read_plan(layout.parameters, parameters)
    models = make_models(parameters, plan)
    drawn = [draw_municipality(parameters, plan, models, slug, parameters.programme.seed) for slug in parameters.municipalities]
    written = [path for one in drawn for path in _write_raw(one, parameters, layout)]
    layout.truth.mkdir(parents=True, exist_ok=True)
    for name, table in truth.tables(parameters, plan, models, drawn).items():
        path = layout.truth / f"{name}.csv"
        table.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")
        written.append(path)
    return sorted(written)


def _write_raw(drawn: Drawn, parameters: Parameters, layout: Layout) -> list[Path]:
    slug, files = drawn.municipality.slug, {}
    for one in drawn.roles:
        wave = drawn.municipality.wave(one.wave)
        decoration = zlib.crc32(f"{parameters.programme.seed} {slug} {one.wave} {one.role}".encode())
        for name, content in triple(one, parameters, wave, drawn.town, decoration).items():
            files[layout.raw / wave.raw[one.role].path / name] = content
    for wave in drawn.municipality.waves:
        if wave.invited:
            files[layout.raw / wave.invited] = invited_file(drawn.invited[drawn.invited["wave"] == wave.wave], drawn.town, wave)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(files)
