"""Neural network, the slides "Loss minimization" and "Going back to Neural Networks": sections, controls, presets."""

from optviz.lecture.network import network
from optviz.lecture.network.loss import DRAW, GROUND
from optviz.lecture.section import drawn

PAGE = drawn(network.PAGE, DRAW, GROUND, network.WORK)
