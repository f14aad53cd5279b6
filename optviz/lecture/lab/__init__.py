"""The lab: any surface, any rule, one's own data, and all settings at once."""

from optviz.lecture.lab.data import DATA
from optviz.lecture.lab.fan import FAN
from optviz.lecture.lab.knobs import KNOBS
from optviz.lecture.lab.map import MAP
from optviz.lecture.lab.race import RACE
from optviz.lecture.lab.rule import RULE
from optviz.lecture.lab.sensitivity import SENSITIVITY
from optviz.lecture.own import SURFACE_KEYS
from optviz.lecture.section import Page

PAGE = Page(
    "lab",
    (MAP, FAN, SENSITIVITY, KNOBS, RACE, RULE, DATA),
    carried=(*SURFACE_KEYS, "rule", "update", "lr", "beta", "rho", "x0", "y0"),
)
