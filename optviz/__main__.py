"""``python -m optviz map …``: maps too large for a page."""

import sys

from optviz.command import main

raise SystemExit(main(sys.argv[1:]))
