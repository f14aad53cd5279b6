"""Where the files of the app lie that are no modules: its entry point, its pages' stubs, libraries and settings."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "site"

ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""The folder of ``app.py``, ``pages``, ``static`` and ``.streamlit``: in a wheel ``optviz/site``, else the checkout."""
