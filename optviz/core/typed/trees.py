"""A formula as it was understood: what its tape is made from, and its written forms."""

import dataclasses


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
