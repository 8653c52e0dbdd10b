"""Synthetic municipalities with a known truth, drawn from what ``simulation.yml`` plants and written as raw exports."""
