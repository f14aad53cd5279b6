"""The golden messages and links: Python still writes them, and opens what the browser asks for.

The browser's side is tests/js/golden.test.js. After a wanted change: `python -m tools.golden`, and look at
the difference.
"""

import json
import zlib
from typing import Any

import numpy as np
import pytest

from optviz.figures.race_message import scene_header
from optviz.scenes.codec import from_message, from_query, to_query
from optviz.scenes.lessons import lesson_scenes
from tests.decoder import parsed
from tools.golden import GOLDEN, QUERIES, WILD, content, fields, messages, race

MESSAGES = messages()
LINKS: list[dict[str, Any]] = json.loads((GOLDEN / "links.json").read_text(encoding="utf-8"))


def expected(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def split(data: bytes) -> tuple[bytes, bytes]:
    """A message's header as it stands and its body inflated: two versions of zlib may deflate differently."""
    _, body = parsed(data)
    return data[: len(data) - len(body)], zlib.decompress(body)


def numbers(values: list[float | str]) -> np.ndarray:
    return np.array([float(value) for value in values])


def test_every_message_has_its_golden_files() -> None:
    assert {path.stem for path in GOLDEN.glob("*.bin")} == set(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_python_writes_the_golden_message_byte_for_byte(name: str) -> None:
    assert split(MESSAGES[name]) == split((GOLDEN / f"{name}.bin").read_bytes())


@pytest.mark.parametrize("name", MESSAGES)
def test_the_golden_content_is_what_the_golden_message_holds(name: str) -> None:
    assert content((GOLDEN / f"{name}.bin").read_bytes()) == expected(name)


def test_the_golden_race_holds_the_numbers_it_was_made_of() -> None:
    for header, run in zip(expected("race")["runs"], race().runs, strict=True):
        for name, true in (("x", run.x[:, 0]), ("y", run.x[:, 1]), ("value", run.value), ("slope", run.slope_norm)):
            np.testing.assert_allclose(numbers(header["data"][name]), true, rtol=1e-4)


def test_the_golden_board_holds_the_numbers_it_was_made_of() -> None:
    chart, formula, *_ = expected("board")["panels"]
    np.testing.assert_allclose(numbers(chart["series"][0]["y"]["values"]), WILD, rtol=1e-4)
    assert (formula["columns"]["x"]["shape"], formula["columns"]["x"]["values"][2:4]) == ([4, 2], [1.0, -1.0])


def test_the_golden_fields_hold_the_heights_they_were_made_of() -> None:
    for grid, (name, field) in zip(expected("fields")["fields"], fields().fields.items(), strict=True):
        assert grid["name"] == name
        np.testing.assert_array_equal(numbers(grid["z"]), field.z.astype(np.float32).ravel())


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link["query"][:40])
def test_what_the_browser_asks_for_is_the_scene_of_the_link(link: dict[str, Any]) -> None:
    opened, ignored = from_query(link["query"], lesson_scenes())
    asked, unread = from_message(link["params"], lesson_scenes())
    assert (asked, unread, ignored) == (opened, (), ())
    assert (to_query(asked), scene_header(asked)) == (link["query"], link["scene"])


def test_each_query_has_its_golden_link() -> None:
    assert [to_query(from_query(query, lesson_scenes())[0]) for query in QUERIES] == [link["query"] for link in LINKS]
