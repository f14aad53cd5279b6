"""A lecture page with one control of every kind, for the tests of links and boards."""

from optviz.figures.board import Board
from optviz.lecture.controls import Choice, Points, Randomize, Slider, Switch, VisibleIf
from optviz.lecture.section import Page, Preset, Section, Values


def nothing(values: Values) -> Board:
    """An empty board."""
    return Board((), ())


SHAPE = Choice("shape", "Surface", (("bowl", "Bowl"), ("saddle", "Saddle")), "bowl")
PAGE = Page(
    "demo",
    (
        Section(
            "first",
            "First",
            (
                SHAPE,
                Slider("lr", r"\eta", "learning rate", 0.1, 0.001, 10.0, "log"),
                VisibleIf("shape", ("saddle",), Slider("beta", r"\beta", "momentum", 0.5, 0.0, 0.99, "one_minus")),
                Slider("count", "n", "number", 16, 4, 64, whole=True),
                Switch("tangent", "Tangent", True),
                Points("data", "Points", ((0.0, 0.5), (1.0, 1.0)), least=1, most=4),
                Randomize("roll", "Random", ("lr",)),
            ),
            (Preset("fast", "Fast", {"lr": 1.0, "shape": "saddle"}, step=3),),
            draw=nothing,
        ),
        Section("second", "Second", (), (Preset("end", "The end"),), draw=nothing),
    ),
)
