"""The app as a script alone, as it is where a host lets no route through: its pictures come by way of the script."""

from optviz.ui import shell

shell.run()
