"""One dimension: gradient descent on a curve, line by line, with any step size, and the lecture's exercise."""

from optviz.lecture.one_dimension.algorithm import ALGORITHM
from optviz.lecture.one_dimension.descent import DESCENT
from optviz.lecture.one_dimension.exercise import EXERCISE
from optviz.lecture.one_dimension.exercise_2d import EXERCISE_2D
from optviz.lecture.one_dimension.step_size import STEP_SIZE
from optviz.lecture.one_dimension.suboptimal import SUBOPTIMAL
from optviz.lecture.section import Page

PAGE = Page("one_dimension", (DESCENT, ALGORITHM, STEP_SIZE, SUBOPTIMAL, EXERCISE, EXERCISE_2D))
