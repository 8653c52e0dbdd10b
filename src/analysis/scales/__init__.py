"""Responses to scale scores; norms and reliability."""
