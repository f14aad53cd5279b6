"""Adaptive learning rates, one change at a time: from the lecture's formula to Adam, without (A) and with (B)."""

from optviz.lecture.adaptive import sections
from optviz.lecture.adaptive.adam import DRAW, GROUND
from optviz.lecture.section import drawn

PAGE = drawn(sections.PAGE, DRAW, GROUND, {})
