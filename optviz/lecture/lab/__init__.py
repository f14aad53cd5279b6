"""The lab: any surface, any rule, and all settings at once."""

from optviz.lecture.lab.fan import FAN
from optviz.lecture.lab.knobs import KNOBS
from optviz.lecture.lab.map import MAP
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page("lab", (FAN, MAP, KNOBS), carried=(*SURFACE_KEYS, "rule", "lr", "beta", "rho", "x0", "y0"))
