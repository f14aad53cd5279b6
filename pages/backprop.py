"""Backpropagation: the chain rule, factor by factor, up to the gradient of a network."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import lecture  # noqa: E402

lecture.show_page("backprop")
