"""Stochastic gradients: the loss is an average, so a few examples tell nearly as much as all of them, for less."""

from optviz.lecture.stochastic.sections import PAGE

__all__ = ["PAGE"]
