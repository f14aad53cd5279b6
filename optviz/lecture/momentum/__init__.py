"""Momentum, the slide "Adding Momentum"."""

from optviz.lecture.momentum.map import MAP
from optviz.lecture.momentum.nag import NAG
from optviz.lecture.momentum.oscillators import OSCILLATORS
from optviz.lecture.momentum.smooth import SMOOTH
from optviz.lecture.momentum.too_much import TOO_MUCH
from optviz.lecture.momentum.two_parts import TWO_PARTS
from optviz.lecture.section import Page

PAGE = Page("momentum", (TWO_PARTS, SMOOTH, TOO_MUCH, OSCILLATORS, MAP, NAG))
