"""Puts the app into the wheel, as ``optviz/site``: what else there is to say is in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SITE = ("app.py", "pages/*.py", "static/**/*", ".streamlit/config.toml")
"""Entry point, pages, libraries with their licences, and settings, which a checkout has in its root."""


class BuildWithSite(build_py):
    """Copies the app beside the package's modules; an editable install finds it in the checkout."""

    def run(self) -> None:
        """Build the package, then the folder of the app in it."""
        super().run()
        if self.editable_mode:
            return
        root = Path(__file__).resolve().parent
        for path in sorted(path for pattern in SITE for path in root.glob(pattern) if path.is_file()):
            target = Path(self.build_lib, "optviz", "site", path.relative_to(root))
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": BuildWithSite})
