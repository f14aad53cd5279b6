"""A race in a notebook: every path whole, true numbers under the mouse, and a file that needs no internet."""

import json
import re
from typing import Any

import numpy as np
import optax
import plotly.graph_objects as go
import pytest

import optviz
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.figures.notebook import PLOTLY_DASHES, SYMBOLS
from optviz.figures.palette import LIGHT, look
from optviz.scenes.scene import Racer, Scene


def race(surface: str = "rosenbrock", *rates: float, **how: Any) -> optviz.Race:
    racers = [optviz.optimizers["gd"](lr=rate) for rate in rates or (0.001,)]
    return optviz.race(optviz.surfaces[surface](), racers, **how)


def traces(figure: go.Figure) -> list[Any]:
    """All that is drawn; Plotly's own types say of an attribute only that it may be anything or None."""
    return list(figure.data)


def layout(figure: go.Figure) -> Any:
    return figure.layout


def paths(figure: go.Figure) -> list[Any]:
    """The paths on the contour, without curves and minima."""
    return [t for t in traces(figure) if isinstance(t, go.Scatter) and t.xaxis == "x" and t.name != "known minimum"]


def curves(figure: go.Figure) -> list[Any]:
    return [t for t in traces(figure) if isinstance(t, go.Scatter) and t.xaxis == "x2"]


@pytest.mark.parametrize("key", SURFACES)
def test_every_surface_can_be_drawn_with_a_path_and_a_curve_a_run(key: str) -> None:
    figure = race(key, 0.001, 0.002, steps=5).figure()
    assert len(paths(figure)) == len(curves(figure)) == 2
    json.loads(str(figure.to_json()), parse_constant=pytest.fail)


def test_a_path_is_drawn_point_by_point_as_it_was() -> None:
    one = race(steps=50)
    (path,) = paths(one.figure())
    np.testing.assert_array_equal(np.stack([path.x, path.y], axis=1), one.runs[0].x)


def test_a_path_that_leaves_the_window_is_not_clipped_and_the_window_stays() -> None:
    one = race("quadratic", 0.21, start=(-2.5, 1.5), steps=40)
    figure = one.figure()
    (path,) = paths(figure)
    (_, (low, high)) = one.surface.domain
    assert np.abs(path.y).max() > 10 * high
    np.testing.assert_array_equal(path.y, one.runs[0].x[:, 1])
    assert layout(figure).yaxis.range == (low, high)


def test_a_diverged_run_is_drawn_to_where_it_diverged() -> None:
    one = race("rosenbrock", 1.0, steps=50)
    figure = one.figure()
    (path,) = paths(figure)
    assert len(path.x) == one.runs[0].status.step + 1 < 51
    assert path.name == f"GD: diverged at step {one.runs[0].status.step}"


def test_the_mouse_reads_true_numbers() -> None:
    one = race(steps=20)
    figure = one.figure()
    (path,) = paths(figure)
    np.testing.assert_array_equal(path.customdata[:, 0], np.arange(21))
    np.testing.assert_array_equal(path.customdata[:, 1], one.runs[0].value)
    ground = traces(figure)[0]
    np.testing.assert_array_equal(ground.customdata, one.grid[2])
    assert "%{customdata" in ground.hovertemplate and "%{z" not in ground.hovertemplate


def test_a_curve_shows_f_above_its_known_minimum_where_there_is_one() -> None:
    camel = race("six_hump_camel", 0.02, steps=30)
    (curve,) = curves(camel.figure())
    np.testing.assert_allclose(curve.y, camel.runs[0].value - camel.surface.floor)
    saddle = race("saddle", 0.1, steps=30)
    (curve,) = curves(saddle.figure())
    np.testing.assert_array_equal(curve.y, saddle.runs[0].value)
    assert layout(saddle.figure()).yaxis2.type == "linear"


def test_the_known_minima_are_starred() -> None:
    figure = race("himmelblau", steps=2).figure()
    (stars,) = [trace for trace in traces(figure) if trace.name == "known minimum"]
    assert len(stars.x) == 4
    assert not [trace for trace in traces(race("saddle", steps=2).figure()) if trace.name == "known minimum"]


def test_twins_are_told_apart_by_what_differs() -> None:
    figure = race("quadratic", 0.01, 0.1, steps=3).figure()
    assert [path.name for path in paths(figure)] == ["GD, lr = 0.01: moving", "GD, lr = 0.1: moving"]
    assert [path.legendgroup for path in paths(figure)] == [curve.legendgroup for curve in curves(figure)] == ["0", "1"]


def test_rules_of_optax_without_a_name_are_numbered() -> None:
    adams = [optviz.from_optax(optax.adam(rate)) for rate in (0.1, 0.2)]
    named = optviz.from_optax(optax.adam(0.3), name="Adam, 0.3")
    figure = optviz.race(optviz.surfaces["booth"](), [*adams, named], steps=3).figure()
    assert [path.name for path in paths(figure)] == ["Optax 1: moving", "Optax 2: moving", "Adam, 0.3: moving"]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_rule_has_the_colour_dash_and_marker_that_it_has_in_the_app(key: str) -> None:
    figure = optviz.race(optviz.surfaces["quadratic"](), optviz.optimizers[key](), steps=3).figure()
    path = paths(figure)[0]  # a rule that is judged elsewhere than where it steps has a second, paler one
    style = look(Racer.of(key).look)
    assert path.line.color == LIGHT.runs[style.colour] and path.line.dash == PLOTLY_DASHES[style.dash]
    assert path.marker.symbol == SYMBOLS[style.marker]


def test_twins_and_strangers_take_the_looks_that_are_free() -> None:
    stranger = optviz.from_optax(optax.sgd(0.01))
    racers = [optviz.optimizers["momentum"](), optviz.optimizers["momentum"](beta=0.5), stranger]
    figure = optviz.race(optviz.surfaces["quadratic"](), racers, steps=3).figure()
    assert [path.line.color for path in paths(figure)] == [LIGHT.runs[look(i).colour] for i in (2, 0, 1)]


def test_a_scene_keeps_its_looks() -> None:
    scene = Scene.of("beale", (Racer.of("gd", look=7), Racer.of("adam", on=False), Racer.of("nag", look=4)), steps=5)
    figure = optviz.race(scene).figure()
    assert [path.line.color for path in paths(figure)] == [LIGHT.runs[look(i).colour] for i in (7, 4)]


def test_an_empty_race_is_a_picture_of_the_surface() -> None:
    figure = optviz.race(optviz.surfaces["beale"](), []).figure()
    assert len(paths(figure)) == 0 and layout(figure).title.text == "Beale"


def test_the_saved_file_needs_no_internet(tmp_path) -> None:
    target = tmp_path / "race.html"
    race(steps=5).to_html(target)
    text = target.read_text(encoding="utf-8")
    # The library is in the file: what is left loads nothing from anywhere.
    assert 500_000 < len(text) < 1_000_000
    assert not re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=(?!\"data:)", text)


def test_a_figure_plays_each_run_from_its_start_to_its_end_on_equal_scales() -> None:
    one = race("himmelblau", 0.01, 0.002, start=(-0.3, -4), steps=300)
    figure = one.figure()
    frames: list[Any] = list(figure.frames)
    assert 2 <= len(frames) <= 100 and [int(frame.name) for frame in frames][-1] == 300
    for frame in frames:
        for index, trace in zip(frame.traces, frame.data, strict=True):
            whole, last = traces(figure)[index], min(int(frame.name), len(traces(figure)[index].x) - 1)
            np.testing.assert_allclose([trace.x[-1], trace.y[-1]], [whole.x[last], whole.y[last]], rtol=1e-6)
            assert len(trace.x) <= last + 1
            if trace.customdata is not None:
                np.testing.assert_allclose(trace.x, np.asarray(whole.x)[trace.customdata[:, 0]], rtol=1e-6)
    (slider,), (buttons,) = layout(figure).sliders, layout(figure).updatemenus
    assert [step.label for step in slider.steps] == [frame.name for frame in frames]
    assert [button.label for button in buttons.buttons] == ["▶ Play", "❚❚ Pause"]
    assert layout(figure).yaxis.scaleanchor == "x"


def test_a_figure_that_plays_is_no_heavy_file() -> None:
    rules = [optviz.optimizers[key](lr=0.02) for key in ("gd", "momentum", "nag", "adagrad", "rmsprop", "adam")]
    noisy = optviz.race(optviz.surfaces["quadratic"](kappa=50), rules, start=(-2, 1), steps=1000, noise=0.5).figure()
    assert len(str(noisy.to_json())) < 2_500_000 and len(list(noisy.frames)) >= 25


def test_a_race_of_one_point_has_nothing_to_play() -> None:
    assert not optviz.race(optviz.surfaces["beale"](), []).figure().frames
