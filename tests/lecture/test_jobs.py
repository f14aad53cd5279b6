"""Long computations: told piece by piece, shared, stopped when nobody looks, taken up again where they were."""

import threading
import time
from collections.abc import Iterator

import pytest
from optviz.lecture.jobs import Job, Work

from optviz.lecture import jobs
from optviz.lecture.page_state import opened
from optviz.lecture.pages import PAGES

ENOUGH = 20.0


def counting(most: int, gate: threading.Semaphore | None = None) -> Work:
    """Counts to ``most``, each number after the gate lets it through."""

    def count() -> Iterator[int]:
        for k in range(most + 1):
            if k and gate:
                gate.acquire()
            yield k

    return Work("count", count)


def until(condition) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + ENOUGH
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


def test_the_first_result_is_there_at_once_and_the_last_one_stays() -> None:
    gate = threading.Semaphore(0)
    job = Job(counting(3, gate))
    assert (job.latest, job.revision, job.done) == (0, 0, False)
    gate.release(3)
    job.wait(ENOUGH)
    assert (job.latest, job.revision, job.done) == (3, 3, True)
    job.keep_alive()
    assert job.done and job.latest == 3


def test_each_piece_can_be_seen_and_waiting_ends_when_its_time_is_over() -> None:
    gate = threading.Semaphore(0)
    job = Job(counting(2, gate))
    job.wait(0.01)
    assert job.latest == 0
    gate.release()
    until(lambda: job.latest == 1)
    assert not job.done
    gate.release()
    job.wait(ENOUGH)
    assert job.done


def test_a_job_that_nobody_asks_for_stops_and_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "IDLE_TIMEOUT", 0.0)
    gate = threading.Semaphore(0)
    job = Job(counting(3, gate))
    until(lambda: not job._busy)
    gate.release(9)
    time.sleep(0.05)
    stopped = job.latest
    assert not job.done and stopped in (0, 1)
    monkeypatch.setattr(jobs, "IDLE_TIMEOUT", ENOUGH)
    job.keep_alive()
    job.wait(ENOUGH)
    assert job.done and job.latest == 3


def test_what_it_raises_is_raised_for_those_who_ask() -> None:
    def breaks() -> Iterator[int]:
        yield 0
        raise ArithmeticError("too much")

    job = Job(Work("breaks", breaks))
    job.wait(ENOUGH)
    with pytest.raises(ArithmeticError, match="too much"):
        job.keep_alive()


def test_the_work_of_a_page_goes_by_what_is_computed_not_by_what_is_shown() -> None:
    page = PAGES["network"]
    opens = opened(page, "landscape")
    turned = opens.replace(settings=tuple((opens.values | {"view": "3d"}).items()))
    other = opens.replace(settings=tuple((opens.values | {"lr_gd": 0.2}).items()))
    keys = [work.key for state in (opens, turned, other) if (work := state.work())]
    assert keys[0] == keys[1] != keys[2]
    assert opened(PAGES["momentum"]).work() is None
