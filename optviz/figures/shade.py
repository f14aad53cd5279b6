"""How a surface's heights become shades: plain, or logarithmic where the range asks for it."""

from dataclasses import dataclass

import numpy as np

LOG_RATIO = 6.0


@dataclass(frozen=True)
class Warp:
    """The height drawn for a value f: f itself, or log₁₀(f − floor + offset)."""

    kind: str
    floor: float
    offset: float

    def __call__(self, f: np.ndarray) -> np.ndarray:
        """Return the drawn heights of the values ``f``."""
        return f if self.kind == "linear" else np.log10(np.maximum(f - self.floor, 0.0) + self.offset)

    def back(self, height: np.ndarray) -> np.ndarray:
        """Return the values f that are drawn at these heights."""
        return height if self.kind == "linear" else 10.0**height + self.floor - self.offset


def warp_for(z: np.ndarray, floor: float | None) -> Warp:
    """Return the plain scale, or the logarithmic one where the top is far above the typical height."""
    finite = z[np.isfinite(z)]
    base = min(float(finite.min()), floor if floor is not None else np.inf)
    above = finite - base
    typical, low = np.quantile(above, [0.5, 0.005])
    if above.max() <= LOG_RATIO * typical:  # also where all is flat: 0 ≤ 0
        return Warp("linear", base, 0.0)
    return Warp("log", base, float(max(low, 1e-9 * above.max())))
