"""The worked step: every number that a rule's lines name reaches the browser, for each of the nine."""

import re

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.figures.race_message import view_message
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene
from tests.figures.helpers import Columns, read_view

STEPS = 25


def find(read: Columns, knobs: dict[str, float], name: str) -> np.ndarray | float | None:
    """A placeholder's values (T,) or (T, 2) as the stage looks them up: see lookUp in worked.js."""
    x = np.stack([read["x"], read["y"]], axis=1)
    plain = {"t": np.arange(STEPS), "x": x[:-1], "x_next": x[1:], "step": np.diff(x, axis=0), **knobs}
    if name in plain:
        return plain[name]
    if name == "probe" and "q.probe.0" not in read:
        return x[:-1]
    if name.endswith("_next"):
        return column(read, f"state.{name.removesuffix('_next')}", slice(1, None))
    found = column(read, f"q.{name}", slice(None))
    return column(read, f"state.{name}", slice(-1)) if found is None else found


def column(read: Columns, name: str, rows: slice) -> np.ndarray | None:
    if name in read:
        return read[name][rows]
    return np.stack([read[f"{name}.0"], read[f"{name}.1"]], axis=1)[rows] if f"{name}.0" in read else None


@pytest.mark.parametrize("key", TEXTBOOK)
def test_every_placeholder_of_the_chosen_rule_is_sent_with_its_true_number(key: str) -> None:
    race = run_scene(Scene.of("quadratic", (Racer.of(key),), steps=STEPS, noise=0.1))
    _, (read,) = read_view(view_message(race))
    names = {name for _, line in OPTIMIZERS[key].worked for name in re.findall(r"<<(\w+)>>", line)}
    quantities = race.runs[0].quantities
    assert names
    for name in names | {"grad"}:
        values = find(read, dict(race.racers[0].knobs), name)
        assert values is not None, name
        np.testing.assert_allclose(values, quantities[name], rtol=1e-5, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("key", TEXTBOOK)
def test_a_worked_line_ends_in_the_next_point(key: str) -> None:
    symbols, line = OPTIMIZERS[key].worked[-1]
    assert symbols.startswith("x_{t+1} =") and line.startswith("<<x_next>> =")


@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if key not in TEXTBOOK])
def test_an_optax_rule_sends_its_gradient_for_the_arrow(key: str) -> None:
    race = run_scene(Scene.of("quadratic", (Racer.of(key),), steps=3))
    _, (read,) = read_view(view_message(race))
    gradient = column(read, "q.grad", slice(None))
    assert gradient is not None
    np.testing.assert_allclose(gradient, race.runs[0].grad, rtol=1e-5)
