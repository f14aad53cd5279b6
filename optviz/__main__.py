"""``python -m optviz list | run | export | map | serve``."""

import os
import sys

from optviz.command import main

# Every device that JAX sees, not the processor alone as in the app.
os.environ.setdefault("JAX_PLATFORMS", "")
raise SystemExit(main(sys.argv[1:]))
