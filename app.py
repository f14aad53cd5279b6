"""optviz: see how optimizers move. Start with ``streamlit run app.py``."""

from optviz.ui import shell

shell.run()
