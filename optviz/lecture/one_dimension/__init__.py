"""One dimension: gradient descent on a curve, line by line, with any step size, and the lecture's exercise."""

from optviz.lecture.one_dimension.sections import PAGE

__all__ = ["PAGE"]
