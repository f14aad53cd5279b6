"""A surface as a picture: shades with level lines, for what lies under the runs outside the app."""

import base64
from io import BytesIO

import numpy as np
from PIL import Image

from optviz.core.surfaces import Surface, grid
from optviz.figures.palette import LIGHT
from optviz.figures.shade import warp_for
from optviz.figures.thumbnail import LINE_SHARE, level_lines, rgb, shades

GROUND = 321
"""Points a side at which f is computed."""


def shaded(surface: Surface, size: tuple[int, int]) -> Image.Image:
    """Return f on the window as shades with level lines."""
    z = grid(surface, GROUND)[2]
    heights = warp_for(z, surface.floor)(z)
    low, high = np.nanmin(heights), np.nanmax(heights)
    share = np.nan_to_num((heights - low) / max(high - low, 1e-300), nan=1.0)[::-1].astype(np.float32)
    fine = np.asarray(Image.fromarray(share).resize(size, Image.Resampling.BICUBIC)).clip(0.0, 1.0)
    lines = LINE_SHARE * level_lines(fine)[..., None]
    return Image.fromarray(np.rint(shades(fine, LIGHT.ramp) * (1 - lines) + rgb(LIGHT.ink) * lines).astype(np.uint8))


def shaded_address(surface: Surface, width: int = 480) -> str:
    """Return the picture as an address that holds it, for a page."""
    out = BytesIO()
    shaded(surface, (width, width)).quantize(64).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
