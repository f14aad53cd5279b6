"""The runs can be told apart, and from the surface, also by those who see two kinds of colour."""

import dataclasses
from itertools import combinations

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.figures.palette import DARK, DASHES, LIGHT, MARKERS, Palette, for_browser, look
from optviz.scenes.reader import MAX_LOOK

APART = 0.07  # in OKLab, where about 0.02 is the least that anybody sees
# Machado, Oliveira & Fernandes (2009), severity 1.0, for linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
# Ottosson (2020), A perceptual color space for image processing.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
sights = pytest.mark.parametrize("sight", SIGHT)


@themes
@sights
def test_every_two_runs_differ(palette: Palette, sight: str) -> None:
    seen = [oklab(linear(colour), sight) for colour in palette.runs]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= APART


@themes
@sights
def test_every_run_differs_from_every_shade_of_the_surface(palette: Palette, sight: str) -> None:
    shades = [oklab(shade, sight) for shade in ramp(palette)]
    runs = [oklab(linear(colour), sight) for colour in palette.runs]
    assert min(np.linalg.norm(run - shade) for run in runs for shade in shades) >= APART


@themes
def test_every_run_stands_out_from_every_shade_by_a_contrast_of_two(palette: Palette) -> None:
    assert min(contrast(linear(colour), shade) for colour in palette.runs for shade in ramp(palette)) >= 2


def test_on_a_light_page_one_run_at_most_is_nearly_black() -> None:
    lightness = sorted(oklab(linear(colour), "normal")[0] for colour in LIGHT.runs)
    assert lightness[1] > 0.35


@themes
def test_marks_stand_out_from_every_shade_as_text_would(palette: Palette) -> None:
    assert min(contrast(linear(palette.ink), shade) for shade in ramp(palette)) >= 4.5


@themes
def test_the_surface_is_quieter_than_any_run(palette: Palette) -> None:
    most = max(np.hypot(*oklab(shade, "normal")[1:]) for shade in ramp(palette))
    assert most <= 0.05


@themes
def test_the_ramp_goes_one_way_in_lightness(palette: Palette) -> None:
    lightness = np.array([oklab(linear(colour), "normal")[0] for colour in palette.ramp])
    steps = np.diff(lightness)
    assert (steps > 0).all() or (steps < 0).all()


def test_no_two_looks_that_a_link_can_name_are_equal() -> None:
    assert len({look(number) for number in range(MAX_LOOK + 1)}) == MAX_LOOK + 1 >= 63


def test_the_first_405_looks_differ() -> None:
    assert len({look(number) for number in range(405)}) == 405


def test_every_optimizer_has_a_look_of_its_own_before_any_runs_twice() -> None:
    assert len(OPTIMIZERS) <= MAX_LOOK + 1


def test_the_nine_first_runs_differ_in_colour_and_in_marker() -> None:
    first = [look(number) for number in range(9)]
    assert len({one.colour for one in first}) == len({one.marker for one in first}) == 9
    assert len({one.dash for one in first}) == len(DASHES)


def test_the_browser_gets_every_colour_dash_and_marker() -> None:
    wire = for_browser()
    assert set(wire["themes"]) == {"light", "dark"}
    assert wire["themes"] == {"light": dataclasses.asdict(LIGHT), "dark": dataclasses.asdict(DARK)}
    assert (wire["dashes"], wire["markers"]) == (DASHES, MARKERS)
    assert len(LIGHT.runs) == len(DARK.runs) == len(MARKERS)


def linear(colour: str) -> np.ndarray:
    """#rrggbb as linear RGB, 0 to 1."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def oklab(rgb: np.ndarray, sight: str) -> np.ndarray:
    """Linear RGB as somebody with this sight sees it, in OKLab."""
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(SIGHT[sight] @ rgb, 0, 1))


def ramp(palette: Palette, between: int = 4) -> list[np.ndarray]:
    """The surface's colours in linear RGB: the stops, and colours between them, mixed as Plotly mixes."""
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in palette.ramp], dtype=float)
    at = np.linspace(0, len(stops) - 1, between * (len(stops) - 1) + 1)
    mixed = np.stack([np.interp(at, range(len(stops)), stops[:, i]) for i in range(3)], axis=1)
    return [linear("#" + "".join(f"{round(v):02x}" for v in colour)) for colour in mixed]


def contrast(first: np.ndarray, second: np.ndarray) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted(float(rgb @ [0.2126, 0.7152, 0.0722]) for rgb in (first, second))
    return (high + 0.05) / (low + 0.05)
