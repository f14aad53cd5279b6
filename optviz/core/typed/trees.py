"""A formula as it was understood: what its tape is made from, and its written forms."""

import dataclasses

SWAPPED = {"gt": "lt", "ge": "le"}
"""Comparisons that a tape has with their sides swapped."""

CONDITIONS = ("lt", "le", "gt", "ge", "and", "or", "not")
"""Operations that are true or false, and not numbers."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tree:
    """An operation (an op of the tape, or a function of several arguments) on trees; where it stands in the text."""

    op: str
    args: "tuple[Tree, ...]" = ()
    number: float = 0.0
    name: str = ""
    start: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A part of a text: its value, and the name that it is given, empty for a bare result."""

    name: str
    value: Tree
    start: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)
