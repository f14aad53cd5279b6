"""The local quadratic model over a race, and the race seen only where it has been."""

from typing import Any

import numpy as np
import pytest

from optviz.core.curvature import METHODS, minimize
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Arrows, Axes, Board, Conics, Fog, Metrics, Path, Points, Surface3D
from optviz.figures.board.message import board_body
from optviz.figures.race_board import race_board, race_controls
from optviz.pictures.pages import picture_at
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Racer, Scene

BOWL = "surface=quadratic&s.kappa=10&run=gd,lr:0.15&run=adam,lr:0.1&at=-2.5,1.5&steps=30"


def race_of(query: str) -> Race:
    scene, ignored = from_query(query)
    assert ignored == ()
    return run_scene(scene)


def layers(board: Board, kind: type) -> list:
    return [layer for layer in board.panel("picture", Axes).layers if isinstance(layer, kind)]


def named(board: Board, name: str) -> Arrows:
    return next(layer for layer in layers(board, Arrows) if layer.name == name)


def leads(query: str) -> list[dict[str, Any]]:
    """The links that stand among the controls."""
    return [control for control in race_controls(race_of(query)) if control["kind"] == "link"]


def readings(board: Board) -> dict[str, Any]:
    return {metric.label: metric.values for metric in board.panel("curvature", Metrics).metrics}


@pytest.mark.parametrize("switches", [{}, {"model": True}, {"fog": True}, {"model": True, "fog": True}])
def test_both_switches_are_in_the_link_only_while_they_are_on(switches: dict[str, bool]) -> None:
    scene = Scene.of("beale", (Racer.of("adam"),)).replace(**switches)
    link = to_query(scene)
    assert from_query(link) == (scene, ())
    assert {key for key in ("model", "fog") if f"{key}=" in link} == set(switches)


def test_a_switch_that_is_neither_on_nor_off_is_ignored_in_a_sentence() -> None:
    scene, ignored = from_query("surface=beale&model=yes&fog=2")
    assert not scene.model and not scene.fog
    assert len(ignored) == 2 and all("not one of 0, 1" in sentence for sentence in ignored)


def test_a_race_without_them_has_neither_the_layers_nor_the_numbers() -> None:
    board = race_board(race_of(BOWL))
    assert not layers(board, Conics) and not layers(board, Fog) and not layers(board, Arrows)
    assert "curvature" not in {panel.key for panel in board.panels}


def test_on_a_bowl_newtons_step_leads_to_the_minimum_and_the_numbers_are_the_bowls() -> None:
    race = race_of(f"{BOWL}&model=1")
    board, run = race_board(race), race.runs[0]
    newton = named(board, "Newton's step")
    ends = run.x + np.concatenate([newton.dx, newton.dy], axis=1)
    np.testing.assert_allclose(ends, 0, atol=1e-12)
    numbers = readings(board)
    np.testing.assert_allclose(numbers[r"$\lambda_1$"], 1)
    np.testing.assert_allclose(numbers[r"$\lambda_2$"], 10)
    np.testing.assert_allclose(numbers[r"$2/\lambda_{\max}$"], 0.2)
    np.testing.assert_allclose(numbers[r"$\eta$"], 0.15)


def test_the_arrow_of_the_gradient_is_the_step_of_gd() -> None:
    race = race_of(f"{BOWL}&model=1")
    arrow, run = named(race_board(race), "−η∇f"), race.runs[0]
    np.testing.assert_allclose(np.concatenate([arrow.dx, arrow.dy], axis=1)[:-1], run.step, atol=1e-12)


def test_the_model_is_that_of_the_chosen_run_and_lies_over_the_paths() -> None:
    race = race_of(f"{BOWL}&model=1&pick=1")
    board = race_board(race)
    (lines,) = layers(board, Conics)
    np.testing.assert_array_equal(np.stack([lines.x, lines.y], axis=1), race.runs[1].x)
    kinds = [type(layer) for layer in board.panel("picture", Axes).layers]
    assert kinds.index(Conics) > len(kinds) - 1 - kinds[::-1].index(Path)


def test_a_schedule_is_told_step_by_step() -> None:
    race = race_of("surface=quadratic&run=gd,lr:0.1,cosine&steps=30&model=1")
    eta = readings(race_board(race))[r"$\eta$"]
    np.testing.assert_allclose(eta[:-1], race.runs[0].rate)
    assert eta[0] > eta[15] > eta[29] == eta[30]


def test_where_no_run_is_chosen_a_sentence_says_what_to_do() -> None:
    for link in ("surface=beale&run=gd,off&run=adam&model=1", "surface=beale&run=none&model=1"):
        board = race_board(race_of(link))
        assert not layers(board, Conics)
        assert "Choose a run" in next(iter(readings(board).values()))


@pytest.mark.parametrize(
    ("formula", "start"),
    [("abs(x)+y^2", "0,0"), ("abs(x)+abs(y)", "0.5,0.5"), ("sqrt(x)+y^2", "0,1"), ("x+y", "1,1"), ("3", "1,1")],
)
def test_a_kink_a_plane_or_no_curvature_at_all_draws_what_there_is_and_no_error(formula: str, start: str) -> None:
    text = formula.replace("+", "%2B")
    board = race_board(race_of(f"surface=typed&f={text}&at={start}&run=gd,lr:0.05&steps=40&model=1&fog=1"))
    board_body(board)
    assert np.isnan(named(board, "Newton's step").dx).all()


def test_every_surface_has_its_overlay_a_run_that_diverges_too() -> None:
    for key in SURFACES:
        for lr in (0.001, 100):
            board = race_board(race_of(f"surface={key}&run=gd,lr:{lr}&steps=50&model=1&fog=1"))
            board_body(board)
            assert np.isfinite(layers(board, Conics)[0].levels[0]).any(), key


def test_the_fog_is_lifted_where_any_run_has_been_and_lies_below_the_paths_and_over_the_minima() -> None:
    race = race_of("surface=himmelblau&run=gd,lr:0.01&run=adam,lr:0.1&steps=60&fog=1")
    board = race_board(race)
    (fog,) = layers(board, Fog)
    places = np.stack([fog.x, fog.y], axis=1)
    for run in race.runs:
        for t, point in enumerate(run.x):
            assert np.linalg.norm(places[fog.step <= t] - point, axis=1).min() < 0.3 * fog.radius
    kinds = [getattr(layer, "mark", layer.kind) for layer in board.panel("picture", Axes).layers]
    assert kinds == ["contour", "star", "fog", "diamond", "path", "path"]


def test_the_mark_stands_at_the_lowest_point_of_all_runs_so_far() -> None:
    race = race_of("surface=rosenbrock&run=momentum,lr:0.003&run=adam,lr:0.1&run=gd,lr:0.02&steps=60&fog=1")
    best = next(layer for layer in layers(race_board(race), Points) if layer.name == "best seen")
    for t in range(61):
        seen = [(v, *x) for run in race.runs for v, x in zip(run.value[: t + 1], run.x, strict=False) if v == v]
        assert (best.x[t, 0], best.y[t, 0]) == min(seen)[1:]


def test_many_steps_in_one_place_are_one_hole_in_the_fog() -> None:
    (fog,) = layers(race_board(race_of("surface=quadratic&run=gd,lr:0.05&steps=5000&fog=1")), Fog)
    assert len(fog.x) < 100


def test_from_the_side_nothing_hides_the_surface_and_the_link_keeps_the_switch() -> None:
    race = race_of(f"{BOWL}&model=1&fog=1&view=3d")
    board = race_board(race)
    assert isinstance(board.panel("picture"), Surface3D)
    assert r"$\lambda_1$" in readings(board)
    controls = {control["key"]: control for control in race_controls(race)}
    assert (controls["fog"]["kind"], controls["fog"]["value"]) == ("hidden", "1")


def test_while_the_model_is_shown_a_drag_waits_for_its_pictures() -> None:
    """The path would leave the model at its head behind."""
    for link, fan in ((BOWL, True), (f"{BOWL}&fog=1", True), (f"{BOWL}&model=1", False)):
        controls = {control["key"]: control for control in race_controls(race_of(link))}
        assert controls["run"]["fan"] is controls["at"]["fan"] is fan


@pytest.mark.parametrize(
    "query",
    [
        "surface=himmelblau&run=gd&at=-0.5,-0.25",
        "surface=rosenbrock&run=adam",
        "surface=typed&f=a*x%5E2%2Bb*y%5E4&s.a=3&s.b=0.5&run=gd&at=12,0.5",
    ],
)
def test_beside_the_model_a_link_leads_to_newtons_method_from_the_same_start(query: str) -> None:
    assert not leads(query), "only beside the model"
    scene, _ = from_query(f"{query}&model=1")
    (link,) = leads(f"{query}&model=1")
    picture = picture_at(link["page"], link["query"])
    assert not picture.header["ignored"]
    path = next(p for p in picture.board().panel("plane", Axes).layers if isinstance(p, Path) and p.name == "Newton")
    newton = minimize(scene.surface_now(), METHODS["newton"](), scene.start, 30)
    np.testing.assert_array_equal(np.stack([path.x, path.y], axis=1), newton.x)


@pytest.mark.parametrize("query", ["surface=quadratic&s.kappa=50&run=gd", "surface=booth&run=gd&at=300,0"])
def test_where_that_page_has_not_the_surface_or_the_start_there_is_no_link(query: str) -> None:
    assert not leads(f"{query}&model=1")
