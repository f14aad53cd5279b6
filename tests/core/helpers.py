"""What the tests of several parts of the core need."""

from collections.abc import Iterator
from contextlib import contextmanager

from jax import monitoring

_compiled: list[str] = []


def _heard(event: str, duration_secs: float, **kwargs: str | int) -> None:
    if event.endswith("backend_compile_duration"):
        _compiled.append(str(kwargs.get("fun_name", event)))


monitoring.register_event_duration_secs_listener(_heard)


@contextmanager
def compiling() -> Iterator[list[str]]:
    """Give a list that holds, after the block, the names of all programs that JAX compiled in it."""
    names: list[str] = []
    before = len(_compiled)
    yield names
    names += _compiled[before:]
