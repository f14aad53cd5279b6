"""Colours, dashes and markers of the runs, and the quiet ramp of the surface under them.

Nine colours, found by a search that kept every pair, and every colour and the ramp, apart in OKLab for normal
sight and for simulated deuteranopia and protanopia (Machado, Oliveira & Fernandes, 2009). Dash and marker say
the same thing again, so that no run is told by colour alone.
"""

from dataclasses import dataclass

Ramp = tuple[str, ...]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme: runs, surface ramp from low to high, casing round the paths, ink for marks."""

    runs: tuple[str, ...]
    ramp: Ramp
    casing: str
    ink: str


LIGHT = Palette(
    runs=("#000e3b", "#511202", "#035bff", "#038bb0", "#6406bc", "#778029", "#00513d", "#a20075", "#f92702"),
    ramp=("#b4c4d3", "#c8d4df", "#dbe3ea", "#ebeff3", "#fafafa"),
    casing="#ffffff",
    ink="#1b2430",
)
DARK = Palette(
    runs=("#ffffff", "#b3af88", "#7dbdff", "#13e9d4", "#957eff", "#ffff3f", "#7ddf3c", "#db6ab4", "#e47300"),
    ramp=("#46566a", "#384658", "#2b3745", "#1e2731", "#11151b"),
    casing="#0b0e12",
    ink="#eef2f6",
)
DASHES: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 4), (11, 4, 2, 4), (14, 5))
MARKERS = ("circle", "square", "diamond", "triangle", "triangle-down", "cross", "x", "pentagon", "hexagram")


@dataclass(frozen=True)
class Look:
    """How one run is drawn everywhere: indices of its colour, dash and marker."""

    colour: int
    dash: int
    marker: int


def look(number: int) -> Look:
    """Return look ``number``; the first 405 differ in colour, dash or marker."""
    rounds, colour = divmod(number, len(LIGHT.runs))
    return Look(colour, (colour + rounds) % len(DASHES), (colour + rounds * 2) % len(MARKERS))


def as_wire() -> dict:
    """Return everything the browser needs to draw runs, for both themes."""
    themes = {name: vars(p) for name, p in (("light", LIGHT), ("dark", DARK))}
    return {"themes": themes, "dashes": DASHES, "markers": MARKERS}
