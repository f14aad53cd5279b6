"""Copy as Python, as a person asks for it: of a scene, of a race in a notebook, and where there is no program."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import optax
import pytest

import optviz
from optviz.code import FLAVOURS, code_of
from optviz.code.functions import function_of
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES
from optviz.scenes.scene import Racer, Scene, default_scene
from tests.code.cases import CASES
from tests.code.programs import printed

ADAM = optviz.optimizers["adam"]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_first_scene_has_a_program_in_every_flavour(flavour: str) -> None:
    text = code_of(default_scene(), flavour)
    compile(text, "program.py", "exec")
    assert all(len(line) <= 120 for line in text.splitlines())
    assert text.count(" ends at ") == (1 if flavour == "optviz" else 6)


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith("on ")])
def test_the_optviz_program_makes_the_runs_that_are_on_screen(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CASES[case]()
    space: dict = {}
    with redirect_stdout(io.StringIO()):
        exec(code_of(made, "optviz").replace('race.to_html("race.html")', "pass"), space)
    race = space["race"]
    assert [run.optimizer for run in race.runs] == list(made.optimizers)
    assert (race.steps, race.noise, race.seed) == (made.steps, made.noise, made.seed if made.noisy else 0)
    assert race.surface.value_at((0.3, 0.4)) == made.surface.value_at((0.3, 0.4))


@pytest.mark.parametrize("key", SURFACES)
def test_the_text_of_f_has_the_values_of_the_surface(key: str) -> None:
    points = np.random.default_rng(0).normal(size=(20, 2)) * 2
    surface = SURFACES[key](**{knob.key: knob.default * 1.5 + 3 for knob in knobs_of(SURFACES[key])})
    space: dict = {"np": np, "math": __import__("math")}
    exec("\n".join(function_of(surface, "np").lines), space)
    np.testing.assert_allclose(
        [space["f"](point) for point in points], [surface.value_at(point) for point in points], rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("flavour", ["optviz", "optax", "numpy"])
def test_a_race_in_a_notebook_has_its_program(flavour: str) -> None:
    racers = [ADAM(lr=lr).with_("cosine", warmup=0.1) for lr in (0.1, 0.2)]
    race = optviz.race(optviz.surfaces["himmelblau"](), racers, (0.0, 1.0), steps=30, noise=0.2, seed=7)
    text = race.to_code(flavour)
    assert "adam_2" in text or flavour == "optviz"
    if flavour != "optviz":
        np.testing.assert_allclose(printed(text), [run.x[-1] for run in race.runs], rtol=1e-12)


def test_racers_that_are_off_are_left_out() -> None:
    scene = Scene.of("booth", (Racer.of("gd"), Racer.of("adam", on=False)))
    assert "adam" not in code_of(scene, "numpy") and "def gd(x)" in code_of(scene, "numpy")


def test_a_chain_of_optax_is_its_own_text() -> None:
    rule = optviz.rule("chain(clip_by_global_norm(1.0), adam(0.1))")
    race = optviz.race(optviz.surfaces["booth"](), [rule], steps=20)
    np.testing.assert_allclose(printed(race.to_code("optax")), [race.runs[0].x[-1]], rtol=1e-12)
    assert "clip_by_global_norm" in race.to_code("optviz")


@pytest.mark.parametrize(("flavour", "library"), [("optax", "Optax"), ("torch", "PyTorch"), ("numpy", "PyTorch")])
def test_a_program_says_which_variant_a_rule_is(flavour: str, library: str) -> None:
    text = re.sub(r"\n +# ", " ", code_of(CASES["by adagrad"](), flavour))
    assert library in text and "ε stands outside the root" in text.replace("and ε", "ε")


def sentence(error: pytest.ExceptionInfo[ValueError]) -> str:
    return str(error.value)


def test_where_there_is_no_program_a_sentence_says_why() -> None:
    booth, gd = optviz.surfaces["booth"](), optviz.optimizers["gd"]()
    own = optviz.surface(lambda x, y: x**2 + jnp.cos(y))
    cases = [
        (lambda: optviz.race(booth, [gd]).to_code("keras"), "one of optviz, optax, torch, numpy, not 'keras'"),
        (lambda: optviz.race(own, [gd]).to_code("torch"), "a function in Python already"),
        (lambda: optviz.race(own, [gd]).to_code("optviz"), "the one in which it was made"),
        (lambda: optviz.race(booth, [optviz.from_optax(optax.sgd(0.1))]).to_code(), "made of Python objects"),
        (lambda: optviz.race(booth, [optviz.rule("adam(0.1)")]).to_code("numpy"), "cannot be written out"),
        (lambda: optviz.race(booth, [gd], starts=[(0, 0), (1, 1)]).to_code(), "runs from one start"),
        (lambda: optviz.race(booth, []).to_code(), "no run"),
        (lambda: code_of(Scene.of("booth", ())), "switch an optimizer on"),
    ]
    for ask, said in cases:
        with pytest.raises(ValueError, match=re.escape(said)) as error:
            ask()
        assert len(sentence(error)) < 160
