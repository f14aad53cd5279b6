"""Curvature: what a second derivative tells, and what it costs."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.curvature import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
