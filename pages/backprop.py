"""Backpropagation: the chain rule, factor by factor, up to the gradient of a network."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.backprop import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
