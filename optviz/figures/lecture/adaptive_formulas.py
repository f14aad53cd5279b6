"""The formulas of the page on adaptive learning rates: A's rule and B's, with what B changes in a box."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.run import Run
from optviz.figures.board import Formula
from optviz.scenes.lecture.adaptive_runs import Pair

Values = Mapping[str, Any]
Line = tuple[str, str]

MOVE = r"x_{t+1} = x_t - \eta_t \cdot \nabla f(x_t)"
FORGOTTEN = r"/ (1 - \beta_2^{t+1})"
NORM = r"\eta_t = \frac{\eta}{\sqrt{\varepsilon + \sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}"


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


def panel(found: Pair, a: tuple[Line, ...], b: tuple[Line, ...]) -> Formula:
    """Return the panel of both rules: A's lines, then B's, with the numbers of the step at the playhead."""
    lines = [named("A", symbols, numbers) for symbols, numbers in a]
    lines += [named("B", symbols, numbers) for symbols, numbers in b]
    return Formula("formula", tuple(lines), columns(found.a.run, "a") | columns(found.b.run, "b"))


def named(letter: str, symbols: str, numbers: str) -> Line:
    """Return a line with its rule's letter before it; ``@`` in the numbers stands for that letter."""
    return rf"\textsf{{{letter}}}\quad {symbols}", numbers.replace("@", letter.lower())


def formula(found: Pair, values: Values) -> Formula:
    """GD, and the root that B puts under η."""
    plain = (r"x_{t+1} = x_t - \eta \cdot \nabla f(x_t)", r"<<@_x_next>> = <<@_x>> - <<lr>> \cdot <<@_grad>>")
    root = r"\frac{\eta}{\boxed{\sqrt{\varepsilon + \sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}}"
    numbers = r"<<@_x_next>> = <<@_x>> - \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}} \cdot <<@_grad>>"
    new = (rf"x_{{t+1}} = x_t - {root} \cdot \nabla f(x_t)", numbers)
    return panel(found, (plain,), (new,) if values["change"] else (plain,))


def coordinates(found: Pair, values: Values) -> Formula:
    """One sum for all coordinates, and one for each."""
    norm = (NORM, r"<<@_one>> = \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}}")
    root = r"\sqrt{\sum_{j=0}^{t} \boxed{\nabla f(x_j)^2}} + \varepsilon"
    each = (rf"\eta_t = \frac{{\eta}}{{{root}}}", r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_next>>} + <<eps>>}")
    return panel(found, (norm,), (each,) if values["change"] else (norm,))


def forget(found: Pair, values: Values) -> Formula:
    """A sum that keeps everything, and a mean that forgets."""
    total = (r"s_t = s_{t-1} + \nabla f(x_t)^2", r"<<@_s_next>> = <<@_s>> + <<@_grad>>^2")
    mean = (
        r"s_t = \boxed{\rho}\, s_{t-1} + \boxed{(1 - \rho)}\, \nabla f(x_t)^2",
        r"<<@_s_next>> = <<rho>> \cdot <<@_s>> + (1 - <<rho>>) \cdot <<@_grad>>^2",
    )
    return panel(found, (total,), (mean,) if values["change"] else (total,))


def units(found: Pair, values: Values) -> Formula:
    """A chosen η, and the size of the rule's own steps in its place."""
    chosen = (
        r"x_{t+1} = x_t - \frac{\eta}{\sqrt{s_t} + \varepsilon} \cdot \nabla f(x_t)",
        r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_grad>>",
    )
    own = (
        r"x_{t+1} = x_t - \frac{\boxed{\sqrt{u_{t-1} + \varepsilon}}}{\sqrt{s_t + \varepsilon}} \cdot \nabla f(x_t)",
        r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_grad>>",
    )
    mean = (r"u_t = \rho\, u_{t-1} + (1 - \rho)\, (x_{t+1} - x_t)^2", r"<<@_u_next>>")
    return panel(found, (chosen,), (own, mean) if values["change"] else (chosen,))


def adam(found: Pair, values: Values) -> Formula:
    """B's rule, with what A goes without in a box."""
    off = {"momentum", "correct"} if values["without"] == "both" else {values["without"]}
    lines: list[Line] = []
    if values["momentum"]:
        mean = r"\beta_1 m_{t-1} + (1 - \beta_1)\, \nabla f(x_t)"
        numbers = r"<<@_m_next>> = <<beta>> \cdot <<@_m>> + (1 - <<beta>>) \cdot <<@_grad>>"
        lines.append((f"m_t = {boxed(mean, 'momentum' in off)}", numbers))
    square = r"<<@_s_next>> = <<rho>> \cdot <<@_s>> + (1 - <<rho>>) \cdot <<@_grad>>^2"
    lines.append((r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, \nabla f(x_t)^2", square))
    top, below = ("m_t" if values["momentum"] else r"\nabla f(x_t)"), r"\sqrt{v_t}"
    if values["correct"]:
        mark = "correct" in off
        top = top + boxed(r"/ (1 - \beta_1^{t+1})", mark) if values["momentum"] else top
        below = rf"\sqrt{{v_t {boxed(FORGOTTEN, mark)}}}"
    step = rf"x_{{t+1}} = x_t - \eta\, \frac{{{top}}}{{{below} + \varepsilon}}"
    numbers = r"<<@_x_next>> = <<@_x>> - <<lr>> \cdot \frac{<<@_m_hat>>}{\sqrt{<<@_s_hat>>} + <<eps>>}"
    return panel(found, (), (*lines, (step, numbers)))


def boxed(latex: str, mark: bool) -> str:
    """Return ``latex``, in a box where it is what B adds."""
    return rf"\boxed{{{latex}}}" if mark else latex


def epsilon(found: Pair, values: Values) -> Formula:
    """ε beside the root, and under it."""
    outside = (
        r"\eta_t = \frac{\eta}{\sqrt{s_t} + \varepsilon}",
        r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>>} + <<eps>>}",
    )
    inside = (
        r"\eta_t = \frac{\eta}{\sqrt{s_t + \boxed{\varepsilon}}}",
        r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>> + <<eps>>}}",
    )
    return panel(found, (outside,), (inside,) if values["change"] else (outside,))
