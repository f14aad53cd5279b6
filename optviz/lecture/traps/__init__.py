"""Two dimensions and their traps: the gradient, local minima, saddles, basins, and the way off a ridge."""

from optviz.lecture.section import drawn
from optviz.lecture.traps import sections
from optviz.lecture.traps.balls import DRAW, GROUND

PAGE = drawn(sections.PAGE, DRAW, GROUND, {})
