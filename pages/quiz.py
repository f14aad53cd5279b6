"""The quiz: predictions from all over the lecture, scored by their runs."""

from optviz.ui import shell

shell.ensure()

from optviz.ui import quiz  # noqa: E402

quiz.show()
