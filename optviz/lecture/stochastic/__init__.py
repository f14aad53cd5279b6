"""Stochastic gradients: the loss is an average, so a few examples tell nearly as much as all of them, for less."""

from optviz.lecture.section import Page
from optviz.lecture.stochastic.average import AVERAGE
from optviz.lecture.stochastic.batch_size import BATCH_SIZE
from optviz.lecture.stochastic.cost import COST_OF_A_STEP
from optviz.lecture.stochastic.decay import DECAY
from optviz.lecture.stochastic.gd_sgd import GD_SGD
from optviz.lecture.stochastic.minibatch import MINIBATCH
from optviz.lecture.stochastic.noise_ball import NOISE_BALL

PAGE = Page("stochastic", (AVERAGE, COST_OF_A_STEP, MINIBATCH, GD_SGD, BATCH_SIZE, NOISE_BALL, DECAY))
