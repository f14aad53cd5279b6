"""Momentum: both parts of a step, and how fast it can go."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.momentum import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
