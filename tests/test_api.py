"""The notebook's door: the README's example runs, races give what they promise, and mistakes are told in words."""

import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import optax
import plotly.graph_objects as go
import pytest

import optviz
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import as_pytree, settings_of
from optviz.core.surfaces import SURFACES, Surface
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import Racer, Scene


def bowl(**knobs: float):
    return optviz.surfaces["quadratic"](**knobs)


def gd(lr: float = 0.01):
    return optviz.optimizers["gd"](lr=lr)


def test_the_example_of_the_readme_runs_as_it_stands(root: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)
    assert isinstance(names["race"].figure(), go.Figure)
    assert (tmp_path / "race.html").stat().st_size < 1_000_000
    assert capsys.readouterr().out.count("converged") == 3
    gd, momentum, nag = (run.x for run in names["race"].runs)
    for one, other in ((gd, momentum), (gd, nag), (momentum, nag)):
        assert np.abs(one[:40] - other[:40]).max() > 0.1, "three paths that can be told apart"


def test_fourteen_names_are_public() -> None:
    names = "Race from_optax learn matrix_rules memory methods minimize optimizers race rule simulate surface surfaces"
    assert optviz.__all__ == [*names.split(), "sweep"]
    assert optviz.surfaces is SURFACES and optviz.optimizers is OPTIMIZERS


def test_simulate_returns_one_run_with_all_that_happened() -> None:
    run = optviz.simulate(bowl(kappa=4), gd(0.1), start=(-2, 1), steps=20)
    assert run.x.shape == (21, 2) and run.value.shape == (21,) and run.grad.shape == (20, 2)
    assert run.x[0].tolist() == [-2, 1]
    assert (run.state, run.status.kind) == ({}, "moving")


def test_a_race_runs_all_from_one_start_with_the_same_noise() -> None:
    race = optviz.race(bowl(), [gd(0.1), optviz.optimizers["adam"]()], start=(1, 1), steps=30, noise=0.5, seed=3)
    one, other = race.runs
    assert one.x[0].tolist() == other.x[0].tolist() == [1, 1]
    np.testing.assert_array_equal(one.noise, other.noise)


def test_a_race_of_one_is_a_simulation() -> None:
    (raced,) = optviz.race(bowl(), [gd(0.1)], start=(-2, 1), steps=20).runs
    np.testing.assert_array_equal(raced.x, optviz.simulate(bowl(), gd(0.1), start=(-2, 1), steps=20).x)


def test_racers_may_come_from_a_generator() -> None:
    assert len(optviz.race(bowl(), (gd(rate) for rate in (0.01, 0.1)), steps=5).runs) == 2


def test_a_scene_is_raced_as_it_says() -> None:
    scene = Scene.of("beale", (Racer.of("gd", lr=0.001), Racer.of("adam", on=False)), start=(1.0, 1.0), steps=25)
    race = optviz.race(scene)
    assert [run.steps for run in race.runs] == [25]
    assert race.runs[0].x[0].tolist() == [1, 1]
    assert type(race.surface).key == "beale"


def test_a_lesson_can_be_raced() -> None:
    scene = LESSONS["divergence"].scene
    race = optviz.race(scene)
    assert [settings_of(run.optimizer)["lr"] for run in race.runs] == [0.049, 0.0505]


def test_the_grid_of_a_race_covers_the_window() -> None:
    x, y, z = optviz.race(optviz.surfaces["beale"](), []).grid
    assert z.shape == (len(y), len(x))
    assert ((x[0], x[-1]), (y[0], y[-1])) == SURFACES["beale"].domain


@pytest.mark.parametrize("extra", [{"steps": 3}, {"start": (0, 0)}, {"noise": 1.0}, {"seed": 2}])
def test_a_scene_has_its_own_settings_and_takes_no_others(extra: dict) -> None:
    with pytest.raises(ValueError, match="a scene has its own racers, start, steps, noise and seed"):
        optviz.race(LESSONS["cliff"].scene, **extra)


def test_a_scene_takes_no_other_racers() -> None:
    with pytest.raises(ValueError, match="a scene has its own racers"):
        optviz.race(LESSONS["cliff"].scene, [gd()])


@pytest.mark.parametrize(
    ("registry", "key", "said"),
    [
        (optviz.surfaces, "rosenbrok", "Unknown surface 'rosenbrok'. Did you mean 'rosenbrock'?"),
        (optviz.optimizers, "adamm", "Unknown optimizer 'adamm'. Did you mean 'adam'?"),
        (optviz.optimizers, "zzz", "Unknown optimizer 'zzz'."),
    ],
)
def test_a_misspelt_key_is_answered_with_the_nearest(registry, key: str, said: str) -> None:
    with pytest.raises(KeyError) as fault:
        registry[key]
    assert fault.value.args[0] == said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"steps": 5001}, "5001 steps are too many: a run takes at most 5000"),
        ({"steps": 0}, "a run needs at least 1 step, not 0"),
        ({"noise": -1.0}, "noise is a standard deviation, finite and not negative, so not -1.0"),
        ({"seed": -1}, "a seed is a whole number from 0 up, not -1"),
        ({"start": (1, 2, 3)}, "a start has 2 coordinates, not 3"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_words(settings: dict, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        optviz.race(bowl(), [gd()], **settings)


@as_pytree
class Typed(Surface):
    """A surface without starts."""

    def __call__(self, x):
        return x[0] ** 2 + x[1] ** 2


class Unregistered(Surface):
    """A surface whose class nobody registered."""

    starts = ((1.0, 1.0),)

    def __call__(self, x):
        return x[0] ** 2 + x[1] ** 2


class OddRule(Optimizer):
    """A rule whose class nobody registered."""

    key = name = "odd"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (
            lambda x, y: x**2,
            "a function alone is not a surface, which also has a window and starts: write optviz.surface",
        ),
        (optviz.surfaces["booth"], "Booth is a class, not a surface: make one of it, as in Booth()"),
        (Unregistered(), "the class Unregistered is not registered: write @optviz.surfaces.register above it"),
        ("rosenbrock", "'rosenbrock' is a text, not a surface: write optviz.surfaces['rosenbrock']()"),
        ("x^2 + y^2", "'x^2 + y^2' is a text, not a surface: write optviz.surface('x^2 + y^2')"),
        (None, "None is not a surface; optviz.surfaces['rosenbrock']() is one"),
        (gd(), "is not a surface"),
    ],
    ids=["function", "class", "unregistered", "text", "formula", "None", "optimizer"],
)
@pytest.mark.parametrize("door", [optviz.race, optviz.simulate])
def test_what_is_no_surface_is_told_in_words(door, where, said: str) -> None:
    with pytest.raises(TypeError) as fault:
        door(where, gd())
    assert said in str(fault.value) and "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("racer", "said"),
    [
        ("adam", "'adam' is not an optimizer; optviz.optimizers['adam'](lr=0.1) makes one"),
        (optviz.optimizers["gd"], "is not an optimizer; optviz.optimizers['adam'](lr=0.1) makes one"),
        (0.1, "0.1 is not an optimizer"),
        (None, "None is not an optimizer"),
        (OddRule(), "the class OddRule is not registered: write @optviz.optimizers.register above it"),
        (optax.adam(0.1), "is not an optimizer; optviz.from_optax(…) makes one"),
    ],
    ids=["text", "class", "number", "None", "unregistered", "optax"],
)
@pytest.mark.parametrize("door", [optviz.race, optviz.simulate])
def test_what_is_no_optimizer_is_told_in_words(door, racer, said: str) -> None:
    with pytest.raises(TypeError) as fault:
        door(bowl(), racer)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"start": [(0, 0), (1, 1)]}, "a start is one point (x, y), two numbers, not [(0, 0), (1, 1)]; for several"),
        ({"start": 3}, "a start is one point (x, y), two numbers, not 3"),
        ({"start": "ab"}, "a start is one point (x, y), two numbers, not 'ab'"),
        ({"steps": 2.5}, "the number of steps is a whole number, not 2.5"),
        ({"steps": "many"}, "the number of steps is a whole number, not 'many'"),
        ({"noise": "0.1"}, "noise is a standard deviation, a number, not '0.1'"),
        ({"noise": None}, "noise is a standard deviation, a number, not None"),
        ({"seed": 0.5}, "a seed is a whole number, not 0.5"),
    ],
)
def test_a_setting_of_another_kind_is_told_in_words(how: dict, said: str) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        optviz.race(bowl(), [gd()], **how)


def test_a_setting_that_there_is_not_and_a_missing_start_are_told_in_words() -> None:
    with pytest.raises(TypeError, match="a race takes start, starts, steps, noise and seed, not lr"):
        optviz.race(bowl(), [gd()], lr=0.1)
    with pytest.raises(ValueError, match=re.escape("the surface Typed has no start of its own: give start=(x, y)")):
        optviz.simulate(Typed(), gd())


def test_a_start_that_is_no_place_is_a_status_and_no_fault() -> None:
    run = optviz.simulate(bowl(), gd(), start=(float("nan"), 0.0))
    assert run.status.label == "diverged at step 0"


def test_one_optimizer_alone_races_too() -> None:
    alone = optviz.race(optviz.surfaces["booth"](), optviz.optimizers["gd"](), steps=3)
    assert [run.optimizer.key for run in alone.runs] == ["gd"]


def test_a_class_instead_of_an_optimizer_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="is not an optimizer"):
        optviz.race(optviz.surfaces["booth"](), [optviz.optimizers["gd"]])  # type: ignore[list-item]


def test_a_surface_is_made_of_a_text() -> None:
    surface = optviz.surface("sin(3x) y^2 + a x^2", a=0.1)
    race = optviz.race(surface, [gd(0.01), optviz.optimizers["adam"](lr=0.1)], start=(1, -1), steps=50)
    assert np.isclose(surface.value_at((1, -1)), np.sin(3) + 0.1)
    assert r"\sin" in surface.latex and isinstance(race.figure(), go.Figure)


def test_a_surface_is_made_of_a_function_of_x_and_y() -> None:
    def tilted(x, y, k):
        return (x - k) ** 2 + jnp.cosh(y)

    surface = optviz.surface(tilted, k=1.5, window=((-3, 3), (-1, 1)))
    assert (surface.name, surface.domain) == ("tilted(x, y)", ((-3, 3), (-1, 1)))
    np.testing.assert_allclose(surface.minima, [[1.5, 0]], atol=1e-9)
    assert optviz.simulate(surface, gd(0.1), steps=300).status.kind == "converged"


@pytest.mark.parametrize(
    ("made_of", "parameters", "said"),
    [
        ("sine(3x) + y", {}, "    sine(3x) + y\n    ^^^^\nDid you mean sin(3x) + y ?"),
        ("a x^2 + b", {"b": 1}, "a in the formula needs a value: optviz.surface(…, a=1.0)"),
        ("x^2", {"b": 1}, "the formula has no parameter b; its parameters: none"),
        ("a x", {"a": "one"}, "the parameter a is a finite number, not 'one'"),
        ("log(-1 - x^2)", {}, "f(x, y) is not a finite number at any of the points that were tried"),
        ("x^2", {"window": ((1, 0), (0, 1))}, "a window is ((x_low, x_high), (y_low, y_high)), not ((1, 0), (0, 1))"),
        (lambda x, y: np.sin(x) + y, {}, "jnp.sin instead of np.sin or math.sin, jnp.where instead of if"),
        (lambda x, y: x if x > 0 else y, {}, "jnp.where instead of if"),
        (lambda x: x, {}, "the function must take two numbers, x and y, and return one"),
        (lambda x, y: jnp.stack([x, y]), {}, "f(x, y) must be one number, not an array of shape (2,)"),
        (3, {}, "a surface is made of a text or a function of x and y, not of 3"),
    ],
)
def test_what_makes_no_surface_is_told_in_words(made_of, parameters, said: str) -> None:
    with pytest.raises((TypeError, ValueError)) as fault:
        optviz.surface(made_of, **parameters)
    assert said in str(fault.value)


def test_a_rule_takes_the_recipe_of_practice_and_its_average_is_drawn_beside_it() -> None:
    adam = optviz.optimizers["adam"](lr=0.1)
    recipe = adam.with_("cosine", warmup=0.1, clip_norm=1.0, decoupled=0.01, ema=0.95)
    race = optviz.race(bowl(), [adam, recipe], steps=100)
    assert [run.optimizer.name for run in race.runs] == ["Adam", "Adam, warm-up, cosine, clipped, decay"]
    names = [trace.get("name", "") for trace in race.figure().to_dict()["data"]]
    assert sum("averaged" in name for name in names) == 2
    frame = race.runs[1].to_frame()
    assert {"rate_now", "average1", "average2", "average_f", "clip_norm"} <= set(frame.columns)
    np.testing.assert_allclose(frame["rate_now"][:3], [0.0, 0.01, 0.02])


def test_a_sweep_turns_a_modifiers_number_too() -> None:
    recipe = optviz.optimizers["gd"](lr=0.01).with_(clip_norm=1.0)
    race = optviz.sweep(bowl(), recipe, clip_norm=[0.5, 1.0, 2.0], steps=10)
    lengths = [np.linalg.norm(run.step[0]) for run in race.runs]
    np.testing.assert_allclose(lengths, [0.005, 0.01, 0.02])
