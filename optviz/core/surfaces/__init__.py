"""Test surfaces: 19 functions of two variables that optimizers are raced on."""

# The order of these names is the order of the menus: importing a file registers its surfaces.
from optviz.core.surfaces import bowls, humps, plates, ripples, traps  # noqa: F401
from optviz.core.surfaces.base import SURFACES, Field, FieldAsData, Point, StepField, Surface, Window

# isort: split
# Reads the registry, so it comes after every file that fills it.
from optviz.core.surfaces.fields import BUILT_IN, BuiltIn, as_field, grid, height

__all__ = [
    "BUILT_IN",
    "SURFACES",
    "BuiltIn",
    "Field",
    "FieldAsData",
    "Point",
    "StepField",
    "Surface",
    "Window",
    "as_field",
    "grid",
    "height",
]
