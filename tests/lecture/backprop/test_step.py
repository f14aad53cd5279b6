"""The section on one step: the loss falls as the tangent promised, until η is too large."""

import pytest

from optviz.core.backprop.layer_chain import forward, gradients, step
from optviz.figures.board import last_text
from optviz.lecture.backprop.step import descend, step_notices

from .helpers import network, values_of


def test_one_step_lowers_the_loss_as_the_tangent_promised():
    descent = descend(values_of("step", "one_step"))
    assert descent.losses[:2] == pytest.approx([0.927, 0.906], abs=5e-4)
    assert -0.1 * descent.slope == pytest.approx(0.021, abs=5e-4)
    assert descent.losses[0] - descent.losses[1] == pytest.approx(0.021, abs=5e-4)


def test_the_slope_along_minus_the_gradient_is_minus_its_squared_length():
    for which in ("w0", "both"):
        values = values_of("step", which=which)
        net, forward_pass = network("step")
        grads, h = gradients(net, forward_pass), 1e-6
        ahead, behind = (forward(step(net, grads, side, w1=which == "both")).loss for side in (h, -h))
        assert descend(values).slope == pytest.approx((ahead - behind) / (2 * h), rel=1e-6)


def test_thirty_steps_on_both_get_to_0_019_and_on_w0_to_0_502():
    assert descend(values_of("step", "thirty")).losses[-1] == pytest.approx(0.019, abs=5e-4)
    assert descend(values_of("step")).losses[-1] == pytest.approx(0.502, abs=5e-4)
    both, alone = (descend(values_of("step", which=which)).slope for which in ("both", "w0"))
    assert both / alone == pytest.approx(7, abs=0.5)


def test_a_small_eta_follows_the_tangent_and_a_large_one_overshoots():
    descent = descend(values_of("step", "small_step"))
    assert (descent.losses[0] - descent.losses[1]) / (-0.02 * descent.slope) == pytest.approx(1, abs=0.02)
    values = values_of("step", "too_long")
    descent = descend(values)
    assert descent.losses[1] > descent.losses[0] and "too large" in last_text(step_notices(descent, values["lr"])[0])


def test_what_does_not_move_is_said():
    assert "nothing moves" in step_notices(descend(values_of("step", lr=0.0)), 0.0)[0]
    off = tuple((-1.0, -1.0) for _ in range(4))
    assert "gradient is 0" in step_notices(descend(values_of("step", w0=off)), 0.1)[0]
    assert step_notices(descend(values_of("step")), 0.1) == ()
