"""Responses to scale scores; norms, reliability, comparability. Names are imported when they are first used."""

import importlib

_HOMES = {
    "ages": ("age_slope",),
    "centre_means": ("centre_reliability",),
    "comparing": ("comparability",),
    "norming": ("norms",),
    "reliability": ("cronbach_alpha", "item_statistics", "mcdonald_omega"),
    "score": ("score_scale", "to_points"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name in _HOME:
        return getattr(importlib.import_module(f"analysis.scales.{_HOME[name]}"), name)
    raise AttributeError(f"analysis.scales has no {name!r}")


def __dir__() -> list[str]:
    return __all__
