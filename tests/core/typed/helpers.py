"""Typed formulas made at random, for the tests of the language."""

import random

from hypothesis import strategies as st

from optviz.core.typed.vocabulary import FUNCTIONS

ONE = sorted(name for name, (least, most) in FUNCTIONS.items() if (least, most) == (1, 1))
SMOOTH = ("sin", "cos", "exp", "tanh", "atan", "sigmoid", "softplus", "cosh", "sinh")
LEAVES = ("x", "y", "a", "b1", "pi", "e", "2", "0.5", "3", "1e-3", "7.25")

leaves = st.sampled_from(LEAVES)


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts made of shorter ones, by every rule of the grammar."""
    pairs = st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda t: f"({t[0]}){t[1]}({t[2]})")
    bare = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"{t[0]} {t[1]} {t[2]}")
    implicit = st.tuples(leaves, inner).map(lambda t: f"{t[0]}({t[1]})")
    calls = st.tuples(st.sampled_from(ONE), inner).map(lambda t: f"{t[0]}({t[1]})")
    several = st.tuples(st.sampled_from(("min", "max", "hypot")), st.lists(inner, min_size=2, max_size=3))
    chosen = st.tuples(inner, st.sampled_from(("<", "<=", ">", "≥")), inner, inner)
    return st.one_of(
        *(pairs, bare, implicit, calls),
        several.map(lambda t: f"{t[0]}({', '.join(t[1])})"),
        chosen.map(lambda t: f"if({t[0]} {t[1]} {t[2]}, {t[3]}, {t[0]})"),
        inner.map(lambda t: f"-({t})"),
        inner.map(lambda t: f"q = {t}; q*x + q" if ";" not in t and "q" not in t else t),
    )


texts = st.recursive(leaves, longer, max_leaves=8).filter(lambda text: text.count(";") <= 1)


def smooth_formula(rng: random.Random, depth: int = 3) -> str:
    """Return a formula without kinks or poles, at random."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(("x", "y", "a", "2", "0.5", "3"))
    kind = rng.randrange(6)
    first, second = smooth_formula(rng, depth - 1), smooth_formula(rng, depth - 1)
    if kind == 0:
        return f"{rng.choice(SMOOTH)}(({first})/4)"
    if kind == 1:
        return f"({first})/(1 + ({second})^2)"
    if kind == 2:
        return f"({first})^{rng.choice((2, 3))}"
    if kind == 3:
        return f"{rng.choice(('sqrt', 'log'))}(1 + ({first})^2)"
    return f"({first}) {rng.choice('+-*')} ({second})"
