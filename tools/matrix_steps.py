"""Write the steps that others' Muon, Shampoo and SOAP take, one more oracle: `python -m tools.matrix_steps`.

They lie in ``tests/core/matrices/steps_of_others.json``, so that the tests need neither package; where both can be
imported, a test computes them anew. Muon is PyTorch's own, Shampoo and SOAP are those of ``pytorch-optimizer``. All
are given the same gradients and no decay of weights; a matrix is handed over as z = x W has it, to Muon turned over.
"""

import importlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

FILE = Path(__file__).resolve().parents[1] / "tests" / "core" / "matrices" / "steps_of_others.json"
STEPS = 12
SHAPES = ((5, 3), (3, 6), (4, 4))
VECTOR = (6,)
PACKAGES = ("torch", "pytorch-optimizer")

Knobs = dict[str, float]


class Other(NamedTuple):
    """Another's rule: what makes it, the knobs it is tried with, the shapes, and how each is handed over."""

    make: Callable[[list[Any], Knobs], Any]
    settings: tuple[Knobs, ...]
    shapes: tuple[tuple[int, ...], ...] = (*SHAPES, VECTOR)
    turned: bool = False
    within: Callable[[], AbstractContextManager[Any]] = nullcontext


def gradients(shape: tuple[int, ...], steps: int = 25, seed: int = 0) -> np.ndarray:
    """Return random gradients about a mean that is not 0, as a run's are."""
    rng = np.random.default_rng(seed)
    least = min(shape)
    inner = rng.standard_normal((least,) * len(shape)) + 0.5 * rng.standard_normal((steps, *(least,) * len(shape)))
    if len(shape) < 2:
        return inner
    # All in one space of the smaller dimension: eigenvectors beyond it, which are anyone's choice, play no part.
    left, right = (np.linalg.qr(rng.standard_normal((side, least)))[0] for side in shape)
    return left @ inner @ right.T


def _muon(points: list[Any], knobs: Knobs) -> Any:
    torch: Any = importlib.import_module("torch")
    return torch.optim.Muon(points, lr=knobs["lr"], momentum=knobs["beta"], weight_decay=0.0, adjust_lr_fn="original")


def _in_float64() -> AbstractContextManager[Any]:
    """PyTorch's Newton–Schulz steps, which it takes in bfloat16 whatever the gradient is in, in float64."""
    torch: Any = importlib.import_module("torch")
    return mock.patch.object(torch.Tensor, "bfloat16", lambda tensor: tensor.double().clone())


def _shampoo(points: list[Any], knobs: Knobs) -> Any:
    package: Any = importlib.import_module("pytorch_optimizer")
    return package.Shampoo(points, lr=knobs["lr"], matrix_eps=knobs["eps"])


def _soap(points: list[Any], knobs: Knobs) -> Any:
    package: Any = importlib.import_module("pytorch_optimizer")
    return package.SOAP(
        points,
        lr=knobs["lr"],
        betas=(knobs["beta1"], knobs["beta2"]),
        eps=knobs["eps"],
        weight_decay=0.0,
        precondition_frequency=int(knobs["every"]),
    )


_MUONS = ({"lr": 0.02, "beta": 0.5}, {"lr": 0.1, "beta": 0.3})
# ε small: theirs is added before the correction of v, ours, as Adam has it, after it.
_SOAPS = (
    {"lr": 0.02, "beta1": 0.95, "beta2": 0.95, "eps": 1e-8, "every": 10.0},
    {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-8, "every": 1.0},
)
# With β₂ = 0 v needs no correction, so ε may be large: what rounding leaves beyond a low rank then moves nothing.
_SOAPS_OF_LOW_RANK = ({"lr": 0.05, "beta1": 0.9, "beta2": 0.0, "eps": 0.1, "every": 100.0},)
OTHERS: dict[str, Other] = {
    "muon": Other(_muon, _MUONS, SHAPES, turned=True, within=_in_float64),
    "muon_as_it_comes": Other(_muon, _MUONS[1:], SHAPES, turned=True),
    "shampoo": Other(_shampoo, ({"lr": 0.3, "eps": 1e-3}, {"lr": 0.05, "eps": 0.1})),
    "soap": Other(_soap, _SOAPS, (SHAPES[2], VECTOR)),
    "soap_of_low_rank": Other(_soap, _SOAPS_OF_LOW_RANK),
}


def steps_of(other: Other, knobs: Knobs, grads: np.ndarray) -> np.ndarray:
    """Return the steps that another's rule takes on these gradients, in float64, shaped as they are."""
    torch: Any = importlib.import_module("torch")
    there = np.swapaxes(grads, 1, 2) if other.turned else grads
    point = torch.zeros(there.shape[1:], dtype=torch.float64, requires_grad=True)
    steps = []
    with other.within():
        rule = other.make([point], knobs)
        for grad in there:
            before = point.detach().clone()
            point.grad = torch.tensor(grad.copy(), dtype=torch.float64)
            rule.step()
            steps.append((point.detach() - before).numpy())
    return np.swapaxes(steps, 1, 2) if other.turned else np.array(steps)


def computed() -> dict[str, Any]:
    """Return the versions of the packages, and all steps."""
    found = [
        {"rule": key, "knobs": knobs, "shape": list(shape), "steps": steps.tolist()}
        for key, other in OTHERS.items()
        for knobs in other.settings
        for shape in other.shapes
        for steps in (steps_of(other, knobs, gradients(shape, STEPS)),)
    ]
    return {"versions": {name: version(name) for name in PACKAGES}, "steps": found}


def main() -> None:
    """Write the file anew."""
    found = computed()
    lines = ",\n".join(" " + json.dumps(one) for one in found["steps"])
    FILE.write_text(f'{{"versions": {json.dumps(found["versions"])}, "steps": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
