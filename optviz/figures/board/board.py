"""The board itself, and the fields under its panels."""

import dataclasses
from typing import Any, TypeVar

from optviz.figures.board.layers import Array
from optviz.figures.board.panels import Panel, Text

P = TypeVar("P", bound=Panel)


@dataclasses.dataclass(frozen=True)
class Field:
    """Heights for a Contour: x (nx,), y (ny,), z (ny, nx), and the lowest known value (for the logarithmic shades)."""

    x: Array
    y: Array
    z: Array
    floor: float | None = None


@dataclasses.dataclass(frozen=True)
class Background:
    """The fields under a board's planes, sent only when ``key`` changes: equal keys, equal fields."""

    key: str
    fields: dict[str, Field]


NO_BACKGROUND = Background("", {})


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a long computation is, 0 to 1, and in words."""

    share: float
    text: str


@dataclasses.dataclass(frozen=True)
class Board:
    """Panels in ``rows`` of keys (a key may span: ``(("map", "map", "run"), ("map", "map", "loss"))``).

    ``widths``, ``heights``: shares of the columns and rows; a height 0 means as high as its content.
    ``steps``: T, 0 for a board without playhead; ``unit`` and ``per``: what the counter counts, playhead // per.
    ``pace``: steps a second while it plays; 0: all of them in six seconds.
    ``counts`` (T+1,): what the counter shows at each place of the playhead instead; ``progress``: how far a long
    computation is.
    ``status``: a word a run, for tests and readers; ``notices``: sentences shown over the board, as keyframes where
    they tell an outcome; ``summary``: the board in plain words, told when all of it is shown.

    ``open_ended``: T itself is an outcome, which the counter and the curves' axes do not tell before the end.

    What is later than the playhead is hidden until it is played, or all of it is asked for.
    """

    panels: tuple[Panel, ...]
    rows: tuple[tuple[str, ...], ...]
    steps: int = 0
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    unit: str = "t"
    per: int = 1
    pace: float = 0.0
    counts: Any = None
    open_ended: bool = False
    progress: Progress | None = None
    status: tuple[str, ...] = ()
    notices: tuple[Text, ...] = ()
    summary: str = ""

    def panel(self, key: str, kind: type[P] = Panel) -> P:
        """Return the panel called ``key``; ``KeyError`` if there is none, ``TypeError`` if it is of another kind."""
        for panel in self.panels:
            if panel.key == key:
                if not isinstance(panel, kind):
                    raise TypeError(f"the panel {key!r} is {panel.kind}, not {kind.__name__}")
                return panel
        raise KeyError(f"the board has no panel {key!r}, only {', '.join(panel.key for panel in self.panels)}")
