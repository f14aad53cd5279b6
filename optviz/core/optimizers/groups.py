"""The groups under which menus and the atlas list the rules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Group(StrEnum):
    """What a rule is to be found under, in the order of the menus; the values are the headings on the screen."""

    LECTURE = "From the lecture"
    MOMENTUM = "Momentum and signs"
    ADAM = "Variants of Adam"
    AVERAGING = "Averaging and sharpness"
    PARAMETER_FREE = "Parameter-free: no η to set"
    OWN_STEP = "Gradient descent that finds its step"
    FROM_GRADIENTS = "Curvature from gradients"
    SECOND_ORDER = "Newton and its mends"
    NO_GRADIENT = "Without a gradient"
    MATRICES = "For weight matrices"
    OTHER = "Other rules"


def grouped(kinds: Mapping[str, Any]) -> tuple[tuple[Group, tuple[str, ...]], ...]:
    """Return each group that has any of these rules, with their keys; within a group they keep their order."""
    members = ((group, tuple(key for key, kind in kinds.items() if kind.group == group)) for group in Group)
    return tuple((group, keys) for group, keys in members if keys)
