"""Every rule that PyTorch has takes PyTorch's path: an oracle that shares no line with JAX or Optax."""

import json
from importlib.util import find_spec
from typing import Any

import jax
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from tools.torch_paths import FILE, FUNCTIONS, RULES, SETTINGS, computed

STORED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
PATHS: list[dict[str, Any]] = STORED["paths"]
SAME = [one for one in PATHS if one["rule"] not in ("amsgrad", "nadam_warm_up", "radam_epsilon")]


def names(paths: list[dict[str, Any]]) -> list[str]:
    return [f"{one['rule']} {one['knobs']['lr']} {one['function']}" for one in paths]


def run_of(rule: str, knobs: dict[str, float], function: str):
    start = FUNCTIONS[function][1]
    return simulate(SURFACES[function](), OPTIMIZERS[rule](**knobs), start, steps=len(PATHS[0]["path"]) - 1)


def stored(rule: str, place: int, function: str) -> np.ndarray:
    (path,) = [
        one["path"]
        for one in PATHS
        if (one["rule"], one["knobs"], one["function"]) == (rule, SETTINGS[rule][place], function)
    ]
    return np.array(path)


def test_the_file_holds_every_rule_setting_and_function_and_the_version() -> None:
    held = [(one["rule"], one["knobs"], one["function"]) for one in PATHS]
    assert held == [(key, knobs, function) for key in RULES for knobs in SETTINGS[key] for function in FUNCTIONS]
    assert STORED["torch"].startswith("2.13")


@pytest.mark.parametrize("one", SAME, ids=names(SAME))
def test_a_rule_walks_as_pytorch_walks(one: dict[str, Any]) -> None:
    run, theirs = run_of(one["rule"], one["knobs"], one["function"]), np.array(one["path"])
    if one["rule"] == "nag":
        np.testing.assert_allclose(run.probe, theirs[:-1], rtol=1e-9, atol=1e-10)
    else:
        np.testing.assert_allclose(run.x, theirs, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nadam_begins_longer_than_with_the_papers_warm_up(function: str) -> None:
    ours, theirs = run_of("nadam", SETTINGS["nadam"][0], function).x, stored("nadam_warm_up", 0, function)
    lr, (a, b) = 0.1, (0.9 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in (1, 2))
    np.testing.assert_allclose(np.abs(ours[1] - ours[0]) / lr, 0.09 / (1 - 0.81) + 1, rtol=1e-6)
    np.testing.assert_allclose(np.abs(theirs[1] - theirs[0]) / lr, b * 0.1 / (1 - a * b) + 1, rtol=1e-6)
    assert round(0.09 / 0.19 + 1, 2) == 1.47 and round(b * 0.1 / (1 - a * b) + 1, 2) == 1.06
    assert "1.47 η" in OPTIMIZERS["nadam"].convention and "1.06 η" in OPTIMIZERS["nadam"].convention


@pytest.mark.parametrize("function", FUNCTIONS)
def test_amsgrads_correction_before_the_maximum_makes_other_steps_than_after_it(function: str) -> None:
    for place, knobs in enumerate(SETTINGS["amsgrad"]):
        ours, theirs = run_of("amsgrad", knobs, function).x, stored("amsgrad", place, function)
        np.testing.assert_allclose(ours[:2], theirs[:2], rtol=1e-12)
        assert np.abs(ours - theirs).max() > 1e-3
    assert "PyTorch and Keras correct the maximum" in OPTIMIZERS["amsgrad"].convention


def radam_as_in_pytorch(function: str, lr: float, beta1: float, beta2: float, eps: float) -> np.ndarray:
    """RAdam in plain NumPy with ε beside √v, not beside √v̂."""
    slope = jax.grad(SURFACES[function]())
    x, m, v, path = np.array(FUNCTIONS[function][1]), np.zeros(2), np.zeros(2), []
    longest = 2 / (1 - beta2) - 1
    for t in range(1, len(PATHS[0]["path"]) + 1):
        path.append(x)
        g = np.asarray(slope(x))
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        rho = longest - 2 * t * beta2**t / (1 - beta2**t)
        step = m / (1 - beta1**t)
        if rho > 5:
            r = np.sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho))
            step = step * r * np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps)
        x = x - lr * step
    return np.array(path)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_radams_epsilon_stands_elsewhere_in_pytorch(function: str) -> None:
    knobs = SETTINGS["radam_epsilon"][0]
    ours, theirs = run_of("radam", knobs, function).x, stored("radam_epsilon", 0, function)
    np.testing.assert_allclose(theirs, radam_as_in_pytorch(function, **knobs), rtol=1e-9, atol=1e-10)
    assert np.abs(ours - theirs).max() > 5e-4
    assert "beside √v, before the correction" in OPTIMIZERS["radam"].convention


if find_spec("torch"):

    def test_pytorch_still_computes_what_the_file_holds() -> None:
        for one, now in zip(PATHS, computed()["paths"], strict=True):
            np.testing.assert_allclose(now["path"], one["path"], rtol=1e-12, atol=1e-13, err_msg=str(one["rule"]))
