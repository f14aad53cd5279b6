"""Gradient descent in one dimension, and the exercise."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.one_dimension import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
