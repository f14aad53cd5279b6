"""A page's state and its board as one message for the browser."""

from typing import Any

from optviz.figures.board.message import message
from optviz.lecture.page_state import PageState, to_query


def controls_of(state: PageState) -> list[dict[str, Any]]:
    """Return the controls that are there now, with their values."""
    values = state.values
    return [
        control.spec() | ({"value": values[control.key]} if control.valued else {})
        for control in state.section.visible_controls(values)
    ]


def board_message(
    state: PageState, background: str, body: tuple[int, bytes], request: int = 0, work: str = ""
) -> bytes:
    """Return a board as a message; ``background`` is the key of the fields it stands on, ``request`` is echoed.

    ``body``: what :func:`~optviz.figures.board.message.board_body` made of the board. ``work``: ``"running"``
    while long work goes on (the browser asks again), ``"paused"`` when it was stopped.
    """
    header = {
        "kind": "board",
        "background": background,
        "request": request,
        "work": work,
        "section": state.section.key,
        "query": to_query(state),
        "controls": controls_of(state),
        "step": state.step,
        "opens": state.section.start,
        "present": state.present,
        "split": body[0],
    }
    return message(header, body[1])
