"""One entry of the atlas: what the registry knows of a surface or an optimizer, as pictures, formulas and tables."""

import inspect
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import numpy as np
import streamlit as st

from optviz.core import number_text
from optviz.core.curvature.entrants import ENTRANTS, Entrant
from optviz.core.curvature.method import Method
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import Knob, knobs_of
from optviz.core.surfaces import SURFACES, Surface, grid, height
from optviz.figures.palette import DARK, LIGHT, look
from optviz.figures.thumbnail import SIZE, Stroke, thumbnail
from optviz.pictures.cached import SHARED, kept
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, default_scene

SCALES = {"linear": "linear", "log": "logarithmic", "one_minus": "logarithmic in 1 − value", "square": "finer near 0"}
IDEAS = (("stochastic", "stochasticity"), ("momentum", "momentum"), ("adaptive", "adaptive rates"))
PICTURE = "150 steps in a bowl of κ = 10, all knobs at their defaults. The grey path is gradient descent."
ROUNDING = 1e-12
"""What is smaller than this at a known minimum is what rounding left of 0."""
QUIET = {"light": "#7d8791", "dark": "#9aa5b1"}
Button = Callable[[], None]


def surface_scene(key: str) -> Scene:
    """Return the playground's opening race, moved to this surface."""
    return default_scene().on_surface(key)


def race_scene(key: str) -> Scene:
    """Return this rule against gradient descent in a bowl of κ = 10, both at their default knobs."""
    racers = tuple(Racer.of(rule) for rule in dict.fromkeys(("gd", key)))
    return Scene.of("quadratic", racers, start=(-2.5, 1.5), steps=150, pick=len(racers) - 1)


def picture(view: str, key: str, theme: str) -> bytes:
    """Return the picture on a card as a PNG, from the cache or drawn now."""
    return kept(_kept_as(view, key, theme), lambda: drawn(view, key, theme))


def is_drawn(view: str, key: str, theme: str) -> bool:
    """Return whether the picture on a card is in the cache."""
    return _kept_as(view, key, theme) in SHARED


def _kept_as(view: str, key: str, theme: str) -> str:
    return f"thumbnail {view}/{key}/{theme}"


def drawn(view: str, key: str, theme: str) -> bytes:
    """Draw a card's picture: the surface, or the rule's path and, quieter, gradient descent's."""
    palette = DARK if theme == "dark" else LIGHT
    scene = surface_scene(key) if view == "surfaces" else race_scene(key)
    strokes = []
    if view == "optimizers":
        race = run_scene(scene)
        strokes = [Stroke(run.x, QUIET[theme], 3.0) for run in race.runs[:-1]]
        strokes.append(Stroke(race.runs[-1].x, palette.runs[look(race.racers[-1].look).colour]))
    surface = scene.surface_now()
    return thumbnail(grid(surface, SIZE), surface.minima, surface.floor, palette, strokes)


def plain(text: str) -> str:
    """Return text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]$~<>#|:])", r"\\\1", text)


def summary(kind: Any) -> str:
    """Return what a card says of an entry: a surface's note, or the first sentence of a rule's docstring."""
    if hasattr(kind, "about"):
        return kind.about()
    text = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
    if text.startswith(f"{kind.__name__}("):  # written by dataclass, not by a person
        return ""
    sentence = re.split(r"\.(?:\s|$)|,? x ← ", text)[0].partition(": ")
    words = sentence[2] or sentence[0]
    return words[:1].upper() + words[1:] + "."


def idea_words(kind: type[Optimizer]) -> str:
    """Return which of the three ideas a rule uses, in words."""
    used = [name for flag, name in IDEAS if getattr(kind, flag)]
    return (" + ".join(used) or "none of the three ideas").capitalize()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Show a table whose cells are Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def knob_row(knob: Knob) -> tuple[str, ...]:
    """Return a knob as a row of a table."""
    numbers = [f"${number_text.tex(v, 7)}$" for v in (knob.default, knob.low, knob.high)]
    label = f"**{plain(knob.label)}**" + (f". {plain(knob.help)}" if knob.help else "")
    return (f"${knob.symbol}$", label, numbers[0], f"{numbers[1]} to {numbers[2]}", SCALES[knob.scale])


def show_knobs(kind: Any) -> None:
    """Show the knobs as a table, or say that there are none."""
    knobs = knobs_of(kind)
    if not knobs:
        st.markdown("**Knobs:** none.")
        return
    table(("", "Knob", "Default", "Limits", "Slider"), [knob_row(k) for k in knobs])


def show_source(kind: Any) -> None:
    """Show where an entry comes from, with a link that looks the paper up."""
    where = "https://scholar.google.com/scholar?q=" + quote_plus(kind.source)
    st.markdown(f"**Source:** {plain(kind.source)} ([look it up]({where}))")


def code_of(kind: Any) -> str:
    """Return the Python source of an entry: its class and, of what it inherits, all but the common base."""
    common = (Optimizer, Method, Surface, object)
    written = kind.kind if issubclass(kind, Entrant) else kind
    parts = [cls for cls in written.__mro__ if cls not in common and not cls.__module__.startswith("typing")]
    try:
        return "\n\n".join(inspect.getsource(cls).rstrip() for cls in parts)
    except (OSError, TypeError):
        return "# Made while the program ran: there is no source file."


def show_code(kind: Any) -> None:
    """Show the source code, folded."""
    with st.expander("Source code"):
        st.code(code_of(kind), language="python", wrap_lines=True)


def minimum_row(surface: Surface, point: np.ndarray) -> tuple[str, ...]:
    """Return a known minimum as a row of a table: x, y, f, and whether it is the best."""
    f = height(surface, point)
    best = surface.floor is not None and f <= surface.floor + 1e-9 * max(1.0, abs(surface.floor))
    cells = (f"${number_text.tex(float(v), 7, ROUNDING)}$" for v in (*point, f))
    return (*cells, "global" if best else "local")


def show_minima(surface: Surface) -> None:
    """Show the known minima and f there, or say that there is none."""
    if len(surface.minima) == 0:
        st.markdown("**Minima:** none.")
        return
    table(("$x$", "$y$", "$f(x, y)$", "Known minimum"), [minimum_row(surface, p) for p in surface.minima])


def show_surface(key: str, button: Button) -> None:
    """Show everything about a surface."""
    kind = SURFACES[key]
    surface = kind()
    left, right = st.columns([1, 2], gap="medium")
    left.image(
        picture("surfaces", key, st.context.theme.type or "light"), width="stretch", alt=f"{kind.name}, from above"
    )
    with right:
        st.markdown(plain(kind.about()))
        st.markdown(rf"$\displaystyle {kind.latex}$")
        (x_low, x_high), (y_low, y_high) = kind.domain
        numbers = [number_text.tex(v, 7) for v in (x_low, x_high, y_low, y_high)]
        st.markdown("**Window:** $x \\in [{}, {}]$, $y \\in [{}, {}]$".format(*numbers))
        show_source(kind)
        button()
    show_minima(surface)
    show_knobs(kind)
    show_code(kind)


def show_optimizer(key: str, button: Button) -> None:
    """Show everything about an optimizer."""
    kind = ENTRANTS[key]
    left, right = st.columns([1, 2], gap="medium")
    left.image(
        picture("optimizers", key, st.context.theme.type or "light"), width="stretch", alt=f"A path of {kind.name}"
    )
    with right:
        st.markdown(plain(summary(kind)))
        with st.container(key="atlas_rule", gap="xxsmall"):
            for line in kind.latex:
                st.markdown(rf"$\displaystyle {line}$")
        button()
    ideas = " · ".join(f"{name} **{'yes' if getattr(kind, flag) else 'no'}**" for flag, name in IDEAS)
    st.markdown(f"**Three ideas:** {ideas}")
    if kind.convention:
        st.markdown(f"**Convention:** {plain(kind.convention)}")
    if issubclass(kind, OptaxRule):
        st.markdown("**Whose step:** Optax's own. The code here only names the transformation and its knobs.")
    show_source(kind)
    st.markdown(f"**Picture:** {PICTURE}")
    show_knobs(kind)
    show_code(kind)
