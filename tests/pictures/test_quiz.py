"""The quiz is what its address says: which questions, with which numbers, what was answered, and what it is worth."""

from itertools import count
from math import nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.pictures.asked import MAX_Q, clear_setting
from optviz.pictures.pages import picture_at
from optviz.pictures.picture import answer
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.pictures.question_refs import all_refs, picture_of, place_of, question_of, questions
from optviz.pictures.quiz_picture import QuizPicture
from optviz.pictures.quiz_set import items_of, mixed, refs_of, sets
from optviz.questions import ATTEMPTS, Ask, Number, Question
from optviz.scenes.scene import Scene, default_scene
from tests.decoder import frames_of, opened_board, parsed
from tests.every import some

REGIME = "one_dimension.step_size.regime"
LARGEST = "one_dimension.step_size.largest"
TWO = f"set={REGIME},{LARGEST}&seed=5"


def board_at(query: str = "", before: str | None = None) -> dict[str, Any]:
    """The board of an answer, with its header."""
    *_, board = frames_of(answer("quiz", query, before))
    return opened_board(board)


def quiz_at(query: str = "", before: str | None = None) -> dict[str, Any]:
    """What the quiz says of itself."""
    return board_at(query, before)["quiz"]


def right_answer(ref: str, place: int, query: str) -> str:
    """The right answer to the question in this place of a quiz."""
    item = QuizPicture.at(query).state.items[place]
    assert item.ref == ref
    return picture_of(item.ref, item.seed).asked.form.right_answer


@pytest.mark.parametrize("ref", some(questions(), list(questions())[::4].__contains__))
def test_every_question_is_asked_shown_and_scored_in_a_quiz(ref: str) -> None:
    link = f"set={ref}&seed=7"
    board = board_at(link)
    assert board["question"]["title"] == question_of(ref).title and board["question"]["answer"] is None
    assert board["panels"] and board["quiz"]["of"] == 1 and board["ignored"] == []
    assert {key for row in board["rows"] for key in row} == {panel["key"] for panel in board["panels"]}
    assert not any(panel.get("drag") for panel in board["panels"]), "a quiz asks about the setting as it is"
    told = board_at(f"answer={right_answer(ref, 0, link)}", link)
    assert told["quiz"]["marks"] == ["right"] and told["quiz"]["score"] == pytest.approx(1, abs=0.02)
    assert told["question"]["verdict"]["right"]
    again = board_at(told["query"])
    assert again["question"] == told["question"] and again["quiz"] == told["quiz"]


def test_the_quiz_opens_with_the_choice_of_a_set() -> None:
    board = board_at()
    assert board["question"] is None and board["quiz"] == {"sets": [list(each) for each in sets()]}
    keys = [key for key, _, count in sets() if count]
    assert keys[0] == "mixed" and "one_dimension" in keys
    assert board["query"] == ""


def test_ten_mixed_questions_are_of_ten_sections_and_as_many_topics_as_there_are() -> None:
    places = {place_of(ref)[:2] for refs in all_refs().values() for ref in refs if not question_of(ref).alone}
    topics = {topic for topic, _ in places}
    for seed in range(20):
        refs = mixed(seed)
        assert len(refs) == min(10, len(places)) == len({place_of(ref)[:2] for ref in refs})
        assert len({place_of(ref).topic for ref in refs}) == min(len(topics), 10)


def test_a_program_of_ones_own_is_never_drawn_but_has_a_set_of_its_own() -> None:
    alone = [ref for ref, question in questions().items() if question.alone]
    drawn = {ref for seed in range(50) for key in ("mixed", "one_dimension") for ref in refs_of(key, seed)}
    assert len(alone) == 2 and drawn.isdisjoint(alone)
    assert sets()[-1][0] == ",".join(alone) and sets()[-1][2] == 2


def test_the_same_number_gives_everyone_the_same_questions_with_the_same_numbers() -> None:
    assert items_of("one_dimension", 17) == items_of("one_dimension", 17)
    texts = [board_at(f"set={REGIME}&seed={seed}")["question"]["text"] for seed in (17, 17, 18, 19, 20)]
    assert texts[0] == texts[1] and len(set(texts)) > 1
    assert board_at("set=mixed&seed=17")["question"] == board_at("set=mixed&seed=17")["question"]


@pytest.mark.parametrize("seed", range(4))
def test_every_question_is_clear_at_the_number_that_a_quiz_gives_it(seed: int) -> None:
    items = [items_of(ref, seed)[0] for ref in questions()]
    assert [item.ref for item in items] == list(questions())
    assert all(picture_of(*item).asked.form.unclear() == "" for item in items)


def test_where_a_seed_makes_no_clear_question_the_next_one_counts() -> None:
    drawn = count()

    def ask(_: Scene) -> Ask:
        return Ask("How many?", Number("n", nan if next(drawn) < ATTEMPTS else 3.0, 0.1, "Three.", "Count again."))

    question = Question("many", "How many?", lambda _: default_scene(), ask)
    seed, scene, asked = clear_setting(PlaygroundPicture.at(""), question, MAX_Q)
    assert (seed, scene, asked.form.right_answer) == (0, default_scene(), "3")


def test_a_question_has_the_same_numbers_in_every_set_of_a_number() -> None:
    alone = board_at(f"set={LARGEST}&seed=5")["question"]
    assert board_at("at=2", TWO)["question"] == alone


def test_an_answer_is_told_and_counted_and_the_next_question_is_a_step_away() -> None:
    right = right_answer(REGIME, 0, TWO)
    first = board_at(f"answer={right}", f"{TWO}&t=3&present=1")
    assert first["query"] == f"{TWO}&answers={right}&t=3&present=1".replace(",", ",")
    assert (first["quiz"]["score"], first["quiz"]["marks"], first["quiz"]["given"]) == (1, ["right", ""], right)
    second = board_at("at=2", first["query"])
    assert second["question"]["title"] == question_of(LARGEST).title and second["question"]["answer"] is None
    assert second["step"] == 0 and second["present"], "a question opens at its start; presenter mode stays"
    assert second["quiz"]["marks"] == ["right", ""]


def test_the_end_says_the_score_and_what_to_look_at_again() -> None:
    right = right_answer(REGIME, 0, TWO)
    board = board_at(f"{TWO}&at=3&answers={right}~-")
    quiz = board["quiz"]
    assert quiz["done"] and quiz["score"] == 1 and quiz["marks"] == ["right", "shown"]
    assert board["panels"] == [] and board["question"] is None
    assert quiz["questions"] == [question_of(ref).title for ref in (REGIME, LARGEST)]
    assert [row["verdict"]["answered"] for row in quiz["review"]] == [True, False]
    assert quiz["again"] == [["One dimension: The step size", ["one_dimension", "section=step_size"]]]
    page, query = quiz["review"][1]["scene"]
    assert picture_at(page, query).header["ignored"] == [] and "f=two_valleys" in query


def test_an_exam_tells_nothing_before_it_is_handed_in() -> None:
    wrong = str((int(right_answer(REGIME, 0, TWO)) + 1) % 3)
    board = board_at(f"answer={wrong}", f"{TWO}&exam=1")
    assert board["quiz"]["at"] == 1, "an exam goes on to the next question"
    assert board["quiz"]["score"] is None and board["quiz"]["marks"] == ["given", ""]
    back = board_at("at=1", board["query"])
    assert back["question"]["answer"] is None and back["question"]["verdict"] is None
    assert back["quiz"]["given"] == wrong and back["step"] == 0
    end = board_at("at=3", back["query"])
    assert end["quiz"]["review"] == [] and end["quiz"]["again"] == [] and end["quiz"]["done"]
    over = board_at("exam=over", end["query"])
    assert over["quiz"]["marks"] == ["wrong", ""] and len(over["quiz"]["review"]) == 2 and over["quiz"]["done"]
    seen = board_at("at=1", over["query"])
    assert seen["question"]["verdict"]["right"] is False and seen["question"]["answer"] == wrong
    assert board_at("answer=0", seen["query"])["question"]["answer"] == wrong, "it is handed in"


def test_an_answer_can_be_changed_while_an_exam_goes_on() -> None:
    right = right_answer(REGIME, 0, TWO)
    board = board_at(f"answer={right}", f"{TWO}&answers=2&exam=1")
    assert f"answers={right}&" in board["query"]


def test_another_quiz_and_new_numbers_are_steps() -> None:
    assert board_at("set=", f"{TWO}&answers=1&present=1")["query"] == "present=1"
    again = board_at(f"set={REGIME}&seed=6&exam=1", f"{TWO}&answers=1~0.3&at=3")
    assert again["query"] == f"set={REGIME}&seed=6&exam=1" and again["quiz"]["at"] == 0


def test_page_down_leads_from_the_last_section_into_the_quiz_and_page_up_back() -> None:
    (board,) = [parsed(each)[0] for each in frames_of(answer("lab", "turn=1", "section=data"))[-1:]]
    assert board["leads"] == {"page": "quiz", "title": "Quiz", "query": ""}
    assert board_at("turn=-1", "")["leads"] == {"page": "lab", "title": "Lab", "query": "section=data"}
    assert board_at("turn=1", "")["leads"] is None
    inside = board_at("turn=1", TWO)
    assert inside["leads"] is None and inside["quiz"]["at"] == 1


def test_fields_of_two_pages_are_never_taken_for_each_other() -> None:
    keys = [board_at(f"set={ref}&seed=1")["background"] for ref in (REGIME, "one_dimension.exercise_2d.program")]
    assert keys == ["", keys[1]] and keys[1].startswith("one_dimension/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("set=nonsense", "set = nonsense: there is no such quiz."),
        ("set=one_dimension.step_size.nope", "set = one_dimension.step_size.nope: there is no such quiz."),
        (f"set={REGIME},a.b.c", "set = a.b.c: there is no such question."),
        ("set=mixed&seed=-1", "seed = -1: outside 0 … 999999."),
        (f"{TWO}&at=9", "at = 9: outside 1 … 3."),
        (f"{TWO}&answers=7", "answers = 7: no answer to question 1."),
        (f"{TWO}&answers=1~~~2", "answers = ~2: there are only 2 questions."),
        (f"{TWO}&exam=yes", "exam = yes: not one of 0, 1, over."),
        ("answers=1", "answers = 1: no quiz is chosen."),
    ],
)
def test_what_is_wrong_in_a_link_is_said_in_a_sentence(query: str, said: str) -> None:
    assert said in board_at(query)["ignored"]


def test_an_answer_that_the_question_cannot_take_leaves_it_open() -> None:
    board = board_at("answer=seven", TWO)
    assert board["question"]["answer"] is None and board["quiz"]["at"] == 0
    assert board["ignored"] == ["answer = seven: no answer to this question."]
    assert board_at("answer=seven", f"{TWO}&exam=1")["quiz"]["at"] == 0


WORDS = st.sampled_from(["set", "seed", "at", "answers", "exam", "t", "all", "window", "answer", "turn"])
TEXTS = st.sampled_from(["mixed", "one_dimension", f"{REGIME},{LARGEST}", "1~2~3", "over", "-1", "7", "", "~", "1"])
QUERIES = st.lists(st.tuples(WORDS, TEXTS | st.text(max_size=12)), max_size=5).map(
    lambda pairs: "&".join(f"{key}={text}" for key, text in pairs)
)


@given(QUERIES, st.none() | QUERIES)
@settings(deadline=None, max_examples=60)
def test_no_link_raises(query: str, before: str | None) -> None:
    header = picture_at("quiz", query, before).header
    assert isinstance(header["query"], str) and header["quiz"]
    assert picture_at("quiz", header["query"]).header["quiz"] == header["quiz"], "the link opens what is shown"
