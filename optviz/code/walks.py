"""A walk in one dimension as a program: the lecture's loop, with f′ written out or found by the library."""

import ast

from optviz.code.functions import lines_of, typed_lines
from optviz.code.optviz_code import text_literal
from optviz.code.setup import docstring, float_text, joined
from optviz.code.sources import Renamed, body_of
from optviz.code.translate import Words
from optviz.core.one_d.functions import Function
from optviz.core.one_d.own import NAMES, TypedFunction
from optviz.core.one_d.walk import Walk

_OF_ARRAYS = Renamed(
    {name: ast.parse(f"jnp.{to}", mode="eval").body for name, to in (("cosine", "cos"), ("sine", "sin"))}
)
_LOOP = """\
for t in range(STEPS):
    slope = df(x)
    if not abs(slope) >= EPS:  # small enough, or not a number
        break
    x = x - ETA * slope
"""
_BY_LIBRARY = {
    "np": """\
def df(x):
    \"\"\"f′ by a complex step (Squire and Trapp 1998): exact, for nothing is subtracted and h may be tiny.\"\"\"
    h = 1e-100
    return f(x + 1j * h).imag / h
""",
    "jnp": "df = jax.jit(jax.grad(f))\n",
    "torch": """\
def df(x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(f(x), x)[0]
""",
}
_OPENING: dict[Words, tuple[str, list[str], str]] = {
    "np": ("in plain NumPy", ["import numpy as np"], "np.float64"),
    "jnp": (
        "in JAX",
        ["import jax", "import jax.numpy as jnp", "", 'jax.config.update("jax_enable_x64", True)'],
        "jnp.array",
    ),
    "torch": ("in PyTorch", ["import torch", "", "torch.set_default_dtype(torch.float64)"], "torch.tensor"),
}
_WORDS: dict[str, Words] = {"numpy": "np", "optax": "jnp", "torch": "torch"}


def walk_program(run: Walk, flavour: str) -> str:
    """Return the program of a walk, which takes at most as many steps as the walk has and prints where it ends."""
    return _in_optviz(run) if flavour == "optviz" else _written_out(run, _WORDS[flavour])


def _heading(run: Walk, how: str) -> list[str]:
    return docstring(f"Gradient descent on {run.function.name}, {run.steps} steps from {_start(run)}, {how}.")


def _start(run: Walk) -> str:
    return float_text(float(run.x[0]))


def _written_out(run: Walk, words: Words) -> str:
    how, imports, as_number = _OPENING[words]
    value = "f(x).real" if words == "np" else "float(f(x))"  # at a kink NumPy's helpers make a complex number of it
    f, slope = _function(run.function, words)
    body = "\n".join([*f, *slope])
    return joined(
        _heading(run, how),
        ["import math"] * ("math." in body) + imports,
        [f"ETA, EPS, STEPS = {float_text(run.eta)}, {run.epsilon!r}, {run.steps}", ""],
        f,
        slope,
        [f"x = {as_number}({_start(run)})", *_LOOP.splitlines()],
        [f'print(f"GD ends at {{[float(x)]}}, f = {{{value}:.6g}}")'],
    )


def _function(function: Function, words: Words) -> tuple[list[str], list[str]]:
    """Return the lines of f and of its derivative: written out where that is NumPy and the derivative is known."""
    by_library = _BY_LIBRARY[words].splitlines()
    if isinstance(function, TypedFunction):
        return typed_lines(function.formula, function.values, NAMES, words), by_library
    own = type(function)
    f = lines_of(_formula(own.value), {}, words, function.name, timed=False, typed=True)
    if words != "np":
        return f, by_library
    slope = lines_of(_formula(own.slope), {}, words, "The derivative of f", timed=False, typed=True)
    return f, [line.replace("def f(x):", "def df(x):") for line in slope]


def _formula(method: object) -> list[ast.stmt]:
    """Return a method's statements as they are for arrays."""
    first, *others = body_of(method)  # type: ignore[arg-type]
    body = first.body if isinstance(first, ast.If) else [first, *others]
    return [_OF_ARRAYS.visit(statement) for statement in body]


def _in_optviz(run: Walk) -> str:
    function = run.function
    if isinstance(function, TypedFunction):
        known = "from optviz.core.one_d.own import typed_function"
        text = f"typed_function({text_literal(function.formula.text)}, {function.values!r})"
    else:
        known = "from optviz.core.one_d.functions import FUNCTIONS"
        text = f"FUNCTIONS[{text_literal(function.key)}]()"
    knobs = f"eta={float_text(run.eta)}, start={_start(run)}, epsilon={run.epsilon!r}, steps={run.steps}"
    return joined(
        _heading(run, "with optviz"),
        [known, "from optviz.core.one_d.walk import walk"],
        [f"function = {text}", f"run = walk(function, {knobs})"],
        ['print(f"GD ends at {[float(run.x[-1])]}, f = {run.value[-1]:.6g}: {run.status.reason}")'],
    )
