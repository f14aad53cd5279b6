"""The lab: any surface, any rule, and all settings at once."""

from optviz.lecture.lab.fan import FAN
from optviz.lecture.section import Page

PAGE = Page("lab", (FAN,), carried=("surface", "rule", "lr", "beta", "rho", "x0", "y0"))
