"""Finding the best weights: where the lecture goes, the perceptron's own algorithm, and why it no longer helps."""

from optviz.lecture.section import Page
from optviz.lecture.weights.hidden import HIDDEN
from optviz.lecture.weights.mistakes import MISTAKES
from optviz.lecture.weights.perceptron import PERCEPTRON
from optviz.lecture.weights.road_map import ROAD_MAP

PAGE = Page("weights", (ROAD_MAP, PERCEPTRON, HIDDEN, MISTAKES))
