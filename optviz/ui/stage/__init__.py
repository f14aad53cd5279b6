"""The stage: three Streamlit components (engine, grid, view) around one set of ES modules."""

from optviz.ui.stage.component import mount_background, mount_engine, mount_view

__all__ = ["mount_background", "mount_engine", "mount_view"]
