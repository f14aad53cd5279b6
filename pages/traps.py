"""Two dimensions and their traps: minima, saddles, basins."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.traps import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
