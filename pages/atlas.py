"""Every surface and optimizer."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import atlas  # noqa: E402

atlas.show()
