"""AdamW with warm-up, cosine and clipping walks as a PyTorch script does: LambdaLR and torch.nn.utils' clippings."""

import json
import math
from importlib.util import find_spec
from typing import Any

import jax
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from tools.torch_paths import FILE, FUNCTIONS, RECIPES, Recipe, computed

STORED: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["recipes"]
MODIFIERS = {"": "", "clip_grad_value_": "clip_value", "clip_grad_norm_": "clip_norm"}
ADDED = 1e-6
"""What clip_grad_norm_ adds to the norm before it divides by it."""


def stored(recipe: Recipe, function: str) -> np.ndarray:
    place = RECIPES.index(recipe)
    (path,) = [one["path"] for one in STORED if (one["recipe"], one["function"]) == (place, function)]
    return np.array(path)


def ours(recipe: Recipe, function: str) -> np.ndarray:
    clipping = {MODIFIERS[recipe.clip]: recipe.bound} if recipe.clip else {}
    rule = OPTIMIZERS[recipe.rule](**recipe.knobs).with_("cosine", warmup=recipe.warmup, **clipping)
    return simulate(SURFACES[function](), rule, FUNCTIONS[function][1], recipe.steps).x


def in_numpy(recipe: Recipe, function: str, added: float) -> np.ndarray:
    """The recipe with a clipping by norm, g · min(1, C/(‖g‖ + added)), written out; the slope alone is the app's."""
    k, warm, total = recipe.knobs, recipe.warmup, recipe.steps
    slope = jax.grad(SURFACES[function]())
    x, m, v, path = np.array(FUNCTIONS[function][1]), np.zeros(2), np.zeros(2), []
    for t in range(total + 1):
        path.append(x)
        g = np.asarray(slope(x))
        g = g * min(1.0, recipe.bound / (np.sqrt((g * g).sum()) + added))
        eta = k["lr"] * (t / warm if t < warm else 0.5 * (1 + math.cos(math.pi * (t - warm) / (total - warm))))
        if recipe.rule == "momentum":
            m = k["beta"] * m + g
            x = x - eta * m
            continue
        m, v = k["beta1"] * m + (1 - k["beta1"]) * g, k["beta2"] * v + (1 - k["beta2"]) * g * g
        root = np.sqrt(v / (1 - k["beta2"] ** (t + 1))) + k["eps"]
        x = x * (1 - eta * k["weight_decay"]) - eta * m / (1 - k["beta1"] ** (t + 1)) / root
    return np.array(path)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("recipe", [r for r in RECIPES if r.clip != "clip_grad_norm_"], ids=str)
def test_warm_up_cosine_decay_and_clipping_by_value_are_pytorchs(recipe: Recipe, function: str) -> None:
    np.testing.assert_allclose(ours(recipe, function), stored(recipe, function), rtol=0, atol=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("recipe", [r for r in RECIPES if r.clip == "clip_grad_norm_"], ids=str)
def test_clip_grad_norm_adds_a_millionth_to_the_norm_and_is_else_the_same(recipe: Recipe, function: str) -> None:
    """So PyTorch's clipped gradient is a little shorter than C; Optax's and ours has the length C."""
    theirs, run = stored(recipe, function), ours(recipe, function)
    np.testing.assert_allclose(in_numpy(recipe, function, ADDED), theirs, rtol=0, atol=1e-12)
    np.testing.assert_allclose(in_numpy(recipe, function, 0.0), run, rtol=0, atol=1e-12)
    assert 1e-11 < np.abs(run - theirs).max() < ADDED


def test_every_clipping_is_at_work() -> None:
    for recipe in RECIPES:
        if recipe.clip:
            without = recipe._replace(clip="")
            for function in FUNCTIONS:
                assert np.abs(ours(recipe, function) - ours(without, function)).max() > 0.01


if find_spec("torch"):

    def test_pytorch_still_takes_the_recipes_paths() -> None:
        for one, now in zip(STORED, computed()["recipes"], strict=True):
            np.testing.assert_allclose(now["path"], one["path"], rtol=1e-12, atol=1e-13)
