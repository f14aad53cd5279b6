"""The answers of the page's questions, worked out by hand or in plain NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.lecture.curvature.bfgs_questions import ask_memory, ask_pair
from optviz.lecture.curvature.conjugate_questions import ask_second, ask_steps
from optviz.lecture.curvature.cost_questions import ask_growth, ask_matrix
from optviz.lecture.curvature.model_questions import ask_arrow, ask_kind, ask_limit
from optviz.lecture.curvature.newton_questions import ask_end, ask_step
from optviz.lecture.curvature.newton_two_questions import ask_cost, ask_digits
from optviz.lecture.curvature.search_questions import ask_exact, ask_halvings
from optviz.lecture.curvature.secant_questions import ask_next
from optviz.lecture.curvature.squares_questions import ask_damping, ask_first
from optviz.lecture.curvature.without_questions import ask_asked, ask_mirror
from optviz.lecture.curvature.wrong_questions import ask_kind as ask_where
from optviz.lecture.curvature.wrong_questions import ask_who
from optviz.questions import Ask, Choice, Form

from .helpers import values


def form_of(ask: Callable[[dict[str, Any]], Ask], section: str, **changes: Any) -> Form:
    own = {key: changes.pop(key) for key in ("generations", "pairs", "factor", "of") if key in changes}
    form = ask(values(section) | own | changes).form
    assert form.unclear() == ""
    return form


def truth_of(form: Form) -> str:
    return form.verdict(form.right_answer).truth


def number(form: Form) -> float:
    return float(form.right_answer)


def arrow(form: Form) -> tuple[float, float]:
    assert isinstance(form, Choice) and form.arrows
    return form.arrows.steps[int(form.right_answer)]


def test_newtons_arrow_leads_to_the_level_point():
    there = form_of(ask_arrow, "model", surface="booth", x0=3.0, y0=4.5, lr=0.08, overlay=False)
    assert arrow(there) == pytest.approx((-2.0, -1.5))
    there = form_of(ask_arrow, "model", surface="saddle", x0=0.8, y0=-0.6, lr=0.4, overlay=False)
    assert arrow(there) == pytest.approx((-0.8, 0.6))


def test_the_largest_rate_on_booths_bowl_is_a_ninth():
    assert number(form_of(ask_limit, "model", surface="booth", x0=2.0, y0=1.0, lr=0.05)) == pytest.approx(
        1 / 9, rel=1e-3
    )


def test_on_himmelblaus_hill_and_in_its_valleys_the_model_is_what_its_second_derivatives_say():
    names = {}
    for x, y in ((0.0, 0.0), (3.0, 2.0), (0.0, 3.0)):
        hessian = np.array([[12 * x * x + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 12 * y * y + 4 * x - 26]])
        signs = tuple(np.sign(np.linalg.eigvalsh(hessian)))
        names[signs] = truth_of(form_of(ask_kind, "model", surface="himmelblau", x0=x, y0=y))
    assert names == {
        (-1, -1): "Ellipses round a highest point",
        (1, 1): "Ellipses round a lowest point",
        (-1, 1): "Hyperbolas",
    }


def test_newtons_step_in_the_two_valleys():
    x = 2.5
    slope, bend = x**3 / 2 - x**2 / 4 - 2 * x + 1, 1.5 * x**2 - x / 2 - 2
    assert number(form_of(ask_step, "newton", fx="two_valleys", x=x)) == pytest.approx(x - slope / bend)


@pytest.mark.parametrize(
    ("start", "end"), [(2.5, "The right minimum, 2"), (-2.5, "The left minimum, −2"), (0.2, "The maximum, 0.5")]
)
def test_where_newton_ends(start, end):
    assert truth_of(form_of(ask_end, "newton", fx="two_valleys", x=start)) == end


def test_newton_costs_three_evaluations_a_step():
    assert number(form_of(ask_cost, "newton_two", surface="rosenbrock", x0=-1.2, y0=1.0)) == 18
    assert number(form_of(ask_cost, "newton_two", surface="booth", x0=5.0, y0=1.0)) == 3


def test_the_digits_after_a_step_of_newton_by_hand():
    x, norms = np.array([3.4, 2.3]), []
    for _ in range(6):
        a, b = x[0] ** 2 + x[1] - 11, x[0] + x[1] ** 2 - 7
        slope = np.array([4 * x[0] * a + 2 * b, 2 * a + 4 * x[1] * b])
        mixed = 4 * (x[0] + x[1])
        hessian = np.array([[12 * x[0] ** 2 + 4 * x[1] - 42, mixed], [mixed, 12 * x[1] ** 2 + 4 * x[0] - 26]])
        norms.append(np.linalg.norm(slope))
        x = x - np.linalg.solve(hessian, slope)
    answer = 10 ** number(form_of(ask_digits, "newton_two", surface="himmelblau", x0=3.4, y0=2.3))
    assert min(abs(np.log(answer / norm)) for norm in norms[1:] if norm > 0) < 0.05


def test_where_newton_ends_on_himmelblaus_surface():
    assert truth_of(form_of(ask_where, "wrong", surface="himmelblau", x0=-0.4, y0=-0.8)) == "A maximum"
    assert truth_of(form_of(ask_where, "wrong", surface="himmelblau", x0=3.1, y0=2.1)) == "A minimum"


def test_on_the_hill_only_the_trust_regions_step_goes_down():
    assert truth_of(form_of(ask_who, "wrong", surface="himmelblau", x0=-1.0, y0=0.0)) == "Only the trust region's"


@pytest.mark.parametrize(("first", "c", "halvings"), [(1.0, 0.1, 3), (4.0, 0.1, 5), (1.0, 0.5, 4)])
def test_halvings_by_hand(first, c, halvings):
    """Along x₂ the curvature is 10: a passes while a ≤ 2(1 − c)/10."""
    form = form_of(ask_halvings, "search", how="backtracking", x0=0.0, y0=1.0, c=c, first=first)
    assert number(form) == halvings == np.ceil(np.log2(first / (2 * (1 - c) / 10)))


def test_the_exact_length_by_hand():
    """At (−2.5, 0.5): g = (−2.5, 5), gᵀg = 31.25, gᵀHg = 6.25 + 250."""
    assert number(form_of(ask_exact, "search", how="exact", x0=-2.5, y0=0.5)) == pytest.approx(31.25 / 256.25)


def test_the_secant_by_hand():
    def slope(x: float) -> float:
        return x**3 / 2 - x**2 / 4 - 2 * x + 1

    rise = (slope(2.4) - slope(1.4)) / 1.0
    assert number(form_of(ask_next, "secant", fx="two_valleys", back=1.4, x=2.4)) == pytest.approx(
        2.4 - slope(2.4) / rise
    )


def test_one_pair_tells_one_over_the_curvature():
    assert number(form_of(ask_pair, "bfgs", surface="quadratic", x0=0.0, y0=1.2)) == pytest.approx(0.1)
    assert number(form_of(ask_pair, "bfgs", surface="quadratic", x0=1.2, y0=0.0)) == pytest.approx(1.0)


def test_who_keeps_fewer_numbers():
    assert truth_of(form_of(ask_memory, "bfgs", size=10, pairs=20)) == "BFGS"
    assert truth_of(form_of(ask_memory, "bfgs", size=1000, pairs=20)) == "L-BFGS"
    assert truth_of(form_of(ask_memory, "bfgs", size=10, pairs=5)) == "Both the same"


def test_the_second_conjugate_step_ends_at_the_minimum():
    form = form_of(ask_second, "conjugate", kappa=3.0, turn_by=20.0, x0=-1.8, y0=-1.3)
    c, s = np.cos(np.radians(20)), np.sin(np.radians(20))
    turn = np.array([[c, s], [-s, c]])
    hessian = turn.T @ np.diag([1.0, 3.0]) @ turn
    x = np.array([-1.8, -1.3])
    slope = hessian @ x
    after = x - (slope @ slope) / (slope @ hessian @ slope) * slope
    assert arrow(form) == pytest.approx(tuple(-after), abs=1e-6)
    assert truth_of(form_of(ask_steps, "conjugate", kappa=10.0, size=5)) == "after 5"


def test_gauss_newtons_first_step_by_hand():
    """From (−1.2, 1) the tangent of x² at −1.2 is at 1.44 − 2.4 · 2.2 when x is 1."""
    assert number(form_of(ask_first, "squares", surface="rosenbrock", x0=-1.2, y0=1.0)) == pytest.approx(
        1.44 - 2.4 * 2.2
    )


def test_the_damping_after_a_step_that_climbs_is_ten_times_as_large():
    assert "0.1, and x stays" in truth_of(
        form_of(ask_damping, "squares", surface="rosenbrock", mu=0.01, x0=-1.2, y0=1.0)
    )


def test_the_worst_corner_is_mirrored_through_the_middle_of_the_others():
    form = form_of(ask_mirror, "without", surface="quadratic", who="nelder_mead", x0=-2.0, y0=0.5, size=0.5)
    corners = np.array([(-2.0, 0.5), (-1.5, 0.5), (-2.0, 1.0)])
    worst, others = corners[2], corners[:2]
    assert arrow(form) == pytest.approx(tuple(2 * (others.mean(axis=0) - worst)))


def test_a_generation_asks_once_for_each_point():
    assert number(form_of(ask_asked, "without", who="cma_es", cloud=8, generations=25)) == 200


def test_memory_and_growth():
    assert number(form_of(ask_matrix, "cost", size=1e5)) == pytest.approx(40, rel=1e-3)
    assert truth_of(form_of(ask_growth, "cost", factor=10, of="newton")) == "1,000 times as long"
    assert truth_of(form_of(ask_growth, "cost", factor=10, of="bfgs")) == "100 times as long"
