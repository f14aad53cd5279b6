"""Which values a slider can have: as the page's own sliders spread them, see ``ui/stage/js/shared/knobs.js``."""

import math
from decimal import ROUND_HALF_UP, Context

from optviz.core.registry import Knob

POSITIONS = 1000
"""How many steps a slider has from end to end."""


def scale_of(knob: Knob) -> str:
    """Return a knob's scale; where it cannot be had, as a logarithm that starts at 0, the plain one."""
    impossible = (knob.scale == "log" and not knob.low > 0) or (knob.scale == "one_minus" and not knob.high < 1)
    return "linear" if impossible else knob.scale


def value_at(knob: Knob, share: float) -> float:
    """Return the value at a share, 0 to 1, of a knob's slider: whole, or to three digits of what its scale spreads."""
    if share in (0, 1):
        return float(knob.high if share else knob.low)
    low, high, scale = knob.low, knob.high, scale_of(knob)
    if scale == "linear":
        value = low + share * (high - low)
    elif scale == "log":
        value = low * (high / low) ** share
    elif scale == "square":
        value = high * share * share
    else:
        value = 1 - (1 - high) * ((1 - low) / (1 - high)) ** (1 - share)
    return rounded(value, knob, scale)


def rounded(value: float, knob: Knob, scale: str) -> float:
    """Return a value as a slider sets it."""
    if knob.whole:
        return float(math.floor(value + 0.5))
    if scale == "one_minus":
        return digits(1 - digits(1 - value, 3), 12)
    if scale == "linear":
        tick = (knob.high - knob.low) / POSITIONS
        return digits(math.floor((value - knob.low) / tick + 0.5) * tick + knob.low, 6)
    return digits(value, 3)


def digits(value: float, count: int) -> float:
    """Return a number to so many significant digits, halves away from 0 as JavaScript's ``toPrecision`` has them."""
    return float(Context(prec=count, rounding=ROUND_HALF_UP).create_decimal_from_float(value))


def values_along(knob: Knob, count: int) -> list[float]:
    """Return a slider's values at ``count`` evenly spaced positions, its ends among them."""
    return [value_at(knob, i / (count - 1)) for i in range(count)]
