"""The future is hidden until play: a section opens at its start, and nothing that is seen there tells how it ends."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from optviz.figures.board import (
    Axes,
    Board,
    Chart,
    Conics,
    Fog,
    Layer,
    Line,
    Metrics,
    MovingLine,
    Outline,
    Path,
    Points,
    Regions,
    Surface3D,
    Swarm,
    Table,
    Text,
    TextLines,
)
from optviz.lecture.page_state import opened, to_query
from optviz.lecture.pages import PAGES
from optviz.lecture.section import Page, Preset, Section

SECTIONS = [(page, section) for page in PAGES.values() for section in page.sections]
each_section = pytest.mark.parametrize(("page", "section"), SECTIONS, ids=[f"{p.stem}/{s.key}" for p, s in SECTIONS])
MOMENTS = {"kink", "all_off", "backward_product", "batch_three", "look_ahead"}
"""Presets that are about one moment, with nothing to foretell."""

RATES = {"lr": 0.6, "eta": 0.6, "rate": "0.01"}
KNOWS_THE_RATE = {
    "lab/map": "the map of every start is what is to be seen: its question leaves it out",
    "momentum/map": "a map of every η, with the rate of the point that is chosen, by theory",
    "momentum/nag": "a table of the rates by theory",
    "momentum/oscillators": "the regimes by theory, in a table and the charts' titles",
    "momentum/too_much": "a table of the rates by theory",
    "one_dimension/descent": "the length of the first step",
    "one_dimension/step_size": "the factor 1 − η f″ at x₀, which the first step has",
    "stochastic/noise_ball": "the radius by theory, which the measured one is to be compared with",
    "traps/escape": "the steps by theory, which the runs are to be compared with",
}
TELLS_REGIMES = ("momentum/map", "momentum/oscillators", "lab/map")
"""Sections that name regimes, by theory, or the shares of a map that is seen as well."""
ENDINGS = re.compile(r"\b(diverge[sd]?|converged|never|stuck|escaped|overflows?|left the picture|exploded|out at)\b")


def board_of(page: Page, section: Section, preset: str = "", **changes: Any) -> Board:
    """A section's board as it opens, with what its long work has at the end."""
    values = opened(page, section.key, preset).values | changes
    return section.draw(values, *([list(section.work(values).make())[-1]] if section.work else []))


@cache
def opening(stem: str, section: str) -> Board:
    """The board of a section as it opens, made once."""
    return board_of(PAGES[stem], PAGES[stem].section(section))


def text_at_start(text: Text) -> str | None:
    """What a text says before anything has been played."""
    if isinstance(text, str):
        return text
    return next((str(said) for step, said in text if step == 0), None)


def seen_texts(board: Board) -> Iterator[str]:
    """All words and numbers that can be read before anything has been played."""
    said: list[Text | None] = list(board.notices)
    for panel in board.panels:
        said.append(getattr(panel, "title", ""))
        if isinstance(panel, Table):
            said += panel.rows[0] if panel.follow else [cell for row in panel.rows for cell in row]
        elif isinstance(panel, TextLines):
            said += panel.frames[0]
        elif isinstance(panel, Metrics):
            said += [reading_at_start(metric.values) for metric in panel.metrics]
    yield from (found for text in said if text is not None and (found := text_at_start(text)))


def reading_at_start(values: Any) -> Text:
    """What a metric reads before anything has been played."""
    if isinstance(values, str | int | float):
        return str(values)
    if isinstance(values, tuple) and values and isinstance(values[0], tuple):
        return values
    return str(values[0]) if len(values) else ""


def seen_layers(board: Board) -> Iterator[tuple[str, Any]]:
    """What a board's pictures show before anything has been played, as plain lists to compare."""
    for panel in board.panels:
        layers: tuple[Layer, ...] = ()
        if isinstance(panel, Axes):
            layers = panel.layers
        elif isinstance(panel, Surface3D):
            layers = (*panel.paths, *panel.marks)
        for layer in layers:
            if layer.since == 0:
                yield panel.key, shown_at_start(layer)


def shape_at_start(layer: Conics | Outline | Fog) -> list[Any]:
    """The numbers of a shape that are drawn at step 0: its first row, or the places seen by then."""
    first = layer.step == 0 if isinstance(layer, Fog) else 0
    rows = (value[first] for value in vars(layer).values() if isinstance(value, np.ndarray))
    return [layer.kind, *(np.nan_to_num(row).tolist() for row in rows)]


def shown_at_start(layer: Layer) -> list[Any]:
    """The numbers of a layer that are drawn at step 0; an arrow is the first step, which one sees coming."""
    if isinstance(layer, Path) or (isinstance(layer, Line) and layer.by_step):
        return [layer.kind, float(np.asarray(layer.x)[0]), float(np.asarray(layer.y)[0])]
    if isinstance(layer, Points):
        return [layer.kind, *(np.nan_to_num(a[0] if a.ndim == 2 else a).tolist() for a in (layer.x, layer.y))]
    if isinstance(layer, MovingLine):
        return [layer.kind, np.nan_to_num(layer.y[0]).tolist()]
    if isinstance(layer, Conics | Outline | Fog):
        return shape_at_start(layer)
    if isinstance(layer, Swarm):
        known = layer.arrival is None or layer.arrival == 0
        colours = np.where(known, layer.number, -2).tolist()
        return [layer.kind, layer.x[:, 0].tolist(), layer.y[:, 0].tolist(), colours]
    if isinstance(layer, Regions):
        return [layer.kind, layer.value[0].tolist()]
    plain = {name: value for name, value in vars(layer).items() if isinstance(value, np.ndarray)}
    if layer.kind == "arrows":
        return [layer.kind]
    return [layer.kind, *(np.nan_to_num(value).tolist() for value in plain.values())]


@each_section
def test_a_section_and_its_presets_open_at_the_start(page: Page, section: Section) -> None:
    assert opened(page, section.key).step == 0
    moments = {preset.key for preset in section.presets if preset.step}
    assert moments <= MOMENTS, "who opens later tells nothing that is to be foretold"
    assert "t=" not in to_query(opened(page, section.key))


@each_section
def test_what_is_said_before_play_tells_no_ending(page: Page, section: Section) -> None:
    named = f"{page.stem}/{section.key}" in TELLS_REGIMES
    presets = () if section.work else [preset.key for preset in section.presets]
    for board in (opening(page.stem, section.key), *(board_of(page, section, preset) for preset in presets)):
        if board.steps and not named:
            assert [text for text in seen_texts(board) if ENDINGS.search(text)] == []


@each_section
def test_what_tells_the_ending_comes_not_after_the_last_step(page: Page, section: Section) -> None:
    board = opening(page.stem, section.key)
    sinces = [layer.since for panel in board.panels if isinstance(panel, Axes) for layer in panel.layers]
    cells = [cell for panel in board.panels if isinstance(panel, Table) for row in panel.rows for cell in row]
    readings = [m.values for panel in board.panels if isinstance(panel, Metrics) for m in panel.metrics]
    frames = [each for each in (*cells, *readings, *board.notices) if isinstance(each, tuple)]
    steps = [step for each in frames if each and isinstance(each[0], tuple) for step, _ in each]
    assert max([*sinces, *steps], default=0) <= board.steps


@each_section
def test_rows_of_a_table_that_follows_and_known_curves_are_what_they_must_be(page: Page, section: Section) -> None:
    board = opening(page.stem, section.key)
    for panel in board.panels:
        if isinstance(panel, Table) and panel.follow:
            assert len(panel.rows) == board.steps + 1, "a row a step: those of later steps are blank"
        for series in panel.series if isinstance(panel, Chart) else ():
            assert not series.known or np.ptp(np.asarray(series.y)) == 0, "a limit, not an outcome"


RATED = [
    (page, section, key)
    for page, section in SECTIONS
    for key in RATES
    if key in section.defaults() and not section.work
]


@pytest.mark.parametrize(
    ("page", "section", "key"), RATED, ids=[f"{page.stem}/{section.key}" for page, section, _ in RATED]
)
def test_before_play_nothing_shown_depends_on_the_learning_rate(page: Page, section: Section, key: str) -> None:
    """What it does is the ending: whoever sees it before play need not think."""
    before, after = opening(page.stem, section.key), board_of(page, section, **{key: RATES[key]})
    same = list(seen_layers(before)) == list(seen_layers(after))
    same &= list(seen_texts(before)) == list(seen_texts(after))
    assert same == (f"{page.stem}/{section.key}" not in KNOWS_THE_RATE)


def test_a_preset_may_be_about_a_moment() -> None:
    assert Preset("kink", "A kink", {}, 5).step == 5 and Preset("other", "Other").step == 0
