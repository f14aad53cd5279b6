"""What is done with the gradient: the short-cut through softmax, the check against two others, steps downhill."""

import numpy as np

from optviz.core.backprop.gradient_check import Sweep, by_differences, by_jax, max_difference, sweep
from optviz.core.backprop.layer_chain import Gradients, Network, forward, gradients
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Labels,
    Line,
    Metric,
    Metrics,
    Points,
    Series,
    Table,
    TextLines,
)
from optviz.lecture.backprop.common import (
    Shortcut,
    Walk,
    network_notices,
    network_of,
    shortcut_notices,
    shortcut_of,
    walk_notices,
    walk_of,
)
from optviz.lecture.backprop.numbers import column, math_line, matrix, plain, row, tex
from optviz.lecture.section import Values

CLASSES = np.array([1.0, 2.0, 3.0])


def shortcut_board(values: Values) -> Board:
    """The first three Jacobians multiplied out, beside ŷ and y as points and the gradient as the arrows between."""
    found = shortcut_of(values)
    frames = _shortcut_lines(found)
    lit = (0, 1, 2, 3, 5)
    layers = (
        Arrows(CLASSES, found.prob, np.zeros(3), found.y - found.prob, "accent", "−(ŷ − y): downhill", width=1.6),
        Points(CLASSES, found.y, "ink", "ring", "label y", size=1.7),
        Points(CLASSES, found.prob, "accent", "dot", "answer ŷ", size=1.4),
    )
    plane = Axes("plane", layers, Axis("class", 0.5, 3.5), Axis("probability", -0.08, 1.12))
    readings = (
        Metric("loss $u_0$", found.loss),
        Metric("product of the three", ", ".join(column(found.products[2]))),
        Metric(r"$\hat y - y$", ", ".join(column(found.short))),
    )
    return Board(
        (plane, TextLines("lines", frames, lit), Metrics("readings", readings)),
        (("plane", "lines"), ("readings", "readings")),
        len(frames) - 1,
        widths=(0.8, 1.5),
        heights=(1.0, 0.0),
        pace=0.4,
        unit="step",
        status=("complete",) if np.isfinite(found.products[2]).all() else ("broken",),
        notices=shortcut_notices(found),
        summary=f"The answer is {', '.join(column(found.prob))}; "
        f"the gradient ŷ − y is {', '.join(column(found.short))}.",
    )


def _shortcut_lines(found: Shortcut) -> tuple[tuple[str, ...], ...]:
    """Return the derivation, a step more in each frame: symbols and, below them, the numbers."""
    first, second, third = found.products
    before = r"\frac{du_0}{du_3}\,\frac{du_3}{du_4}"
    ratio, hat = r"\left(y/\hat y\right)^\top", r"\hat y"
    steps = [
        (math_line(rf"\frac{{du_1}}{{du_2}} = -y^\top = {row(first)}"),),
        (
            math_line(rf"\frac{{du_2}}{{du_3}} = \mathrm{{diag}}(1/{hat})")
            + math_line(rf"\;\Rightarrow\; \frac{{du_0}}{{du_3}} = -{ratio} = {row(second)}"),
        ),
        (math_line(rf"\frac{{du_3}}{{du_4}} = \mathrm{{diag}}({hat}) - {hat}\,{hat}^\top = {matrix(found.jacobian)}"),),
        (
            math_line(rf"{before} = -{ratio} \mathrm{{diag}}({hat}) + {ratio} {hat}\;{hat}^\top"),
            rf"First ${hat}$ cancels, and $-y^\top$ is left. Then $(y/{hat})^\top {hat}$ is the sum of $y$: 1.",
        ),
        (
            math_line(rf"\frac{{du_0}}{{du_4}} = {hat}^\top - y^\top")
            + math_line(rf"\;= {row(found.prob)} - {row(found.y)}")
            + math_line(rf"\;= {row(found.short)}"),
            f"Multiplied one by one: {math_line(row(third))}",
        ),
    ]
    return tuple(tuple(line for step in steps[: k + 1] for line in step) for k in range(len(steps)))


def check_board(values: Values) -> Board:
    """Every weight's slope three times: by the chain, by JAX, by a central difference; and the error against h."""
    net, h = network_of(values), float(values["h"])
    at = forward(net)
    found, jax, differences = gradients(net, at), by_jax(net), by_differences(net, h)
    curve = sweep(net, found, 10.0 ** np.linspace(-12, -1, 34))
    to_jax, to_differences = max_difference(found, jax), max_difference(found, differences)
    rows = (("largest gap", "", plain(to_jax), plain(to_differences)), *_check_rows(found, jax, differences))
    table = Table("table", ("weight", "chain", "jax.grad", "differences"), rows)
    return Board(
        (table, _error_plane(curve, h, to_differences), _quotients(net, h, differences)),
        (("table", "error"), ("table", "quotient")),
        len(rows) - 1,
        widths=(1.1, 1.0),
        heights=(1.0, 0.5),
        pace=2.0,
        unit="weight",
        status=("agree",) if to_jax < 1e-12 else ("differ",),
        notices=network_notices(net, at),
        summary=f"The largest gap to jax.grad is {plain(to_jax)}, "
        f"to central differences with h = {plain(h)} it is {plain(to_differences)}.",
    )


def _places(net: Network) -> list[tuple[str, int, int]]:
    return [(name, i, j) for name in ("w0", "w1") for i, j in np.ndindex(*getattr(net, name).shape)]


def _weight(name: str, i: int, j: int) -> str:
    return rf"W_{name[1]}[{i + 1},{j + 1}]"


def _check_rows(found: Gradients, *others: tuple[np.ndarray, np.ndarray]) -> tuple[tuple[str, ...], ...]:
    out = []
    for which, name in enumerate(("w0", "w1")):
        ways = (getattr(found, name), *(one[which] for one in others))
        for i, j in np.ndindex(*ways[0].shape):
            out.append((f"${_weight(name, i, j)}$", *(plain(float(way[i, j]), 8) for way in ways)))
    return tuple(out)


def _error_plane(curve: Sweep, h: float, now: float) -> Axes:
    floor = 1e-16
    layers = (
        Line(curve.h, np.maximum(curve.error, floor), "accent", width=1.4),
        Points(np.array([h]), np.array([max(now, floor)]), "ink", size=1.3),
        Labels((5e-11, 2e-3), (1e-13, 1e-13), ("digits lost", "loss bends"), "faint"),
    )
    axes = (Axis("", 1e-12, 0.1, log=True), Axis("", floor, 10.0, log=True))
    return Axes("error", layers, *axes, title="largest gap, against h", grab=DragTarget("h"))


def _quotients(net: Network, h: float, found: tuple[np.ndarray, np.ndarray]) -> TextLines:
    frames: list[tuple[str, ...]] = [("Step on: one weight after the other is moved by $h$ to both sides.",)]
    for name, i, j in _places(net):
        sides = []
        for move in (h, -h):
            weights = getattr(net, name).copy()
            weights[i, j] += move
            sides.append(forward(net.replace(**{name: weights})).loss)
        value = float(found[0 if name == "w0" else 1][i, j])
        w = _weight(name, i, j)
        above = f"{tex(sides[0], 10)} - {tex(sides[1], 10)}"
        frames.append(
            (
                math_line(rf"\frac{{u_0({w} + h) - u_0({w} - h)}}{{2h}}"),
                math_line(rf"= \frac{{{above}}}{{2 \cdot {tex(h)}}} = {tex(value, 8)}"),
            )
        )
    return TextLines("quotient", tuple(frames))


def step_board(values: Values) -> Board:
    """The gradient put to use: the loss along it, one step with numbers, and the loss of further steps."""
    walk, lr = walk_of(values), float(values["lr"])
    both = values["which"] == "both"
    after = float(walk.losses[1])
    chart = Chart(
        "chart", "loss, when the steps go on", (Series("loss", walk.losses, "accent"),), legend=False, low=0.0
    )
    readings = (
        Metric("loss before", float(walk.losses[0])),
        Metric("after one step", after, "good" if after < walk.losses[0] else "bad"),
        Metric("now", walk.losses),
    )
    return Board(
        (_along(walk, lr), chart, _step_lines(walk, lr, both), Metrics("losses", readings)),
        (("along", "chart"), ("lines", "lines"), ("losses", "losses")),
        len(walk.losses) - 1,
        heights=(1.0, 0.72, 0.0),
        pace=2.0,
        notices=walk_notices(walk, lr),
        summary=f"The loss is {plain(walk.losses[0])} before the step and {plain(after)} after it; "
        f"after {len(walk.losses) - 1} steps it is {plain(walk.losses[-1])}.",
    )


def _along(walk: Walk, lr: float) -> Axes:
    first, after = float(walk.losses[0]), float(walk.losses[1])
    high = 1.1 * max(float(walk.along.max()), first) or 1.0
    tangent = first + walk.slope * walk.rates
    layers = (
        Line(
            walk.rates, np.where(tangent >= -0.05 * high, tangent, np.nan), "faint", "tangent: slope −‖∇‖²", dashed=True
        ),
        Line(walk.rates, walk.along, "ink", "loss after the step", width=1.2),
        Points(np.array([0.0]), np.array([first]), "ink", "ring", size=1.3),
        Points(np.array([lr]), np.array([after]), "accent", size=1.4),
    )
    axes = (Axis("η", 0.0, 5.0), Axis("loss", -0.05 * high, high))
    return Axes("along", layers, *axes, title="the loss along −∇", grab=DragTarget("lr"))


def _step_lines(walk: Walk, lr: float, both: bool) -> TextLines:
    """Return, for each t, the step that led there: W_t = W_{t−1} − η · gradient."""
    frames: list[tuple[str, ...]] = [("The gradient is found. Now a step is made with it: go to t = 1.",)]
    for t in range(1, len(walk.losses)):
        before, grads, now = walk.nets[t - 1], walk.grads[t - 1], walk.nets[t]
        lines = [_update("W_0", before.w0, lr, grads.w0, now.w0)]
        if both:
            lines.append(_update("W_1", before.w1, lr, grads.w1, now.w1))
        lines.append(math_line(rf"u_0:\ {tex(walk.losses[t - 1])} \to {tex(walk.losses[t])}"))
        frames.append(tuple(lines))
    return TextLines("lines", tuple(frames))


def _update(name: str, before: np.ndarray, lr: float, gradient: np.ndarray, after: np.ndarray) -> str:
    return (
        math_line(rf"{name} \leftarrow {name} - \eta\,\frac{{du_0}}{{d{name}}} =\; ")
        + math_line(rf"{matrix(before)} - {tex(lr)}\,{matrix(gradient)}")
        + math_line(rf"\;= {matrix(after)}")
    )
