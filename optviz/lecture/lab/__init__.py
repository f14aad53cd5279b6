"""The lab: any surface, any rule, one's own data, and all settings at once."""

from optviz.lecture.lab.data import DATA
from optviz.lecture.lab.fan import FAN
from optviz.lecture.lab.knobs import KNOBS
from optviz.lecture.lab.map import MAP
from optviz.lecture.lab.rule import RULE
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page("lab", (MAP, FAN, KNOBS, RULE, DATA), carried=(*SURFACE_KEYS, "rule", "lr", "beta", "rho", "x0", "y0"))
