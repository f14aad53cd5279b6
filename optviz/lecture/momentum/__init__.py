"""Momentum, the slide "Adding Momentum": its sections, controls and presets."""

from optviz.lecture.momentum import sections
from optviz.lecture.momentum.boards import DRAW, GROUND
from optviz.lecture.section import drawn

PAGE = drawn(sections.PAGE, DRAW, GROUND, {})
