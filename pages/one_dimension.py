"""Gradient descent in one dimension, and the exercise."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import lecture  # noqa: E402

lecture.show_page("one_dimension")
