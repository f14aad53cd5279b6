"""In practice: what stands beside the rule itself in a training of today, and rules that see matrices."""

from optviz.lecture.practice.average import AVERAGE
from optviz.lecture.practice.clip import CLIP
from optviz.lecture.practice.decay import DECAY
from optviz.lecture.practice.decay_network import DECAY_NETWORK
from optviz.lecture.practice.flat import FLAT_AND_SHARP
from optviz.lecture.practice.matrices import MATRICES
from optviz.lecture.practice.recipe import RECIPE
from optviz.lecture.practice.schedules import SIDE_BY_SIDE
from optviz.lecture.practice.warmup import WARMUP
from optviz.lecture.section import Page

PAGE = Page(
    "practice",
    (WARMUP, SIDE_BY_SIDE, CLIP, DECAY, DECAY_NETWORK, AVERAGE, FLAT_AND_SHARP, RECIPE, MATRICES),
)
