"""A rule of one's own: what is typed is what races, its worked step is its text, and a bad text loses nothing."""

from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, from_optax
from optviz.core.registry import settings_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.typed.rule import read_rule
from optviz.figures.board import Axes, Chart, Formula, Path, last_text
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.rule import CHAIN, TEXTS, apart, rule_board, runs_of, written
from optviz.lecture.lab.rule_questions import DISGUISED, steps_alike
from optviz.lecture.page_state import PageState, controls_of, from_query, opened, to_query
from optviz.scenes.codec import query_string

RULE = PAGE.section("rule")


def state(preset: str = "", **texts: str) -> PageState:
    """The section as a link says."""
    pairs = [("preset", preset)] if preset else [("section", "rule")]
    found, ignored = from_query(PAGE, query_string([*pairs, *texts.items()]))
    assert ignored == ()
    return found


def runs(preset: str = "", **texts: str) -> tuple[Run, ...]:
    return runs_of(state(preset, **texts).values)


def control(shown: PageState, key: str) -> dict[str, Any]:
    return next(spec for spec in controls_of(shown) if spec["key"] == key)


def test_it_opens_with_momentum_and_the_step_is_the_formula_in_a_python_loop():
    typed, gd = runs()
    x, m = np.array([-2.5, 1.5]), np.zeros(2)
    for t in range(60):
        m = 0.9 * m + np.array([x[0], 10 * x[1]])
        x = x - 0.02 * m
        assert typed.x[t + 1] == pytest.approx(x, rel=1e-9, abs=1e-12)
    assert isinstance(gd.optimizer, OPTIMIZERS["gd"]) and settings_of(gd.optimizer)["lr"] == 0.1


@pytest.mark.parametrize("preset", [preset.key for preset in RULE.presets])
def test_every_preset_races_what_is_typed_and_comes_back_from_its_link(preset):
    shown = state(preset)
    assert from_query(PAGE, to_query(shown)) == (shown, ())
    board = shown.board()
    paths = [layer for layer in board.panel("plane", Axes).layers if isinstance(layer, Path)]
    assert len(paths) == len(board.panel("loss", Chart).series) == len(runs(preset)) >= 2
    assert "diverged" not in board.status[0]


def test_adam_typed_lies_on_the_built_in_one():
    typed, built_in = runs("rule_adam")
    assert apart(typed, built_in) < 1e-12 and np.ptp(typed.x, axis=0).max() > 1
    assert "e−16" in str(state("rule_adam").board().panel("result"))
    turned = runs("rule_adam", k1="0.5")
    assert apart(*turned) < 1e-12, "a knob that both have is one slider"
    assert settings_of(turned[1].optimizer)["beta1"] == 0.5


def test_nag_takes_its_gradient_ahead_and_is_calmer_than_momentum():
    nag, momentum = runs("rule_nag")
    assert np.abs(nag.probe - nag.x[:-1]).max() > 0.1
    assert nag.x[0] == pytest.approx(momentum.x[0])
    assert np.abs(nag.x[20:, 1]).max() < np.abs(momentum.x[20:, 1]).max()


def test_the_notice_and_the_task_signs_alone_do_not_settle_and_fading_ones_do():
    (sign, *_) = runs("rule_sign")
    assert np.abs(np.abs(sign.step[:10]) - 0.1).max() < 1e-12
    assert np.abs(sign.x[-20:]).max() > 0.04 and sign.status.kind == "cycling"
    (fading, *_) = runs("rule_sign", line="x = x - eta*(1 - t/T)*sign(g)")
    assert np.abs(fading.x[-1]).max() < 0.01


def test_a_rate_that_fades_settles_where_gd_flies_off():
    fading, gd = runs("rule_fading")
    assert fading.value[-1] < 1e-6 and gd.value[-1] > gd.value[0]


def test_a_chain_of_optax_takes_its_steps_and_its_numbers_are_sliders():
    import optax

    shown = state("rule_optax")
    theirs = from_optax(optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.1)))
    ours = runs("rule_optax")[0]
    assert ours.x == pytest.approx(simulate(ours.surface, theirs, (-1.0, 4.0), 100).x, rel=1e-12)
    labels = [spec["label"] for spec in controls_of(shown) if spec["key"] in ("lr", "k1", "k2", "k3")]
    assert labels == ["clip_by_global_norm max_norm", "adam learning_rate"]
    turned = runs("rule_optax", k2="0.3")[0]
    theirs = from_optax(optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.3)))
    assert turned.x == pytest.approx(simulate(ours.surface, theirs, (-1.0, 4.0), 100).x, rel=1e-12)


def test_another_number_in_the_text_counts_whatever_the_slider_was():
    shown = state("rule_optax", update=CHAIN, k2="0.3", line="chain(clip_by_global_norm(1),adam(0.05))")
    assert shown.values["k2"] == 0.05 and "adam(0.05)" in shown.values["update"]


def test_what_is_typed_is_understood_and_shown_in_latex():
    shown = state(line="s += g^2; x -= eta g/(sqrt(s) + eps)")
    assert shown.values["update"] == written("s = s + g^2; x = x - eta*g/(sqrt(s) + eps)") and not shown.values["line"]
    field = control(shown, "line")
    assert r"\sqrt{s_{t}}" in field["latex"] and field["error"] is None
    formula = shown.board().panel("worked", Formula)
    assert tuple(symbols for symbols, _ in formula.lines) == read_rule(shown.values["update"]).latex
    assert {"s", "s_next", "grad", "x_next", "lr", "eps"} <= {*formula.columns}


def test_a_text_that_cannot_be_read_leaves_the_last_picture_and_says_where_and_what():
    shown = state(line="m = beta*m + g; x = x - eta*mm")
    assert shown.values["update"] == state().values["update"] and shown.values["line"].endswith("mm")
    error = control(shown, "line")["error"]
    assert "“mm” is not known here" in error["message"] and shown.values["line"][error["start"] :] == "mm"
    mended = control(state(line="x = x - eta*norm(g"), "line")["error"]
    assert mended["mend"] == "x = x - eta*norm(g)"
    assert control(state(line="addam(0.1)"), "line")["error"]["mend"] == "adam(0.1)"
    assert len(shown.board().status) == 2


def test_a_knob_keeps_its_value_by_its_letter_when_the_text_changes():
    before = state(update=written(TEXTS["nag"]), k1="0.7")
    after = state(update=before.values["update"], k1="0.7", line="w = g; m = a*w + beta*m; x = x - eta*m")
    assert after.values["k1"] == 1.0 and after.values["k2"] == 0.7
    assert [spec["label"] for spec in controls_of(after) if spec["key"] in ("k1", "k2")] == [
        "parameter a",
        "parameter β",
    ]


def test_a_rule_that_flies_off_is_told_at_the_step_where_it_does():
    board = state(line="x = x + eta*g^3", lr="1").board()
    assert board.status[0] == "diverged"
    (notice,) = [n for n in board.notices if "diverged" in last_text(n)]
    assert notice[0][0] == runs(line="x = x + eta*g^3", lr="1")[0].status.step


def test_adam_fails_where_reddi_and_others_say_and_amsgrad_does_not():
    amsgrad, adam = runs("rule_reddi", steps="1000")
    assert amsgrad.grad[:6, 0].tolist() == [3, -1, -1, 3, -1, -1]
    assert adam.x[-300:, 0].min() > 0.9 and adam.x[:, 0].max() == 1 and amsgrad.x[-300:, 0].max() < -0.85
    board = state("rule_reddi").board()
    typed, rival = board.panel("loss", Chart).series
    assert typed.y[-1] < -0.25 and rival.y[-1] > 0.25 and typed.y[0] == pytest.approx(0, abs=1e-12)
    plane = board.panel("plane", Axes)
    assert plane.x.low == -1.1 and "box" in {getattr(layer, "name", "") for layer in plane.layers}


def test_it_runs_on_a_function_of_ones_own():
    typed, _ = runs(surface="typed", f="x^2+3y^2+a*sin(3x)", line="x = x - eta*g", p1="0.5")
    x, y = typed.x[0]
    assert typed.grad[0] == pytest.approx((2 * x + 1.5 * np.cos(3 * x), 6 * y))


@pytest.mark.parametrize("key", DISGUISED)
def test_each_rule_in_disguise_is_the_one_it_is_said_to_be_and_no_other(key):
    knob = 1e-8 if key == "adagrad" else 0.9
    values = opened(PAGE, "rule").values | {"update": written(DISGUISED[key]), "k1": knob, "k2": 1e-8, "rival_lr": 0.02}
    assert [name for name, same in steps_alike(values).items() if same] == [key]


def test_the_board_of_the_widest_rule_is_drawn():
    text = (
        "; ".join(f"{letter} = {letter} + g" for letter in "abcdhijk") + "; x = x - eta*(a + b + c + d + h + i + j + k)"
    )
    assert rule_board(state(line=text).values).panel("worked", Formula).lines[-1][0].startswith("x_{t+1}")
