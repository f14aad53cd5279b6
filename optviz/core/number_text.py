"""Numbers as text, in the few styles the app knows: in a link, on a label, in a sentence, in LaTeX.

The page's scripts write numbers in the same styles; see ``ui/stage/js/shared/text.js``.
"""

import math
from collections.abc import Sequence

DIGITS = 4
"""Significant digits, on the screen and in sentences."""

MINUS = "−"


def link(value: float) -> str:
    """Return the shortest text that reads back as the same float: ``0.1``, ``100``, ``1e-05``."""
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def label(value: float, digits: int = DIGITS, zero: float = 0.0) -> str:
    """Return a number for a label or a sentence: ``0.25``, ``−3e−5``, ``1.5e8``, ``∞``, ``not a number``.

    ``digits``: significant digits; what is not larger than ``zero`` in size is a rounding error and becomes 0.
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    text = f"{0.0 if abs(value) <= zero else value:.{digits}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", MINUS)


def written_out(value: float, digits: int = DIGITS) -> str:
    """Return a number as :func:`label` does, but a whole one below a million with all its digits: ``79202``."""
    whole = abs(value) < 1e6 and value == round(value)
    return f"{value + 0:.0f}".replace("-", MINUS) if whole else label(value, digits)


def percent(share: float, digits: int = 1) -> str:
    """Return a share of 1 in percent: ``12.5 %``; a dash for NaN.

    A little more than nothing and a little less than all stay visible: ``< 0.1 %``, ``> 99.9 %``.
    """
    if not math.isfinite(share):
        return "—"
    least = 10.0**-digits
    if 0 < 100 * share < least:
        return f"< {least:.{digits}f} %"
    return f"> {100 - least:.{digits}f} %" if 100 - least < 100 * share < 100 else f"{100 * share:.{digits}f} %"


def point(coordinates: Sequence[float], digits: int = 3, zero: float = 1e-9) -> str:
    """Return a point as ``(0.5, −1)``; see :func:`label`."""
    return f"({', '.join(label(float(c), digits, zero) for c in coordinates)})"


def tex(value: float, digits: int = DIGITS, zero: float = 0.0) -> str:
    r"""Return a number in LaTeX: ``0.25``, ``10^{-8}``, ``-7.19 \cdot 10^{-5}``, ``\infty``.

    ``zero`` as in :func:`label`.
    """
    if math.isnan(value):
        return r"\text{not a number}"
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, _, exponent = f"{0.0 if abs(value) <= zero else value:.{digits}g}".partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa} \cdot {power}")
