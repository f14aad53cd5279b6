"""What the playground shows of modifiers: η(t) against the step, the paler average, the lines of the worked step."""

import numpy as np

from optviz.core.simulation.simulate import Case, paths_of
from optviz.figures.board import Axes, Chart, Formula, Path
from optviz.figures.race_board import preview, race_board, race_controls
from optviz.figures.race_fan import race_fan
from optviz.scenes.codec import from_query
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Racer

RECIPE = "surface=himmelblau&run=adam,lr:0.2,cosine,warmup:0.1,clip_norm:20,decoupled:0.01,ema:0.9&run=gd&steps=80"


def race_of(query: str) -> Race:
    scene, ignored = from_query(query)
    assert ignored == ()
    return run_scene(scene)


def panels(race: Race) -> dict:
    return {panel.key: panel for panel in race_board(race).panels}


def test_the_learning_rate_has_a_curve_where_it_changes_and_only_there() -> None:
    shown = panels(race_of(RECIPE))
    chart = shown["eta"]
    assert isinstance(chart, Chart)
    adam, gd = (np.asarray(series.y) for series in chart.series)
    np.testing.assert_allclose(adam[:9], 0.2 * np.arange(9) / 8, rtol=1e-3)
    assert (gd == gd[0]).all() and adam.argmax() == 8
    assert "eta" not in panels(race_of("surface=himmelblau&run=adam,clip_norm:1&steps=80"))


def test_the_average_is_a_paler_path_with_its_own_f_and_distance() -> None:
    race = race_of(RECIPE + "&curves=4")
    shown, (run, _) = panels(race), race.runs
    axes = shown["picture"]
    assert isinstance(axes, Axes) and run.average is not None
    paths = [layer for layer in axes.layers if isinstance(layer, Path)]
    (pale,) = [path for path in paths if path.pale]
    np.testing.assert_array_equal(pale.x, run.average[:, 0])
    np.testing.assert_array_equal(pale.value, run.average_value)
    for key in ("value", "distance"):
        assert [series.name for series in shown[key].series if series.pale] == ["Adam, averaged"]


def test_the_worked_step_has_a_line_for_each_modifier_whose_numbers_are_all_there() -> None:
    worked = panels(race_of(RECIPE))["worked"]
    assert isinstance(worked, Formula)
    assert len(worked.lines) == 5 + 4
    lines = " ".join(numbers for _, numbers in worked.lines)
    for name in ("clip_share", "rate_factor", "x_rule", "average_next"):
        assert f"<<{name}>>" in lines and name in worked.columns


def test_a_rule_of_optax_shows_its_modifiers_numbers_too() -> None:
    worked = panels(race_of("surface=himmelblau&run=nadam,clip_norm:1&steps=20"))["worked"]
    assert worked.lines[0][1] and "no worked line" not in worked.note


def test_the_card_is_told_of_the_schedules_shape() -> None:
    recipe = Racer.of("adam", schedule="cosine", modifiers={"warmup": 0.5})
    shape = preview(recipe, 100)
    assert shape[0] == 0 and max(shape) == shape[40] == 1 and shape[-1] < 1e-12
    assert preview(Racer.of("adam", modifiers={"clip_norm": 1.0}), 100) == []
    (control,) = [c for c in race_controls(race_of(RECIPE)) if c["key"] == "run"]
    assert [len(each) for each in control["previews"]] == [81, 0]


def test_a_modifiers_slider_has_a_fan_of_the_runs_it_makes() -> None:
    race = race_of(RECIPE)
    fan = race_fan(race.scene, "run.0.clip_norm")
    assert fan is not None
    clipped = Racer.of("adam", lr=0.2, schedule="cosine", modifiers={**dict(race.scene.racers[0].modifiers)})
    place = len(fan.values) // 3
    changed = {**dict(clipped.modifiers), "clip_norm": float(fan.values[place])}
    rule = Racer.of("adam", lr=0.2, schedule="cosine", modifiers=changed).optimizer()
    (path,) = paths_of([Case(race.scene.surface_now(), rule, race.scene.start, 80)])
    np.testing.assert_array_equal(fan.paths["0"][place], path)


def test_noise_of_a_modifier_can_be_drawn_anew() -> None:
    (seed,) = [c for c in race_controls(race_of("surface=beale&run=gd,noise:1")) if c["key"] == "seed"]
    assert seed["enabled"]
