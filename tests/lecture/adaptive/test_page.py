"""The page on adaptive learning rates: its links, every preset drawn, formulas to recompute, limits and bad input."""

import math
import re
from itertools import product
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.simulation.status import Kind
from optviz.figures.board import Axes, Contour, Formula, Path
from optviz.figures.board.message import background_message
from optviz.lecture.adaptive import PAGE
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.section import Section
from tests.decoder import sent, weight

from .helpers import COMPARISONS, all_runs, compared, state_of, values_of

PRESETS = {
    "formula": ("formula_small", "formula_large", "formula_huge", "formula_minimum"),
    "coordinates": ("coordinates_narrow", "coordinates_round", "coordinates_axis"),
    "rotation": ("rotation_ten", "rotation_half", "rotation_right"),
    "forget": ("forget_wall", "forget_slow", "forget_none", "forget_rest"),
    "units": ("units_slow", "units_quick", "units_eta"),
    "adam": ("adam_both", "adam_momentum", "adam_correction"),
    "epsilon": ("epsilon_67", "epsilon_steep", "epsilon_flatter", "epsilon_easom"),
    "ideas": ("ideas_race", "ideas_hair", "ideas_ridge"),
}
STATES = [(section, preset) for section, presets in PRESETS.items() for preset in ("", *presets)]
LIMITS = ("lr", "eps", "rho", "beta2")
PYTHON = {r"\cdot": "*", r"\sqrt": "sqrt", r"\frac": "", "}{": ")/(", "{": "(", "}": ")", "^": "**"}
"""How the LaTeX of a formula's numbers reads in Python."""

each_section = pytest.mark.parametrize("section", PAGE.sections, ids=list(PRESETS))


def test_published_sections_and_presets_are_links_for_ever() -> None:
    assert list(PRESETS) == [section.key for section in PAGE.sections]
    assert {section.key: tuple(preset.key for preset in section.presets) for section in PAGE.sections} == PRESETS


@each_section
def test_every_text_is_short_and_has_its_four_parts(section: Section) -> None:
    text = PAGE.text(section.key)
    for part, most in ((text.body, 120), (text.notice, 60), (text.task, 40), (text.answer, 60)):
        assert 0 < len(re.sub(r"\$+[^$]+\$+", "x", part).split()) <= most
    assert text.body.count("$") % 2 == 0


@each_section
def test_presets_name_controls_and_lie_within_their_limits(section: Section) -> None:
    controls = {control.key: control for control in section.all_controls()}
    for preset in section.presets:
        for key, value in preset.values.items():
            control = controls[key]
            if isinstance(control, Slider):
                assert isinstance(value, float) and control.clamp(value) == value
            elif isinstance(control, Choice):
                assert value in control.allowed
            else:
                assert isinstance(control, Switch) and isinstance(value, bool)


@each_section
def test_a_preset_differs_from_the_others_of_its_section(section: Section) -> None:
    presets = [values_of(section.key, preset.key) for preset in section.presets]
    assert all(a != b for i, a in enumerate(presets) for b in presets[:i])
    assert all(math.isfinite(v) for values in presets for v in values.values() if isinstance(v, float))


@pytest.mark.parametrize(("section", "preset"), STATES)
def test_every_state_makes_a_board_whose_panels_are_all_in_place(section: str, preset: str) -> None:
    state = state_of(section, preset)
    board, background = state.board(), state.background()
    placed = {key for row in board.rows for key in row}
    assert placed == {panel.key for panel in board.panels} and len(placed) == len(board.panels)
    assert len({len(row) for row in board.rows}) == 1
    assert all(len(row) == len(board.widths or row) for row in board.rows)
    assert len(board.heights) == len(board.rows)
    assert board.summary.endswith(".") and board.status
    for axes in (panel for panel in board.panels if isinstance(panel, Axes)):
        assert {layer.field for layer in axes.layers if isinstance(layer, Contour)} <= set(background.fields)
    assert background_message(background)


@pytest.mark.parametrize(("section", "preset"), STATES)
def test_a_board_is_small_and_reads_back_as_it_was_sent(section: str, preset: str) -> None:
    state = state_of(section, preset)
    board = state.board()
    assert weight(board) < 40_000
    read = sent(board)
    assert [panel["key"] for panel in read["panels"]] == [panel.key for panel in board.panels]
    assert read["status"] == list(board.status)


@pytest.mark.parametrize("section", list(COMPARISONS))
def test_the_paths_are_the_runs_and_keep_every_point(section: str) -> None:
    comparison = compared(section)
    axes = state_of(section).board().panel("path", Axes)
    paths = [layer for layer in axes.layers if isinstance(layer, Path)]
    for path, named in zip(paths, (comparison.a, comparison.b), strict=True):
        assert np.array_equal(path.x, named.run.x[:, 0]) and np.array_equal(path.y, named.run.x[:, 1])
        assert path.look == named.look and path.name[3:] == named.name
    assert paths[0].look != paths[1].look


def evaluate(latex: str, numbers: dict[str, Any]) -> np.ndarray:
    """Compute one side of a line from the numbers that stand in it."""
    text = re.sub(r"<<(\w+)>>", r'Q["\1"]', latex)
    for old, new in PYTHON.items():
        text = text.replace(old, new)
    assert "\\" not in text, f"LaTeX left over in {text}"
    return eval(text, {"Q": numbers, "sqrt": np.sqrt})


@pytest.mark.parametrize(("section", "preset"), [state for state in STATES if state[0] in COMPARISONS])
def test_a_student_can_recompute_every_line_from_the_numbers_in_it(section: str, preset: str) -> None:
    board = state_of(section, preset).board()
    for formula in (board.panel(key, Formula) for key in ("rule_a", "rule_b")):
        for symbols, line in formula.lines:
            assert symbols.count("{") == symbols.count("}") and line
            columns = {name: formula.numbers(name) for name in re.findall(r"<<(\w+)>>", line)}
            steps = min(len(column) for column in columns.values() if np.ndim(column))
            for t in (0, 1, steps // 2, steps - 1):
                numbers = {name: column[t] if np.ndim(column) else column for name, column in columns.items()}
                left, right = line.split(" = ")
                with np.errstate(over="ignore"):
                    np.testing.assert_allclose(evaluate(left, numbers), evaluate(right, numbers), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("section", [key for key in COMPARISONS if key != "adam"])
def test_the_change_stands_in_a_box_in_bs_rule_and_goes_with_its_switch(section: str) -> None:
    with_change, without = state_of(section).board(), state_of(section, change=False).board()
    assert r"\boxed" in with_change.panel("rule_b", Formula).lines[0][0]
    assert r"\boxed" not in with_change.panel("rule_a", Formula).lines[0][0]
    assert without.panel("rule_b", Formula).lines[0][0] == without.panel("rule_a", Formula).lines[0][0]
    assert "switched off" in without.notices[-1]


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections if "change" in section.defaults()])
def test_with_the_change_switched_off_b_is_a(section: str) -> None:
    off, on = compared(section, change=False), compared(section)
    assert np.array_equal(off.a.run.x, off.b.run.x, equal_nan=True)
    assert off.a.name == off.b.name
    assert not np.array_equal(on.a.run.x, on.b.run.x)


@each_section
def test_every_corner_of_the_limits_gives_runs_with_a_status(section: Section) -> None:
    sliders = [s for s in section.all_controls() if isinstance(s, Slider) and s.key in LIMITS]
    for ends in product(*((slider.low, slider.high) for slider in sliders)):
        changes = {slider.key: end for slider, end in zip(sliders, ends, strict=True)}
        for run in all_runs(section.key, **changes):
            assert run.status.reason.endswith(".")
            assert np.isfinite(run.x[:-1]).all()


@pytest.mark.parametrize("section", [*COMPARISONS, "rotation"])
def test_without_a_learning_rate_nothing_moves_but_adadelta(section: str) -> None:
    for run in all_runs(section, lr=0.0):
        assert run.step.any() == bool(getattr(run.optimizer, "units", 0.0))


@pytest.mark.parametrize("section", ["formula", "coordinates", "rotation", "units", "epsilon"])
def test_a_start_at_the_minimum_stays_for_epsilon_guards_the_division(section: str) -> None:
    for run in all_runs(section, x0=0.0, y0=0.0):
        assert not run.step.any() and run.status.kind == "converged"


@settings(max_examples=40, deadline=None)
@given(data=st.data(), section=st.sampled_from(PAGE.sections))
def test_any_values_within_the_limits_give_runs_and_never_an_exception(data: st.DataObject, section: Section) -> None:
    changes: dict[str, Any] = {}
    for control in section.all_controls():
        if isinstance(control, Slider):
            changes[control.key] = data.draw(st.floats(control.low, control.high))
        elif isinstance(control, Choice):
            changes[control.key] = data.draw(st.sampled_from(control.allowed))
        elif isinstance(control, Switch):
            changes[control.key] = data.draw(st.booleans())
    for run in all_runs(section.key, **changes):
        assert run.status.kind in get_args(Kind)


@pytest.mark.parametrize(
    ("section", "changes", "words"),
    [
        ("formula", {"lr": 0.0}, "no step for A: GD and B: AdaGrad-Norm."),
        ("units", {"lr": 0.0}, "no step for A: RMSprop."),
        ("ideas", {"lr": 0.0}, "η = 0: only Adadelta moves"),
        ("formula", {"lr": 100.0}, "A: GD diverged. At step 52"),
        ("formula", {"x0": 0.0, "y0": 0.0}, "The gradient at the start is zero"),
        ("rotation", {"x0": 0.0, "y0": 0.0}, "The gradient at the start is zero"),
        ("rotation", {"angle": 0.0}, "φ = 0: both bowls are the same"),
        ("formula", {"eps": 1.0}, "ε = 1 is no longer small"),
        ("forget", {"rho": 0.9999}, "100 times as long as η"),
        ("forget", {"rho": 0.0}, "every step is η long in each coordinate"),
        ("adam", {"beta2": 0.9999, "correct": False, "momentum": False}, "100 times as long as η"),
        ("ideas", {"y0": 0.0}, "On the axis"),
        ("ideas", {"x0": 0.0, "y0": 0.0}, "The start is the saddle itself"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else value,
)
def test_bad_input_gets_a_sentence(section: str, changes: dict[str, Any], words: str) -> None:
    notices = state_of(section, **changes).board().notices
    assert any(words in sentence for sentence in notices)


def test_a_section_as_it_opens_has_no_warning() -> None:
    assert all(state_of(section).board().notices == () for section in PRESETS)


def test_the_background_changes_with_the_surface_and_with_nothing_else() -> None:
    assert state_of("formula").background().key == state_of("formula", lr=3.0, x0=1.0).background().key
    assert state_of("formula").background().key != state_of("formula", kappa=20.0).background().key
    assert state_of("rotation").background().key != state_of("rotation", angle=44.0).background().key
    assert state_of("adam").background().key != state_of("adam", ground="bowl").background().key
    field = state_of("units").background().fields["f"]
    x, y = np.meshgrid(field.x, field.y)
    np.testing.assert_allclose(field.z, 0.5 * (x**2 + 10 * y**2), rtol=1e-12, atol=1e-12)
