"""Neural network: the same optimizers train one, on toy data and on real digits."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.network import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
