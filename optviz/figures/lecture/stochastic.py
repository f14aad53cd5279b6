"""What each section of the page on stochastic gradients shows."""

from optviz.figures.board import NO_GROUND, Ground
from optviz.figures.lecture.stochastic_average import average
from optviz.figures.lecture.stochastic_ball import NEAR, noise_ball
from optviz.figures.lecture.stochastic_minibatch import minibatch
from optviz.figures.lecture.stochastic_parts import ground
from optviz.figures.lecture.stochastic_races import batch_size, decay, gd_sgd
from optviz.scenes.lecture.section import Values
from optviz.scenes.lecture.stochastic_runs import BALL_POINTS, drawn_fit, own_fit

DRAW = {
    "average": average,
    "minibatch": minibatch,
    "gd_sgd": gd_sgd,
    "batch_size": batch_size,
    "noise_ball": noise_ball,
    "decay": decay,
}


def _chosen(values: Values) -> Ground:
    return ground(drawn_fit(values["model"], int(values["n"])))


def _own(values: Values) -> Ground:
    return NO_GROUND if values["model"] == "line" else ground(own_fit(values))


GROUND = {
    "average": _own,
    "minibatch": _chosen,
    "gd_sgd": lambda values: ground(drawn_fit("line", 8)),
    "batch_size": _chosen,
    "noise_ball": lambda values: ground(drawn_fit("line", BALL_POINTS), NEAR),
    "decay": lambda values: ground(drawn_fit("line", BALL_POINTS)),
}
