"""The lab: any surface, any rule, and all settings at once."""

from optviz.lecture.lab.fan import FAN
from optviz.lecture.lab.race import RACE
from optviz.lecture.lab.sensitivity import SENSITIVITY
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page("lab", (FAN, SENSITIVITY, RACE), carried=(*SURFACE_KEYS, "rule", "lr", "beta", "rho", "x0", "y0"))
