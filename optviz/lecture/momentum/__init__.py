"""Momentum, the slide "Adding Momentum": its sections, controls and presets."""

from optviz.lecture.momentum.sections import PAGE

__all__ = ["PAGE"]
