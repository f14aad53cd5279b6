"""Guided tours, and what to do about a run that fails."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import tours  # noqa: E402

tours.show()
