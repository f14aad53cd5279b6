"""A browser's connection to the route of pictures: kept alive, its answers cut into frames as they come."""

import asyncio
import json
import struct
import time
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import h11

CHUNK = 65536


@dataclass
class Frame:
    """One message of an answer: when it was there, on the clock of ``time.perf_counter``, and its bytes."""

    at: float
    message: bytes

    @property
    def header(self) -> dict[str, Any]:
        """The message's JSON header."""
        (length,) = struct.unpack_from("<I", self.message)
        return json.loads(self.message[4 : 4 + length])


@dataclass
class Answer:
    """A response: status, header fields in lower case, and the frames of its body; a ``plain`` one is left whole."""

    status: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    rest: bytearray = field(default_factory=bytearray)
    plain: bool = False

    def add(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        now = time.perf_counter()
        self.rest += data
        if self.plain:
            return
        while len(self.rest) >= 4:
            (length,) = struct.unpack_from("<I", self.rest)
            if len(self.rest) < 4 + length:
                return
            self.frames.append(Frame(now, bytes(self.rest[4 : 4 + length])))
            del self.rest[: 4 + length]

    @property
    def first_board(self) -> float | None:
        """When the first board was there."""
        return next((frame.at for frame in self.frames if frame.header["kind"] == "board"), None)

    @property
    def failure(self) -> str:
        """The sentence of a failure, or what else is wrong; empty if nothing is."""
        if self.status != 200:
            return f"status {self.status}"
        if self.rest or not self.frames:
            return "the body is not a row of whole frames"
        last = self.frames[-1].header
        return last["text"] if last["kind"] == "failure" else ""


class Connection:
    """One connection to a server; it opens with the first request, and again when the server has closed it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, target: str, answer: Answer) -> Answer:
        """Fill ``answer`` with what a GET brings, and return it when it is whole."""
        return await self._sent(target, answer, None)

    async def post(self, target: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Return what a POST of a JSON object brings, as one; ``AssertionError`` with its sentence if it is refused."""
        answer = await self._sent(target, Answer(plain=True), json.dumps(fields).encode())
        reply = json.loads(bytes(answer.rest))
        if answer.status != 200:
            raise AssertionError(f"status {answer.status}: {reply.get('error', '')}")
        return reply

    async def _sent(self, target: str, answer: Answer, body: bytes | None) -> Answer:
        """Send a request, once more where the server has closed the connection meanwhile."""
        kept = self.writer is not None
        try:
            return await self._exchange(target, answer, body)
        except (ConnectionError, h11.RemoteProtocolError):
            self.close()
            if not kept:
                raise
            return await self._exchange(target, answer, body)
        except BaseException:  # also when nobody waits any more: what is still on its way belongs to no later request
            self.close()
            raise

    async def _exchange(self, target: str, answer: Answer, body: bytes | None) -> Answer:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=4 * CHUNK)
            self.http = h11.Connection(h11.CLIENT)
        fields = [("Host", f"{self.host}:{self.port}"), ("Accept-Encoding", "gzip")]
        unzip = zlib.decompressobj(31)
        if body is not None:
            fields += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        request = h11.Request(method="GET" if body is None else "POST", target=target, headers=fields)
        parts = [request, *([h11.Data(data=body)] if body else []), h11.EndOfMessage()]
        self.writer.write(b"".join(self.http.send(part) or b"" for part in parts))
        while not isinstance(event := self.http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                self.http.receive_data(await self.reader.read(CHUNK))
            elif isinstance(event, h11.Response):
                answer.status = event.status_code
                answer.fields = {name.decode(): value.decode() for name, value in event.headers}
            elif isinstance(event, h11.Data):
                data = bytes(event.data)
                answer.add(unzip.decompress(data) if answer.fields.get("content-encoding") == "gzip" else data)
        if self.http.our_state is h11.MUST_CLOSE:
            self.close()
        else:
            self.http.start_next_cycle()
        return answer

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self.writer is not None:
            self.writer.close()
        self.writer = None
