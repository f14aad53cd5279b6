"""Answers are read from any text, and scored as one would by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import directed_hausdorff

from optviz.questions import (
    AWAY,
    REACHED,
    Choice,
    Dial,
    Form,
    Mistake,
    NextSteps,
    Number,
    Option,
    Place,
    Range,
    Ranking,
    Route,
    Settings,
    Target,
    Trap,
    Trial,
)
from optviz.questions.place import along, distance

CHOICE = Choice((Option("left", False, "that is uphill"), Option("right", True, "downhill"), Option("up", False, "no")))
RANKING = Ranking(("GD", "momentum", "Adam"), (300.0, 80.0, 120.0), "fewest", "most", "look again", {(1, 0): "memory"})
NUMBER = Number("x₁", 0.8, 0.005, "yes", "no", (Mistake(1.2, "uphill"),))
RATE = Range("η", 0.001, 10, (0.2, 0.2), 0.1, "too small", "yes", "too large", scale="log")
COUNT = Range("steps", 0, 100, (40, 50), 2, "fewer", "yes", "more", whole=True)
TARGET = Target("plane", 1.0, 2.0, 0.25, "yes", "no", (Place(-1.0, 2.0, "the other valley"),))
ROUTE = Route(
    "plane", np.array([[0.0, 0.0], [4.0, 0.0]]), 0.5, "yes", "no", (Trap(np.array([[0.0, 0.0], [0.0, 4.0]]), "trap"),)
)


def tried(settings: object) -> list[Trial]:
    """Runs of a made-up rule: best at 1, farther off the worse, and away above 2."""
    assert isinstance(settings, list)
    path = np.zeros((2, 2))
    return [Trial(max(0.0, 1 - abs(v - 1)), AWAY if v > 2 else REACHED, f"at {v:g}", path) for (v,) in settings]


SETTINGS = Settings((Dial("lr", "η", 0.0, 4.0),), tried, (1.0,), "plane")
FORMS: list[Form] = [CHOICE, RANKING, NUMBER, RATE, COUNT, TARGET, ROUTE, SETTINGS]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_the_right_answer_is_right_and_the_form_clear(form: Form) -> None:
    answer = form.read(form.right_answer)
    assert answer and form.verdict(answer).right and form.unclear() == ""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
@given(text=st.text(max_size=60) | st.lists(st.floats(), max_size=4).map(lambda n: ",".join(map(str, n))))
def test_no_text_breaks_a_form_and_what_it_reads_it_reads_again(form: Form, text: str) -> None:
    answer = form.read(text)
    if answer is not None:
        assert form.read(answer) == answer
        verdict = form.verdict(answer)
        assert 0 <= verdict.score <= 1 and verdict.sentence


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_many_answers_at_once_are_scored_as_one_by_one(form: Form) -> None:
    answers = [form.right_answer] * 2
    assert form.verdicts(answers) == [form.verdict(answer) for answer in answers]


def test_a_wrong_option_is_told_its_own_sentence() -> None:
    assert CHOICE.verdict("0").sentence == "that is uphill" and not CHOICE.verdict("0").right
    assert CHOICE.verdict("0").truth == "right"


def test_options_and_their_arrows_are_shuffled_together() -> None:
    form = Choice(CHOICE.options, arrows=NextSteps("plane", (0, 0), ((-1, 0), (1, 0), (0, 1))))
    for seed in range(10):
        shuffled = form.shuffled(np.random.default_rng(seed))
        assert shuffled.arrows
        pairs = {o.text: step for o, step in zip(shuffled.options, shuffled.arrows.steps, strict=True)}
        assert pairs == {"left": (-1, 0), "right": (1, 0), "up": (0, 1)}


def test_two_right_options_are_no_question() -> None:
    assert Choice((Option("a", True, "x"), Option("b", True, "y"))).unclear()


@pytest.mark.parametrize("order", ["1,2,0", "2,1,0", "0,1,2", "0,2,1", "1,0,2", "2,0,1"])
def test_a_ranking_is_scored_by_kendalls_tau(order: str) -> None:
    places = [int(place) for place in order.split(",")]
    ranks = [places.index(item) for item in range(3)]
    tau = float(np.asarray(stats.kendalltau(ranks, RANKING.values))[0])
    assert RANKING.verdict(order).score == pytest.approx((tau + 1) / 2)


def test_who_swaps_a_pair_is_told_about_that_pair() -> None:
    assert RANKING.verdict("0,1,2").sentence == "memory" and RANKING.verdict("2,0,1").sentence == "memory"
    assert RANKING.verdict("1,0,2").sentence == "look again"


def test_values_too_near_to_each_other_are_not_ranked() -> None:
    assert Ranking(("a", "b"), (100.0, 105.0), "", "", "x").unclear()
    assert Ranking(("a", "b"), (np.inf, np.inf), "", "", "x").unclear()


def test_a_number_is_right_within_its_tolerance_and_a_known_mistake_is_named() -> None:
    assert NUMBER.verdict("0.805").right and not NUMBER.verdict("0.806").right
    assert NUMBER.verdict("1.2").sentence == "uphill" and NUMBER.verdict("7").sentence == "no"
    assert NUMBER.read("0,8") == "0.8" and NUMBER.read("−1.5") == "-1.5" and NUMBER.read("1e999") is None
    assert NUMBER.verdict("0.7").measure == "0.1 off"


def test_a_rate_is_off_by_decades() -> None:
    verdict = RATE.verdict("2")
    assert verdict.measure == "1 decades off" and verdict.sentence == "too large" and verdict.score == 0
    assert RATE.verdict("0.02").sentence == "too small" and RATE.verdict("0.24").right


def test_a_range_is_right_from_end_to_end() -> None:
    assert all(COUNT.verdict(text).right for text in ("38", "40", "45", "50", "52"))
    assert COUNT.verdict("30").sentence == "fewer" and COUNT.verdict("60").sentence == "more"
    assert COUNT.read("40.5") is None and COUNT.read("101") is None
    assert COUNT.verdict("34").score == pytest.approx((4 * 2 - 6) / (3 * 2))


def test_a_point_is_right_near_the_place_and_a_misleading_place_is_named() -> None:
    assert TARGET.verdict("1.2,2.1").right and TARGET.verdict("1.2,2.2").measure == "0.28 away"
    assert TARGET.verdict("-1,2.1").sentence == "the other valley" and TARGET.verdict("5,5").sentence == "no"
    on_curve = Target("curve", 1.0, 9.0, 0.25, "yes", "no", only_x=True)
    assert on_curve.verdict("1.1,-40").right


def test_the_distance_of_parallel_paths_is_the_distance_between_them() -> None:
    line = np.array([[0.0, 0.0], [3.0, 0.0]])
    assert distance(line, np.add(line, [0, 0.7])) == pytest.approx(0.7)
    assert distance(line, line[::-1]) == pytest.approx(0)  # the same places, whatever the direction


@given(st.integers(0, 1000))
def test_the_mean_distance_of_two_paths_is_at_most_the_hausdorff_distance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(5, 2)), rng.normal(size=(7, 2))
    one, other = along(a), along(b)
    most = max(directed_hausdorff(one, other)[0], directed_hausdorff(other, one)[0])
    assert 0 <= distance(a, b) <= most + 1e-12 and distance(a, b) == pytest.approx(distance(b, a))


def test_a_path_like_a_trap_is_told_so() -> None:
    assert ROUTE.verdict("0,0;2,0.3;4,0.1").right
    assert ROUTE.verdict("0,0;0.3,4").sentence == "trap"
    assert ROUTE.verdict("0,0;4,-3").sentence == "no"


def test_what_is_tried_out_is_scored_by_its_run_and_shown_at_its_own_setting() -> None:
    assert SETTINGS.verdict("0.75").score == 0.75 and SETTINGS.verdict("0.75").sentence == "at 0.75"
    assert SETTINGS.applied({"lr": 0.1, "beta": 0.9}, "0.75") == {"lr": 0.75, "beta": 0.9}
    assert SETTINGS.read("5") is None and SETTINGS.read("1,1") is None


def test_an_option_whose_truth_numpy_worked_out_can_be_sent() -> None:
    assert Option("a", np.greater(2, 1), "x").right is True  # type: ignore[arg-type]
