"""Loading what pictures need: NumPy, JAX and Optax, by one thread while all others wait.

Threads that load them side by side can meet them half loaded, and then no page of this process ever opens. So whoever
is about to import what needs them, the route, the script of a page or the warm-up, calls :func:`load` first.
"""

import threading
from importlib import import_module

_LOCK = threading.RLock()


def load() -> None:
    """Load the computing libraries and what draws pictures, if they are not loaded yet."""
    with _LOCK:
        import_module("optviz.pictures.stream")
        import_module("optviz.core.network.training")
