"""A room is what its entries make of it: the rules, without a server."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.rooms.nicknames import ADJECTIVES, TERMS, draw, unique
from optviz.rooms.room import EVERYONE, MAX_STUDENTS, Entry, Room, from_text, to_text
from optviz.rooms.states import state_for


def room_of(*entries: Entry) -> Room:
    room = Room()
    for entry in ({"kind": "open", "owner": "o", "at": 0.0}, *entries):
        room.apply(entry)
    return room


def join(token: str, nickname: str = "Calm Norm") -> Entry:
    return {"kind": "join", "token": token, "nickname": nickname}


def answer(token: str, text: str, number: int = 1) -> Entry:
    return {"kind": "answer", "token": token, "round": number, "answer": text}


def verdicts(**scores: float) -> Entry:
    return {"kind": "reveal", "verdicts": {key[1:]: [score, "So."] for key, score in scores.items()}}


ASK: Entry = {"kind": "ask", "question": "q"}
SHOW: Entry = {"kind": "show", "question": "a section"}
RELEASE, CLOSE, STANDINGS, END = ({"kind": kind} for kind in ("release", "close", "standings", "end"))
ENTRIES = st.one_of(
    st.sampled_from([ASK, SHOW, RELEASE, CLOSE, STANDINGS, verdicts(_0=1.0, _1=0.25), verdicts(_2=0.5)]),
    st.builds(join, st.sampled_from("abc")),
    st.builds(answer, st.sampled_from("abcd"), st.sampled_from("xy"), st.integers(0, 3)),
)


def test_a_round_goes_from_the_question_to_the_standings() -> None:
    room = room_of(join("a"))
    for entry, phase in [
        (ASK, "asked"), (RELEASE, "released"), (CLOSE, "closed"), (verdicts(), "revealed"), (STANDINGS, "standings"),
    ]:  # fmt: skip
        assert room.apply(entry) == EVERYONE and room.phase == phase
    room.apply(ASK)
    assert (room.phase, room.round) == ("asked", 2)


@pytest.mark.parametrize(
    ("before", "step"),
    [
        ([], RELEASE),
        ([], CLOSE),
        ([ASK], CLOSE),
        ([ASK, RELEASE], ASK),
        ([ASK, RELEASE], verdicts()),
        ([END], ASK),
        ([SHOW], RELEASE),
        ([SHOW], STANDINGS),
        ([ASK, RELEASE], SHOW),
        ([END], SHOW),
    ],
)
def test_a_step_out_of_turn_changes_nothing(before: Sequence[Entry], step: Entry) -> None:
    room = room_of(*before)
    phase = room.phase
    assert room.apply(step) is None and room.phase == phase


@pytest.mark.parametrize("before", [[], [SHOW], [ASK], [ASK, RELEASE, CLOSE], [ASK, RELEASE, CLOSE, verdicts()]])
def test_a_section_is_shown_before_between_and_after_questions_and_is_no_round(before: Sequence[Entry]) -> None:
    room = room_of(join("a"), *before)
    number = room.round
    assert room.apply(SHOW) == EVERYONE
    assert (room.phase, room.question, room.round, room.answers) == ("shown", "a section", number, {})
    assert room.apply(answer("a", "x", number)) is None
    room.apply(ASK)
    assert (room.phase, room.question, room.round) == ("asked", "q", number + 1)


def test_another_question_takes_the_place_of_one_that_was_not_released() -> None:
    room = room_of(ASK, {"kind": "ask", "question": "better"})
    assert (room.round, room.question) == (1, "better")


def test_the_first_answer_counts() -> None:
    room = room_of(join("a"), join("b"), ASK, RELEASE, answer("b", "x"), answer("a", "x"), answer("b", "y"))
    assert room.answers == {1: "x", 0: "x"}


def test_an_answer_before_or_after_its_round_or_by_nobody_does_not_count() -> None:
    room = room_of(join("a"), ASK, answer("a", "x"), RELEASE, answer("a", "x", 2), answer("?", "x"))
    room.apply(CLOSE)
    room.apply(answer("a", "x"))
    assert room.answers == {}


def test_points_are_a_thousand_for_a_perfect_answer_and_add_up() -> None:
    room = room_of(join("a"), join("b"))
    for number, scores in enumerate([(1.0, 0.1234), (0.0, 0.5)], 1):
        for entry in (ASK, RELEASE, answer("a", "x", number), answer("b", "x", number), CLOSE):
            room.apply(entry)
        room.apply(verdicts(_0=scores[0], _1=scores[1]))
    assert [student.points for student in room.students] == [1000, 123 + 500]


def test_who_did_not_answer_has_no_verdict_whatever_it_says() -> None:
    room = room_of(join("a"), ASK, RELEASE, CLOSE, verdicts(_0=1.0))
    assert (room.verdicts, room.students[0].points) == ({}, 0)


def test_equal_points_share_a_place_and_the_next_one_is_left_out() -> None:
    room = room_of(*(join(token) for token in "abcd"), ASK, RELEASE, *(answer(token, "x") for token in "abcd"), CLOSE)
    room.apply(verdicts(_0=0.5, _1=1.0, _2=0.5, _3=0.0))
    room.apply(STANDINGS)
    assert [state_for(room, "", place)["standing"]["place"] for place in range(4)] == [2, 1, 2, 4]
    top = state_for(room, "", "owner")["standings"]
    assert [each["points"] for each in top] == [1000, 500, 500, 0]


def test_the_standings_name_the_first_ten() -> None:
    room = room_of(*(join(str(n)) for n in range(12)), ASK, RELEASE, CLOSE, verdicts(), STANDINGS)
    assert len(state_for(room, "", "owner")["standings"]) == 10
    assert state_for(room, "", 11)["standing"] == {"place": 1, "points": 0, "of": 12}


def test_a_room_takes_so_many_students_and_no_more() -> None:
    room = room_of(*(join(str(n)) for n in range(MAX_STUDENTS + 1)))
    assert len(room.students) == MAX_STUDENTS and room.place(str(MAX_STUDENTS)) is None


def test_a_token_has_one_place() -> None:
    room = room_of(join("a"), join("a"), join("b"))
    assert (room.place("a"), room.place("b"), len(room.students)) == (0, 1, 2)


def test_a_nickname_is_given_once_in_a_room() -> None:
    room = room_of(*(join(str(n)) for n in range(3)))
    assert [student.nickname for student in room.students] == ["Calm Norm", "Calm Norm 2", "Calm Norm 3"]


def test_nicknames_are_two_words_enough_for_a_full_room() -> None:
    assert len({*ADJECTIVES}) == len(ADJECTIVES) and len({*TERMS}) == len(TERMS)
    assert len(ADJECTIVES) * len(TERMS) > 5 * MAX_STUDENTS
    taken: set[str] = set()
    for _ in range(MAX_STUDENTS):
        taken.add(unique(draw(taken), taken))
    assert len(taken) == MAX_STUDENTS and all(len(name.split()) in (2, 3) for name in taken)


def test_a_student_is_told_nothing_of_what_others_do_and_the_owner_no_name() -> None:
    room = room_of(join("a"), join("b", "Wise Euler"), ASK, RELEASE)
    before = state_for(room, "1", 0)
    room.apply(answer("b", "x"))
    assert state_for(room, "1", 0) == before
    assert state_for(room, "1", "owner")["answered"] == 1
    room.apply(CLOSE)
    room.apply(verdicts(_1=0.5))
    told = state_for(room, "1", "owner")
    assert told["answers"] == [{"answer": "x", "score": 0.5}] and "Euler" not in str(told)


def test_before_the_reveal_nobody_is_told_a_score() -> None:
    room = room_of(join("a"), ASK, RELEASE, answer("a", "x"), CLOSE)
    assert state_for(room, "1", 0)["verdict"] is None and "answers" not in state_for(room, "1", "owner")


@given(st.lists(ENTRIES, max_size=40), st.integers(0, 40))
def test_a_room_goes_on_from_its_text_as_if_nothing_had_been(entries: list[Entry], cut: int) -> None:
    whole, begun = room_of(*entries), room_of(*entries[:cut])
    resumed = from_text(to_text(begun))
    assert resumed == begun
    for entry in entries[cut:]:
        resumed.apply(entry)
    assert resumed == whole and to_text(resumed) == to_text(whole)


@given(st.lists(ENTRIES, max_size=40))
def test_whoever_is_told_something_new_is_told_a_higher_version(entries: list[Entry]) -> None:
    room, seen = room_of(join("a")), {}
    for entry in entries:
        room.apply(entry)
        for viewer in ("owner", 0):
            state = state_for(room, "1", viewer)
            version = state.pop("version")
            if viewer in seen and seen[viewer][1] != state:
                assert version > seen[viewer][0]
            seen[viewer] = (version, state)
