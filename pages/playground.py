"""Race optimizers on a surface."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import playground  # noqa: E402

playground.show()
