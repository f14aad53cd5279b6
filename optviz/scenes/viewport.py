"""What a person looks at in a picture, as every link has it: a part of a plane, or where the eye over a surface is.

``window=picture:-1.5,0.5,-1,1`` shows in the panel ``picture`` x from −1.5 to 0.5 and y from −1 to 1; on a logarithmic
axis the two are exponents of ten. ``camera=picture:1.3,1.5,1.4`` is the eye; three more numbers are what it looks at,
and three more which way is up, as Plotly's cameras have them. Without either a picture shows all there is.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from optviz.core import number_text

if TYPE_CHECKING:  # a reader reads scenes, of which these are a part
    from optviz.scenes.reader import Reader

MAX_VIEWPORTS = 4
LIMITS = {"window": 1e6, "camera": 100.0}
"""The keys of a link that say what is looked at, and how large their numbers may be."""

_PANEL = re.compile(r"[a-z]\w{0,39}", re.ASCII)
_LEAST = 1e-9  # of a window's width or height, beside its numbers: beyond it float64 has no digits left


class Viewport(NamedTuple):
    """What is looked at in one panel: ``kind`` is window or camera, ``numbers`` as in the link."""

    kind: str
    panel: str
    numbers: tuple[float, ...]


Viewports = tuple[Viewport, ...]


def fault(kind: str, numbers: tuple[float, ...]) -> str:
    """Return what is wrong with a viewport's numbers, or nothing."""
    if kind == "camera":
        if len(numbers) not in (3, 6, 9):
            return "a camera is three, six or nine numbers"
        far = [math.hypot(*numbers[at : at + 3]) for at in (0, 6) if at < len(numbers)]
        return "" if min(far) >= 0.01 else "the camera looks nowhere"
    if len(numbers) != 4:
        return "a window is four numbers"
    ends = (numbers[:2], numbers[2:])
    wide = all(high - low > _LEAST * max(abs(low), abs(high), _LEAST) for low, high in ends)
    return "" if wide else "the window has no width or no height"


def read_viewport(reader: "Reader", kind: str, text: str) -> Viewport | None:
    """Return the viewport that ``text`` names, or None; what is wrong with it is told to the reader."""
    panel, _, row = text.partition(":")
    if not _PANEL.fullmatch(panel):
        reader.drop(kind, text, "a picture and its numbers, picture:1,2,3")
        return None
    most = LIMITS[kind]
    numbers = tuple(reader.real(kind, part, -most, most, math.nan) for part in row.split(",")[:10])
    if any(map(math.isnan, numbers)):
        return None
    wrong = fault(kind, numbers)
    if wrong:
        reader.drop(kind, text, wrong)
    return None if wrong else Viewport(kind, panel, numbers)


def read_viewports(reader: "Reader", query: Mapping[str, Sequence[str]]) -> Viewports:
    """Return what a link says is looked at, the last word for each panel; what cannot be read is named and ignored."""
    found: dict[tuple[str, str], Viewport] = {}
    for kind in LIMITS:
        for text in query.get(kind, ()):
            viewport = read_viewport(reader, kind, text)
            if viewport and len(found) == MAX_VIEWPORTS:
                reader.drop(kind, text, f"a link says so of at most {MAX_VIEWPORTS} pictures")
            elif viewport:
                found[kind, viewport.panel] = viewport
    return tuple(found.values())


def seen(viewports: Viewports, panel: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the part of a panel's plane that a person has zoomed to, None where that is the whole."""
    numbers = next((each.numbers for each in viewports if (each.kind, each.panel) == ("window", panel)), None)
    return ((numbers[0], numbers[1]), (numbers[2], numbers[3])) if numbers else None


def viewport_pairs(viewports: Viewports) -> list[tuple[str, str]]:
    """Return viewports as a link's keys and values."""
    return [(kind, f"{panel}:{','.join(map(number_text.link, numbers))}") for kind, panel, numbers in viewports]
