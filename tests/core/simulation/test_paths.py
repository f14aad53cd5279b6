"""Paths alone are those of whole runs, to the bit."""

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import Case, paths_of, simulate
from optviz.core.surfaces import SURFACES


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_a_path_is_that_of_the_run_to_the_bit(rule: str) -> None:
    surfaces = [SURFACES[key]() for key in ("himmelblau", "ackley", "quadratic")]
    optimizers = [OPTIMIZERS[rule](lr=rate) for rate in (0.003, 0.05, 40.0)]
    cases = [Case(s, rule, s.starts[0], 60) for s in surfaces for rule in optimizers]
    for case, path in zip(cases, paths_of(cases), strict=True):
        run = simulate(case.surface, case.optimizer, case.point, case.steps)
        np.testing.assert_array_equal(path, run.x)


def test_a_path_meets_the_noise_of_the_run_and_goes_on_beyond_a_thousand_steps() -> None:
    surface, sgd = SURFACES["himmelblau"](), OPTIMIZERS["sgd"](lr=0.01, sigma=0.5)
    (path,) = paths_of([Case(surface, sgd, (1.0, 1.5), 1200, 2.0, 7)])
    np.testing.assert_array_equal(path, simulate(surface, sgd, (1.0, 1.5), 1200, 2.0, 7).x)


def test_a_diverged_path_ends_where_the_run_does() -> None:
    surface, gd = SURFACES["quadratic"](), OPTIMIZERS["gd"](lr=900.0)
    (path,) = paths_of([Case(surface, gd, (3.0, -2.0), 500)])
    run = simulate(surface, gd, (3.0, -2.0), 500)
    assert run.status.kind == "diverged" and len(path) == run.steps + 1 < 501
