"""What the words on flat and sharp minima claim, and the surface and its rules against others' numbers."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import optviz
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.stochastic.two_minima import FLAT, NEITHER, RULES, SHARP, STARTS, TwoMinima
from optviz.figures.board import Axes, Swarm
from optviz.lecture.practice.flat import crowd_of, surface_of

from .helpers import board_of, values_of

GD, NOISE, BATCHES, SAM, AVERAGE = range(len(RULES))
CORNERS = [(10.0, 0.0), (40.0, 0.0), (80.0, 0.0), (10.0, 1.0), (40.0, 0.5), (80.0, 1.0)]


def written(x: jax.Array, y: jax.Array) -> jax.Array:
    """The surface as the docstring has it, for JAX to differentiate."""
    wide = 0.2 * (x + 1.5) ** 2 + y**2
    pit = 20.0 * (x - 1) ** 2 + 10.0 * y**2
    return -0.05 * jax.nn.logsumexp(jnp.stack([-wide, -pit]) / 0.05, axis=0)


def of_point(point: jax.Array) -> jax.Array:
    """The same of a point (2,)."""
    return written(point[0], point[1])


def counts(place: int, preset: str = "", **changes: float) -> np.ndarray:
    """How many of 200 starts end there under each rule, in the section's own run."""
    return crowd_of(values_of("flat", preset, **changes)).counts(place)[-1]


@pytest.mark.parametrize(("sharp", "depth"), CORNERS)
def test_sharpness_is_the_hessians_largest_eigenvalue_by_finite_differences(sharp: float, depth: float) -> None:
    surface, h = TwoMinima(sharp, depth), 1e-4
    for point, largest in zip(surface.minima, surface.sharpness, strict=True):
        value, slope = surface.value_and_slope(point)
        np.testing.assert_allclose(slope, 0, atol=1e-9)
        steps = h * np.eye(2)
        columns = [
            (surface.value_and_slope(point + s)[1] - surface.value_and_slope(point - s)[1]) / (2 * h) for s in steps
        ]
        assert np.linalg.eigvalsh(np.array(columns))[-1] == pytest.approx(largest, rel=1e-5)
        second = [
            surface.value_and_slope(point + s)[0] + surface.value_and_slope(point - s)[0] - 2 * value for s in steps
        ]
        assert max(second) / h**2 == pytest.approx(largest, rel=1e-4)
    assert surface.sharpness == pytest.approx((2.0, sharp), rel=1e-3)
    flat, pit = surface.value_and_slope(surface.minima)[0]
    assert flat - pit == pytest.approx(depth, abs=1e-6)


def test_value_slope_and_hessian_are_those_of_the_formula() -> None:
    surface, points = TwoMinima(40.0), np.random.default_rng(0).uniform((-3, -2), (3, 2), (300, 2))
    value, slope = surface.value_and_slope(points)
    np.testing.assert_allclose(value, jax.vmap(of_point)(jnp.asarray(points)), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(slope, jax.vmap(jax.grad(of_point))(jnp.asarray(points)), rtol=1e-9, atol=1e-9)
    middle = np.array([surface.saddle[0], 0.1])
    np.testing.assert_allclose(surface.hessian(middle), jax.hessian(of_point)(jnp.asarray(middle)), rtol=1e-8)


@pytest.mark.parametrize(("sharp", "depth"), CORNERS)
def test_the_pass_is_a_saddle_and_an_end_below_it_is_where_small_steps_lead(sharp: float, depth: float) -> None:
    surface = TwoMinima(sharp, depth)
    x, height = surface.saddle
    np.testing.assert_allclose(surface.value_and_slope(np.array([x, 0.0]))[1], 0, atol=1e-5)
    down, up = np.linalg.eigvalsh(surface.hessian(np.array([x, 0.0])))
    assert down < 0 < up
    wall = np.stack([np.full(401, x), np.linspace(-2, 2, 401)], axis=1)
    assert (surface.value_and_slope(wall)[0] >= height - 1e-12).all()

    rng = np.random.default_rng(1)
    points = np.concatenate(
        [rng.uniform((-3.2, -2), (3.2, 2), (1000, 2)), rng.uniform((0.6, -0.4), (1.4, 0.4), (500, 2))]
    )
    place = surface.place(points)
    points, place = points[place != NEITHER], place[place != NEITHER]
    for _ in range(4000):
        points = points - 0.005 * surface.value_and_slope(points)[1]
    nearest = np.linalg.norm(points[:, None] - surface.minima, axis=2).argmin(axis=1)
    assert (np.linalg.norm(points - surface.minima[nearest], axis=1) < 1e-3).all()
    assert (place == SHARP).sum() > 20 and (place == FLAT).sum() > 100
    np.testing.assert_array_equal(nearest, place)


@pytest.mark.parametrize("rule", ["gd", "sam"])
def test_gd_and_sam_walk_as_the_registrys_rules_do(rule: str) -> None:
    surface, runs = optviz.surface(written), crowd_of(values_of("flat"))
    optimizer = OPTIMIZERS[rule](lr=0.03, **({"rho": 0.3} if rule == "sam" else {}))
    for ball in range(0, 200, 40):
        x = runs.x[:, RULES.index(rule), ball].astype(float)
        alone = simulate(surface, optimizer, tuple(x[0]), 60).x
        # The recorded start is rounded to float32.
        np.testing.assert_allclose(x[:61], alone, atol=2e-4)


def test_noise_batches_and_the_average_are_as_written_in_numpy() -> None:
    values = values_of("flat", fall=0.3)
    surface, runs, rng = surface_of(values), crowd_of(values), np.random.default_rng(1)
    starts = np.stack([rng.uniform(-3.2, 3.2, STARTS), rng.uniform(-2, 2, STARTS)], axis=1)
    drawn = rng.standard_normal((400, 2, STARTS)).transpose(0, 2, 1)
    noisy, batch, path = starts, starts, [starts]
    for t in range(400):
        noisy = noisy - 0.03 * (surface.value_and_slope(noisy)[1] + 5 * (1 + t) ** -0.15 * drawn[t])
        batch = batch - 0.03 * surface.value_and_slope(batch + 0.1 * drawn[t])[1]
        path.append(noisy)
    mean = np.mean(path[200:], axis=0)
    # Where bowls meet rounding grows, so a few may part.
    for rule, end in ((NOISE, noisy), (BATCHES, batch), (AVERAGE, mean)):
        assert (np.abs(runs.x[-1, rule] - end).max(axis=1) < 1e-4).mean() > 0.98
        assert abs(int((surface.place(end) == SHARP).sum()) - int(runs.counts(SHARP)[-1, rule])) <= 2


def test_constant_noise_is_spread_as_langevins_theory_says() -> None:
    """Far from the pit f is quadratic: the variance of x is ησ²/(h(2 − ηh)) in each direction."""
    runs = crowd_of(values_of("flat"))
    ends = runs.x[300::20, NOISE]
    ends = ends[ends[..., 0] < 0]
    assert ends[:, 1].var() == pytest.approx(0.03 * 25 / (2 * (2 - 0.06)), rel=0.12)


def test_the_counts_of_the_words_hold() -> None:
    assert counts(SHARP)[[GD, BATCHES, SAM]].tolist() == [57, 2, 0]
    values = values_of("flat")
    surface, ends = surface_of(values), crowd_of(values).x[-1].astype(float)
    noisy, average = np.median(surface.value_and_slope(ends)[0], axis=1)[[NOISE, AVERAGE]]
    assert noisy == pytest.approx(0.2, abs=0.05) and average / noisy == pytest.approx(1 / 3, abs=0.05)
    assert counts(SHARP)[NOISE] < 10


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_they_are_no_luck_of_one_seed(seed: int) -> None:
    sharp = counts(SHARP, seed=seed)
    assert 45 < sharp[GD] < 75 and sharp[[NOISE, BATCHES, SAM]].max() <= 10
    assert counts(SHARP, "flat_annealed", seed=seed)[NOISE] >= sharp[GD]


def test_noise_that_falls_too_soon_lets_nobody_out() -> None:
    assert counts(SHARP, "flat_annealed")[NOISE] >= counts(SHARP, "flat_annealed")[GD]


def test_most_batches_leave_a_pit_that_is_lower() -> None:
    sharp = counts(SHARP, "flat_deeper")
    assert sharp[BATCHES] < 0.5 * sharp[GD]
    surface = surface_of(values_of("flat", "flat_deeper"))
    flat, pit = surface.value_and_slope(surface.minima)[0]
    assert pit == pytest.approx(flat - 0.5, abs=1e-6)


def test_above_two_over_lambda_gd_cannot_stay_and_below_it_can() -> None:
    (_, sharp), values = surface_of(values_of("flat")).sharpness, values_of("flat")
    assert 2 / sharp == pytest.approx(0.05)
    assert counts(SHARP, "flat_rate")[GD] == 0
    below = crowd_of(values | {"lr": 0.049}).x[-1, GD]
    assert (np.abs(below - surface_of(values).minima[1]).max(axis=1) < 0.01).sum() > 40


def test_sam_stays_in_the_pit_below_the_way_to_the_pass() -> None:
    surface = surface_of(values_of("flat"))
    assert surface.minima[1, 0] - surface.saddle[0] == pytest.approx(0.24, abs=0.005)
    assert counts(SHARP, rho=0.2)[SAM] > 40
    assert counts(SHARP, rho=0.25)[SAM] == 0


def test_batch_noise_is_as_large_as_the_curvature() -> None:
    surface, shift = TwoMinima(40.0), 0.01 * np.random.default_rng(0).standard_normal((20_000, 2))
    flat, sharp = (surface.value_and_slope(minimum + shift)[1].std(axis=0) for minimum in surface.minima)
    np.testing.assert_allclose([flat[1], sharp[0]], [2 * 0.01, 40 * 0.01], rtol=0.02)


def test_in_tenths_of_the_unit_every_eigenvalue_is_a_hundred_times_as_large() -> None:
    """With u = x/10 the same function is f(10 u)."""
    surface = TwoMinima(40.0)
    for point, largest in zip(surface.minima, surface.sharpness, strict=True):
        hessian = jax.hessian(lambda u: of_point(10 * u))(jnp.asarray(point / 10))
        assert np.linalg.eigvalsh(hessian)[-1] == pytest.approx(100 * largest, rel=1e-6)


def test_every_start_is_counted_once() -> None:
    for preset in ("", "flat_rate", "flat_deeper"):
        total = np.sum([counts(place, preset) for place in (FLAT, SHARP, NEITHER)], axis=0)
        assert total.tolist() == [STARTS] * len(RULES)


def test_a_rate_too_large_and_too_much_noise_are_told_in_a_sentence() -> None:
    board = board_of("flat", lr=1.4)
    assert "above 2/λ = 1" in board.notices[0][0][1] and "neither" in board.notices[0][0][1]
    assert counts(NEITHER, lr=1.4).tolist() == [STARTS] * len(RULES)
    assert "Thrown out of the picture" in board_of("flat", noise=20.0).notices[0][0][1]
    assert not board_of("flat").notices


def test_a_start_has_the_colour_of_its_end_from_when_it_stays_there() -> None:
    board, runs = board_of("flat"), crowd_of(values_of("flat"))
    swarm = next(layer for layer in board.panel("plane", Axes).layers if isinstance(layer, Swarm))
    assert swarm.arrival is not None
    for ball in range(STARTS):
        place = runs.place[::4, GD, ball]
        assert (place[swarm.arrival[ball] :] == swarm.number[ball]).all()
        assert swarm.arrival[ball] == 1 or place[swarm.arrival[ball] - 1] != swarm.number[ball]
