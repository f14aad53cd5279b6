"""The route of the fans: a slider's runs by address, bounded, and nothing at all where there is none."""

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from optviz.figures.fan import Fan
from optviz.pictures import fan as fans
from optviz.pictures import fan_route
from optviz.pictures.cached import Cache
from optviz.pictures.fan import fan_answer, inflated, packed
from optviz.pictures.fan_route import PATH, Fans, routes
from tests.decoder import frames_of, parsed
from tests.pictures.server import ENOUGH, Site, served

RACE = "surface=quadratic&s.kappa=10&run=gd,lr:0.05&run=adam&at=-2,1&steps=60"


@pytest.fixture(scope="module")
def fan_site() -> Iterator[Site]:
    """The route as the app has it, with a prefix."""
    with served(Starlette(routes=routes("/some/base/"))) as found:
        yield found


@pytest.mark.parametrize("base", ["", "/some/base"])
def test_a_fan_is_at_its_address_deflated_for_who_takes_it_so(fan_site: Site, base: str) -> None:
    path = f"{base}/optviz/fan/playground?{RACE}&fan=run.1.lr"
    plain, short = fan_site.ask(path), fan_site.ask(path, Accept_Encoding="gzip, br")
    assert (short.status, short.headers["Content-Type"]) == (200, "application/x-optviz")
    assert short.body == fan_answer("playground", RACE, "run.1.lr")
    assert gzip.decompress(short.body) == plain.body and plain.headers["Content-Encoding"] == "identity"
    header, _ = parsed(frames_of(plain.body)[0])
    assert (header["kind"], header["control"], header["runs"], len(header["values"])) == ("fan", "run.1.lr", ["1"], 201)


def test_a_fan_names_itself_and_is_not_made_again_for_who_has_it(
    fan_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/optviz/fan/playground?{RACE}&fan=run.0.lr"
    tag = fan_site.ask(path).headers["ETag"]
    monkeypatch.setattr(fan_route, "made", lambda *_: pytest.fail("made"))
    again = fan_site.ask(path, If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_the_values_of_the_slider_itself_change_nothing_and_nothing_is_made_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fans, "kept", Cache().get)
    first = fan_answer("playground", RACE, "run.0.lr")
    monkeypatch.setattr(fans, "packed", lambda *_: pytest.fail("made"))
    assert fan_answer("playground", RACE.replace("lr:0.05", "lr:0.2") + "&t=7", "run.0.lr") == first


@pytest.mark.parametrize(
    "path",
    [
        f"playground?{RACE}",
        f"playground?{RACE}&fan=",
        f"playground?{RACE}&fan=run.7.lr",
        f"playground?{RACE}&fan=%3Cb%3E",
        f"playground?{RACE}&view=3d&fan=run.0.lr",
        f"playground?{RACE}&steps=5000&fan=run.0.lr",
        "playground?lesson=ravine&ask=faster&fan=run.0.lr",
        "momentum?section=map&fan=nothing",
        "quiz?fan=lr",
        "class?fan=lr",
        "nowhere?fan=lr",
    ],
)
def test_where_there_is_no_fan_the_answer_is_empty_and_no_error(fan_site: Site, path: str) -> None:
    reply = fan_site.ask(f"/optviz/fan/{path}")
    assert (reply.status, reply.body, reply.headers["ETag"]) == (204, b"", None)


def test_a_fan_that_cannot_be_made_is_none_and_the_log_has_why(
    fan_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bytes:
        raise ArithmeticError("/srv/secret")

    monkeypatch.setattr(fan_route, "made", broken)
    reply = fan_site.ask(f"/optviz/fan/playground?{RACE}&fan=run.0.lr")
    assert (reply.status, reply.body) == (204, b"") and "secret" in caplog.text


def test_beyond_its_bound_there_is_none_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, entered = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        entered.set()
        gate.wait(ENOUGH)
        return b""

    monkeypatch.setattr(fan_route, "made", slow)
    app = Starlette(routes=[Route(PATH, Fans(waiting=1).respond, methods=["GET"])])
    with served(app) as site, ThreadPoolExecutor(1) as threads:
        first = threads.submit(site.ask, f"/optviz/fan/playground?{RACE}&fan=run.0.lr")
        entered.wait(ENOUGH)
        assert site.ask(f"/optviz/fan/playground?{RACE}&fan=run.1.lr").status == 204 and not first.done()
        gate.set()
        first.result(ENOUGH)


def wild(positions: int) -> Fan:
    """A fan of random walks, which hardly deflate."""
    steps = np.random.default_rng(1).normal(size=(positions, 900, 2))
    return Fan("lr", list(range(positions)), {"a": list(0.1 * steps)}, ((-1.0, 1.0), (-1.0, 1.0)))


def test_a_fan_too_long_for_the_line_has_fewer_positions_or_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed(wild(201))
    assert len(whole) <= fans.MAX_BYTES
    header, _ = parsed(frames_of(inflated(whole))[0])
    assert len(header["values"]) == 101 and (header["values"][0], header["values"][-1]) == (0, 200)
    monkeypatch.setattr(fans, "MAX_BYTES", 100_000)
    assert packed(wild(201)) == b""
