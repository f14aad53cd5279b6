"""Curvature: what a second derivative tells, and what it costs."""

from optviz.lecture.curvature.model import MODEL
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page("curvature", (MODEL,), carried=(*SURFACE_KEYS, "x0", "y0"))
