"""Every rule's path is its formula, written down in plain NumPy from the paper that the rule's card names.

Where the card's convention departs from the paper, the formula here follows the card.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import settings_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

STEPS = 100
START = (-1.2, 1.0)
# The first is smooth; on the second, slopes change their signs all the time.
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "rosenbrock": lambda x: np.array(
        [-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2), 200 * (x[1] - x[0] ** 2)],
    ),
    "booth": lambda x: np.array([10 * x[0] + 8 * x[1] - 34, 8 * x[0] + 10 * x[1] - 38]),
}
SETTINGS: dict[str, dict[str, float]] = {
    "gd": {"lr": 0.001},
    "momentum": {"lr": 0.0005},
    "nag": {"lr": 0.0005},
    "sgd": {"lr": 0.0005, "sigma": 2.0},
    "radam": {"lr": 0.002, "beta2": 0.9},
    "adamw": {"weight_decay": 0.3},
    "lbfgs": {"lr": 0.5},
    "dampened": {"lr": 0.001, "dampening": 0.5},
    "sam": {"lr": 0.001},
    "schedule_free": {"lr": 0.001, "beta": 0.8},
    "schedule_free_adamw": {"weight_decay": 0.3},
    "lookahead": {"lr": 0.0005, "k": 4.0},
    "dog": {"r0": 0.001},
    "prodigy": {"d0": 0.01},
}

Memory = dict[str, Any]
ZERO = np.zeros(2)


def gd(x, slope, mem, lr):
    return x - lr * slope(x)


def sgd(x, slope, mem, lr, sigma):
    mem["draws"] = mem.get("draws") or iter(sigma * np.random.default_rng(0).standard_normal((STEPS, 2)))
    return x - lr * (slope(x) + next(mem["draws"]))


def momentum(x, slope, mem, lr, beta):
    mem["g"] = beta * mem.get("g", ZERO) + slope(x)
    return x - lr * mem["g"]


def nag(x, slope, mem, lr, beta):
    mem["g"] = beta * mem.get("g", ZERO) + slope(x - lr * beta * mem.get("g", ZERO))
    return x - lr * mem["g"]


def adagrad_norm(x, slope, mem, lr, eps):
    mem["b"] = mem.get("b", 0.0) + slope(x) @ slope(x)
    return x - lr / math.sqrt(eps + mem["b"]) * slope(x)


def adagrad(x, slope, mem, lr, eps):
    mem["G"] = mem.get("G", ZERO) + slope(x) ** 2
    return x - lr * slope(x) / (np.sqrt(mem["G"]) + eps)


def rmsprop(x, slope, mem, lr, rho, eps):
    mem["E"] = rho * mem.get("E", ZERO) + (1 - rho) * slope(x) ** 2
    return x - lr * slope(x) / (np.sqrt(mem["E"]) + eps)


def adadelta(x, slope, mem, lr, rho, eps):
    mem["Eg"] = rho * mem.get("Eg", ZERO) + (1 - rho) * slope(x) ** 2
    step = -np.sqrt(mem.get("Ex", ZERO) + eps) / np.sqrt(mem["Eg"] + eps) * slope(x)
    mem["Ex"] = rho * mem.get("Ex", ZERO) + (1 - rho) * step * step
    return x + lr * step


def moments(x, slope, mem, beta1, beta2, start=0.0):
    """Kingma and Ba: t, m, v, and both corrected for their start."""
    mem["t"] = t = mem.get("t", 0) + 1
    mem["m"] = beta1 * mem.get("m", ZERO + start) + (1 - beta1) * slope(x)
    mem["v"] = beta2 * mem.get("v", ZERO + start) + (1 - beta2) * slope(x) ** 2
    return t, mem["m"] / (1 - beta1**t), mem["v"] / (1 - beta2**t)


def adam(x, slope, mem, lr, beta1, beta2, eps):
    _, m, v = moments(x, slope, mem, beta1, beta2)
    return x - lr * m / (np.sqrt(v) + eps)


def adamw(x, slope, mem, lr, beta1, beta2, eps, weight_decay):
    return adam(x, slope, mem, lr, beta1, beta2, eps) - lr * weight_decay * x


def nadam(x, slope, mem, lr, beta1, beta2, eps):
    t, _, v = moments(x, slope, mem, beta1, beta2)
    ahead = beta1 * mem["m"] / (1 - beta1 ** (t + 1)) + (1 - beta1) * slope(x) / (1 - beta1**t)
    return x - lr * ahead / (np.sqrt(v) + eps)


def amsgrad(x, slope, mem, lr, beta1, beta2, eps):
    _, m, v = moments(x, slope, mem, beta1, beta2)
    mem["max"] = np.maximum(mem.get("max", ZERO), v)
    return x - lr * m / (np.sqrt(mem["max"]) + eps)


def radam(x, slope, mem, lr, beta1, beta2, eps):
    t, m, v = moments(x, slope, mem, beta1, beta2)
    longest = 2 / (1 - beta2) - 1
    rho = longest - 2 * t * beta2**t / (1 - beta2**t)
    if rho < 5:
        return x - lr * m
    r = math.sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho))
    return x - lr * r * m / (np.sqrt(v) + eps)


def adabelief(x, slope, mem, lr, beta1, beta2, eps):
    t, m, _ = moments(x, slope, mem, beta1, beta2)
    mem["s"] = beta2 * mem.get("s", ZERO) + (1 - beta2) * (slope(x) - mem["m"]) ** 2 + 1e-16
    return x - lr * m / (np.sqrt(mem["s"] / (1 - beta2**t)) + eps)


def yogi(x, slope, mem, lr, beta1, beta2, eps):
    before, g2 = mem.get("v", ZERO + 1e-6), slope(x) ** 2
    t, m, _ = moments(x, slope, mem, beta1, beta2, 1e-6)
    mem["v"] = before - (1 - beta2) * np.sign(before - g2) * g2
    return x - lr * m / (np.sqrt(mem["v"] / (1 - beta2**t)) + eps)


def adamax(x, slope, mem, lr, beta1, beta2, eps):
    _, m, _ = moments(x, slope, mem, beta1, beta2)
    mem["u"] = np.maximum(beta2 * mem.get("u", ZERO), np.abs(slope(x)) + eps)
    return x - lr * m / mem["u"]


def lion(x, slope, mem, lr, beta1, beta2):
    m = mem.get("m", ZERO)
    mem["m"] = beta2 * m + (1 - beta2) * slope(x)
    return x - lr * np.sign(beta1 * m + (1 - beta1) * slope(x))


def sign_descent(x, slope, mem, lr):
    return x - lr * np.sign(slope(x))


def rprop(x, slope, mem, lr, shrink, grow):
    g, before, sizes = slope(x).copy(), mem.get("g", ZERO), mem.get("sizes", ZERO + lr)
    for i in range(2):
        if g[i] * before[i] > 0:
            sizes[i] = min(grow * sizes[i], 50.0)
        elif g[i] * before[i] < 0:
            sizes[i] = max(shrink * sizes[i], 1e-6)
            g[i] = 0.0
    mem["g"], mem["sizes"] = g, sizes
    return x - sizes * np.sign(g)


def lbfgs(x, slope, mem, lr):
    """Nocedal and Wright, Numerical optimization, algorithm 7.4, the two loops; H₀ as in (7.20)."""
    g, pairs = slope(x), mem.setdefault("pairs", [])
    if "x" in mem:
        pairs.append((x - mem["x"], g - mem["g"]))
    mem["x"], mem["g"] = x, g
    q, alphas = g.copy(), []
    for s, y in pairs[-10:][::-1]:
        alphas.append(s @ q / (y @ s))
        q = q - alphas[-1] * y
    s, y = pairs[-1] if pairs else (g, g * max(1.0, float(np.hypot(*g))))
    r = s @ y / (y @ y) * q
    for (s, y), alpha in zip(pairs[-10:], alphas[::-1], strict=True):
        r = r + s * (alpha - y @ r / (y @ s))
    return x - lr * r


def dampened(x, slope, mem, lr, beta, dampening):
    """PyTorch's buffer: the first gradient itself, then β times the buffer and the rest of the gradient."""
    mem["buf"] = beta * mem["buf"] + (1 - dampening) * slope(x) if "buf" in mem else slope(x)
    return x - lr * mem["buf"]


def nadamw(x, slope, mem, lr, beta1, beta2, eps, weight_decay):
    return nadam(x, slope, mem, lr, beta1, beta2, eps) - lr * weight_decay * x


def sam(x, slope, mem, lr, rho):
    g = slope(x)
    return x - lr * slope(x + rho * g / math.hypot(*g))


def schedule_free(y, slope, mem, lr, beta):
    """Defazio et al. (2024), equations 4 to 6: x is the mean of all z."""
    t = mem["t"] = mem.get("t", 0) + 1
    mem["z"] = mem.get("z", y) - lr * slope(y)
    mem["x"] = (1 - 1 / t) * mem.get("x", y) + mem["z"] / t
    return (1 - beta) * mem["z"] + beta * mem["x"]


def schedule_free_adamw(y, slope, mem, lr, beta1, beta2, eps, weight_decay):
    t = mem["t"] = mem.get("t", 0) + 1
    mem["v"] = beta2 * mem.get("v", ZERO) + (1 - beta2) * slope(y) ** 2
    step = slope(y) / (np.sqrt(mem["v"] / (1 - beta2**t)) + eps) + weight_decay * y
    mem["z"] = mem.get("z", y) - lr * step
    mem["x"] = (1 - 1 / t) * mem.get("x", y) + mem["z"] / t
    return (1 - beta1) * mem["z"] + beta1 * mem["x"]


def lookahead(x, slope, mem, lr, beta, k, alpha):
    """Zhang et al. (2019), algorithm 1, its two loops as one."""
    t, slow = mem.get("t", 0) + 1, mem.get("slow", x)
    x = momentum(x, slope, mem, lr, beta)
    if t % k == 0:
        x = slow = slow + alpha * (x - slow)
    mem["t"], mem["slow"] = t, slow
    return x


def dog(x, slope, mem, lr, r0, eps):
    start = mem.setdefault("start", x)
    mem["r"] = max(mem.get("r", r0 * (1 + math.hypot(*start))), math.hypot(*(x - start)))
    mem["G"] = mem.get("G", 0.0) + slope(x) @ slope(x)
    return x - lr * mem["r"] / math.sqrt(mem["G"] + eps) * slope(x)


def prodigy(x, slope, mem, lr, beta1, beta2, d0, eps):
    """Mishchenko and Defazio (2023), algorithm 4, with Adam's two corrections in its step."""
    start, d, g = mem.setdefault("start", x), mem.get("d", d0), slope(x)
    t = mem["t"] = mem.get("t", 0) + 1
    step = lr * d * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    mem["m"] = beta1 * mem.get("m", ZERO) + (1 - beta1) * d * g
    mem["v"] = beta2 * mem.get("v", ZERO) + (1 - beta2) * d * d * g * g
    root = math.sqrt(beta2)
    mem["r"] = root * mem.get("r", 0.0) + d * step * (g @ (start - x))
    mem["s"] = root * mem.get("s", ZERO) + d * step * g
    mem["d"] = d = max(d, mem["r"] / np.abs(mem["s"]).sum())
    return x - step * mem["m"] / (np.sqrt(mem["v"]) + d * eps)


PAPERS: dict[str, Callable[..., np.ndarray]] = {
    rule.__name__: rule
    for rule in (
        gd, sgd, momentum, nag, adagrad_norm, adagrad, adadelta, rmsprop, adam, adamw, nadam, amsgrad, radam, adabelief,
        yogi, adamax, lion, rprop, sign_descent, lbfgs, dampened, nadamw, sam, schedule_free, schedule_free_adamw,
        lookahead, dog, prodigy,
    )
}  # fmt: skip


def test_no_rule_is_without_its_paper() -> None:
    assert list(PAPERS) == list(OPTIMIZERS)[: len(PAPERS)] and len(PAPERS) == 28


@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("key", PAPERS)
def test_the_path_is_the_papers_algorithm_written_down_in_numpy(key: str, surface: str) -> None:
    rule = OPTIMIZERS[key](**SETTINGS.get(key, {}))
    # Without a line search L-BFGS multiplies rounding errors; its first steps tell the formula.
    steps = 15 if key == "lbfgs" else STEPS
    run = simulate(SURFACES[surface](), rule, START, steps=steps)
    x, memory, path = np.array(START), {}, [np.array(START)]
    for _ in range(steps):
        x = PAPERS[key](x, SLOPES[surface], memory, **settings_of(rule))
        path.append(x)
    np.testing.assert_allclose(run.x, path, rtol=1e-9, atol=1e-9)
