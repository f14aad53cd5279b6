"""Neural network, the slides "Loss minimization" and "Going back to Neural Networks"."""

from optviz.lecture.network.digits import DIGITS
from optviz.lecture.network.landscape import LANDSCAPE
from optviz.lecture.network.loss import LOSS
from optviz.lecture.network.network import NETWORK
from optviz.lecture.network.race import RACE
from optviz.lecture.network.sharpness import SHARPNESS
from optviz.lecture.section import Page

PAGE = Page("network", (NETWORK, LOSS, RACE, DIGITS, LANDSCAPE, SHARPNESS))
