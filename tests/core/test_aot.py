"""Programs are compiled ahead of time, once for each layout of arguments, however many threads ask."""

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead, compile_ahead
from tests.core.helpers import compiling


def test_a_function_is_compiled_once_for_each_layout_of_its_arguments() -> None:
    double = ahead(lambda x: 2 * x)
    with compiling() as names:
        assert double(np.arange(3.0)).tolist() == [0, 2, 4]
        assert double(np.arange(3.0) + 1).tolist() == [2, 4, 6]
        assert double(np.arange(2)).tolist() == [0, 2]
        assert float(double(1.5)) == 3.0 and float(double(2.5)) == 5.0
    assert len(names) == 3


def test_numbers_that_differ_in_type_have_programs_of_their_own() -> None:
    half = ahead(lambda x: x / 2)
    assert half(np.float32(3)).dtype == np.float32
    assert half(np.float64(3)).dtype == np.float64


def test_threads_that_ask_at_once_trace_and_compile_once() -> None:
    traced: list[int] = []
    together = threading.Barrier(4)

    def cube(x: jax.Array) -> jax.Array:
        traced.append(1)
        return x**3

    cubed = ahead(cube)

    def ask(x: float) -> float:
        together.wait()
        return float(cubed(np.float64(x)))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, (1.0, 2.0, 3.0, 4.0))) == [1, 8, 27, 64]
    assert len(traced) == 1


def test_a_compiled_function_can_be_part_of_a_larger_program() -> None:
    square = ahead(lambda x: x**2)
    assert float(square(3.0)) == 9.0
    assert float(jax.grad(square)(3.0)) == 6.0
    assert float(jax.jit(lambda x: square(x) + 1)(3.0)) == 10.0


def test_nothing_but_the_program_stays() -> None:
    def local(x: jax.Array) -> jax.Array:
        return jnp.sin(x)

    program = compile_ahead(local, np.ones(3))
    traced = weakref.ref(local)
    del local
    assert traced() is None, "what JAX remembers would hold the function"
    assert program(np.zeros(3)).tolist() == [0, 0, 0]
