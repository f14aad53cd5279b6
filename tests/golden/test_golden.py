"""The golden messages and links: Python still writes them, and opens what the browser asks for.

The browser's side is tests/js/golden.test.js. After a wanted change: `python -m tools.golden`, and look at
the difference.
"""

import json
from typing import Any

import numpy as np
import pytest

from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import lesson_scenes
from tools.golden import GOLDEN, QUERIES, WILD, content, fields, links, messages, networks, race

MESSAGES = messages()
LINKS: list[dict[str, Any]] = json.loads((GOLDEN / "links.json").read_text(encoding="utf-8"))


def expected(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def numbers(values: list[float | str]) -> np.ndarray:
    return np.array([float(value) for value in values])


def test_every_message_has_its_golden_files() -> None:
    assert {path.stem for path in GOLDEN.glob("*.bin")} == set(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_python_writes_the_golden_message_byte_for_byte(name: str) -> None:
    assert MESSAGES[name] == (GOLDEN / f"{name}.bin").read_bytes()


@pytest.mark.parametrize("name", MESSAGES)
def test_the_golden_content_is_what_the_golden_message_holds(name: str) -> None:
    assert content((GOLDEN / f"{name}.bin").read_bytes()) == expected(name)


def test_the_golden_race_holds_the_numbers_it_was_made_of() -> None:
    picture, *_, standings, worked = expected("race")["panels"]
    paths = [layer for layer in picture["layers"] if layer["kind"] == "path"]
    for path, row, run in zip(paths, standings["runs"], race().runs, strict=True):
        pairs = (("x", path, run.x[:, 0]), ("y", path, run.x[:, 1]), ("value", row, run.value))
        for name, sent, true in (*pairs, ("slope", row, run.slope_norm)):
            np.testing.assert_allclose(numbers(sent[name]["values"]), true, rtol=1e-4)
    x, y = (numbers(part["values"]) for part in worked["columns"]["x_next"]["parts"])
    np.testing.assert_allclose(np.stack([x, y], axis=1), race().runs[0].x, rtol=1e-4)
    assert worked["columns"]["x_next"]["shift"] == 1


def test_the_golden_board_holds_the_numbers_it_was_made_of() -> None:
    chart, formula, *_ = expected("board")["panels"]
    np.testing.assert_allclose(numbers(chart["series"][0]["y"]["values"]), WILD, rtol=1e-4)
    assert (formula["columns"]["x"]["shape"], formula["columns"]["x"]["values"][2:4]) == ([4, 2], [1.0, -1.0])


def test_the_golden_fields_hold_the_heights_they_were_made_of() -> None:
    for grid, (name, field) in zip(expected("fields")["fields"], fields().fields.items(), strict=True):
        assert grid["name"] == name
        np.testing.assert_array_equal(numbers(grid["z"]), field.z.astype(np.float32).ravel())


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link["query"][:40])
def test_what_the_controls_say_is_the_scene_of_the_link(link: dict[str, Any]) -> None:
    """The playhead and the presenter mode have no control."""
    opened, ignored = from_query(link["query"], lesson_scenes())
    params = {key: text if isinstance(text, list) else [text] for key, text in link["params"].items()}
    asked, unread = from_query(params, lesson_scenes())
    assert (asked, unread, ignored) == (opened.replace(present=False, step=0), (), ())


def test_the_golden_links_are_what_python_writes_now() -> None:
    assert json.loads(json.dumps(links())) == LINKS


def test_each_query_has_its_golden_link() -> None:
    assert [to_query(from_query(query, lesson_scenes())[0]) for query in QUERIES] == [link["query"] for link in LINKS]


def test_the_golden_networks_are_what_the_core_computes_now() -> None:
    for golden, now in zip(json.loads((GOLDEN / "networks.json").read_text()), networks(), strict=True):
        assert golden["sizes"] == now["sizes"] and golden["activation"] == now["activation"]
        for name in ("theta", "points"):
            np.testing.assert_allclose(golden[name], now[name])
        for column, other in zip(golden["values"], now["values"], strict=True):
            np.testing.assert_allclose(column, other, atol=1e-12)
