"""A codebook drafted from an export: what its columns seem to be, with reasons; what only a person can decide is marked, never decided."""
