"""A section's values and board as it opens, as a preset has it, or turned to other values."""

from typing import Any

from optviz.core.backprop.layer_chain import Forward, Network, forward
from optviz.figures.board import Board
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.common import network_of
from tests.lecture import helpers


def values_of(section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The values of a section's controls."""
    return helpers.values_of(PAGE, section, preset, **changes)


def board_of(section: str, preset: str = "", **changes: Any) -> Board:
    """What a section shows for these values."""
    return PAGE.section(section).draw(values_of(section, preset, **changes))


def network(section: str, preset: str = "", **changes: Any) -> tuple[Network, Forward]:
    """The network of a section, and its values forward."""
    net = network_of(values_of(section, preset, **changes))
    return net, forward(net)
