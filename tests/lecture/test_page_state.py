"""A lecture page is a link and a link is a lecture page; what cannot be read is named, and nothing raises."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.lecture.page_state import PageState, controls_of, from_query, opened, step_from, to_query
from optviz.scenes.reader import MAX_IGNORED
from tests.lecture.demo import PAGE


def read(link: str) -> PageState:
    state, ignored = from_query(PAGE, link)
    assert ignored == ()
    return state


def test_an_empty_link_opens_the_first_section_as_it_stands() -> None:
    state = read("")
    assert (state.section.key, state.step, state.values["lr"], state.values["shape"]) == ("first", 0, 0.1, "bowl")
    assert to_query(state) == "section=first"


def test_a_preset_opens_its_section_with_its_values_and_its_playhead() -> None:
    state = read("preset=fast")
    assert (state.section.key, state.step) == ("first", 3)
    assert (state.values["lr"], state.values["shape"], state.values["count"]) == (1.0, "saddle", 16)
    assert read("preset=end").section.key == "second"


def test_what_a_link_says_beside_a_preset_counts_more() -> None:
    assert read("preset=fast&lr=2&t=1").values["lr"] == 2.0
    assert read("preset=fast&lr=2&t=1").step == 1


def test_a_hidden_control_is_left_out_of_the_link() -> None:
    state = opened(PAGE, "first")
    beta = tuple((key, 0.9 if key == "beta" else value) for key, value in state.settings)
    assert "beta" not in to_query(state.replace(settings=beta))
    saddle = tuple((key, {"beta": 0.9, "shape": "saddle"}.get(key, value)) for key, value in state.settings)
    assert "beta=0.9" in to_query(state.replace(settings=saddle))


numbers = st.floats(-50, 50).map(lambda v: round(v, 3))
states = st.fixed_dictionaries(
    {
        "shape": st.just("saddle"),
        "lr": st.floats(0.001, 10.0),
        "beta": st.floats(0.0, 0.99),
        "count": st.integers(4, 64),
        "tangent": st.booleans(),
        "data": st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4).map(tuple),
    }
)


@given(values=states, present=st.booleans(), step=st.one_of(st.just(0), st.integers(1, 500)))
def test_every_state_comes_back_from_its_link(values: dict, present: bool, step: int) -> None:
    state = PageState(PAGE, PAGE.sections[0], tuple(values.items()), step, present)
    again = read(to_query(state))
    assert again.values == state.values
    assert (again.step, again.present, again.section.key) == (step, present, "first")


BAD = [
    ("section=third", "section = third: there is no such section on this page."),
    ("preset=slow", "preset = slow: there is no such preset on this page."),
    ("lr=fast", "lr = fast: not a number."),
    ("lr=nan", "lr = nan: not a finite number."),
    ("lr=100", "lr = 100: outside 0.001 … 10."),
    ("count=7.5", "count = 7.5: not a whole number."),
    ("shape=cone", "shape = cone: not one of bowl, saddle."),
    ("tangent=maybe", "tangent = maybe: not one of 0, 1."),
    ("data=", "data = : not between 1 and 4 points."),
    ("data=1,2,3", "data = 1,2,3: a point is 2 numbers."),
    ("data=1,x", "data = x: not a number."),
    ("t=-1", "t = -1: outside 0 … 100000."),
    ("present=yes", "present = yes: not one of 0, 1."),
    ("section=second&lr=1", "lr = 1: not a setting of this section."),
]


@pytest.mark.parametrize(("link", "said"), BAD, ids=[link for link, _ in BAD])
def test_a_bad_value_is_named_and_the_default_stays(link: str, said: str) -> None:
    section = "second" if "second" in link else "first"
    assert from_query(PAGE, link) == (opened(PAGE, section), (said,))


@pytest.mark.parametrize(
    "others", ["utm_source=mail", "embed=true&embed_options=dark_theme", "roll=1", "lrs=2&=&é=%ff"]
)
def test_what_is_not_the_page_s_is_left_alone(others: str) -> None:
    assert from_query(PAGE, f"{others}&lr=2&{others}") == from_query(PAGE, "lr=2")
    assert from_query(PAGE, "lr=2")[1] == ()


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=30), max_size=3), max_size=15))
def test_no_link_whatever_raises(query: dict) -> None:
    state, ignored = from_query(PAGE, query)
    assert state.section.key in ("first", "second")
    assert len(ignored) <= MAX_IGNORED + 1


@given(st.text(max_size=300))
def test_no_string_whatever_raises(query: str) -> None:
    from_query(PAGE, query)


def test_the_controls_that_are_there_travel_with_their_values() -> None:
    controls = controls_of(opened(PAGE))
    assert [one["key"] for one in controls] == ["shape", "lr", "count", "tangent", "data", "roll"]
    assert [one["kind"] for one in controls] == [
        "choice",
        "slider",
        "slider",
        "switch",
        "points",
        "randomize",
    ]
    values = {one["key"]: one.get("value") for one in controls}
    assert (values["shape"], values["lr"], values["tangent"]) == ("bowl", 0.1, True)
    assert "beta" in [one["key"] for one in controls_of(opened(PAGE, "first", "fast"))]


def test_a_step_opens_a_section_or_a_preset_and_keeps_the_presenter_mode() -> None:
    assert step_from(PAGE, "section=second", "section=first&lr=2&t=5&present=1") == (
        opened(PAGE, "second", present=True),
        (),
    )
    assert step_from(PAGE, "section=first&preset=fast", "section=second")[0] == opened(PAGE, "first", "fast")
    assert step_from(PAGE, "preset=end", "lr=2")[0] == opened(PAGE, "second", "end")


def test_a_step_carries_along_what_the_page_carries() -> None:
    page = dataclasses.replace(PAGE, carried=("lr",))
    for step in ("section=first", "section=first&preset=fast"):
        state, _ = step_from(page, step, "section=first&lr=2")
        assert state.values["lr"] == (1.0 if "preset" in step else 2.0)


def test_a_turn_goes_to_the_next_section_and_stays_at_the_ends() -> None:
    for before, turn, after in (("first", 1, "second"), ("second", 1, "second"), ("second", -1, "first")):
        assert step_from(PAGE, f"turn={turn}", f"section={before}")[0].section.key == after
    assert step_from(PAGE, "turn=-1", "lr=2&t=7")[0] == read("lr=2&t=7")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("turn=2", "turn = 2: not one of -1, 1."),
        ("turn=1.0", "turn = 1.0: not one of -1, 1."),
        ("section=third", "section = third: there is no such section on this page."),
        ("preset=slow", "preset = slow: there is no such preset on this page."),
        ("lr=2", "lr = 2: not part of a step."),
    ],
)
def test_a_step_that_cannot_be_read_is_named_and_leads_nowhere(step: str, said: str) -> None:
    assert step_from(PAGE, step, "section=first&lr=2")[1] == (said,)
    assert step_from(PAGE, step, "section=first&lr=2")[0].section.key == "first"


anything = st.text(max_size=40) | st.lists(
    st.tuples(st.sampled_from(["section", "preset", "turn", "t"]), st.text(max_size=8))
).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs))


@given(anything, anything)
def test_no_step_whatever_raises(query: str, before: str) -> None:
    state, ignored = step_from(PAGE, query, before)
    assert state.section.key in ("first", "second")
    assert len(ignored) <= 2 * (MAX_IGNORED + 1)
