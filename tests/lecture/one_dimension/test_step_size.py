"""What the texts and presets on one dimension say is what their walks do."""

import numpy as np
import pytest

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import outcomes, regime, walk
from optviz.lecture.one_dimension import PAGE
from optviz.lecture.one_dimension import sections as scene
from optviz.lecture.page_state import from_query, opened

PARABOLA, VALLEYS, TERRACE, RIPPLES = (FUNCTIONS[k]() for k in ("parabola", "two_valleys", "terrace", "ripples"))
PRESETS = [(section.key, preset.key) for section in PAGE.sections for preset in section.presets]


def values(section, preset="", **changes):
    return opened(PAGE, section, preset).values | changes


def shown(section, preset="", **changes):
    return scene.walk_of(section, values(section, preset, **changes))


# ---- Walking downhill --------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", ["", "downhill", "one_step", "little_slope"])
def test_each_step_leads_where_f_is_lower(preset):
    run = shown("descent", preset)
    assert (np.diff(run.value) < 0).all()
    assert run.verdict.fate == "converged"


def test_downhill_goes_from_2_to_1_6_and_a_rate_of_one_half_ends_in_0():
    assert shown("descent", "downhill").x[:2].tolist() == [2.0, 1.6]
    home = shown("descent", "one_step")
    assert home.x.tolist() == [2.0, 0.0] and home.slope[0] == 4


def test_the_step_is_opposite_to_the_slope_and_shrinks_with_it():
    run = shown("descent", "downhill")
    steps = np.diff(run.x)
    np.testing.assert_allclose(steps, -0.1 * 2 * run.x[:-1], rtol=1e-12)
    assert (np.diff(np.abs(steps)) < 0).all()


def test_little_slope_makes_little_steps_until_it_is_steeper():
    run = shown("descent", "little_slope")
    steps = np.abs(np.diff(run.x))
    assert steps[0] < 0.04 and steps[:15].max() < steps.max() / 3


def test_the_kink_has_steps_that_never_shrink_and_do_not_end():
    run = shown("descent", "kink")
    np.testing.assert_allclose(np.abs(np.diff(run.x)), 0.3, rtol=1e-12)
    assert run.verdict.fate == "cycling"


# ---- The algorithm -----------------------------------------------------------------------------------


def test_gd_stops_near_the_minimum_at_step_69_and_a_digit_more_costs_ten_steps():
    usual, finer, coarse = (shown("algorithm", preset) for preset in ("line_by_line", "fine_stop", "coarse_stop"))
    assert (usual.steps, finer.steps, coarse.steps) == (69, 79, 17)
    assert finer.epsilon == usual.epsilon / 10
    assert 0 < abs(usual.slope[-1]) < 1e-6 and usual.x[-1] != 0
    assert pytest.approx(0.107, abs=5e-4) == 0.8**10


def test_each_further_digit_costs_ten_or_eleven_steps():
    steps = [shown("algorithm", eps=10.0**-k).steps for k in range(1, 11)]
    assert set(np.diff(steps)) == {10, 11}


# ---- The step size -----------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", ["contracting", "oscillating", "cycling", "diverging"])
def test_a_preset_is_in_the_regime_it_is_called(preset):
    run = shown("step_size", preset)
    assert {regime(float(factor)) for factor in run.factor} == {preset}
    ratio = run.x[1:] / run.x[:-1]
    np.testing.assert_allclose(ratio, 1 - 2 * run.eta, rtol=1e-9)
    ends = {"contracting": "converged", "oscillating": "converged", "cycling": "cycling", "diverging": "moving"}
    assert run.verdict.fate == ends[preset]


def test_a_diverging_walk_is_said_to_move_away():
    assert shown("step_size", "diverging").verdict.reason.startswith("Moving away: |f′(x)| has grown from 4 to ")


@pytest.mark.parametrize("function", [VALLEYS, TERRACE, RIPPLES], ids=lambda f: f.key)
def test_a_step_turns_the_slope_into_about_the_factor_times_itself(function):
    run = walk(function, 1e-4, function.start, steps=50)
    np.testing.assert_allclose(run.slope[1:], run.factor[:-1] * run.slope[:-1], rtol=1e-5)


def test_each_valley_has_its_own_largest_rate():
    deep, other = VALLEYS.minima
    assert (VALLEYS.curvature(deep), VALLEYS.curvature(other)) == (5, 3)
    for minimum, limit in ((deep, 0.4), (other, 2 / 3)):
        for eta, settles in ((limit - 0.01, True), (limit + 0.01, False)):
            end = walk(VALLEYS, eta, minimum + 0.01, steps=3000).verdict
            assert (end.fate == "converged" and end.place == minimum) is settles


def test_one_rate_cycles_in_the_deep_valley_and_settles_in_the_other():
    deep, other = (shown("step_size", preset) for preset in ("narrow_valley", "wide_valley"))
    assert deep.eta == other.eta == 0.45
    assert deep.verdict.fate == "cycling" and (deep.x < 0).all()
    assert (deep.x[1:] + 2) @ np.sign(deep.x[:-1] + 2) < 0, "it jumps across the minimum"
    assert (other.verdict.fate, other.verdict.place) == ("converged", 2.0)


# ---- When GD is suboptimal ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "fate", "where", "place"),
    [
        ("local_minimum", "converged", "minimum", 2.0),
        ("global_minimum", "converged", "minimum", -2.0),
        ("hilltop", "stuck", "maximum", 0.5),
        ("inflection", "stuck", "inflection", 0.0),
        ("over_the_inflection", "converged", "minimum", 2.0),
        ("ripples", "converged", "minimum", RIPPLES.minima[3]),
    ],
)
def test_a_preset_ends_where_it_says(preset, fate, where, place):
    verdict = shown("suboptimal", preset).verdict
    assert (verdict.fate, verdict.where) == (fate, where)
    assert abs(verdict.place) == abs(place)


def test_the_higher_valley_is_higher_and_so_is_the_nearest_hollow():
    assert "local minimum" in shown("suboptimal", "local_minimum").verdict.reason
    assert "global minimum" in shown("suboptimal", "global_minimum").verdict.reason
    end = shown("suboptimal", "ripples")
    assert end.value[-1] > RIPPLES.value(0.0) + 0.7
    nearest = min((x for x, kind in RIPPLES.criticals if kind == "minimum"), key=lambda x: abs(x - end.x[0]))
    assert end.verdict.place == nearest


@pytest.mark.parametrize("eta", [0.02, 0.05, 0.1])
def test_with_small_steps_the_colour_changes_exactly_at_the_hilltop(eta):
    codes = scene.strip_of(values("suboptimal", eta=eta))
    left, right = codes[: int(480 * 3.5 / 6)], codes[int(480 * 3.5 / 6) :]
    names = outcomes(VALLEYS)
    assert {names[k] for k in left} == {"global minimum at −2"}
    assert {names[k] for k in right} == {"local minimum at 2"}


def test_the_terrace_holds_short_steps_and_a_longer_one_jumps_over():
    held, over = (shown("suboptimal", preset) for preset in ("inflection", "over_the_inflection"))
    assert held.x[-1] < 0 and held.verdict.reason.endswith("the flat inflection at 0.")
    assert over.slope[0] == pytest.approx(-5.9, abs=0.01)
    assert over.x[1] - over.x[0] == pytest.approx(1.77, abs=0.005)
    assert over.x[1] > 0
    assert TERRACE.value(0.5) < TERRACE.value(0.0) < TERRACE.value(-0.5), "f falls on behind it"


def test_too_long_a_step_no_longer_ends_in_the_global_minimum():
    found = {outcomes(VALLEYS)[k] for k in scene.strip_of(values("suboptimal", eta=0.5))}
    assert "local minimum at 2" in found and "global minimum at −2" not in found


def test_the_strip_tells_where_the_walk_that_is_shown_ends():
    given = values("suboptimal", "inflection")
    codes = scene.strip_of(given)
    low, high = TERRACE.window
    for cell in range(0, scene.STRIP_STARTS, 37):
        x = low + (high - low) * (cell + 0.5) / scene.STRIP_STARTS
        end = scene.walk_of("suboptimal", given | {"x0": x}).verdict
        assert TERRACE.criticals[codes[cell]][0] == end.place


# ---- Bad input, links, texts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "changes", "sentence"),
    [
        ("descent", {"eta": 0.0}, "With η = 0 every step has length 0: nothing moves. Give η a positive value."),
        ("descent", {"x0": 0.0}, "Nothing moves: the start is at a minimum, where |f′(x₀)| < ε already. Move x₀."),
        ("descent", {"f": "kink", "x0": 0.0}, "|x| has no slope at its kink. We take 0 there"),
        ("descent", {"f": "terrace", "x0": -2.5}, "The start lies outside the picture; move x₀ into it."),
        ("suboptimal", {"x0": 0.5}, "Nothing moves: the start is at a maximum"),
        ("suboptimal", {"f": "terrace", "x0": 0.0}, "Nothing moves: the start is at a flat inflection"),
        ("descent", {"f": "plain", "x0": 3.0, "eps": 0.1}, "Nothing moves: the start is on flat ground"),
    ],
)
def test_a_start_or_rate_that_shows_nothing_is_answered_in_a_sentence(section, changes, sentence):
    told = scene.notices(shown(section, **changes))
    assert len(told) == 1 and told[0].startswith(sentence)


def test_a_good_start_needs_no_notice_and_a_huge_rate_is_an_outcome():
    assert scene.notices(shown("descent")) == ()
    for section in ("descent", "algorithm"):
        run = shown(section, eta=10.0)
        assert run.verdict.fate == "diverged" or run.verdict.reason.startswith("Moving away")
    assert scene.bowl_notices(scene.bowl_of({"rate": "1", "x0": 0.0, "y0": 0.0}))
    assert scene.bowl_notices(scene.bowl_of({"rate": "1000", "x0": 2.0, "y0": 1.0})) == ()


def test_a_cycle_is_shown_for_no_longer_than_is_needed():
    assert shown("descent", "kink").steps < 40
    assert shown("descent", eta=0.0).steps <= 2
    leaving = shown("step_size", "diverging")
    assert leaving.steps < 20 and (np.abs(leaving.x[-8:]) > 3).all()
    assert shown("step_size", "narrow_valley", eta=4.0).verdict.fate == "diverged"


@pytest.mark.parametrize(("section", "preset"), PRESETS)
def test_a_preset_opens_from_its_link_without_a_complaint(section, preset):
    found, ignored = from_query(PAGE, f"preset={preset}")
    assert (found.section.key, ignored) == (section, ())
    assert found == opened(PAGE, section, preset)


def test_published_keys_stay():
    assert [section.key for section in PAGE.sections] == [
        "descent",
        "algorithm",
        "step_size",
        "suboptimal",
        "exercise",
        "exercise_2d",
    ]
    assert len({preset for _, preset in PRESETS}) == len(PRESETS) == 27


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_a_text_has_its_parts_and_is_short(section):
    text = PAGE.text(section)
    for part, most in ((text.body, 120), (text.notice, 50), (text.task, 40)):
        assert 0 < len(part.split()) <= most
    assert text.answer
