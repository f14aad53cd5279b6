"""Write the paths that PyTorch's optimizers take, an oracle that knows nothing of Optax: `python -m tools.torch_paths`.

They lie in ``tests/core/optimizers/torch_paths.json``, so that the tests need no PyTorch; where it can be imported, a
test computes them anew. It is the CPU build, ``torch==2.13.0+cpu`` of PyTorch's own index, and no dependency.
"""

import importlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).resolve().parents[1] / "tests" / "core" / "optimizers" / "torch_paths.json"
STEPS = 16


class Rule(NamedTuple):
    """One of our rules in PyTorch's words: the class in ``torch.optim``, and what its arguments are called there."""

    name: str
    arguments: Callable[[dict[str, float]], dict[str, Any]]


def _adam(knobs: dict[str, float], **more: Any) -> dict[str, Any]:
    return {"lr": knobs["lr"], "betas": (knobs["beta1"], knobs["beta2"]), "eps": knobs["eps"], **more}


RULES: dict[str, Rule] = {
    "gd": Rule("SGD", lambda k: {"lr": k["lr"]}),
    "momentum": Rule("SGD", lambda k: {"lr": k["lr"], "momentum": k["beta"]}),
    "nag": Rule("SGD", lambda k: {"lr": k["lr"], "momentum": k["beta"], "nesterov": True}),
    "adagrad": Rule("Adagrad", lambda k: {"lr": k["lr"], "eps": k["eps"]}),
    "adadelta": Rule("Adadelta", lambda k: {"lr": k["lr"], "rho": k["rho"], "eps": k["eps"]}),
    "rmsprop": Rule("RMSprop", lambda k: {"lr": k["lr"], "alpha": k["rho"], "eps": k["eps"]}),
    "adam": Rule("Adam", _adam),
    "adamw": Rule("AdamW", lambda k: _adam(k, weight_decay=k["weight_decay"])),
    # PyTorch lets β₁ grow from half its value, as the paper does; so strong a decay makes it constant, as in Optax.
    "nadam": Rule("NAdam", lambda k: _adam(k, momentum_decay=1e6)),
    "nadam_warm_up": Rule("NAdam", _adam),
    "amsgrad": Rule("Adam", lambda k: _adam(k, amsgrad=True)),
    "radam": Rule("RAdam", _adam),
    "radam_epsilon": Rule("RAdam", _adam),
    "adamax": Rule("Adamax", _adam),
    "rprop": Rule("Rprop", lambda k: {"lr": k["lr"], "etas": (k["shrink"], k["grow"])}),
    "dampened": Rule("SGD", lambda k: {"lr": k["lr"], "momentum": k["beta"], "dampening": k["dampening"]}),
    "nadamw": Rule(
        "NAdam",
        lambda k: _adam(k, momentum_decay=1e6, weight_decay=k["weight_decay"], decoupled_weight_decay=True),
    ),
}

# Two settings each. NAG's path is that of the points where it takes its gradient: see its convention.
SETTINGS: dict[str, tuple[dict[str, float], ...]] = {
    "gd": ({"lr": 0.002}, {"lr": 0.01}),
    "momentum": ({"lr": 0.001, "beta": 0.9}, {"lr": 0.004, "beta": 0.5}),
    "nag": ({"lr": 0.001, "beta": 0.9}, {"lr": 0.004, "beta": 0.5}),
    "adagrad": ({"lr": 0.5, "eps": 1e-8}, {"lr": 0.2, "eps": 0.1}),
    "adadelta": ({"lr": 1.0, "rho": 0.9, "eps": 1e-6}, {"lr": 0.7, "rho": 0.5, "eps": 1e-3}),
    "rmsprop": ({"lr": 0.02, "rho": 0.9, "eps": 1e-8}, {"lr": 0.1, "rho": 0.5, "eps": 0.1}),
    **{
        key: (
            {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
            {"lr": 0.3, "beta1": 0.5, "beta2": 0.9, "eps": 0.1},
        )
        for key in ("adam", "nadam", "nadam_warm_up", "amsgrad", "adamax")
    },
    "adamw": (
        {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01},
        {"lr": 0.3, "beta1": 0.5, "beta2": 0.9, "eps": 0.1, "weight_decay": 0.5},
    ),
    # ε = 0, for PyTorch adds it before the correction of v, Optax after it.
    "radam_epsilon": ({"lr": 0.05, "beta1": 0.5, "beta2": 0.9, "eps": 1.0},),
    "radam": (
        {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 0.0},
        {"lr": 0.05, "beta1": 0.5, "beta2": 0.9, "eps": 0.0},
    ),
    "dampened": ({"lr": 0.01, "beta": 0.9, "dampening": 0.9}, {"lr": 0.004, "beta": 0.5, "dampening": 0.2}),
    "nadamw": (
        {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01},
        {"lr": 0.3, "beta1": 0.5, "beta2": 0.9, "eps": 0.1, "weight_decay": 0.5},
    ),
    "rprop": ({"lr": 0.1, "shrink": 0.5, "grow": 1.2}, {"lr": 0.4, "shrink": 0.3, "grow": 1.5}),
}


def booth(x: Any, y: Any) -> Any:
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


def himmelblau(x: Any, y: Any) -> Any:
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


FUNCTIONS: dict[str, tuple[Callable[[Any, Any], Any], tuple[float, float]]] = {
    "booth": (booth, (-3.0, 4.5)),
    "himmelblau": (himmelblau, (-1.0, 2.5)),
}


def path(rule: Rule, knobs: dict[str, float], function: str) -> list[list[float]]:
    """Return the points, start first, that PyTorch visits on ``function``, with gradients of its own, in float64."""
    torch: Any = importlib.import_module("torch")
    f, start = FUNCTIONS[function]
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, rule.name)([point], **rule.arguments(knobs))
    points = [point.tolist()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        f(point[0], point[1]).backward()
        optimizer.step()
        points.append(point.tolist())
    return points


class Recipe(NamedTuple):
    """A rule with what a training script has around it: warm-up and cosine by ``LambdaLR``, and a clipping.

    ``clip``: which function of ``torch.nn.utils`` clips the gradient, none for an empty name, and ``bound`` its bound.
    """

    rule: str
    knobs: dict[str, float]
    warmup: int
    steps: int
    clip: str = ""
    bound: float = 0.0


_ADAMW = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.05}
RECIPES = (
    Recipe("adamw", _ADAMW, 12, 60),
    Recipe("adamw", _ADAMW, 12, 60, "clip_grad_value_", 5.0),
    Recipe("adamw", _ADAMW, 12, 60, "clip_grad_norm_", 10.0),
    Recipe("momentum", {"lr": 0.01, "beta": 0.9}, 12, 60, "clip_grad_value_", 5.0),
    Recipe("momentum", {"lr": 0.01, "beta": 0.9}, 12, 60, "clip_grad_norm_", 10.0),
)


def recipe_path(recipe: Recipe, function: str) -> list[list[float]]:
    """Return the points, start first, of a training script as PyTorch's documentation has it, in float64."""
    torch: Any = importlib.import_module("torch")
    f, start = FUNCTIONS[function]
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule = RULES[recipe.rule]
    optimizer = getattr(torch.optim, rule.name)([point], **rule.arguments(recipe.knobs))
    warm, total = recipe.warmup, recipe.steps

    def factor(t: int) -> float:
        return t / warm if t < warm else 0.5 * (1 + math.cos(math.pi * (t - warm) / (total - warm)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    points = [point.tolist()]
    for _ in range(total):
        optimizer.zero_grad()
        f(point[0], point[1]).backward()
        if recipe.clip:
            getattr(torch.nn.utils, recipe.clip)([point], recipe.bound)
        optimizer.step()
        schedule.step()
        points.append(point.tolist())
    return points


def computed() -> dict[str, Any]:
    """Return the version of PyTorch, every path and every recipe's."""
    torch: Any = importlib.import_module("torch")
    torch.set_default_dtype(torch.float64)  # NAdam multiplies its β₁ in the default type
    paths = [
        {"rule": key, "knobs": knobs, "function": function, "path": path(RULES[key], knobs, function)}
        for key in RULES
        for knobs in SETTINGS[key]
        for function in FUNCTIONS
    ]
    recipes = [
        {"recipe": i, "function": function, "path": recipe_path(recipe, function)}
        for i, recipe in enumerate(RECIPES)
        for function in FUNCTIONS
    ]
    return {"torch": torch.__version__, "paths": paths, "recipes": recipes}


def main() -> None:
    """Write the file anew."""
    now = computed()
    paths, recipes = (",\n".join(" " + json.dumps(one) for one in now[key]) for key in ("paths", "recipes"))
    version = json.dumps(now["torch"])
    FILE.write_text(f'{{"torch": {version}, "paths": [\n{paths}\n], "recipes": [\n{recipes}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
