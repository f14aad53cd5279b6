"""A multilayer perceptron drawn: its units, what each computes on the plane, and the weights between them."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array, Category
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class NetworkDiagram(Panel):
    """A multilayer perceptron on the plane, drawn layer by layer, as it is at the playhead.

    A unit shows its value at each point of the window x by y, an output the probability of its class; a weight is a
    line, the thicker the larger, coloured by its sign. The browser computes the values from the weights.

    ``theta`` (d, frames): the weights and biases as :meth:`optviz.core.network.mlp.Net.layers` cuts them, the frames
    evenly spread over the steps. ``sizes``: the inputs (two), the units of each hidden layer, the classes, which are
    ``categories``. ``plane`` names Axes on which the picture of the unit under the mouse is shown large.
    """

    kind: ClassVar[str] = "network_diagram"
    bits: ClassVar[int] = 10

    theta: Array
    sizes: tuple[int, ...]
    activation: str
    x: tuple[float, float]
    y: tuple[float, float]
    categories: tuple[Category, ...]
    title: str = ""
    plane: str = ""
