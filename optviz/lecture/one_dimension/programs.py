"""The exercise's two programs, as a student would write them; what they print is what the tables show."""

ONE_VARIABLE = """\
import math
def f(x): return x * x
def df(x): return 2 * x

eta, eps, x = {eta}, 1e-6, 2.0
for t in range(1001):
    grad = df(x)
    print(t, x, f(x), grad)
    if abs(grad) < eps: break
    if math.isinf(x): break
    x = x - eta * grad
"""

TWO_VARIABLES = """\
import math
def f(x, y): return x * x + y * y
def df(x, y): return 2 * x, 2 * y

eta, eps, x, y = {eta}, 1e-6, {x}, {y}
for t in range(1001):
    gx, gy = df(x, y)
    print(t, x, y, f(x, y), gx, gy)
    if math.hypot(gx, gy) < eps: break
    if math.isinf(x) or math.isinf(y): break
    x, y = x - eta * gx, y - eta * gy
"""


def one_variable(eta: str) -> str:
    """Return the program for f(x) = x² from x₀ = 2, with ``eta`` as it is written."""
    return ONE_VARIABLE.format(eta=eta)


def two_variables(eta: str, x: float, y: float) -> str:
    """Return the program for f(x, y) = x² + y² from (x, y)."""
    return TWO_VARIABLES.format(eta=eta, x=float(x), y=float(y))
