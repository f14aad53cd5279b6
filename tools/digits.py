"""Writes the 8×8 digits that the network page trains on, optviz/core/network/assets/digits.npz, from scikit-learn.

Usage, in an environment of its own, since the app does not need scikit-learn: ``pip install scikit-learn==1.8.0``,
then ``python tools/digits.py``. The file stays the same, byte for byte in its arrays, as long as scikit-learn's does.
"""

from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "optviz" / "core" / "network" / "assets" / "digits.npz"


def write() -> None:
    """Store images (1797, 64), whole numbers 0 to 16 row by row, and labels (1797,), 0 to 9, as bytes."""
    from sklearn.datasets import load_digits  # type: ignore[import-not-found]

    found = load_digits()
    np.savez_compressed(TARGET, images=found.data.astype(np.uint8), labels=found.target.astype(np.uint8))


if __name__ == "__main__":
    write()
