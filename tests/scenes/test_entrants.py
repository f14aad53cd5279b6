"""Methods of curvature race beside optimizers: the same run as alone, a link, no modifiers, and a sentence for each."""

import numpy as np
import pytest
import scipy.optimize

from optviz.code import code_of
from optviz.core.curvature import METHODS, minimize
from optviz.core.curvature.entrants import ENTRANTS, METHOD_ENTRANTS
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES
from optviz.figures.race_board import method_notices, race_board, race_controls
from optviz.figures.race_fan import race_fan
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import default_look


def race_at(query: str) -> Race:
    scene, ignored = from_query(query)
    assert not ignored
    return run_scene(scene)


def test_every_method_but_gradient_descent_can_race_under_a_key_and_name_of_its_own() -> None:
    assert {entrant.kind for entrant in METHOD_ENTRANTS.values()} == {m for key, m in METHODS.items() if key != "gd"}
    assert len(ENTRANTS) == len(OPTIMIZERS) + len(METHOD_ENTRANTS)
    names = [kind.name for kind in ENTRANTS.values()]
    assert len(set(names)) == len(names)
    looks = [default_look(key) for key in ENTRANTS]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("key", METHOD_ENTRANTS)
def test_a_method_walks_in_a_race_as_it_does_alone(key: str) -> None:
    (run,) = race_at(f"surface=himmelblau&run={key}&steps=60").runs
    alone = minimize(SURFACES["himmelblau"](), METHOD_ENTRANTS[key]().method(), None, 60)
    np.testing.assert_array_equal(run.x, alone.x)
    np.testing.assert_array_equal(run.slope, alone.slope)
    np.testing.assert_array_equal(run.quantities["asked_slope_next"], alone.asked("slope")[1:])
    assert (run.status, len(run.step)) == (alone.status, alone.steps)


def test_bfgs_in_a_race_ends_where_scipys_does() -> None:
    (run,) = race_at("surface=rosenbrock&run=bfgs&at=-1.2,1").runs
    theirs = scipy.optimize.minimize(scipy.optimize.rosen, (-1.2, 1.0), method="BFGS", jac=scipy.optimize.rosen_der)
    assert run.status.kind == "converged"
    np.testing.assert_allclose(run.x[-1], theirs.x, atol=1e-5)


def test_on_a_bowl_newton_is_there_in_one_step_and_adam_is_not() -> None:
    newton, adam = race_at("surface=quadratic&run=newton&run=adam&steps=50").runs
    assert (newton.status.kind, newton.steps) == ("converged", 1)
    assert adam.status.kind == "moving"


@pytest.mark.parametrize("key", METHOD_ENTRANTS)
def test_a_link_keeps_a_method_its_knobs_and_its_look(key: str) -> None:
    knobs = {knob.key: knob.high for knob in knobs_of(METHOD_ENTRANTS[key])}
    query = f"surface=beale&run={key},{','.join(f'{name}:{value}' for name, value in knobs.items())}".rstrip(",")
    scene, ignored = from_query(query)
    assert not ignored
    assert dict(scene.racers[0].knobs) == knobs
    assert from_query(to_query(scene)) == (scene, ())


@pytest.mark.parametrize("word", ["cosine", "clip_norm:1", "ema:0.9", "warmup:0.1"])
def test_a_modifier_round_a_method_is_refused_in_a_sentence_and_the_run_kept(word: str) -> None:
    scene, ignored = from_query(f"surface=beale&run=newton,{word}")
    assert [racer.rule for racer in scene.racers] == ["newton"]
    (sentence,) = ignored
    assert "takes no modifiers" in sentence


def test_a_knob_that_has_a_modifiers_name_is_the_methods_own() -> None:
    scene, ignored = from_query("surface=beale&run=damped,floor:2")
    assert not ignored
    assert scene.racers[0].knobs == (("floor", 2.0),)


def test_what_is_different_for_methods_is_said() -> None:
    (said,) = method_notices(race_at("surface=beale&run=newton&run=gd&steps=300&noise=0.5"))
    assert said == "Methods that find their own step, as Newton, take at most 200 steps and meet no noise."
    assert method_notices(race_at("surface=beale&run=gd&steps=300&noise=0.5")) == ()


def test_a_method_that_cannot_go_on_says_why_at_the_step_where_it_stopped() -> None:
    ((step, sentence),), *none = method_notices(race_at("surface=matyas&run=gauss_newton&run=gd"))
    assert (step, none) == (0, [])
    assert sentence.startswith("Gauss–Newton: Matyas is not written as a sum of squares")


@pytest.mark.parametrize("view", ["2d", "3d"])
@pytest.mark.parametrize("start", ["0,0", "1e6,-1e6", "1,1"])
def test_every_method_can_be_drawn_from_anywhere(view: str, start: str) -> None:
    keys = list(METHOD_ENTRANTS)
    for part in (keys[:7], keys[7:]):
        runs = "&".join(f"run={key}" for key in part)
        race = race_at(f"surface=rosenbrock&{runs}&at={start}&view={view}&model=1&fog=1&curves=4&steps=40")
        assert race_board(race).steps == max(run.steps for run in race.runs)


def test_the_starts_sliders_have_a_fan_only_where_every_run_is_a_rules() -> None:
    scene, _ = from_query("surface=beale&run=newton&run=gd")
    assert race_fan(scene, "at.0") is None and race_fan(scene, "run.0.memory") is None
    assert race_fan(scene, "run.1.lr") is not None
    point = next(control for control in race_controls(run_scene(scene)) if control["kind"] == "point")
    assert not point["fan"]
    off, _ = from_query("surface=beale&run=newton,off&run=gd")
    assert race_fan(off, "at.0") is not None


def test_the_program_of_a_race_with_a_method_ends_where_the_race_does(capsys: pytest.CaptureFixture[str]) -> None:
    scene, _ = from_query("surface=beale&run=trust,first:1&run=gd&at=1,1&steps=40")
    text = code_of(scene).replace('race.to_html("race.html")', "")
    names: dict = {}
    exec(text, names)
    for theirs, ours in zip(names["race"].runs, run_scene(scene).runs, strict=True):
        np.testing.assert_array_equal(theirs.x, ours.x)
    assert "Trust region ends at" in capsys.readouterr().out
    with pytest.raises(ValueError, match="Trust region finds its own step"):
        code_of(scene, "torch")
