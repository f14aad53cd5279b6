"""The route of the refinements: a map in finer cells by address, bounded, left where nobody waits."""

import gzip
import http.client
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from starlette.applications import Starlette

from optviz.core.maps.outcomes import outcomes
from optviz.lecture.lab.common import optimizer_of
from optviz.lecture.lab.outcome_map import fine_size, goal_of
from optviz.lecture.own import surface_of
from optviz.lecture.work import Work
from optviz.pictures import refinement, refinement_route
from optviz.pictures.cached import Cache
from optviz.pictures.picture import answer
from optviz.pictures.refinement import refinement_answer, refinement_of
from optviz.pictures.refinement_route import routes
from tests.decoder import bytes_of, frames_of, parsed, with_arrays
from tests.pictures.server import Site, served, until

MAP = "section=map&steps=20&show=steps"
ROUTE = "/optviz/refinement/lab"


@pytest.fixture(scope="module")
def refinement_site() -> Iterator[Site]:
    """The route as the app has it, with a prefix; the map is there, so that no request waits for what compiles."""
    refinement_answer("lab", MAP)
    with served(Starlette(routes=routes("/some/base/"))) as found:
        yield found


def layer_of(body: bytes) -> dict:
    """The layer of an answer that is not deflated."""
    header, rest = parsed(frames_of(body)[0])
    assert header["kind"] == "layer"
    return with_arrays(header["layer"], [], bytes_of(rest, header["lengths"], header["bytes"]))


@pytest.mark.parametrize("base", ["", "/some/base"])
def test_a_map_is_there_in_finer_cells_deflated_for_who_takes_it_so(refinement_site: Site, base: str) -> None:
    path = f"{base}{ROUTE}?{MAP}"
    plain, short = refinement_site.ask(path), refinement_site.ask(path, Accept_Encoding="gzip")
    assert short.body == refinement_answer("lab", MAP) and gzip.decompress(short.body) == plain.body
    layer = layer_of(plain.body)
    assert (layer["kind"], layer["number"].shape, layer["level"].shape) == ("outcome_map", (800, 800), (800, 800))
    picture = answer("lab", MAP)
    assert layer["key"].encode() in picture, "the picture's own map has the same key"
    tag = short.headers["ETag"]
    assert refinement_site.ask(path, Accept_Encoding="gzip", If_None_Match=tag).status == 304


def test_a_fine_cell_has_the_outcome_of_the_run_from_its_middle() -> None:
    layer = layer_of(gzip.decompress(refinement_answer("lab", MAP)))
    values = {**dict.fromkeys(("x0", "y0"), 0.0), "surface": "himmelblau", "rule": "gd", "lr": 0.01}
    surface = surface_of(values)
    rows, columns = np.array([3, 77, 401, 640, 799]), np.array([5, 790, 402, 111, 300])
    starts = -5 + (np.stack([columns, rows], axis=1) + 0.5) / fine_size(optimizer_of(values)) * 10
    done = outcomes(surface, optimizer_of(values), starts, steps=20, goal=goal_of(surface, "steps"))
    np.testing.assert_array_equal(layer["number"][rows, columns] == 0, done.reached)


@pytest.mark.parametrize(
    "path",
    [
        "lab?section=fan",
        "lab?section=map&ask=slowest&q=3",
        "playground?surface=beale",
        "momentum?section=map",
        "quiz?",
        "class?",
        "nowhere?",
    ],
)
def test_where_there_is_no_finer_map_or_none_may_be_seen_the_answer_is_empty(refinement_site: Site, path: str) -> None:
    reply = refinement_site.ask(f"/optviz/refinement/{path}")
    assert (reply.status, reply.body, reply.headers["ETag"]) == (204, b"", None)


def test_once_a_question_is_answered_its_map_may_be_seen_in_finer_cells() -> None:
    asked = "section=map&ask=slowest&q=3&answer=-"
    headers = [parsed(each)[0] for each in frames_of(answer("lab", asked))]
    assert headers[-1]["kind"] == "board" and headers[-1]["refines"] and refinement_of("lab", asked) is not None


def test_the_start_changes_nothing_and_nothing_is_computed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refinement, "kept", Cache().get)
    first = refinement_answer("lab", MAP)
    monkeypatch.setattr(refinement, "packed", lambda *_: pytest.fail("computed"))
    assert refinement_answer("lab", f"{MAP}&x0=2&y0=1&t=7") == first


def test_who_goes_away_is_no_longer_computed_for(monkeypatch: pytest.MonkeyPatch, refinement_site: Site) -> None:
    pieces, entered, closed = [0], threading.Event(), threading.Event()

    def endless() -> Iterator[None]:
        try:
            while True:
                pieces[0] += 1
                entered.set()
                yield None
        finally:
            closed.set()

    monkeypatch.setattr(refinement, "refinement_of", lambda *_: Work("endless", endless))
    line = http.client.HTTPConnection("127.0.0.1", refinement_site.port)
    line.request("GET", f"{ROUTE}?{MAP}")
    until(entered.is_set)
    assert not closed.is_set()
    line.close()
    until(closed.is_set)
    assert pieces[0] > 0


def test_what_was_left_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    monkeypatch.setattr(refinement, "kept", cache.get)
    assert refinement_answer("lab", MAP, lambda: True) == b"" and cache.size == 0
    assert refinement_answer("lab", MAP) and 0 < cache.size < 400_000


def test_a_refinement_that_cannot_be_made_is_none_and_the_log_has_why(
    refinement_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bytes:
        raise ArithmeticError("/srv/secret")

    monkeypatch.setattr(refinement_route, "made", broken)
    reply = refinement_site.ask(f"{ROUTE}?{MAP}&t=3")
    assert (reply.status, reply.body) == (204, b"") and "secret" in caplog.text
