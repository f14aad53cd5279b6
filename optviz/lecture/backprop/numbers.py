"""Vectors and matrices of the backpropagation page in LaTeX and as texts; four significant digits."""

from typing import Any

import numpy as np

from optviz.core import number_text

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def bracketed(value: float) -> str:
    """Return a number as LaTeX, in brackets if it is negative: for a product."""
    text = number_text.tex(value)
    return rf"({text})" if text.startswith("-") else text


def power_base(value: float) -> str:
    """Return a number as LaTeX to be raised to a power: in brackets if it is negative or has a power of ten itself."""
    text = number_text.tex(value)
    return rf"({text})" if text.startswith("-") or "^" in text else text


def matrix(values: Any) -> str:
    """Return an array as LaTeX: (n,) as a column, (m, n) as it is."""
    rows = np.asarray(values, dtype=float)
    rows = rows[:, None] if rows.ndim == 1 else rows
    lines = r"\\".join("&".join(number_text.tex(value) for value in row) for row in rows)
    return rf"\begin{{pmatrix}}{lines}\end{{pmatrix}}"


def row_vector(values: Any) -> str:
    """Return (n,) numbers as a row in LaTeX; one number as itself."""
    numbers = np.ravel(np.asarray(values, dtype=float))
    return number_text.tex(numbers[0]) if len(numbers) == 1 else matrix(numbers[None, :])


def labels(values: Any, digits: int = number_text.DIGITS) -> tuple[str, ...]:
    """Return (n,) numbers as texts."""
    return tuple(number_text.label(value, digits) for value in np.ravel(np.asarray(values, dtype=float)))


def node_text(values: Any) -> str | tuple[str, ...]:
    """Return numbers as a node shows them: one as a text, more as a vector, with three digits to save space."""
    texts = labels(values, 3)
    return texts if len(texts) > 1 else "".join(texts)


def display_math(latex: str) -> str:
    """Return a line of mathematics in display style."""
    return rf"$\displaystyle {latex}$"


def u_text(k: int) -> str:
    """Return u with the number k below it, as text: u₃."""
    return f"u{str(k).translate(SUBSCRIPTS)}"
