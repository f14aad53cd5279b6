"""Stochastic gradients: the loss is an average, so a few examples tell nearly as much as all of them, for less."""

from optviz.lecture.section import drawn
from optviz.lecture.stochastic import sections
from optviz.lecture.stochastic.boards import DRAW, GROUND

PAGE = drawn(sections.PAGE, DRAW, GROUND, {})
