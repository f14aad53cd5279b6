"""From the controls of the backpropagation page to results of the core, and its sentences about them."""

import dataclasses
import math

import numpy as np

from optviz.core.backprop.expression import ExpressionError, parse
from optviz.core.backprop.functions import SCALAR_FUNCTIONS, Chain, ScalarFunction, chain
from optviz.core.backprop.layer_chain import (
    Forward,
    Gradients,
    Network,
    forward,
    gradients,
    log_softmax,
    softmax,
    softmax_jacobian,
    step,
)
from optviz.core.backprop.tape import Tape, record
from optviz.lecture.section import Values

STEPS = 30
"""Steps of gradient descent after the first gradient."""


def links_of(section: str, values: Values) -> tuple[ScalarFunction, ...]:
    """Return the functions f₁ … f_n that are chosen."""
    if section == "chain_rule":
        return SCALAR_FUNCTIONS[values["f"]], SCALAR_FUNCTIONS[values["g"]]
    return tuple(SCALAR_FUNCTIONS[values[f"f{k}"]] for k in range(1, int(values["n"]) + 1))


def chain_of(section: str, values: Values) -> Chain:
    """Return their chain at x."""
    return chain(links_of(section, values), float(values["x"]))


def chain_notices(found: Chain) -> tuple[str, ...]:
    """Return a sentence if a number of the chain is too large for float64."""
    if np.isfinite(found.values).all() and np.isfinite(found.products).all():
        return ()
    return (
        "A value is too large for the computer’s numbers (above 1.8 · 10³⁰⁸). Choose a smaller x or other functions.",
    )


def tape_of(values: Values) -> Tape:
    """Return the computed graph of the typed expression; raises :class:`ExpressionError` with a sentence."""
    return record(parse(values["expression"]), {name: float(values[name]) for name in "xyz"})


def tape_problem(values: Values) -> str:
    """Return a sentence if the typed expression cannot be read, else an empty text."""
    try:
        parse(values["expression"])
    except ExpressionError as error:
        return f"This cannot be read yet. {error}"
    return ""


REASONS = {
    "log": "log needs a number above 0",
    "div": "a division needs a number other than 0 below the line",
    "pow": "a negative power needs a number other than 0",
}


def tape_notices(tape: Tape) -> tuple[str, ...]:
    """Return a sentence about what would puzzle: a value that does not exist, ReLU exactly on its kink."""
    if tape.broken is not None:
        node = tape.nodes[tape.broken]
        known = REASONS.get(node.entry.op)
        inputs = [tape.nodes[i].value for i in node.parents]
        if known and (min(inputs) <= 0 or (node.entry.op == "div" and inputs[1] == 0)):
            return (f"The computation stops: {known}. Move x, y or z.",)
        return ("The computation stops: a value is too large for the computer’s numbers. Move x, y or z.",)
    if any(node.entry.op == "relu" and tape.nodes[node.parents[0]].value == 0 for node in tape.nodes):
        return (
            "relu stands exactly on its kink, where it has no derivative: 0 is taken, as everywhere in deep learning.",
        )
    return ()


def network_of(values: Values) -> Network:
    """Return the network with one example that the controls describe."""
    return Network(
        np.array([row[0] for row in values["input"]], dtype=float),
        int(values["label"]) - 1,
        np.array(values["w0"], dtype=float),
        np.array(values["w1"], dtype=float),
        values["activation"],
    )


def network_notices(net: Network, at: Forward) -> tuple[str, ...]:
    """Return a sentence about what would puzzle in the chain's gradients."""
    out = []
    if net.activation == "relu":
        if (at.u[6] == 0).any():
            units = " and ".join(str(i + 1) for i in np.flatnonzero(at.u[6] == 0))
            out.append(
                f"Unit {units} stands on ReLU’s kink, u₆ = 0, where there is no derivative: 0 is taken, as is usual."
            )
        elif (at.u[6] < 0).all():
            out.append("ReLU is off in every unit: du₅/du₆ is 0, so this example teaches W₀ nothing.")
    if not net.x.any():
        out.append("x = 0: whatever W₀ is, u₆ = 0, so the gradient for W₀ is 0.")
    if breaks(at):
        out.append(
            "A probability is 0 in the computer’s numbers, so 1/ŷ is infinite and the factors cannot be multiplied. "
            "The short-cut ŷ − y needs no division: the last gradient is found with it."
        )
    return tuple(out)


def breaks(at: Forward) -> bool:
    """Return whether some probability is so small that 1/ŷ overflows."""
    with np.errstate(all="ignore"):
        return not np.isfinite(1 / at.u[3]).all()


@dataclasses.dataclass(frozen=True)
class Shortcut:
    """Softmax with cross-entropy at logits z: y, ŷ, the three Jacobians' products one after the other, and ŷ − y.

    ``products``: −yᵀ, −yᵀ diag(1/ŷ), and that times diag(ŷ) − ŷŷᵀ, (K,) each.
    """

    y: np.ndarray
    prob: np.ndarray
    loss: float
    jacobian: np.ndarray
    products: tuple[np.ndarray, np.ndarray, np.ndarray]

    @property
    def short(self) -> np.ndarray:
        """The short-cut ŷ − y (K,)."""
        return self.prob - self.y


def shortcut_of(values: Values) -> Shortcut:
    """Return both ways to du₀/du₄ at the chosen logits."""
    z = np.array([row[0] for row in values["logits"]], dtype=float)
    y, prob = np.eye(len(z))[int(values["label"]) - 1], softmax(z)
    jacobian = softmax_jacobian(prob)
    with np.errstate(all="ignore"):
        second = -y @ np.diag(1 / prob)
        products = (-y, second, second @ jacobian)
    return Shortcut(y, prob, float(-(y @ log_softmax(z))), jacobian, products)


def shortcut_notices(found: Shortcut) -> tuple[str, ...]:
    """Return a sentence where the product of the Jacobians breaks down."""
    if np.isfinite(found.products[2]).all():
        return ()
    return (
        "A probability is 0 in the computer’s numbers: 1/ŷ is infinite, and ∞ · 0 is no number. "
        "The short-cut ŷ − y holds all the same.",
    )


@dataclasses.dataclass(frozen=True)
class Walk:
    """Gradient descent on one example: the networks (T+1), their losses (T+1,) and gradients, and the loss along −∇.

    ``rates`` (n,), ``along`` (n,): L(W − η ∇) for many η from the first network; ``slope``: its slope at η = 0, −‖∇‖².
    """

    nets: tuple[Network, ...]
    losses: np.ndarray
    grads: tuple[Gradients, ...]
    rates: np.ndarray
    along: np.ndarray
    slope: float


def walk_of(values: Values) -> Walk:
    """Return the walk with the chosen η, on W₀ alone or on both matrices."""
    net, lr, both = network_of(values), float(values["lr"]), values["which"] == "both"
    nets, grads, losses = [net], [], []
    for _ in range(STEPS + 1):
        at = forward(nets[-1])
        losses.append(at.loss)
        grads.append(gradients(nets[-1], at))
        nets.append(step(nets[-1], grads[-1], lr, w1=both))
    rates = 5.0 * np.linspace(0, 1, 201) ** 2
    along = [forward(step(net, grads[0], float(rate), w1=both)).loss for rate in rates]
    slope = -(grads[0].square if both else float((grads[0].w0 ** 2).sum()))
    return Walk(tuple(nets[:-1]), np.array(losses), tuple(grads), rates, np.array(along), slope)


def walk_notices(walk: Walk, lr: float) -> tuple[str, ...]:
    """Return a sentence if nothing moves or if the step went too far."""
    if walk.slope == 0:
        return ("The gradient is 0: nothing moves, whatever η is.",)
    if lr == 0:
        return ("η = 0: the step has length 0, so nothing moves. Give η a larger value.",)
    if not math.isclose(walk.losses[1], walk.losses[0]) and walk.losses[1] > walk.losses[0]:
        return (
            f"The loss rose from {walk.losses[0]:.4g} to {walk.losses[1]:.4g}: this η is too large for this slope.",
        )
    return ()
