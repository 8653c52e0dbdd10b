"""Scores and estimates in the formats researchers work in elsewhere: what ``make export`` writes."""
