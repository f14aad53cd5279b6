"""How exactly numbers come over."""

import numpy as np


def arrives(read: np.ndarray, true: np.ndarray, relative: float = 2**-21) -> bool:
    """Whether numbers came over: to half a unit of the last bit kept, infinities and NaN as they are."""
    finite = np.isfinite(true)
    with np.errstate(invalid="ignore"):
        # Below the smallest normal float the digits thin out: there the error is as large as at that float.
        near = np.abs(read - true)[finite] <= relative * np.maximum(np.abs(true[finite]), np.finfo(float).tiny)
    return bool(near.all()) and np.array_equal(read[~finite], true[~finite], equal_nan=True)
