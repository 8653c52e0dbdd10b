"""Shown estimates to findings, findings to recommendations. Sees only what the audience may see; writes no reader text."""
