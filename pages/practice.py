"""In practice: what stands beside the rule in a training of today, and rules that see matrices."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.practice import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
