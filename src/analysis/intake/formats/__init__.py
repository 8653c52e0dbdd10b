"""Readers of the platforms' exports, one module a platform; ``read.read_raw`` finds out by content which one a file needs."""
