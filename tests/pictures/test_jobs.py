"""Long work: shared, in a fair queue, never given up while somebody watches, forgotten when it fails."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.lecture.work import Work
from optviz.pictures.jobs import Job, Jobs

ENOUGH = 20.0


def counting(most: int, gate: threading.Semaphore | None = None, started: list[int] | None = None) -> Work:
    """Counts to ``most``, each number after the gate lets it through."""

    def count() -> Iterator[int]:
        if started is not None:
            started.append(0)
        for k in range(most + 1):
            if k and gate:
                gate.acquire()
            yield k

    return Work("count", count)


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + ENOUGH
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


def ignore() -> None:
    """Watch without being told."""


def test_the_first_result_is_there_at_once_and_the_last_one_stays() -> None:
    jobs, gate = Jobs(), threading.Semaphore(0)
    job = jobs.ask("count", counting(3, gate))
    assert jobs.snapshot(job)[0] == 0 and not jobs.snapshot(job).done
    gate.release(3)
    assert jobs.wait(job, ENOUGH).result == 3 and jobs.snapshot(job).done
    assert jobs.ask("count", counting(3, gate)) is job and jobs.snapshot(job).result == 3


def test_waiting_ends_when_its_time_is_over() -> None:
    jobs, gate = Jobs(), threading.Semaphore(0)
    job = jobs.ask("count", counting(2, gate))
    assert jobs.wait(job, 0.01).result == 0
    gate.release()
    until(lambda: jobs.snapshot(job).result == 1)
    assert not jobs.snapshot(job).done
    gate.release()
    assert jobs.wait(job, ENOUGH).done


def test_twelve_different_jobs_asked_for_at_once_all_finish_and_never_go_back() -> None:
    jobs = Jobs(workers=2, idle=0.2, max_bytes=0)
    found = [jobs.ask(f"job {n}", counting(20)) for n in range(12)]
    seen: dict[Job, list[int]] = {job: [] for job in found}
    with ExitStack() as watching:
        for job in found:
            watching.enter_context(jobs.watched(job, lambda job=job: seen[job].append(job.latest)))
        assert all(jobs.wait(job, ENOUGH).done for job in found)
    assert all(results == sorted(results) for results in seen.values())
    assert {jobs.snapshot(job).result for job in found} == {20}


def test_a_job_that_waits_says_how_many_are_before_it() -> None:
    jobs, gate = Jobs(workers=2), threading.Semaphore(0)
    found = [jobs.ask(f"job {n}", counting(1, gate)) for n in range(5)]
    until(lambda: [jobs.snapshot(job).queued for job in found] == [0, 0, 2, 3, 4])
    gate.release(5)
    until(lambda: all(jobs.snapshot(job).done for job in found))
    assert [jobs.snapshot(job).queued for job in found] == [0] * 5


def test_equal_addresses_share_one_job() -> None:
    jobs, started = Jobs(), []
    threads = [threading.Thread(target=jobs.ask, args=("same", counting(3, None, started))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert started == [0]


def test_a_job_that_nobody_watches_stops_and_goes_on_where_it_was() -> None:
    jobs, gate = Jobs(idle=0.05), threading.Semaphore(0)
    job = jobs.ask("count", counting(3, gate))
    with jobs.watched(job, ignore):
        gate.release()
        until(lambda: job.latest == 1)
    time.sleep(0.1)
    gate.release()
    until(lambda: job not in jobs._running)
    stopped = job.latest
    assert stopped in (1, 2) and not job.done
    with jobs.watched(jobs.ask("count", counting(3, gate)), ignore):
        assert job.latest >= stopped
        gate.release(9)
        assert jobs.wait(job, ENOUGH).result == 3


def test_a_job_in_the_queue_that_nobody_wants_any_more_is_passed_over() -> None:
    jobs, gate = Jobs(workers=1, idle=0.05), threading.Semaphore(0)
    first = jobs.ask("first", counting(1, gate))
    with jobs.watched(first, ignore):
        left = jobs.ask("left", counting(1))
        last = jobs.ask("last", counting(1))
        with jobs.watched(last, ignore):
            until(lambda: not left.wanted)
            assert jobs.snapshot(last).queued == 1
            gate.release()
            assert jobs.wait(last, ENOUGH).done
    assert jobs.snapshot(left).result == 0 and not left.done


def breaks() -> Iterator[int]:
    """Fails after its first result."""
    yield 0
    raise ArithmeticError("too much")


def test_a_job_that_fails_tells_its_watchers_and_is_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    jobs, told = Jobs(), threading.Event()
    job = jobs.ask("breaks", Work("breaks", breaks))
    with jobs.watched(job, told.set):
        assert jobs.wait(job, ENOUGH).failed and told.wait(ENOUGH)
    again = jobs.ask("breaks", counting(1))
    assert again is not job and jobs.wait(again, ENOUGH).done
    assert "too much" in caplog.text


def test_a_job_that_cannot_even_begin_fails_in_the_same_way(caplog: pytest.LogCaptureFixture) -> None:
    def cannot() -> Iterator[int]:
        raise ArithmeticError("nothing to start from")

    jobs = Jobs()
    assert jobs.snapshot(jobs.ask("cannot", Work("cannot", cannot))).failed
    assert "nothing to start from" in caplog.text
    assert jobs.wait(jobs.ask("cannot", counting(1)), ENOUGH).done


def test_a_slow_first_result_keeps_nobody_from_another_job() -> None:
    jobs, gate = Jobs(), threading.Event()

    def slow() -> Iterator[bool]:
        yield gate.wait(ENOUGH)

    thread = threading.Thread(target=jobs.ask, args=("slow", Work("slow", slow)))
    thread.start()
    assert jobs.wait(jobs.ask("quick", counting(3)), ENOUGH).done
    gate.set()
    thread.join(ENOUGH)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 6), max_size=12))
def test_what_nobody_watches_is_kept_within_its_bytes(keys: list[int]) -> None:
    jobs = Jobs(idle=0.0, max_bytes=350_000)
    for key in keys:
        job = jobs.ask(str(key), counting(0))
        jobs.wait(job, 0.01)
    jobs.ask("last", counting(0))
    assert jobs.size <= 350_000 + 200_000
