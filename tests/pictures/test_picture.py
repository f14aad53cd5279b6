"""A picture is what its address says: the same bytes for all who ask, a step from any state, and nothing raises."""

import itertools
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.surfaces import SURFACES
from optviz.lecture.pages import PAGES as LECTURE
from optviz.pictures import PAGES, QUIZ, TITLES, picture
from optviz.pictures.pages import picture_at
from optviz.pictures.picture import answer
from optviz.scenes.codec import MAX_LINK, from_query
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import default_scene
from tests.decoder import frames_of, opened_board, parsed

HEADER = {
    "kind", "page", "arrangement", "background", "shows", "query", "controls", "step", "all", "present", "hidden",
    "viewports", "work", "lacks", "queued", "ignored", "split", "head", "leads",
    "questions", "question", "check", "quiz",
}  # fmt: skip


def board_at(page: str, query: str = "", before: str | None = None) -> dict[str, Any]:
    """The board of an answer, with its header."""
    *_, board = frames_of(answer(page, query, before))
    return opened_board(board)


@pytest.mark.parametrize("page", PAGES)
def test_every_pages_answer_is_its_background_and_a_board_with_all_it_must_say(page: str) -> None:
    *background, board = frames_of(answer(page))
    header, _ = parsed(board)
    refines = {"refines", "program"} if page in LECTURE else set[str]()
    assert set(header) == HEADER | refines and header["page"] == page and header["ignored"] == []
    assert [parsed(each)[0]["key"] for each in background] == [header["background"]] * bool(header["background"])
    assert opened_board(board)["panels"] or page == QUIZ  # which opens with words alone


def test_an_address_gives_the_same_bytes_again() -> None:
    for page, query in (("momentum", "section=map&lr=0.03"), ("playground", "lesson=cliff")):
        assert answer(page, query) == answer(page, query)


def test_a_background_that_the_browser_has_is_not_sent() -> None:
    background, board = frames_of(answer("traps", "section=saddle"))
    key = parsed(background)[0]["key"]
    assert frames_of(answer("traps", "section=saddle", have=key)) == [board]
    assert len(frames_of(answer("traps", "section=saddle", have="another"))) == 2


def test_the_query_of_an_answer_opens_the_same_picture() -> None:
    first = parsed(frames_of(answer("momentum", "preset=best_gd&t=3&present=1"))[-1])[0]
    again = parsed(frames_of(answer("momentum", first["query"]))[-1])[0]
    assert again == first and first["step"] == 3 and first["present"]


def test_a_step_opens_a_section_and_keeps_the_presenter_mode() -> None:
    found = board_at("momentum", "section=map&preset=best_gd", "section=nag&present=1")
    assert found["shows"] == {"section": "map"} and found["present"]
    assert found["query"] == board_at("momentum", "preset=best_gd&present=1")["query"]


def test_a_turn_goes_one_section_on_and_stays_at_the_ends() -> None:
    keys = [section.key for section in LECTURE["momentum"].sections]
    assert board_at("momentum", "turn=1", f"section={keys[1]}")["shows"] == {"section": keys[2]}
    assert board_at("momentum", "turn=-1", f"section={keys[1]}")["shows"] == {"section": keys[0]}
    assert board_at("momentum", "turn=1", f"section={keys[-1]}&t=2")["shows"] == {"section": keys[-1]}
    assert board_at("momentum", "turn=-1", "")["shows"] == {"section": keys[0]}


def test_turns_alone_lead_through_the_menu_from_the_playground_to_the_quiz_and_back() -> None:
    sections = [(stem, section.key) for stem, page in LECTURE.items() for section in page.sections]
    stops = [("playground", ""), *sections, (QUIZ, "")]
    for turn, way in (("turn=1", stops), ("turn=-1", stops[::-1])):
        for (page, section), (there, after) in itertools.pairwise(way):
            before = f"section={section}" if section else ""
            picture = picture_at(page, turn, before)
            if page == there:
                assert picture.header["shows"] == {"section": after} and picture.header["leads"] is None
            else:
                leads = {"page": there, "title": TITLES[there], "query": f"section={after}" if after else ""}
                assert picture.header["leads"] == leads
                assert picture.header["query"] == picture_at(page, before).header["query"]
        page, section = way[-1]
        assert picture_at(page, turn, f"section={section}" if section else "").header["leads"] is None


def test_only_a_turn_leads_to_another_page() -> None:
    last = LECTURE["momentum"].sections[-1].key
    for query, before in ((f"section={last}", None), (f"section={last}", ""), ("turn=1", None), ("turn=2", "")):
        assert picture_at("momentum", query, before).header["leads"] is None


def test_the_head_line_names_the_page_the_section_its_place_its_rule_and_its_presets() -> None:
    page = LECTURE["momentum"]
    for place, section in enumerate(page.sections, start=1):
        head = picture_at("momentum", f"section={section.key}").header["head"]
        assert (head["page"], head["section"]) == (page.title, section.title)
        assert head["place"] == [place, len(page.sections)]
        assert head["presets"] == [[preset.key, preset.title] for preset in section.presets]
        assert head["rule"] == page.text(section.key).rule and head["words"] == ["task", "answer"]
    head = picture_at("playground", "surface=himmelblau").header["head"]
    assert (head["page"], head["section"], head["place"]) == ("Playground", "Himmelblau", None)
    assert head["rule"] == SURFACES["himmelblau"].latex
    assert picture_at("playground", "lesson=cliff").header["head"]["section"] == LESSONS["cliff"].title


def test_a_lesson_opens_with_what_is_hidden_and_the_presenter_mode_as_they_were() -> None:
    found = board_at("playground", "lesson=divergence", "surface=beale&run=gd&hide=charts&present=1")
    assert found["shows"] == {"lesson": "divergence", "surface": LESSONS["divergence"].scene.surface}
    assert found["hidden"] == ["charts"] and found["present"]
    assert from_query(found["query"])[0].racers == LESSONS["divergence"].scene.racers


def test_no_lesson_keeps_the_scene_and_a_surface_keeps_the_race() -> None:
    free = board_at("playground", "lesson=", "lesson=divergence")
    assert free["shows"]["lesson"] == "" and "lesson" not in free["query"]
    moved = board_at("playground", "surface=himmelblau", "")
    assert from_query(moved["query"])[0] == default_scene().on_surface("himmelblau")


@pytest.mark.parametrize(
    ("page", "query", "before", "said"),
    [
        ("momentum", "window=1", None, "window = 1: a picture and its numbers, picture:1,2,3."),
        ("momentum", "turn=2", "", "turn = 2: not one of -1, 1."),
        ("momentum", "section=two_parts&rule=nag", None, "rule = nag: not a setting of this section."),
        ("momentum", "lr=0.1", "", "lr = 0.1: not part of a step."),
        ("playground", "lesson=none", "", "lesson = none: there is no such lesson."),
        ("playground", "surface=nowhere", "", "surface = nowhere: there is no such surface."),
        ("playground", "steps=10", "", "steps = 10: not part of a step."),
        ("playground", "camera=picture:1", None, "camera = picture:1: a camera is three, six or nine numbers."),
    ],
)
def test_what_cannot_be_read_is_named_and_ignored(page: str, query: str, before: str | None, said: str) -> None:
    assert said in board_at(page, query, before)["ignored"]


def test_a_query_that_is_too_long_is_cut_and_says_so() -> None:
    long = "surface=beale&run=gd&steps=30" + "&run=adam" * MAX_LINK
    (said, *_) = board_at("playground", long)["ignored"]
    assert f"longer than {MAX_LINK} characters" in said
    assert any(f"longer than {MAX_LINK}" in each for each in from_query({"run": ["adam"] * MAX_LINK})[1])


words = st.text(max_size=12)
queries = st.lists(
    st.tuples(st.sampled_from(["section", "preset", "turn", "lesson", "surface", "run", "t"]) | words, words)
)


@settings(max_examples=60)
@given(st.sampled_from(["momentum", "playground"]), queries, st.none() | queries, words)
def test_no_address_whatever_raises_or_fails(page: str, query: list, before: list | None, have: str) -> None:
    def text(pairs: list) -> str:
        return "&".join(f"{key}={value}" for key, value in pairs)

    *_, board = frames_of(answer(page, text(query), None if before is None else text(before), have))
    assert parsed(board)[0]["kind"] == "board"


def test_a_page_that_is_not_there_is_a_sentence() -> None:
    (only,) = frames_of(answer("nowhere"))
    assert parsed(only)[0] == {"kind": "failure", "text": "There is no such page."}


def test_a_picture_that_breaks_is_a_sentence_and_its_details_are_for_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError("/srv/secret")

    monkeypatch.setattr(picture, "packed_board", broken)
    with caplog.at_level(logging.ERROR):
        body = answer("momentum", "section=smooth&t=77&beta=0.123")
    assert parsed(frames_of(body)[-1])[0]["kind"] == "failure"
    assert b"secret" not in body and "secret" in caplog.text


def test_long_work_shows_how_far_it_is_and_goes_on_when_it_is_asked_for_again() -> None:
    query, seen = "section=loss&seed=321&epochs=12", []
    for _ in range(400):
        seen.append(board_at("network", query))
        if not seen[-1]["work"]:
            break
    assert seen[-1]["work"] == "" and seen[-1]["progress"]["share"] == 1
    assert [each["progress"]["share"] for each in seen] == sorted(each["progress"]["share"] for each in seen)
    assert answer("network", query) == answer("network", query)
