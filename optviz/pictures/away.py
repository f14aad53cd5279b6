"""A question's picture on another page than its own: the quiz's, or a class's."""

import dataclasses

from optviz.figures.board import Axes, Background, Board
from optviz.lecture.work import Work
from optviz.pictures import PLAYGROUND
from optviz.pictures.asked import AskedPicture

ASIDE = frozenset({"standings", "worked"})
"""Panels of a race that would take the picture's room."""


def background_key(asked: AskedPicture) -> str:
    """Return the key of the fields under a board; those of different pages may be called the same."""
    key = asked.background_key
    return key and f"{asked.page}/{key}"


def background(asked: AskedPicture, *result: object) -> Background:
    """Return the fields under a board, under that key."""
    found = asked.background(*result)
    return dataclasses.replace(found, key=found.key and f"{asked.page}/{found.key}")


def work(asked: AskedPicture) -> Work | None:
    """Return the long work behind a picture, called after its page."""
    found = asked.work
    return dataclasses.replace(found, key=f"{asked.page}/{found.key}") if found else None


def board(asked: AskedPicture, *result: object) -> Board:
    """Return a board on which nothing can be dragged: what is asked is asked about the setting as it is."""
    found = asked.board(*result)
    aside = ASIDE if asked.page == PLAYGROUND else frozenset()
    rows = tuple(row for row in found.rows if not aside.intersection(row))
    panels = (dataclasses.replace(p, drag=None) if isinstance(p, Axes) else p for p in found.panels)
    kept = tuple(panel for panel in panels if panel.key not in aside)
    return dataclasses.replace(found, panels=kept, rows=rows, heights=found.heights[: len(rows)])
