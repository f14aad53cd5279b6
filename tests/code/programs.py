"""Run a program as a person does, and compare where it ends with the app's run."""

import contextlib
import io
import json
import re

import numpy as np

from optviz.code.setup import Setup
from optviz.core.simulation.simulate import simulate

ENDS = re.compile(r"^.* (?:ends at|the average is) (\[.*?\])", re.MULTILINE)


def printed(text: str) -> list[list[float]]:
    """Run a program by itself and return the points that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), np.errstate(all="ignore"):
        exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})
    return [
        json.loads(found.replace("nan", "NaN").replace("inf", "Infinity")) for found in ENDS.findall(out.getvalue())
    ]


def expected(made: Setup) -> list[list[float]]:
    """Return the same points of the app's runs: where each ends, and its average where it has one."""
    points = []
    for rule in made.optimizers:
        run = simulate(made.surface, rule, made.start, made.steps, made.noise, made.seed)
        points.append(run.x[-1].tolist())
        average = run.average
        if average is not None:
            points.append(average[-1].tolist())
    return points


def check(made: Setup, text: str, within: float = 1e-12) -> None:
    """Assert that a program ends where the app's runs end."""
    ends, wanted = printed(text), expected(made)
    assert len(ends) == len(wanted) >= 1
    np.testing.assert_allclose(ends, wanted, rtol=within, atol=within)
