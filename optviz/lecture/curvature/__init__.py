"""Curvature: what a second derivative tells, and what it costs."""

from optviz.lecture.curvature.bfgs import BFGS
from optviz.lecture.curvature.conjugate import CONJUGATE
from optviz.lecture.curvature.cost import COST
from optviz.lecture.curvature.model import MODEL
from optviz.lecture.curvature.newton import NEWTON
from optviz.lecture.curvature.newton_two import NEWTON_TWO
from optviz.lecture.curvature.search import SEARCH
from optviz.lecture.curvature.secant import SECANT
from optviz.lecture.curvature.squares import SQUARES
from optviz.lecture.curvature.without import WITHOUT
from optviz.lecture.curvature.wrong import WRONG
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page(
    "curvature",
    (MODEL, NEWTON, NEWTON_TWO, WRONG, SEARCH, SECANT, BFGS, CONJUGATE, SQUARES, WITHOUT, COST),
    carried=(*SURFACE_KEYS, "x0", "y0"),
)
