"""Methods that use curvature, or decide on their way how far to go; each thing they ask for is counted."""

# isort: off
# The order of these imports is the order in every menu.
import optviz.core.curvature.descent
import optviz.core.curvature.newton
import optviz.core.curvature.quasi_newton
import optviz.core.curvature.least_squares
import optviz.core.curvature.simplex
import optviz.core.curvature.evolution  # noqa: F401

# isort: on
from optviz.core.curvature.evaluations import Counts, Evaluations
from optviz.core.curvature.method import METHODS, Method, MethodRun, minimize
from optviz.core.curvature.racing import entrants_of, methods_of, run_all

__all__ = [
    "METHODS",
    "Counts",
    "Evaluations",
    "Method",
    "MethodRun",
    "entrants_of",
    "methods_of",
    "minimize",
    "run_all",
]
