"""One dimension: gradient descent on a curve, line by line, with any step size, and the lecture's exercise."""

from optviz.lecture.one_dimension import sections
from optviz.lecture.one_dimension.algorithm import DRAW, GROUND
from optviz.lecture.section import drawn

PAGE = drawn(sections.PAGE, DRAW, GROUND, {})
