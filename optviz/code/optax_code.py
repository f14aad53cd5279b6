"""The program in JAX: Optax's own names where Optax has the rule, else the update written out."""

from optviz.code.functions import function_of
from optviz.code.loops import Gradient, averaged, written_rule
from optviz.code.optax_rules import chain, has, note
from optviz.code.rules import parts
from optviz.code.setup import Setup, about, average_lines, draws, endings, heading, joined, point
from optviz.core.optimizers import Optimizer


def optax_program(setup: Setup) -> str:
    """Return the program's text; raises ``ValueError``, in a sentence, for what cannot be written out."""
    f = function_of(setup.surface, "jnp")
    named = list(zip(setup.names(), setup.optimizers, strict=True))
    rules = [_rule(name, rule, setup, f.timed) for name, rule in named]
    value = "" if f.timed else "float(f(x)):.6g"
    body = "\n".join(line for block in [f.lines, *rules] for line in block)
    blocks = [
        heading(setup, "in JAX" + (" with Optax" if "optax." in body else "")),
        _imports(body, setup.noisy),
        ['jax.config.update("jax_enable_x64", True)  # float64; without it JAX computes in float32', ""],
        [f"STEPS = {setup.steps}", f"START = jnp.array({point(setup.start)})", ""],
        f.lines,
        ["value_and_grad = jax.jit(jax.value_and_grad(f))"] * ("value_and_grad(" in body)
        + ["gradient = jax.jit(jax.grad(f))"] * ("gradient(" in body),
        draws(setup, str),
        *rules,
        endings(
            setup, [(not has(rule) and averaged(rule)) or parts(rule)[1].averages for rule in setup.optimizers], value
        ),
    ]
    return joined(*blocks)


def _imports(body: str, noisy: bool) -> list[str]:
    lines = ["import math", ""] if "math." in body else []
    lines += ["import jax", "import jax.numpy as jnp"]
    lines += ["import numpy as np"] if noisy else []
    return [*lines, *(["import optax"] if "optax." in body else []), ""]


def _rule(name: str, rule: Optimizer, setup: Setup, timed: bool) -> list[str]:
    if not has(rule):
        return written_rule(name, rule, setup, "jnp", timed=timed, more=note(rule))
    noise = Gradient(rule, setup, "jnp", timed).noise
    first, every, judged = average_lines(rule, setup, "x")
    return [
        f"def {name}(x):",
        *about(rule),
        *(f"    {line}" for line in chain(rule)),
        "    state = optimizer.init(x)",
        "    update = jax.jit(optimizer.update)",
        *first,
        "    for t in range(1, STEPS + 1):",
        f"        value, grad = value_and_grad(x{', t' if timed else ''})",
        *([f"        grad = grad + {noise} * draws[t - 1]"] if noise else []),
        "        updates, state = update(grad, state, x)",
        "        x = optax.apply_updates(x, updates)",
        *every,
        f"    return x{f', {judged}' if judged else ''}",
    ]
