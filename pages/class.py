"""A class: everyone predicts on a phone, and all runs start at once on the projector."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import classroom  # noqa: E402

classroom.show()
