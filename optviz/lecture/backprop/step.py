"""The gradient put to use: one step of gradient descent on the weights, and thirty more."""

import dataclasses
import math

import numpy as np

from optviz.core.backprop.layer_chain import Gradients, Network, forward, gradients, step
from optviz.core.number_text import label, tex
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Line,
    Metric,
    Metrics,
    Points,
    Series,
    Text,
    TextLines,
    from_step,
)
from optviz.lecture.backprop.common import network_controls, network_of
from optviz.lecture.backprop.numbers import display_math, matrix
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.section import Preset, Section, Values

STEPS = 30
"""Steps of gradient descent after the first one."""

MAX_RATE = 5.0


@dataclasses.dataclass(frozen=True)
class Descent:
    """Gradient descent on one example: the networks (T+1), their losses (T+1,) and gradients, and the loss along −∇.

    ``line_losses`` (n,): L(W − η ∇) of the first network for many η, ``rates`` (n,); ``slope``: its slope at η = 0,
    −‖∇‖².
    """

    nets: tuple[Network, ...]
    losses: np.ndarray
    grads: tuple[Gradients, ...]
    rates: np.ndarray
    line_losses: np.ndarray
    slope: float


def descend(values: Values) -> Descent:
    """Return the descent with the chosen η, on W₀ alone or on both matrices."""
    net, lr, both = network_of(values), float(values["lr"]), values["which"] == "both"
    nets, grads, losses = [net], [], []
    for _ in range(STEPS + 1):
        forward_pass = forward(nets[-1])
        losses.append(forward_pass.loss)
        grads.append(gradients(nets[-1], forward_pass))
        nets.append(step(nets[-1], grads[-1], lr, w1=both))
    rates = MAX_RATE * np.linspace(0, 1, 201) ** 2
    line_losses = [forward(step(net, grads[0], float(rate), w1=both)).loss for rate in rates]
    slope = -(grads[0].square if both else float((grads[0].w0 ** 2).sum()))
    return Descent(tuple(nets[:-1]), np.array(losses), tuple(grads), rates, np.array(line_losses), slope)


def step_notices(descent: Descent, lr: float) -> tuple[Text, ...]:
    """Return a sentence if nothing moves or, once the step is made, if it went too far."""
    if descent.slope == 0:
        return ("The gradient is 0: nothing moves, whatever η is.",)
    if lr == 0:
        return ("η = 0: the step has length 0, so nothing moves. Give η a larger value.",)
    before, after = float(descent.losses[0]), float(descent.losses[1])
    if not math.isclose(after, before) and after > before:
        rose = f"The loss rose from {label(before)} to {label(after)}: this η is too large for this slope."
        return (from_step(1, rose),)
    return ()


def step_board(values: Values) -> Board:
    """Show the loss along the gradient, one step with numbers, and the loss of further steps."""
    descent, lr = descend(values), float(values["lr"])
    losses = descent.losses
    after = float(losses[1])
    chart = Chart("chart", "loss, when the steps go on", (Series("loss", losses, "accent"),), legend=False, low=0.0)
    metrics = (
        Metric("loss before", float(losses[0])),
        Metric("after one step", from_step(1, label(after)), "good" if after < losses[0] else "bad"),
        Metric("now", losses),
    )
    return Board(
        (
            _line_axes(descent, lr),
            chart,
            _step_lines(descent, lr, both=values["which"] == "both"),
            Metrics("losses", metrics),
        ),
        (("along", "chart"), ("lines", "lines"), ("losses", "losses")),
        len(losses) - 1,
        heights=(1.0, 0.72, 0.0),
        pace=2.0,
        notices=step_notices(descent, lr),
        summary=f"The loss is {label(losses[0])} before the step and {label(after)} after it; "
        f"after {len(losses) - 1} steps it is {label(losses[-1])}.",
    )


def _line_axes(descent: Descent, lr: float) -> Axes:
    """Return the loss along −∇ with its tangent, and the point that the chosen η leads to."""
    rates, before, after = descent.rates, float(descent.losses[0]), float(descent.losses[1])
    high = 1.1 * max(float(descent.line_losses.max()), before) or 1.0
    tangent = before + descent.slope * rates
    visible = np.where(tangent >= -0.05 * high, tangent, np.nan)
    layers = (
        Line(rates, visible, "faint", "tangent: slope −‖∇‖²", dashed=True),
        Line(rates, descent.line_losses, "ink", "loss after the step", width=1.2, since=1),
        Points(np.array([0.0]), np.array([before]), "ink", "ring", size=1.3),
        Points(np.array([lr]), np.array([after]), "accent", size=1.4, since=1),
    )
    axes = (Axis("η", 0.0, MAX_RATE), Axis("loss", -0.05 * high, high))
    return Axes("along", layers, *axes, title="the loss along −∇", drag=DragTarget("lr"))


def _step_lines(descent: Descent, lr: float, both: bool) -> TextLines:
    """Return, for each t, the step that led there: W_t = W_{t−1} − η · gradient."""
    frames: list[tuple[str, ...]] = [("The gradient is known. Now a step is made with it: go to t = 1.",)]
    for t in range(1, len(descent.losses)):
        before, grads, after = descent.nets[t - 1], descent.grads[t - 1], descent.nets[t]
        lines = [_update("W_0", before.w0, lr, grads.w0, after.w0)]
        if both:
            lines.append(_update("W_1", before.w1, lr, grads.w1, after.w1))
        lines.append(display_math(rf"u_0:\ {tex(descent.losses[t - 1])} \to {tex(descent.losses[t])}"))
        frames.append(tuple(lines))
    return TextLines("lines", tuple(frames))


def _update(name: str, before: np.ndarray, lr: float, gradient: np.ndarray, after: np.ndarray) -> str:
    return (
        display_math(rf"{name} \leftarrow {name} - \eta\,\frac{{du_0}}{{d{name}}} =\; ")
        + display_math(rf"{matrix(before)} - {tex(lr)}\,{matrix(gradient)}")
        + display_math(rf"\;= {matrix(after)}")
    )


STEP = Section(
    "step",
    "Step",
    controls=network_controls(
        Choice("which", "what moves", (("w0", "W₀ alone"), ("both", "W₀ and W₁")), "w0"),
        Slider("lr", r"\eta", "learning rate", 0.1, 0.0, MAX_RATE, "square"),
    ),
    presets=(
        Preset("one_step", "One step"),
        Preset("thirty", "Thirty more", {"which": "both"}),
        Preset("small_step", "Small η", {"lr": 0.02, "which": "both"}),
        Preset(
            "too_long",
            "η = 2: the loss rises",
            {"activation": "tanh", "label": "2", "lr": 2.0, "which": "both"},
        ),
    ),
    draw=step_board,
    more=("label",),
)
