"""What the tests of several parts of the core need."""

from typing import Any


def compilations(program: Any) -> int:
    """How often a jitted function was compiled: JAX counts it, but does not say so in its types."""
    return program._cache_size()
