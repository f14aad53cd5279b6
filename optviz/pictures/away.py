"""A picture of a section or lesson, with a question or without, on another page than its own: the quiz's, a class's."""

import dataclasses

from optviz.figures.board import Axes, Background, Board
from optviz.lecture.work import Work
from optviz.pictures import PLAYGROUND
from optviz.pictures.asked import AskedPicture, Plain

Away = AskedPicture | Plain

ASIDE = frozenset({"standings", "worked"})
"""Panels of a race that would take the picture's room."""


def background_key(shown: Away) -> str:
    """Return the key of the fields under a board; those of different pages may be called the same."""
    key = shown.background_key
    return key and f"{shown.page}/{key}"


def background(shown: Away, *result: object) -> Background:
    """Return the fields under a board, under that key."""
    found = shown.background(*result)
    return dataclasses.replace(found, key=found.key and f"{shown.page}/{found.key}")


def work(shown: Away) -> Work | None:
    """Return the long work behind a picture, called after its page."""
    found = shown.work
    return dataclasses.replace(found, key=f"{shown.page}/{found.key}") if found else None


def board(shown: Away, *result: object) -> Board:
    """Return a board on which nothing can be dragged: what is asked or shown is about the setting as it is."""
    found = shown.board(*result)
    aside = ASIDE if shown.page == PLAYGROUND else frozenset()
    rows = tuple(row for row in found.rows if not aside.intersection(row))
    panels = (dataclasses.replace(p, drag=None) if isinstance(p, Axes) else p for p in found.panels)
    kept = tuple(panel for panel in panels if panel.key not in aside)
    return dataclasses.replace(found, panels=kept, rows=rows, heights=found.heights[: len(rows)])
