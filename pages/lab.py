"""The lab: any surface, any rule, all settings at once."""

from optviz.ui import shell

shell.ensure()

from optviz.lecture.lab import PAGE  # noqa: E402
from optviz.ui import lecture  # noqa: E402

lecture.show_page(PAGE)
