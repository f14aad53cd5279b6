"""Neural network, the slides "Loss minimization" and "Going back to Neural Networks": sections, controls, presets."""

from optviz.lecture.network import sections
from optviz.lecture.network.boards import DRAW, GROUND
from optviz.lecture.section import drawn

PAGE = drawn(sections.PAGE, DRAW, GROUND, sections.WORK)
