"""Arrays are remembered within a bound of bytes."""

import numpy as np

from optviz.core.array_cache import array_cache


def test_the_least_recently_used_arrays_make_room() -> None:
    made: list[int] = []

    @array_cache(3 * 800)
    def line(n: int) -> np.ndarray:
        made.append(n)
        return np.full(100, float(n))

    for n in (1, 2, 3, 1, 4, 1, 2):  # 4 takes the place of 2, which was asked for longest ago
        assert line(n)[0] == n
    assert made == [1, 2, 3, 4, 2]


def test_an_array_larger_than_the_bound_is_made_each_time() -> None:
    made: list[int] = []

    @array_cache(100)
    def large() -> np.ndarray:
        made.append(1)
        return np.zeros(100)

    assert large() is not large() and len(made) == 2
