"""What a person has set in one section goes along to those that have it too; what a preset has set does not."""

from optviz.lecture.page_state import PageState, opened
from optviz.lecture.pages import PAGES

PAGE = PAGES["backprop"]
W1 = ((1.0, 2.0, 3.0, 4.0),) * 3


def turned(state: PageState, **changes: object) -> PageState:
    return state.replace(settings=tuple((key, changes.get(key, value)) for key, value in state.settings))


def test_weights_that_were_edited_are_there_in_the_next_section():
    edited = turned(opened(PAGE, "network"), w1=W1, activation="sigmoid")
    after = opened(PAGE, "backward", before=edited)
    assert (after.values["w1"], after.values["activation"], after.values["target"]) == (W1, "sigmoid", "w0")
    assert opened(PAGE, "shortcut", before=edited).values == opened(PAGE, "shortcut").values
    assert opened(PAGE, "graph", before=edited).values == opened(PAGE, "graph").values


def test_a_preset_opens_as_it_is_whatever_was_set_before():
    edited = turned(opened(PAGE, "network"), w1=W1)
    assert opened(PAGE, "backward", "kink", before=edited) == opened(PAGE, "backward", "kink")


def test_what_a_preset_has_set_stays_behind():
    kink = turned(opened(PAGE, "backward", "kink"), label="2")
    after = opened(PAGE, "check", before=kink)
    assert after.values["w0"] == opened(PAGE, "check").values["w0"] and after.values["label"] == "2"


def test_a_page_that_carries_nothing_opens_its_sections_as_they_are():
    page = PAGES["momentum"]
    edited = turned(opened(page, "two_parts"), lr=0.3)
    assert opened(page, "smooth", before=edited) == opened(page, "smooth")
