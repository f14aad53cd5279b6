"""A recording as a widget of a notebook: the stage itself, with its playhead known on both sides.

It is made by anywidget, which works in Jupyter, VS Code, Colab and marimo, and which ``pip install optviz[notebook]``
brings.
"""

from typing import Any

from optviz.figures.bundle import joined
from optviz.figures.recording import LIBRARIES, parts_of, rules

GROUND = "background: var(--st-background-color); color: var(--st-text-color); padding: 0.5rem;"
NO_WIDGET = (
    "race.show() draws with anywidget, which is not installed: pip install anywidget. Or see race.to_html(path)."
)


def widget_of(frames: bytes, step: int, steps: int) -> Any:
    """Return the widget; its ``step`` is the playhead, from 0 to ``steps``.

    Raises ``ImportError``, in a sentence, without anywidget.
    """
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise ImportError(NO_WIDGET) from None

    class Stage(anywidget.AnyWidget):
        """The stage with one recording; reading or setting ``step`` reads or moves the playhead."""

        _esm = joined("recording/widget") + "\nexport default { render };\n"
        _css = "\n".join(f".optviz-{name} {{ {rules(name)} {GROUND} }}" for name in ("light", "dark"))
        parts = traitlets.Dict().tag(sync=True)
        step = traitlets.Int(0).tag(sync=True)

        def __repr__(self) -> str:
            return "A race that plays: run this cell to see it, or save a page with race.to_html(path)."

        @traitlets.validate("step")
        def _within(self, proposal: traitlets.Bunch) -> int:
            return min(max(proposal.value, 0), steps)

    # A page may hold several of them, and has each library once: the first brings all.
    return Stage(parts=parts_of(frames, LIBRARIES), step=step)
