"""The stage: two Streamlit components, engine and view, around one set of ES modules."""

from optviz.ui.stage.component import mount_engine, mount_share, mount_view

__all__ = ["mount_engine", "mount_share", "mount_view"]
