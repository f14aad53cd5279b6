"""Two dimensions and their traps: the gradient, local minima, saddles, basins, and the way off a ridge."""

from optviz.lecture.traps.sections import PAGE

__all__ = ["PAGE"]
