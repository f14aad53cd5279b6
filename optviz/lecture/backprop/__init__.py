"""Backpropagation, the slides "Chain rule and Backpropagation": its sections, controls and presets."""

from optviz.lecture.backprop.sections import PAGE

__all__ = ["PAGE"]
