"""A class opens one link and everybody drags: `python -m benchmarks.load [sessions]`.

Real websocket sessions that speak Streamlit's protocol, on this machine, against a fresh server: all arrive
within two seconds, then each asks for other paths every two seconds, half a minute long.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from optviz.scenes.codec import pairs
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import Racer
from tests.browser.server import Server

ARRIVAL, PAUSE, LASTING = 2.0, 2.0, 30.0
VIEW = "optviz_view_playground"
RULES = ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
LESSON = "narrow_bowl"
SCENE = LESSONS[LESSON].scene.replace(racers=tuple(Racer.of(rule, lr=0.02) for rule in RULES), steps=500)


def params(rate: float) -> dict[str, object]:
    """Return the scene with another learning rate for Adam, as the browser would ask for it."""
    scene = SCENE.replace(racers=(*SCENE.racers[:-1], Racer.of("adam", lr=rate)))
    out: dict[str, object] = {}
    for key, value in pairs(scene):
        out[key] = [*out.get(key, []), value] if key == "run" else value  # type: ignore[misc]
    return out


class Student:
    """One session: opens the link, then drags now and then; keeps its waiting times and errors."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.redrawn: list[float] = []
        self.errors: list[str] = []
        self.view = self.fragment = ""

    async def live(self, url: str, late: float) -> None:
        """Arrive after ``late`` seconds, open the page, drag until the lesson is over."""
        await asyncio.sleep(late)
        start = time.perf_counter()
        address = url.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
            await self.ask(socket, BackMsg(rerun_script=ClientState(query_string=f"lesson={LESSON}")))
            self.opened.append(time.perf_counter() - start)
            number = 0
            while time.perf_counter() < start + LASTING:
                await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
                number += 1
                began = time.perf_counter()
                await self.ask(socket, self.drag(number))
                self.redrawn.append(time.perf_counter() - began)

    def drag(self, number: int) -> BackMsg:
        """Return the message of a dragged slider: the view's new state, for its fragment alone."""
        asked = params(round(random.uniform(0.001, 0.5), 4))
        request = json.dumps({"request": {"number": number, "params": asked}})
        states = WidgetStates(widgets=[WidgetState(id=self.view, json_value=request)])
        return BackMsg(rerun_script=ClientState(widget_states=states, fragment_id=self.fragment))

    async def ask(self, socket: websockets.ClientConnection, message: BackMsg) -> None:
        """Send a message and read until its script has finished."""
        await socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await socket.recv())  # type: ignore[arg-type]
            element = answer.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)
            if element.bidi_component.component_name == VIEW:
                self.view, self.fragment = element.bidi_component.id, answer.delta.fragment_id
            if answer.WhichOneof("type") == "script_finished":
                return


def row(name: str, seconds: list[float]) -> None:
    """Print a row of waiting times in milliseconds."""
    ordered = sorted(1000 * s for s in seconds)
    p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    print(f"{name:40} {len(ordered):6} {p50:8.0f} {p95:8.0f} {ordered[-1]:8.0f}")


async def crowd(url: str, count: int) -> list[Student]:
    """Let ``count`` students arrive and work; return them."""
    students = [Student() for _ in range(count)]
    await asyncio.gather(*(s.live(url, random.uniform(0, ARRIVAL)) for s in students))
    return students


def main() -> None:
    """Start a fresh server, send the class, print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 100
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "log")
        try:
            students = asyncio.run(crowd(server.url, count))
            memory = psutil.Process(server.pid).memory_info().rss / 1e6
        finally:
            server.stop()
    print(f"{count} sessions, cold server{'':16} {'times':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
    row("open the page", [t for s in students for t in s.opened])
    row("drag → new paths", [t for s in students for t in s.redrawn])
    print(f"errors: {sum(len(s.errors) for s in students)}; server memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
