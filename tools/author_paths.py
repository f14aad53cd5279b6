"""Write the paths of the authors' own packages, a third oracle beside Optax and papers: `python -m tools.author_paths`.

They lie in ``tests/core/optimizers/author_paths.json``, so that the tests need none of the packages; where all can be
imported, a test computes them anew. Prodigy, Schedule-Free and DoG come from those who wrote the papers
(``prodigyopt``, ``schedulefree``, ``dog-optimizer``); the authors of SAM and of Lookahead published no package, so
theirs are those of ``pytorch-optimizer``. All of them stand on PyTorch, and none is a dependency.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from tools.torch_paths import FUNCTIONS

FILE = Path(__file__).resolve().parents[1] / "tests" / "core" / "optimizers" / "author_paths.json"
STEPS = 24
PACKAGES = ("torch", "prodigyopt", "schedulefree", "dog-optimizer", "pytorch-optimizer")

Knobs = dict[str, float]


class Walk(NamedTuple):
    """A package's optimizer on one point: what makes it, and whether it judges a run by another point than its path."""

    make: Callable[[list[Any], Knobs], Any]
    judged: bool = False


def _made(module: str, name: str, **more: Any) -> Callable[[list[Any], Knobs], Any]:
    """Return what makes a package's optimizer; its arguments are ours, ``more`` says what they are called there."""

    def make(points: list[Any], knobs: Knobs) -> Any:
        arguments = {key: value(knobs) if callable(value) else value for key, value in more.items()}
        return getattr(importlib.import_module(module), name)(points, **arguments)

    return make


def _knob(key: str) -> Callable[[Knobs], float]:
    return lambda knobs: knobs[key]


def _betas(knobs: Knobs) -> tuple[float, float]:
    return knobs["beta1"], knobs["beta2"]


def _lookahead(points: list[Any], knobs: Knobs) -> Any:
    torch, package = (importlib.import_module(name) for name in ("torch", "pytorch_optimizer"))
    fast = torch.optim.SGD(points, lr=knobs["lr"], momentum=knobs["beta"])
    return package.Lookahead(fast, k=int(knobs["k"]), alpha=knobs["alpha"], pullback_momentum="none")


def _sam(points: list[Any], knobs: Knobs) -> Any:
    torch, package = (importlib.import_module(name) for name in ("torch", "pytorch_optimizer"))
    return package.SAM(points, torch.optim.SGD, rho=knobs["rho"], perturb_eps=0.0, lr=knobs["lr"])


_LR, _EPS = {"lr": _knob("lr")}, {"eps": _knob("eps")}
_PRODIGY = {**_LR, **_EPS, "betas": _betas, "d0": _knob("d0")}

WALKS: dict[str, Walk] = {
    "prodigy": Walk(_made("prodigyopt", "Prodigy", **_PRODIGY, use_bias_correction=True)),
    "prodigy_as_it_comes": Walk(_made("prodigyopt", "Prodigy", **_PRODIGY)),
    "schedule_free": Walk(_made("schedulefree", "SGDScheduleFree", **_LR, momentum=_knob("beta")), judged=True),
    "schedule_free_adamw": Walk(
        _made("schedulefree", "AdamWScheduleFree", **_LR, **_EPS, betas=_betas, weight_decay=_knob("weight_decay")),
        judged=True,
    ),
    "dog": Walk(_made("dog", "DoG", **_LR, **_EPS, reps_rel=_knob("r0"))),
    "sam": Walk(_sam),
    "lookahead": Walk(_lookahead),
}

_FREE = ({"lr": 0.01, "beta": 0.9}, {"lr": 0.003, "beta": 0.5})
_PRODIGIES = (
    {"lr": 1.0, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "d0": 1e-3},
    {"lr": 0.7, "beta1": 0.5, "beta2": 0.9, "eps": 0.1, "d0": 0.1},
)
SETTINGS: dict[str, tuple[Knobs, ...]] = {
    "prodigy": _PRODIGIES,
    "prodigy_as_it_comes": _PRODIGIES[:1],
    "schedule_free": _FREE,
    "schedule_free_adamw": (
        {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0},
        {"lr": 0.3, "beta1": 0.5, "beta2": 0.9, "eps": 0.1, "weight_decay": 0.5},
    ),
    "dog": ({"lr": 1.0, "r0": 1e-3, "eps": 1e-8}, {"lr": 0.5, "r0": 0.1, "eps": 1e-3}),
    "sam": ({"lr": 0.01, "rho": 0.05}, {"lr": 0.003, "rho": 0.5}),
    "lookahead": (
        {"lr": 0.003, "beta": 0.9, "k": 5.0, "alpha": 0.5},
        {"lr": 0.01, "beta": 0.5, "k": 3.0, "alpha": 0.8},
    ),
}


@contextmanager
def _precise() -> Iterator[Any]:
    """PyTorch in float64, for as long as it lasts."""
    torch: Any = importlib.import_module("torch")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield torch
    finally:
        torch.set_default_dtype(before)


def walked(walk: Walk, knobs: Knobs, function: str) -> dict[str, list[list[float]]]:
    """Return the points that a package visits on ``function``, start first, and those by which it judges them."""
    f, start = FUNCTIONS[function]
    with _precise() as torch:
        point = torch.tensor(start, requires_grad=True)
        optimizer = walk.make([point], knobs)

        def slope() -> Any:
            optimizer.zero_grad()
            value = f(point[0], point[1])
            value.backward()
            return value

        path, judged = [point.tolist()], [point.tolist()]
        for _ in range(STEPS):
            if walk.judged:
                optimizer.train()
            slope()
            optimizer.step(slope) if optimizer.__class__.__name__ == "SAM" else optimizer.step()
            path.append(point.tolist())
            if walk.judged:
                optimizer.eval()
                judged.append(point.tolist())
                optimizer.train()
    return {"path": path, **({"judged": judged} if walk.judged else {})}


def computed() -> dict[str, Any]:
    """Return the versions of the packages and every path."""
    paths = [
        {"rule": key, "knobs": knobs, "function": function, **walked(walk, knobs, function)}
        for key, walk in WALKS.items()
        for knobs in SETTINGS[key]
        for function in FUNCTIONS
    ]
    return {"versions": {name: version(name) for name in PACKAGES}, "paths": paths}


def main() -> None:
    """Write the file anew."""
    found = computed()
    lines = ",\n".join(" " + json.dumps(one) for one in found["paths"])
    head = json.dumps(found["versions"])
    FILE.write_text(f'{{"versions": {head}, "paths": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
