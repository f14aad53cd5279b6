"""What the questions of several lessons share: what would tell how a race ends, and steps as arrows."""

from itertools import combinations

import numpy as np

TELLING = ("worked", "rate")
"""Panels that tell the first step before it is made."""


def length(step: np.ndarray) -> float:
    """Return how long a step (2,) is."""
    return float(np.hypot(*step))


def apart(*steps: np.ndarray) -> float:
    """Return the smallest angle between two of several steps, in degrees."""
    angles = [np.degrees(np.arctan2(step[1], step[0])) for step in steps]
    return min(float(abs((a - b + 180) % 360 - 180)) for a, b in combinations(angles, 2))
