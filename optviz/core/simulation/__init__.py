"""Simulation: runs on a surface, how they end, many starts, critical points and basins."""
