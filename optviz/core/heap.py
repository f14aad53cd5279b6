"""Memory that the process no longer needs, handed back to the system."""

import ctypes
import sys


def trim() -> None:
    """Hand the memory that compiling took back to the system, where the C library can: up to 200 MB for a training."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)
