"""What was planted, as tables that only tests read."""

import pandas as pd

from analysis.parameters import Parameters
from analysis.simulation.calibration import Model
from analysis.simulation.draw import Drawn
from analysis.simulation.plan import SimulationPlan


def scales(parameters: Parameters, plan: SimulationPlan, models: dict[str, Model]) -> pd.DataFrame:
    """One row per scale: alpha with all items, variance shares and differences planted in its scores (points; 100 = one SD)."""
    return pd.DataFrame(
        [
            {"role": role, "scale": scale.scale, **plan.scales[scale.scale].model_dump(), "alpha_made": round(models[scale.scale].alpha, 6)}
            for role, scale in parameters.scales()
        ]
    )


def tables(parameters: Parameters, plan: SimulationPlan, models: dict[str, Model], drawn: list[Drawn]) -> dict[str, pd.DataFrame]:
    """file stem -> table: ``scales``; ``levels`` (points, tau per municipality, wave, scale); ``centres`` (expected points)."""
    return {
        "scales": scales(parameters, plan, models),
        "levels": pd.concat([one.levels for one in drawn], ignore_index=True),
        "centres": pd.concat([one.centres for one in drawn], ignore_index=True),
    }
