"""Functions that a program defines itself: where libraries have none, or differ at a kink.

For NumPy they take complex numbers z, whose imaginary part carries the derivative: kinks are decided by the real part,
and at one the app's subgradient is taken. Where f has no real value it is not a number.
"""

from optviz.code.translate import Words

_NUMPY = {
    "abs": "return z * np.sign(z.real)  # slope 0 at the kink",
    "sqrt": "return np.sqrt(z) if z.real >= 0 else np.nan * z",
    "log": "return np.log(z) if z.real > 0 else np.nan * z",
    "arcsin": "return np.arcsin(z) if abs(z.real) <= 1 else np.nan * z",
    "arccos": "return np.arccos(z) if abs(z.real) <= 1 else np.nan * z",
    "relu": "return z if z.real > 0 else 0 * z",
    "step": "return float(z.real > 0)",
    "sigmoid": "return (1 + np.tanh(z / 2)) / 2",
    "softplus": "return z + np.log1p(np.exp(-z)) if z.real > 0 else np.log1p(np.exp(z))",
}
_NUMPY_OF_TWO = {
    "minimum": ("equal", "return a if a.real < b.real else b"),
    "maximum": ("equal", "return a if a.real > b.real else b"),
    "hypot": ("", "return np.sqrt(a * a + b * b) if a.real or b.real else 0 * a"),
    "mod": ("", "return a - b * np.floor(a.real / b.real)"),
    "power": ("", "return a**b if a.real > 0 or b == np.round(b.real) else np.nan * a"),
}


def _numpy_of_two(name: str, kind: str, line: str) -> str:
    lines = [f"def {name}(a, b):", "    a, b = np.complex128(a), np.complex128(b)"]
    if kind:
        lines += ["    if a.real == b.real:", "        return (a + b) / 2  # the mean of both slopes"]
    return "\n".join([*lines, f"    {line}"])


_ZERO_SLOPE = "    square = a * a + b * b\n    root = {0}.sqrt({0}.where(square > 0, square, 1.0))\n"
_HYPOT = "def hypot(a, b):\n" + _ZERO_SLOPE + "    return {0}.where(square > 0, root, 0.0)"

HELPERS: dict[Words, dict[str, str]] = {
    "np": {name: f"def {name}(z):\n    {line}" for name, line in _NUMPY.items()}
    | {name: _numpy_of_two(name, kind, line) for name, (kind, line) in _NUMPY_OF_TWO.items()},
    "jnp": {
        "abs": "def abs(z):\n    return z * jnp.sign(z)  # JAX's own has slope 1 at the kink",
        "hypot": _HYPOT.format("jnp"),
        "relu": "def relu(z):\n    return jnp.where(z > 0, z, 0.0)",
        "step": "def step(z):\n    return jnp.where(z > 0, 1.0, 0.0)",
        "sigmoid": "def sigmoid(z):\n    return jax.nn.sigmoid(z)",
        "softplus": "def softplus(z):\n    return jnp.logaddexp(0.0, z)",
    },
    "torch": {
        "hypot": _HYPOT.format("torch"),
        "minimum": "def minimum(a, b):\n    return torch.minimum(torch.as_tensor(a), torch.as_tensor(b))",
        "maximum": "def maximum(a, b):\n    return torch.maximum(torch.as_tensor(a), torch.as_tensor(b))",
        "power": "def power(a, b):\n    return torch.pow(a, b)",
        "mod": "def mod(a, b):\n    return torch.remainder(a, b)",
        "step": "def step(z):\n    return torch.where(z > 0, 1.0, 0.0)",
        "softplus": "def softplus(z):\n    return torch.logaddexp(torch.zeros(()), z)",
    },
}
"""The functions by library and by the name that jax.numpy has."""
