"""Mini-batches: every example once an epoch, whatever the sizes; the same order for every batch size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.stochastic.batches import MAX_EXAMPLES, batch_schedule

counts = st.integers(1, 40)


@given(n=counts, batch=st.integers(1, 60), epochs=st.integers(1, 4), seed=st.integers(0, 10**6))
def test_every_epoch_uses_every_example_once(n, batch, epochs, seed):
    per_epoch = -(-n // min(batch, n))
    schedule = batch_schedule(n, batch, epochs * per_epoch, seed)
    assert schedule.per_epoch == per_epoch
    for e in range(epochs):
        batches = [schedule.members(t) for t in range(e * per_epoch, (e + 1) * per_epoch)]
        assert sorted(np.concatenate(batches)) == list(range(n))
        assert [len(b) for b in batches[:-1]] == [schedule.batch] * (per_epoch - 1)
        assert 1 <= len(batches[-1]) <= schedule.batch


@given(n=counts, batch=st.integers(1, 60), steps=st.integers(1, 90))
def test_the_cost_is_the_number_of_examples_used_so_far(n, batch, steps):
    schedule = batch_schedule(n, batch, steps)
    sizes = [len(schedule.members(t)) for t in range(steps)]
    np.testing.assert_array_equal(schedule.ends, np.cumsum([0, *sizes]))
    assert len(schedule.order) == schedule.ends[-1]


@given(n=st.integers(2, 40), one=counts, two=counts, seed=st.integers(0, 99))
def test_all_batch_sizes_meet_the_examples_in_the_same_order(n, one, two, seed):
    first, second = batch_schedule(n, min(one, n - 1), 50, seed), batch_schedule(n, min(two, n - 1), 50, seed)
    same = min(len(first.order), len(second.order))
    np.testing.assert_array_equal(first.order[:same], second.order[:same])


@given(n=counts, batch=counts, steps=st.integers(1, 50), more=st.integers(1, 50))
def test_a_short_run_sees_the_beginning_of_a_long_one(n, batch, steps, more):
    short, long = batch_schedule(n, batch, steps, 7), batch_schedule(n, batch, steps + more, 7)
    np.testing.assert_array_equal(short.order, long.order[: len(short.order)])


def test_epochs_are_reshuffled_and_a_seed_fixes_them():
    schedule = batch_schedule(8, 8 - 1, 20, seed=1)
    epochs = schedule.order[:80].reshape(10, 8)
    assert len({tuple(e) for e in epochs}) == 10
    assert (batch_schedule(8, 7, 20, seed=2).order[:8] != epochs[0]).any()


def test_five_of_eight_in_batches_of_three_end_with_one_of_two():
    schedule = batch_schedule(8, 3, 6)
    assert [len(schedule.members(t)) for t in range(6)] == [3, 3, 2, 3, 3, 2]
    assert [schedule.place(t) for t in range(6)] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


@given(n=st.integers(1, 30), batch=st.integers(1, 40), seed=st.integers(0, 99))
def test_independent_batches_hold_different_examples_each(n, batch, seed):
    schedule = batch_schedule(n, batch, 12, seed, "independent")
    for t in range(12):
        assert len(set(schedule.members(t))) == len(schedule.members(t)) == min(batch, n)


def test_independent_batches_choose_every_pair_alike_often():
    schedule = batch_schedule(4, 2, 60_000, 5, "independent")
    low, high = np.sort(schedule.order.reshape(-1, 2), axis=1).T
    share = np.bincount(4 * low + high, minlength=16)[[1, 2, 3, 6, 7, 11]] / 60_000
    np.testing.assert_allclose(share, 1 / 6, atol=0.006)


@given(n=counts, extra=st.integers(0, 9))
def test_a_batch_of_n_or_more_is_the_data_in_its_own_order(n, extra):
    np.testing.assert_array_equal(batch_schedule(n, n + extra, 3, seed=4).order, np.tile(np.arange(n), 3))


@pytest.mark.parametrize("bad", [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_counts_below_one_are_refused_in_words(bad):
    with pytest.raises(ValueError, match="at least 1"):
        batch_schedule(*bad)


def test_a_run_too_long_is_refused_in_words():
    with pytest.raises(ValueError, match=f"at most {MAX_EXAMPLES} gradients"):
        batch_schedule(100_000, 100_000, 1000)
