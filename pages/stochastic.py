"""Stochastic gradients: mini-batches, epochs, noise."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.stochastic import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
