"""The warm-up goes in the order in which visitors come, and lets those who are there go first."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from optviz.lecture import BEYOND, TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.visits import let_pass, visit
from optviz.ui import warm


def test_the_playground_comes_first_then_each_lecture_page_then_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(warm, "draw", lambda page, query="": drawn.append(f"{page}?{query}"))
    playground, first, rest = warm.stages()
    for stage in (playground, first):
        for piece in stage:
            piece()
    assert drawn == ["playground?", *(f"{stem}?" for stem in warm.PAGES)]
    drawn.clear()
    for piece in rest:
        if isinstance(piece, partial) and piece.func is warm.draw:
            piece()
    assert drawn == [f"{s}?section={x.key}" for s in warm.PAGES for x in page_of(s).sections[1:]]


def test_all_pages_of_the_lecture_itself_are_warm_before_they_are_opened() -> None:
    assert {*TITLES} - {*warm.PAGES} == {*BEYOND}


def test_a_section_is_drawn_as_it_opens_with_the_first_result_of_its_long_work() -> None:
    warm.draw("network")
    warm.draw("one_dimension", "section=step_size")


def test_the_heap_is_settled_after_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def stages() -> Iterator[Iterator[warm.Piece]]:
        for name in ("a", "b"):
            yield iter((partial(done.append, name + "1"), partial(done.append, name + "2")))

    monkeypatch.setattr(warm, "stages", stages)
    monkeypatch.setattr(warm, "settle", partial(done.append, "settled"))
    warm.warm_up()
    assert done == ["a1", "a2", "settled", "b1", "b2", "settled"]


def test_a_piece_waits_until_nobody_waits_for_a_picture() -> None:
    passed = threading.Event()
    with visit():
        waiting = threading.Thread(target=lambda: (let_pass(60), passed.set()))
        waiting.start()
        with visit():
            pass
        assert not passed.is_set()
    waiting.join(60)
    assert passed.is_set()


def test_however_many_come_the_warm_up_goes_on_after_a_while() -> None:
    with visit():
        let_pass(0)


def test_it_is_started_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(warm, "_thread", None)
    monkeypatch.setattr(warm, "warm_up", lambda: started.append(1))
    warm.start()
    first = warm._thread
    warm.start()
    assert warm._thread is first and first is not None
    first.join(60)
    assert started == [1]
