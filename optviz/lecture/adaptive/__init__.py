"""Adaptive learning rates, one change at a time: from the lecture's formula to Adam, without (A) and with (B)."""

from optviz.lecture.adaptive.sections import PAGE

__all__ = ["PAGE"]
