"""Finding the best weights: the road map, the perceptron, and why it no longer helps."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.weights import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
