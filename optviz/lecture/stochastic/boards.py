"""What each section of the page on stochastic gradients shows."""

from optviz.figures.board import NO_BACKGROUND, Background
from optviz.lecture.section import Values
from optviz.lecture.stochastic.average import average
from optviz.lecture.stochastic.common import ground
from optviz.lecture.stochastic.gd_sgd import batch_size, decay, gd_sgd
from optviz.lecture.stochastic.minibatch import minibatch
from optviz.lecture.stochastic.noise_ball import NEAR, noise_ball
from optviz.lecture.stochastic.race import BALL_POINTS, drawn_fit, own_fit

DRAW = {
    "average": average,
    "minibatch": minibatch,
    "gd_sgd": gd_sgd,
    "batch_size": batch_size,
    "noise_ball": noise_ball,
    "decay": decay,
}


def _chosen(values: Values) -> Background:
    return ground(drawn_fit(values["model"], int(values["n"])))


def _own(values: Values) -> Background:
    return NO_BACKGROUND if values["model"] == "line" else ground(own_fit(values))


GROUND = {
    "average": _own,
    "minibatch": _chosen,
    "gd_sgd": lambda values: ground(drawn_fit("line", 8)),
    "batch_size": _chosen,
    "noise_ball": lambda values: ground(drawn_fit("line", BALL_POINTS), NEAR),
    "decay": lambda values: ground(drawn_fit("line", BALL_POINTS)),
}
