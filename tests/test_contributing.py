"""The examples of CONTRIBUTING.md work as they stand."""

import re
from keyword import iskeyword
from pathlib import Path

import jax
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, height
from optviz.figures.board.message import board_body
from optviz.figures.race_board import race_board
from optviz.lecture import section
from optviz.lecture.page_state import from_query as from_link
from optviz.lecture.pages import PAGES
from optviz.lecture.section import Page
from optviz.scenes import lessons
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
TEXTS = re.findall(r"```markdown\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch):
    """Call it with a word of an example to run it; what it registers is gone after the test."""
    for registry in (SURFACES, OPTIMIZERS):
        monkeypatch.setattr(registry, "_entries", dict(registry._entries))
    monkeypatch.setattr(lessons, "LESSONS", dict(lessons.LESSONS))

    def run(word: str) -> None:
        (code,) = [example for example in EXAMPLES if word in example]
        exec(compile(code, f"CONTRIBUTING.md, {word}", "exec"), {"__name__": "example"})

    return run


def test_the_surface_is_what_it_says_it_is(enter) -> None:
    enter("class Washboard")
    surface = SURFACES["washboard"]()
    for point, value in surface.facts:
        assert height(surface, point) == pytest.approx(value, abs=1e-12)
    assert np.allclose(jax.grad(surface)(surface.minima[0]), 0)
    assert [knob.key for knob in knobs_of(surface)] == ["a"]
    (x_low, x_high), (y_low, y_high) = surface.domain
    assert all(x_low < x < x_high and y_low < y < y_high for x, y in surface.starts)


def test_the_surface_can_be_raced_on(enter) -> None:
    enter("class Washboard")
    run = simulate(SURFACES["washboard"](a=0.1), OPTIMIZERS["adam"](lr=0.05), steps=800)
    assert run.status.kind == "converged"


def test_the_rule_does_what_its_formula_says(enter) -> None:
    enter("class AveragedDescent")
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["averaged"](lr=0.05, beta=0.8), steps=30)
    m = np.zeros(2)
    for t in range(30):
        m = 0.8 * m + (1 - 0.8) * run.slope[t]
        np.testing.assert_allclose(run.step[t], -0.05 * m, rtol=1e-12)
    assert simulate(SURFACES["quadratic"](), OPTIMIZERS["averaged"](), steps=2000).status.kind == "converged"


def test_the_rules_worked_lines_name_only_what_there_is(enter) -> None:
    enter("class AveragedDescent")
    kind = OPTIMIZERS["averaged"]
    names = {name for _, line in kind.worked for name in re.findall(r"<<(\w+)>>", line)}
    assert names <= set(simulate(SURFACES["quadratic"](), kind(), steps=2).quantities)


def test_the_optax_rule_steps_by_the_sign(enter) -> None:
    enter("class Signum")
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["signum"](lr=0.02), steps=20)
    assert set(np.abs(run.step).ravel()) == {0.02}


@pytest.mark.parametrize(("word", "key"), [("class AveragedDescent", "averaged"), ("class Signum", "signum")])
def test_a_new_rule_is_at_once_in_links_and_on_the_stage(enter, word: str, key: str) -> None:
    enter(word)
    scene = Scene.of("quadratic", (Racer.of(key, lr=0.2),), steps=5)
    assert from_query(to_query(scene)) == (scene, ())
    assert len(board_body(race_board(run_scene(scene)))[1]) > 500


def test_the_lesson_opens_by_its_link(enter) -> None:
    enter('"two_rates"')
    scene = lessons.LESSONS["two_rates"].scene
    assert from_query("lesson=two_rates", lessons.lesson_scenes()) == (scene, ())
    assert len({racer.look for racer in scene.racers}) == len(scene.racers) == 2


def test_the_lessons_text_keeps_the_rules_and_its_claims_hold(enter) -> None:
    enter('"two_rates"')
    (text,) = [text for text in TEXTS if "**Notice:**" in text]
    assert len(text.split()) <= 55 and text.count("**Notice:**") == 1
    slow, fast = (
        simulate(SURFACES["quadratic"](), OPTIMIZERS["gd"](lr=lr), (-2.5, 1.5), 3000).status for lr in (0.01, 0.1)
    )
    assert slow.kind == fast.kind == "converged"
    assert slow.step / fast.step == pytest.approx(10, rel=0.1)
    too_far = simulate(SURFACES["quadratic"](), OPTIMIZERS["gd"](lr=0.21), (-2.5, 1.5), 60)
    assert too_far.value[-1] > too_far.value[0]


def test_the_page_is_made_like_those_there_are() -> None:
    (example,) = [code for code in EXAMPLES if "my_page" in code]
    for path in sorted((ROOT / "pages").glob("*.py")):
        body = path.read_text(encoding="utf-8").split('"""\n', 1)[1]
        module = "classroom" if iskeyword(path.stem) else path.stem  # class.py: no module can have that name
        wanted = example.split('"""\n', 1)[1].replace("my_page", module)
        if path.stem in PAGES:  # a lecture page: one module shows them all
            topic = f"from optviz.lecture.{path.stem} import PAGE  # noqa: E402\n"
            wanted = wanted.replace("from optviz.ui import " + path.stem, topic + "from optviz.ui import lecture")
            wanted = wanted.replace(f"{path.stem}.show()", "lecture.show_page(PAGE)")
        assert wanted == body


def test_the_question_is_clear_scored_by_its_run_and_knows_the_mistake() -> None:
    found: dict = {}
    for word in ("HALVING = Section", "ask_left"):
        (code,) = [example for example in EXAMPLES if word in example]
        exec(compile(code, f"CONTRIBUTING.md, {word}", "exec"), found)
    (question,) = found["QUESTIONS"]
    for seed in range(20):
        values, asked = question.at(seed)
        left = 2 * (1 - values["share"]) ** 2
        assert asked.form.verdict(str(left)).right
        assert "not of the way at the start" in asked.form.verdict(str(2 - 4 * values["share"])).sentence


def test_the_section_opens_by_its_link_with_its_words_and_is_drawn(tmp_path: Path, monkeypatch) -> None:
    found: dict = {}
    (code,) = [example for example in EXAMPLES if "HALVING = Section" in example]
    (words,) = [text for text in TEXTS if "## Notice" in text]
    exec(compile(code, "CONTRIBUTING.md, halving", "exec"), found)
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "halving.md").write_text(words, encoding="utf-8")
    monkeypatch.setattr(section, "TEXTS", tmp_path)
    page = Page("topic", (found["HALVING"],))
    state, ignored = from_link(page, "preset=slow")
    assert ignored == () and state.values == {"share": 0.1}
    size, body = board_body(state.board())
    assert size > 0 and body
    assert state.board().summary == f"Ends at x = {2 * 0.9**20:.3g}."
    assert all((page.text("halving").body, page.text("halving").notice, page.text("halving").answer))
    assert 0.5**10 < 0.001 <= 0.5**9
