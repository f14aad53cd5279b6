"""Two dimensions and their traps: the gradient, local minima, saddles, basins, and how noise leaves a saddle."""

from optviz.lecture.section import Page
from optviz.lecture.traps.balls import BALLS
from optviz.lecture.traps.basins import BASINS
from optviz.lecture.traps.escape import ESCAPE
from optviz.lecture.traps.gradient import GRADIENT
from optviz.lecture.traps.saddle import SADDLE
from optviz.lecture.traps.suboptimal import SUBOPTIMAL

PAGE = Page("traps", (GRADIENT, BALLS, SUBOPTIMAL, BASINS, SADDLE, ESCAPE))
