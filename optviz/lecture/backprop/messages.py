"""Sentences that several sections of the backpropagation page show above their pictures."""

import numpy as np

from optviz.core.backprop.functions import Chain
from optviz.core.backprop.layer_chain import Forward, Network
from optviz.figures.board import Text, from_step
from optviz.lecture.backprop.common import product_overflows


def chain_notices(chain: Chain, typed: bool = False) -> tuple[str, ...]:
    """Return a sentence if a number of the chain is too large for float64 or, of ``typed`` functions, not there."""
    if np.isfinite(chain.values).all() and np.isfinite(chain.products).all():
        return ()
    if typed:
        return ("A value or a slope is not a finite number at this x, as log(z) has none for z ≤ 0. Move x.",)
    return (
        "A value is too large for the computer’s numbers (above 1.8 · 10³⁰⁸). Choose a smaller x or other functions.",
    )


def unit_notices(net: Network, forward_pass: Forward, last: int) -> tuple[Text, ...]:
    """Return a sentence where units stand on ReLU's kink; at the ``last`` step, where they or x make a gradient 0."""
    notices: list[Text] = []
    u6 = forward_pass.u[6]
    if net.activation == "relu":
        if (u6 == 0).any():
            units = " and ".join(str(i + 1) for i in np.flatnonzero(u6 == 0))
            notices.append(
                f"Unit {units} stands on ReLU’s kink, u₆ = 0, where there is no derivative: 0 is taken, as is usual."
            )
        elif (u6 < 0).all():
            off = "ReLU is off in every unit: du₅/du₆ is 0, so this example teaches W₀ nothing."
            notices.append(from_step(last, off))
    if not net.x.any():
        notices.append(from_step(last, "x = 0: whatever W₀ is, u₆ = 0, so the gradient for W₀ is 0."))
    return tuple(notices)


def network_notices(net: Network, forward_pass: Forward, last: int) -> tuple[Text, ...]:
    """Return a sentence about each thing in the network's gradients that would puzzle."""
    overflow = (
        "A probability is 0 in the computer’s numbers, so 1/ŷ is infinite and the factors cannot be multiplied. "
        "The short-cut ŷ − y needs no division: the last gradient is computed with it.",
    )
    return unit_notices(net, forward_pass, last) + (overflow if product_overflows(forward_pass) else ())
