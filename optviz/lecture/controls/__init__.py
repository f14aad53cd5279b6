"""The controls of a section: one kind a file, shown in the browser by the module of the same name."""

from optviz.lecture.controls.base import Control, VisibleIf
from optviz.lecture.controls.button import Button
from optviz.lecture.controls.choice import Choice
from optviz.lecture.controls.hidden import Hidden, Last
from optviz.lecture.controls.matrix import Matrix
from optviz.lecture.controls.own_data import OwnData
from optviz.lecture.controls.own_formula import OwnFormula
from optviz.lecture.controls.points import Points
from optviz.lecture.controls.randomize import Randomize
from optviz.lecture.controls.slider import Slider
from optviz.lecture.controls.switch import Switch
from optviz.lecture.controls.text_input import TextInput, formula_input

__all__ = [
    "Button",
    "Choice",
    "Control",
    "Hidden",
    "Last",
    "Matrix",
    "OwnData",
    "OwnFormula",
    "Points",
    "Randomize",
    "Slider",
    "Switch",
    "TextInput",
    "VisibleIf",
    "formula_input",
]
