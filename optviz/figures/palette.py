"""Colours, dashes and markers of the runs, and the quiet ramp of the surface under them.

Nine colours, found by a search that kept every pair, and every colour and the ramp, apart in OKLab for normal
sight and for simulated deuteranopia and protanopia (Machado, Oliveira & Fernandes, 2009). Dash and marker say
the same thing again, so that no run is told by colour alone.
"""

from dataclasses import dataclass
from functools import cache

Ramp = tuple[str, ...]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, all that the app draws with; Streamlit's own theme gives text and background.

    Attributes:
        runs: the runs.
        ramp: the surface under them, from low to high.
        strong, diverging: ramps of maps: dark is low; the middle is pale.
        warm: a ramp of lines, apart from the surface under them.
        casing: round the paths, so that they stand out.
        ink: marks; faint: what is quiet; rule: lines of axes and tables.
        good, bad: verdicts; mistake: counts off a confusion matrix's diagonal.
        level: level lines; halo: round their labels; frame: the box of a 3-D picture; memory: the arrow of past steps.
    """

    runs: tuple[str, ...]
    ramp: Ramp
    strong: Ramp
    diverging: Ramp
    warm: Ramp
    casing: str
    ink: str
    faint: str
    rule: str
    good: str
    bad: str
    mistake: str
    level: str
    halo: str
    frame: str
    memory: str


LIGHT = Palette(
    runs=("#000e3b", "#901800", "#035bff", "#038bb0", "#6406bc", "#778029", "#00513d", "#a20075", "#f92702"),
    ramp=("#b4c4d3", "#c8d4df", "#dbe3ea", "#ebeff3", "#fafafa"),
    strong=("#123a5c", "#3d6c94", "#7fa6c4", "#bed3e2", "#f5f7f9"),
    diverging=("#8c3b00", "#dd9b5f", "#f7f5f1", "#7fb1c9", "#0d4f73"),
    warm=("#3d1f75", "#8f2f86", "#c9475f", "#dd7a2f"),
    casing="#ffffff",
    ink="#1b2430",
    faint="#556270",
    rule="#d8dee5",
    good="#1a7f37",
    bad="#b3261e",
    mistake="#d66056",
    level="rgba(40,60,80,.28)",
    halo="rgba(250,250,250,.8)",
    frame="#a9b7c4",
    memory="#6b7b8c",
)
DARK = Palette(
    runs=("#ffffff", "#b3af88", "#7dbdff", "#13e9d4", "#957eff", "#ffff3f", "#7ddf3c", "#db6ab4", "#e47300"),
    ramp=("#46566a", "#384658", "#2b3745", "#1e2731", "#11151b"),
    strong=("#d8ecff", "#8fb9dd", "#567fa5", "#33506d", "#18222d"),
    diverging=("#ffb274", "#a8683a", "#22272d", "#4a88a8", "#8fd3f5"),
    warm=("#a08bff", "#e06fc0", "#ff8f6b", "#ffd166"),
    casing="#0b0e12",
    ink="#eef2f6",
    faint="#9fadbd",
    rule="#2e3946",
    good="#6fd58e",
    bad="#ff8f85",
    mistake="#b04a42",
    level="rgba(255,255,255,.22)",
    halo="rgba(17,21,27,.75)",
    frame="#5d6f84",
    memory="#9fb4c8",
)
DASHES: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 4), (11, 4, 2, 4), (14, 5))
MARKERS = ("circle", "square", "diamond", "triangle", "triangle-down", "cross", "x", "pentagon", "hexagram")


@dataclass(frozen=True)
class Look:
    """How one run is drawn everywhere: indices of its colour, dash and marker."""

    colour: int
    dash: int
    marker: int


@cache
def look(number: int) -> Look:
    """Return look ``number``; the first 405 differ in colour, dash or marker."""
    rounds, colour = divmod(number, len(LIGHT.runs))
    return Look(colour, (colour + rounds) % len(DASHES), (colour + rounds * 2) % len(MARKERS))


def for_browser() -> dict:
    """Return everything the browser needs to draw runs, for both themes."""
    themes = {name: vars(p) for name, p in (("light", LIGHT), ("dark", DARK))}
    return {"themes": themes, "dashes": DASHES, "markers": MARKERS}
