"""Adaptive learning rates, one change at a time: from the lecture's formula to Adam, without (A) and with (B)."""

from optviz.lecture.adaptive.adam import ADAM
from optviz.lecture.adaptive.coordinates import COORDINATES
from optviz.lecture.adaptive.epsilon import EPSILON
from optviz.lecture.adaptive.forget import FORGET
from optviz.lecture.adaptive.formula import FORMULA
from optviz.lecture.adaptive.ideas import IDEAS
from optviz.lecture.adaptive.rotation import ROTATION
from optviz.lecture.adaptive.units import UNITS
from optviz.lecture.section import Page

PAGE = Page("adaptive", (FORMULA, COORDINATES, ROTATION, FORGET, UNITS, ADAM, EPSILON, IDEAS))
