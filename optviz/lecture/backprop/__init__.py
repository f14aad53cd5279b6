"""Backpropagation, the slides "Chain rule and Backpropagation": its sections, controls and presets."""

from optviz.lecture.backprop import sections
from optviz.lecture.backprop.boards import DRAW
from optviz.lecture.section import drawn

PAGE = drawn(sections.PAGE, DRAW, {}, {})
