"""A lesson file is read whole or not at all; what is wrong is told with its line, and a hostile file is harmless."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.pictures.pages import picture_at
from optviz.tours.library import tour_from
from optviz.tours.reader import LENGTHS, MAX_STOPS, tour_of
from optviz.tours.tour import Tour
from optviz.tours.yaml_tree import MAX_BYTES, SHOWN, LessonError

GOOD = """\
title: My hour
about: Two stops.
stops:
  - title: A narrow valley
    link: playground?lesson=narrow_bowl&t=12
    words: Why does it zigzag?
    minutes: 3
    notes: |
      Let them guess.

      Then play.
  - part: The cure
    title: Momentum
    link: http://127.0.0.1:8501/app/momentum?section=two_parts&beta=0.5&present=1&tour=lecture&stop=2
    hide: [lr, x0]
    minutes: 4.5
"""


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(LessonError) as caught:
        tour_of(text, "own")
    return caught.value.sentences


def one_stop(**fields: str) -> str:
    lines = {"title": "A stop", "link": "momentum?section=map"} | fields
    return "title: T\nstops:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in lines.items())


def test_a_lesson_file_is_a_tour_whose_links_open_pages_of_this_app() -> None:
    tour = tour_of(GOOD, "own")
    first, second = tour.stops
    assert (tour.title, tour.minutes, tour.ends) == ("My hour", 7.5, (3.0, 7.5))
    assert (first.page, first.query) == ("playground", "lesson=narrow_bowl&t=12")
    assert first.notes == "Let them guess.\n\nThen play."
    assert (second.page, second.query, second.hide) == ("momentum", "section=two_parts&beta=0.5", ("lr", "x0"))
    assert tour.parts == (("", (0,)), ("The cure", (1,)))
    assert second.shows == {"section": "two_parts"}


def test_a_link_without_a_query_opens_what_the_page_opens_with() -> None:
    (stop,) = tour_of(one_stop(link="/adaptive"), "own").stops
    assert stop.query == picture_at("adaptive").header["query"] == "section=formula"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("stops: []", "Line 1: a tour needs a title."),
        ("title: T", "Line 1: a tour needs stops."),
        ("title: T\nstops: []", "Line 2: a tour needs at least one stop, a list whose items begin with a dash."),
        ("title: T\nstops: x", "Line 2: stops is a list, each of whose items begins with a dash, not a text."),
        ("- a", "Line 1: a tour is a group of keys, such as “title: …”, not a list."),
        (one_stop(titel="x"), "Line 5: a stop has no key “titel”; did you mean title?"),
        (one_stop() + "\n    link: adaptive", "Line 5: “link” stands here twice; the first is in line 4."),
        (one_stop(link="momentun"), "Line 4: there is no page “momentun” with pictures; did you mean momentum?"),
        (one_stop(link="Adaptive%20rates"), "Line 4: there is no page"),
        (one_stop(link="momentum?sektion=map"), "Line 4: momentum has no setting “sektion”; did you mean section?"),
        (
            one_stop(link="momentum?section=mop"),
            "Line 4: not all of the link is understood (section = mop: there is no",
        ),
        (one_stop(link="momentum?lr=fast"), "Line 4: not all of the link is understood (lr = fast: not a number)."),
        (one_stop(link='"javascript:alert(1)"'), "Line 4: a stop leads to a page of this app, not to “javascript:”"),
        (one_stop(link="data:text/html,x"), "Line 4: a stop leads to a page of this app, not to “data:”"),
        (one_stop(link="'http://[x'"), "Line 4: this is no address: write a page and its query"),
        (one_stop(link="''"), "Line 4: link is empty."),
        (one_stop(hide="[lrr]"), "Line 5: there is no control “lrr” at this stop; did you mean lr?"),
        (one_stop(hide="lr"), "Line 5: hide is a list, each of whose items begins with a dash, not a text."),
        (one_stop(minutes="-1"), "Line 5: minutes is a number from 0 to 240."),
        (one_stop(minutes=".nan"), "Line 5: minutes is a number from 0 to 240."),
        (one_stop(words="[a, b]"), "Line 5: words is a text, not a list."),
        (one_stop(words="x" * 301), "Line 5: words has 301 characters; there is room for 300."),
        ("title: a: b", "Line 1: a colon with a space after it stands inside a text: put the text in quotes."),
        ("title: T\n\tstops: x", "Line 2: a tab: YAML is indented by spaces."),
        ('title: "T\nstops: x', "Line 2: a quote or a bracket is not closed."),
        ("title: T\x07", "Line 1: a character that is no text."),
        ("title: &a T\nabout: *a", "Line 1: anchors (&) and aliases (*) are not read here; quote a text that has one."),
        ("title: !!python/name:os.system x", "Line 1: tags (!) are not read here; quote a text that begins with one."),
        ("title: T\n---\ntitle: U", "Line 2: a second document begins here (---); a file has one tour."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, sentence: str) -> None:
    assert any(said.startswith(sentence) for said in refused(text)), refused(text)


def test_all_faults_are_told_at_once_in_the_order_of_the_file_the_first_few_of_them() -> None:
    text = "title: T\nstops:" + "".join(f"\n  - title: s\n    link: nowhere{i}" for i in range(9))
    sentences = refused(text)
    assert [said.partition(":")[0] for said in sentences[:SHOWN]] == [f"Line {2 * i + 4}" for i in range(SHOWN)]
    assert sentences[SHOWN] == "There are 4 more faults."


def test_a_tour_has_an_end() -> None:
    text = "title: T\nstops:" + "\n  - {title: s, link: weights}" * (MAX_STOPS + 1)
    assert refused(text) == (f"Line {MAX_STOPS + 3}: a tour has at most {MAX_STOPS} stops.",)


BOMBS = {
    "aliases": "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(9)),
    "depth": "[" * 60_000,
    "dashes": "- " * 30_000,
    "items": "title: T\nstops:\n" + "- a\n" * 15_000,
    "keys": "".join(f"k{i}: 1\n" for i in range(7_000)),
    "size": "x" * (MAX_BYTES + 1),
    "quotes": '"' * 60_001,
    "questions": "? " * 30_000,
    "escape": r'title: "\UFFFFFFFF"',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_sentence_before_anything_is_built_from_it(name: str) -> None:
    (sentence, *_) = refused(BOMBS[name])
    assert sentence.endswith((".", "?")) and len(sentence) < 200


def test_a_text_stays_a_text_whatever_stands_in_it() -> None:
    hostile = "<script>alert(1)</script> [x](javascript:1) \u202edrawkcab\u0000"
    (stop,) = tour_of(one_stop(words=f"'{hostile[:-1]}'"), "own").stops
    assert stop.words == "<script>alert(1)</script> [x](javascript:1) drawkcab"


def test_bytes_that_are_no_text_or_too_many_are_refused() -> None:
    for raw, sentence in [(b"title: T\n\xff", "Line 2: this is no text in UTF-8."), (b"x" * 70_000, "too large")]:
        with pytest.raises(LessonError, match=sentence):
            tour_from(raw)
    assert tour_from(b"\xef\xbb\xbf" + GOOD.encode()).title == "My hour"


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300) | st.text("-:[]{}&*!?|>'\"#%@`, \n\tab1", max_size=120))
def test_garbage_is_refused_in_sentences_and_nothing_else_is_raised(text: str) -> None:
    assert all(said and "\n" not in said for said in refused(text))


SCALARS = st.text(max_size=20) | st.integers() | st.floats() | st.none() | st.booleans()
FIELDS = st.dictionaries(
    st.sampled_from([*LENGTHS, "minutes", "hide", "titel"]), SCALARS | st.lists(SCALARS, max_size=3)
)


@settings(deadline=None, max_examples=100)
@given(st.fixed_dictionaries({"title": SCALARS, "stops": st.lists(FIELDS, max_size=3) | SCALARS}))
def test_a_file_of_the_right_shape_with_any_values_is_a_whole_tour_or_none(fields: dict[str, Any]) -> None:
    try:
        tour = tour_of(yaml.safe_dump(fields, allow_unicode=True), "own")
    except LessonError as error:
        assert error.sentences
    else:
        assert isinstance(tour, Tour) and tour.stops and all(stop.title and stop.page for stop in tour.stops)
