"""What the sections on the chain rule, on many functions and on graphs say is what their numbers do."""

import math

import numpy as np
import pytest

from optviz.core.backprop.functions import SCALAR_FUNCTIONS
from optviz.core.backprop.tape import backward, gradient
from optviz.lecture.backprop.common import chain_notices, chain_of, tape_notices, tape_of, tape_problem

from .helpers import values_of


def test_chain_rule_at_one_the_slopes_are_nine_and_ten_and_their_product_ninety():
    found = chain_of("chain_rule", values_of("chain_rule", "ninety"))
    assert found.values.tolist() == [25, 5, 1] and found.factors.tolist() == [10, 9] and found.products[-1] == 90


def test_chain_rule_the_task_has_minus_eighteen():
    found = chain_of("chain_rule", values_of("chain_rule", x=-1.0))
    assert (found.values[1], *found.factors, found.products[-1]) == (-1, -2, 9, -18)


def test_chain_rule_either_factor_zero_makes_the_product_zero():
    inside = chain_of("chain_rule", values_of("chain_rule", "flat_inside"))
    assert inside.factors.tolist() == [4, 0] and inside.products[-1] == 0
    outside = chain_of("chain_rule", values_of("chain_rule", "flat_outside"))
    assert abs(outside.factors[0]) < 1e-3 and outside.factors[1] > 6 and abs(outside.products[-1]) < 2e-3
    assert pytest.approx(-((2 / 3) ** (1 / 3)), abs=5e-4) == -0.874


@pytest.mark.parametrize("x", [-0.5, 0.5, 1.0])
def test_chain_rule_swapped_functions_have_another_derivative(x):
    found = chain_of("chain_rule", values_of("chain_rule", "swapped", x=x))
    assert found.values[0] == pytest.approx(3 * x**6 + 2) and found.products[-1] == pytest.approx(18 * x**5)
    assert found.products[-1] != pytest.approx(54 * x**5 + 36 * x**2)


def test_chain_rule_a_small_change_of_x_grows_by_both_slopes():
    f, g, h = SCALAR_FUNCTIONS["square"].value, SCALAR_FUNCTIONS["cubic"].value, 1e-6
    du = g(1 + h) - g(1)
    assert du / h == pytest.approx(9, rel=1e-4)
    assert (f(g(1) + du) - f(g(1))) / du == pytest.approx(10, rel=1e-4)


def test_many_every_product_so_far_is_a_derivative_of_y():
    found = chain_of("many", values_of("many", "backward_product"))
    links, h = [SCALAR_FUNCTIONS[key] for key in ("square", "shift", "sin", "double")], 1e-6
    for k in range(4):

        def outer(u, last=k):
            for link in reversed(links[: last + 1]):
                u = link.value(u)
            return u

        u = found.values[k + 1]
        assert found.products[k] == pytest.approx((outer(u + h) - outer(u - h)) / (2 * h), rel=1e-6)


def test_many_five_sigmoids_leave_less_than_a_thousandth_and_five_doublings_give_32():
    vanish = chain_of("many", values_of("many", "vanish"))
    assert len(vanish.factors) == 5 and (vanish.factors <= 0.25).all() and vanish.products[-1] < 1e-3
    for x in np.linspace(-3, 3, 25):
        assert chain_of("many", values_of("many", "vanish", x=x)).products[-1] < 1e-3
    assert chain_of("many", values_of("many", "explode")).products[-1] == 32


def test_many_one_factor_zero_makes_everything_before_it_zero():
    found = chain_of("many", values_of("many", "one_zero"))
    assert found.factors.tolist() == [1, 0, 1] and found.products.tolist() == [1, 0, 0]


def test_many_the_task_has_the_slope_three():
    found = chain_of("many", values_of("many", n="2"))
    assert found.values[1] == 1.5 and found.factors.tolist() == [3, 1] and found.products[-1] == 3


def test_many_a_value_too_large_is_said():
    values = values_of("many", n="5", x=3.0, **{f"f{k}": "exp" for k in range(1, 6)})
    assert "too large" in chain_notices(chain_of("many", values))[0]
    assert chain_notices(chain_of("many", values_of("many"))) == ()


def test_graph_x_gets_two_parts_that_add_up():
    tape = tape_of(values_of("graph", "used_twice"))
    x = next(i for i, node in enumerate(tape.nodes) if node.entry.name == "x")
    parts = [step.contribution for step in backward(tape) if step.parent == x]
    assert sorted(parts) == pytest.approx([-1.0, math.cos(2)]) and math.cos(2) == pytest.approx(-0.416, abs=5e-4)
    assert gradient(tape)["x"] == pytest.approx(-1.416, abs=5e-4)


def test_graph_x_times_x_has_two_arrows_to_one_node():
    tape = tape_of(values_of("graph", "squared"))
    assert tape.nodes[-1].parents == (0, 0) and gradient(tape) == {"x": 4.0}


def test_graph_the_lectures_example_is_ninety_here_too():
    tape = tape_of(values_of("graph", "lecture_graph"))
    assert tape.value == 25 and gradient(tape) == {"x": 90.0}


def test_graph_a_neuron_hands_on_everything_or_nothing():
    assert gradient(tape_of(values_of("graph", "neuron"))) == {"x": 2.0, "y": 1.0, "z": 1.0}
    assert set(gradient(tape_of(values_of("graph", "switched_off"))).values()) == {0.0}


def test_graph_squared_error_and_logistic_loss_are_those_of_the_books():
    x, y, z = 2.0, -1.0, 0.5
    error = x * y + z - 1
    assert gradient(tape_of(values_of("graph", "squared_error"))) == pytest.approx(
        {"x": 2 * error * y, "y": 2 * error * x, "z": 2 * error}
    )
    share = 1 / (1 + math.exp(x * y))
    assert gradient(tape_of(values_of("graph", "logistic"))) == pytest.approx({"x": -y * share, "y": -x * share})


def test_graph_the_task_has_four_and_two_made_of_two_parts_each():
    tape = tape_of(values_of("graph", expression="(x+y)*(x-y)"))
    assert gradient(tape) == {"x": 4.0, "y": 2.0}
    names = [tape.nodes[step.parent].entry.name for step in backward(tape)]
    assert names.count("x") == names.count("y") == 2


def test_graph_what_cannot_be_read_or_computed_is_said_in_a_sentence():
    assert tape_problem(values_of("graph")) == ""
    assert "Did you mean sin?" in tape_problem(values_of("graph", expression="sine(x)"))
    for text, says in {
        "log(y)": "log needs a number above 0",
        "x/(y + 1)": "a number other than 0 below the line",
        "(y + 1)^-2": "a negative power",
        "exp(exp(exp(x^3)))": "too large",
    }.items():
        (notice,) = tape_notices(tape_of(values_of("graph", expression=text)))
        assert says in notice, text
    (kink,) = tape_notices(tape_of(values_of("graph", expression="relu(y + 1)")))
    assert "0 is taken" in kink
    assert tape_notices(tape_of(values_of("graph"))) == ()
