"""A section of the page on backpropagation as it opens, as a preset has it, or turned to other values."""

from typing import Any

from optviz.core.backprop.layer_chain import Forward, Network, forward
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.common import network_of


def values_of(section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The values of a section's controls."""
    found = PAGE.section(section)
    chosen = found.preset(preset) if preset else None
    assert bool(chosen) == bool(preset), f"{section} has no preset {preset}"
    values = found.defaults() | (dict(chosen.values) if chosen else {})
    assert set(changes) <= set(values)
    return values | changes


def network(section: str, preset: str = "", **changes: Any) -> tuple[Network, Forward]:
    """The network of a section, and its values forward."""
    net = network_of(values_of(section, preset, **changes))
    return net, forward(net)
