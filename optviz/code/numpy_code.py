"""The program in plain NumPy: the gradient by a complex step, the rules written out."""

from optviz.code.functions import function_of
from optviz.code.loops import averaged, written_rule
from optviz.code.setup import Setup, draws, endings, heading, joined, point


def numpy_program(setup: Setup) -> str:
    """Return the program's text; raises ``ValueError``, in a sentence, for what cannot be written out."""
    f = function_of(setup.surface, "np")
    rules = [
        written_rule(name, rule, setup, "np", timed=f.timed)
        for name, rule in zip(setup.names(), setup.optimizers, strict=True)
    ]
    value = "" if f.timed else "f(x).real:.6g"
    body = [line for block in [f.lines, *rules] for line in block]
    blocks = [
        heading(setup, "in plain NumPy"),
        ["import math", ""] * any("math." in line for line in body) + ["import numpy as np", ""],
        [f"STEPS = {setup.steps}", f"START = np.array({point(setup.start)})", ""],
        f.lines,
        _gradient(f.timed),
        draws(setup, str),
        *rules,
        endings(setup, [averaged(rule) for rule in setup.optimizers], value),
    ]
    return joined(*blocks)


def _gradient(timed: bool) -> list[str]:
    t = ", t" if timed else ""
    return [
        f"def gradient(x{t}):",
        '    """∇f by a complex step (Squire and Trapp 1998): exact, for nothing is subtracted and h may be tiny."""',
        "    h = 1e-100",
        f"    return np.array([f(x + 1j * h * axis{t}).imag / h for axis in np.eye(len(x))])",
    ]
