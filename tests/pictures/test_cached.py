"""What is shared stays within its bytes, and is computed once however many ask for it at once."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optviz.pictures import cached
from optviz.pictures.cached import OVERHEAD, Cache, size_of


@dataclasses.dataclass(eq=False)
class Pair:
    name: str
    numbers: tuple[np.ndarray, ...]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2000)), max_size=60))
def test_the_bound_holds_after_any_sequence_of_values(asked: list[tuple[int, int]]) -> None:
    cache = Cache(4000)
    for key, length in asked:
        assert cache.get(f"{key}/{length}", lambda length=length: bytes(length)) == bytes(length)
        assert cache.size <= 4000


def test_what_is_kept_is_not_computed_again_and_the_least_used_goes_first() -> None:
    cache, made = Cache(3 * (OVERHEAD + 100)), []

    def ask(key: str) -> bytes:
        return cache.get(key, lambda: made.append(key) or bytes(100))

    for key in ("a", "b", "c", "a", "d", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "d", "b"]


def test_eight_threads_that_ask_for_one_thing_compute_it_once() -> None:
    cache, made, all_here = Cache(), [], threading.Barrier(8)

    def compute() -> bytes:
        made.append(threading.get_ident())
        return b"picture"

    def ask(_: int) -> bytes:
        all_here.wait(10)
        return cache.get("one", compute)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {b"picture"}
    assert len(made) == 1


def test_a_long_computation_keeps_nobody_from_another_key() -> None:
    cache, gate = Cache(), threading.Event()
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(cache.get, "slow", lambda: gate.wait(10))
        assert cache.get("quick", lambda: b"here") == b"here"
        gate.set()
        assert slow.result(10) is True


def test_one_that_fails_is_asked_for_again_by_the_next() -> None:
    cache, outcomes = Cache(), [ValueError("no"), None]

    def compute() -> str:
        if (fault := outcomes.pop(0)) is not None:
            raise fault
        return "there"

    with ThreadPoolExecutor(1) as threads:
        assert isinstance(threads.submit(cache.get, "key", compute).exception(), ValueError)
    assert cache.get("key", compute) == "there"


def test_what_is_larger_than_the_whole_bound_is_made_and_not_kept() -> None:
    cache = Cache(100)
    assert cache.get("large", lambda: bytes(1000)) == bytes(1000)
    assert cache.size == 0


def test_an_arrays_bytes_count_once_wherever_it_hangs() -> None:
    numbers = np.zeros(1000)
    assert 8000 < size_of(Pair("a", (numbers, numbers))) < 8600
    assert 16_000 < size_of([numbers, {"other": np.ones(1000)}]) < 16_800
    assert size_of(b"x" * 500) == OVERHEAD + 500


def test_the_whole_app_keeps_at_most_64_megabytes() -> None:
    assert cached.MAX_BYTES == 64 * 2**20
