"""Every page of the lecture at once: for what has to go through all of them."""

from optviz.lecture import (
    adaptive,
    backprop,
    curvature,
    lab,
    momentum,
    network,
    one_dimension,
    stochastic,
    traps,
    weights,
)

TOPICS = (weights, one_dimension, traps, stochastic, momentum, adaptive, network, backprop, lab, curvature)
PAGES = {topic.PAGE.stem: topic.PAGE for topic in TOPICS}
"""The pages by stem, in the lecture's order."""
