"""The app beside the script: its routes, the warm-up, and what a visitor reads when a script fails."""

import asyncio
import ctypes
import logging
import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path
from types import FrameType

import streamlit as st
from starlette.routing import Route
from streamlit.starlette import App

from optviz.pictures import fan_route as fans
from optviz.pictures import numbers_route as numbers
from optviz.pictures import refinement_route as refinements
from optviz.pictures import route as pictures
from optviz.pictures import sheet_route as sheets
from optviz.rooms import route as rooms
from optviz.ui import data_route as data
from optviz.ui import host, warm
from optviz.ui import tour_route as tours

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1  # of malloc.h
_LOG = logging.getLogger(__name__)


def routes() -> list[Route]:
    """Return the app's own routes, with and without the prefix that its address may have."""
    keep_memory_whole()
    base = str(st.get_option("server.baseUrlPath") or "")
    own = (pictures, fans, refinements, numbers, sheets, shared_rooms(), data, tours, host)
    return [route for each in own for route in each.routes(base)]


@cache
def shared_rooms() -> rooms.Rooms:
    """Return the rooms of this process."""
    return rooms.rooms()


def on_exit(call: Callable[[], None]) -> None:
    """Call in the event loop when the server is told to end, which then waits for open answers."""
    if threading.current_thread() is not threading.main_thread():
        return  # signals are another's
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        former = signal.getsignal(number)
        if callable(former):
            signal.signal(number, partial(_told_to_end, loop, call, former))


def _told_to_end(
    loop: asyncio.AbstractEventLoop, call: Callable[[], None], former: Callable, number: int, frame: FrameType | None
) -> None:
    loop.call_soon_threadsafe(call)
    former(number, frame)


def send_at_once() -> None:
    """Switch Nagle's algorithm off for the connections to come, which take this from the socket that listens.

    With it the end of every answer waits 40 ms: for the browser to acknowledge the head, which was sent alone. asyncio
    switches it off for sockets made with TCP's number; Streamlit makes its own without.
    """
    folder = Path("/dev/fd")
    for name in os.listdir(folder) if folder.is_dir() else ():
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                with socket.socket(fileno=os.dup(int(name))) as found:
                    if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def take_turns() -> None:
    """Let threads take turns at Python's lock every millisecond, not every fifth.

    An answer passes through several threads; beside one person's heavy picture it would wait for the lock at each.
    """
    sys.setswitchinterval(0.001)


def keep_memory_whole() -> None:
    """Let the C library keep two heaps, not eight a core, and hand arrays of a megabyte back as soon as they are free.

    Each thread that computes would else keep what its largest picture once needed.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            libc = ctypes.CDLL(None)
            for option, value in ((_ARENA_MAX, 2), (_MMAP_THRESHOLD, 2**20), (_TRIM_THRESHOLD, 2**22)):
                libc.mallopt(option, value)


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Start to load and compile as soon as the server runs."""
    send_at_once()
    take_turns()
    on_exit(shared_rooms().dismiss)
    warm.start()
    yield
    await shared_rooms().close()


def on_script_error(error: Exception) -> bool:
    """Say in a sentence that the page failed; the details are for the log alone."""
    _LOG.error("the script of a page failed", exc_info=error)
    st.error("Something went wrong on the server. Reload the page to try again; what you set is in its address.")
    return True
