"""A browser's session with Streamlit: the websocket over which scripts run and their elements come."""

import json
from collections.abc import Mapping

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from benchmarks.http_client import Frame

EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Session:
    """One open page: its script has run, its websocket is open; ``errors`` are the exceptions it was shown."""

    def __init__(self, url: str, page: str) -> None:
        self.address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.page = page
        self.errors: list[str] = []
        self.view = self.fragment = self.script = ""
        self.message = b""
        self.number = 0

    async def open(self, query: str) -> None:
        """Connect and let the script of the page run, as a browser does at the page's address."""
        protocol = websockets.Subprotocol("streamlit")
        self.socket = await websockets.connect(self.address, subprotocols=[protocol], max_size=None)
        name = "" if self.page == "playground" else self.page
        await self.run(ClientState(query_string=query, page_name=name))

    async def request(self, params: Mapping[str, str | list[str]]) -> None:
        """Ask for another picture as the releases without a route do: by a rerun of the view's fragment."""
        self.number += 1
        request = json.dumps({"request": {"number": self.number, "params": params}})
        states = WidgetStates(widgets=[WidgetState(id=self.view, json_value=request)])
        await self.run(ClientState(widget_states=states, fragment_id=self.fragment, page_script_hash=self.script))

    async def run(self, state: ClientState) -> None:
        """Send a state and read until its script has finished."""
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        while True:
            text = await self.socket.recv()
            assert isinstance(text, bytes)
            if self._finished(ForwardMsg.FromString(text)):
                return

    def _finished(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.script = message.new_session.page_script_hash
        if kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)
            if element.bidi_component.component_name == f"optviz_view_{self.page}":
                self.view, self.fragment = element.bidi_component.id, message.delta.fragment_id
                self.message = element.bidi_component.bytes
        return kind == "script_finished" and message.script_finished != EARLY

    @property
    def working(self) -> bool:
        """Tell whether the last message showed long work that is not done; releases without a route only."""
        return len(self.message) > 4 and Frame(0.0, self.message).header.get("work") == "running"

    async def close(self) -> None:
        """Close the page."""
        if hasattr(self, "socket"):
            await self.socket.close()
