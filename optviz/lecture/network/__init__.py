"""Neural network, the slides "Loss minimization" and "Going back to Neural Networks": sections, controls, presets."""

from optviz.lecture.network.sections import PAGE, WORK

__all__ = ["PAGE", "WORK"]
