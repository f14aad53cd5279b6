"""Functions compiled ahead of time, of which nothing stays but the programs.

``jax.jit`` keeps what it has traced as long as the function lives: for the programs of the lecture as much memory again
as the programs themselves.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any

import jax
from jax.core import Tracer

_REMEMBERED = 256


class Ahead:
    """A function that is compiled ahead of time for each layout of its arguments, each by one thread alone.

    ``size``: about how many bytes a program of it takes, as measured, for a cache that is bounded by bytes.
    """

    def __init__(self, function: Callable[..., Any], size: int = 0) -> None:
        self._function, self.size = function, size
        self._programs: dict[Hashable, Callable[..., Any]] = {}
        self._locks: dict[Hashable, threading.RLock] = {}
        self._guard = threading.Lock()

    @property
    def compilations(self) -> int:
        """For how many layouts of arguments it has been compiled."""
        return len(self._programs)

    def __call__(self, *arguments: Any) -> Any:
        leaves, treedef = jax.tree_util.tree_flatten(arguments)
        layout = (treedef, *[(leaf.shape, leaf.dtype) if hasattr(leaf, "dtype") else type(leaf) for leaf in leaves])
        program = self._programs.get(layout)
        if program is None:
            if any(isinstance(leaf, Tracer) for leaf in leaves):
                return self._function(*arguments)  # part of a larger program
            program = self._compile(layout, arguments)
        return program(*arguments)

    def _compile(self, layout: Hashable, arguments: tuple[Any, ...]) -> Callable[..., Any]:
        with self._guard:
            lock = self._locks.setdefault(layout, threading.RLock())
        with lock:
            program = self._programs.get(layout) or compile_ahead(self._function, *arguments)
            with self._guard:
                if len(self._programs) >= _REMEMBERED:
                    self._programs.pop(next(iter(self._programs)))
                self._programs[layout] = program
                self._locks.pop(layout, None)
        return program


def ahead(function: Callable[..., Any], size: int = 0) -> Ahead:
    """Return ``function`` compiled ahead of time for each layout of arguments it meets: numbers and arrays of them."""
    return Ahead(function, size)


def compile_ahead(function: Callable[..., Any], *arguments: Any) -> Callable[..., Any]:
    """Return ``function`` compiled for arguments of just these shapes and types; it is not run."""

    def traced_once(*arguments: Any) -> Any:  # with this function goes what JAX remembers of it
        return function(*arguments)

    traced_once.__name__ = getattr(function, "__name__", "traced_once")
    return jax.jit(traced_once).lower(*arguments).compile()
