"""Numbers, vectors and matrices of the backpropagation page as text and as LaTeX; four significant digits."""

import math
from typing import Any

import numpy as np

LOWER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain(value: float, digits: int = 4) -> str:
    """Return a number as text, with a true minus sign."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    return f"{value + 0.0:.{digits}g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def tex(value: float, digits: int = 4) -> str:
    """Return a number as LaTeX."""
    if not math.isfinite(value):
        return r"\text{no number}" if math.isnan(value) else (r"\infty" if value > 0 else r"-\infty")
    mantissa, _, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    return rf"{mantissa}\!\cdot\!10^{{{int(exponent)}}}" if exponent else mantissa


def factor(value: float) -> str:
    """Return a number as LaTeX, in brackets if it is negative: for a product."""
    text = tex(value)
    return rf"({text})" if text.startswith("-") else text


def matrix(values: Any) -> str:
    """Return an array as LaTeX: (n,) as a column, (m, n) as it is."""
    rows = np.asarray(values, dtype=float)
    rows = rows[:, None] if rows.ndim == 1 else rows
    return r"\begin{pmatrix}" + r"\\".join("&".join(tex(v) for v in row) for row in rows) + r"\end{pmatrix}"


def row(values: Any) -> str:
    """Return (n,) numbers as a row in LaTeX; one number as itself."""
    numbers = np.ravel(np.asarray(values, dtype=float))
    return tex(numbers[0]) if len(numbers) == 1 else matrix(numbers[None, :])


def column(values: Any, digits: int = 4) -> tuple[str, ...]:
    """Return (n,) numbers as texts."""
    return tuple(plain(v, digits) for v in np.ravel(np.asarray(values, dtype=float)))


def content(values: Any) -> str | tuple[str, ...]:
    """Return numbers as the content of a box: one as a text, more as a vector, with three digits to save room."""
    texts = column(values, 3)
    return texts if len(texts) > 1 else "".join(texts)


def math_line(latex: str) -> str:
    """Return a line of mathematics in display style."""
    return rf"$\displaystyle {latex}$"


def lowered(k: int) -> str:
    """Return u with the number k below it, as text: u₃."""
    return f"u{str(k).translate(LOWER)}"
