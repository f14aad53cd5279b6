"""Adaptive learning rates, one change at a time up to Adam."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.adaptive import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
