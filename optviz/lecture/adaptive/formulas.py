"""The formulas of the page on adaptive learning rates: A's rule and B's, with what B changes in a box."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.simulation.run import Run
from optviz.figures.board import Formula
from optviz.lecture.adaptive import common as runs
from optviz.lecture.adaptive.common import Pair, Side

Values = Mapping[str, Any]
Line = tuple[str, str]
Panels = tuple[Formula, Formula]

MOVE = r"x_{t+1} = x_t - \eta_t \cdot \nabla f(x_t)"
NORM = r"\eta_t = \frac{\eta}{\sqrt{\varepsilon + \textstyle\sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}"


def columns(run: Run, letter: str) -> dict[str, Any]:
    """Return the quantities of a run, (T, …) each, their names behind ``letter`` and an underscore."""
    found = run.quantities
    names = ("x", "x_next", "grad", "rate", "m", "m_next", "m_hat", "s", "s_next", "s_hat", "u", "u_next", "t_next")
    return {f"{letter}_{name}": found[name] for name in names} | {
        f"{letter}_sum": found["s_next"][:, 0],
        f"{letter}_one": found["rate"][:, 0],
        "lr": np.float64(found["lr"]),
        "eps": np.float64(found["eps"]),
        "rho": np.float64(found["rho"]),
        "beta": np.float64(found["beta"]),
    }


def panels(found: Pair, a: tuple[Line, ...], b: tuple[Line, ...]) -> Panels:
    """Return the panels of A's rule and of B's, with the numbers of the step at the playhead.

    ``@`` in the numbers stands for the letter of the run they are taken from.
    """
    return rules("a", found.a, a, columns(found.a.run, "a")), rules("b", found.b, b, columns(found.b.run, "b"))


def rules(letter: str, side: Side, lines: tuple[Line, ...], numbers: dict[str, Any]) -> Formula:
    """Return one panel of rules, named after a run."""
    filled = tuple((symbols, text.replace("@", letter)) for symbols, text in lines)
    return Formula(f"rule_{letter}", filled, numbers, f"{letter.upper()}: {side.name}")


def formula(found: Pair, values: Values) -> Panels:
    """GD, and the root that B puts under η."""
    plain = (r"x_{t+1} = x_t - \eta \cdot \nabla f(x_t)", r"<<@_x_next>> = <<@_x>> - <<lr>> \cdot <<@_grad>>")
    root = r"\frac{\eta}{\boxed{\sqrt{\varepsilon + \textstyle\sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}}"
    numbers = r"<<@_x_next>> = <<@_x>> - \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}} \cdot <<@_grad>>"
    new = (rf"x_{{t+1}} = x_t - {root} \cdot \nabla f(x_t)", numbers)
    return panels(found, (plain,), (new,) if values["change"] else (plain,))


def coordinates(found: Pair, values: Values) -> Panels:
    """One sum for all coordinates, and one for each."""
    norm = (NORM, r"<<@_one>> = \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}}")
    root = r"\sqrt{\textstyle\sum_{j=0}^{t} \boxed{\nabla f(x_j)^2}} + \varepsilon"
    each = (rf"\eta_t = \frac{{\eta}}{{{root}}}", r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_next>>} + <<eps>>}")
    return panels(found, (norm,), (each,) if values["change"] else (norm,))


def forget(found: Pair, values: Values) -> Panels:
    """A sum that keeps everything, and a mean that forgets."""
    total = (r"s_t = s_{t-1} + \nabla f(x_t)^2", r"<<@_s_next>> = <<@_s>> + <<@_grad>>^2")
    mean = (
        r"s_t = \boxed{\rho}\, s_{t-1} + \boxed{(1 - \rho)}\, \nabla f(x_t)^2",
        r"<<@_s_next>> = <<rho>> \cdot <<@_s>> + (1 - <<rho>>) \cdot <<@_grad>>^2",
    )
    return panels(found, (total,), (mean,) if values["change"] else (total,))


def units(found: Pair, values: Values) -> Panels:
    """A chosen η, and the size of the rule's own steps in its place."""
    chosen = (
        r"x_{t+1} = x_t - \frac{\eta}{\sqrt{s_t} + \varepsilon} \cdot \nabla f(x_t)",
        r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_grad>>",
    )
    own = (
        r"x_{t+1} = x_t - \frac{\boxed{\sqrt{u_{t-1} + \varepsilon}}}{\sqrt{s_t + \varepsilon}} \cdot \nabla f(x_t)",
        r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_grad>>",
    )
    return panels(found, (chosen,), (own,) if values["change"] else (chosen,))


def adam(found: Pair, values: Values) -> Panels:
    """A's rule, and B's with what A goes without in a box; m and v are the means, a hat is the correction."""
    off = runs.taken_away(values)
    b = {name: values[name] for name in ("momentum", "correct")}
    a = {name: on and name not in off for name, on in b.items()}
    return panels(found, (adam_line(a, frozenset()),), (adam_line(b, off),))


def adam_line(on: dict[str, bool], mark: frozenset[str]) -> Line:
    """Return the rule with the additions that are on; those in ``mark`` in a box."""
    hat = r"\hat " if on["correct"] else ""
    top = rf"{hat}m_t" if on["momentum"] else r"\nabla f(x_t)"
    top = boxed(top, on["momentum"] and ("momentum" in mark or (on["correct"] and "correct" in mark)))
    below = boxed(f"{hat}v_t", on["correct"] and "correct" in mark)
    symbols = rf"x_{{t+1}} = x_t - \eta\, \frac{{{top}}}{{\sqrt{{{below}}} + \varepsilon}}"
    return symbols, r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_m_hat>>"


def boxed(latex: str, mark: bool) -> str:
    """Return ``latex``, in a box where it is what B adds."""
    return rf"\boxed{{{latex}}}" if mark else latex


def epsilon(found: Pair, values: Values) -> Panels:
    """ε beside the root, and under it."""
    outside = (
        r"\eta_t = \frac{\eta}{\sqrt{s_t} + \varepsilon}",
        r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>>} + <<eps>>}",
    )
    inside = (
        r"\eta_t = \frac{\eta}{\sqrt{s_t + \boxed{\varepsilon}}}",
        r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>> + <<eps>>}}",
    )
    return panels(found, (outside,), (inside,) if values["change"] else (outside,))
