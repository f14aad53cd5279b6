"""The state of one viewer as server-sent events: all of it, whenever it has changed."""

from collections.abc import AsyncGenerator

from optviz.rooms.mirror import Mirror
from optviz.rooms.room import compact
from optviz.rooms.states import Viewer

MEDIA_TYPE = "text/event-stream"
HEARTBEAT = 15.0
"""Seconds of silence after which an event without a state tells that the line is not cut: a comment is not heard."""
PAUSE = 0.2
"""Seconds for which counts gather before the owner is told of them."""
MAX_STREAMS = 2000


async def events(mirror: Mirror, viewer: Viewer, heartbeat: float = HEARTBEAT) -> AsyncGenerator[bytes]:
    """Yield the state now and after each change, until the room ends or no more will come."""
    sent = -1
    with mirror.listening(viewer) as listener:
        while not listener.over:
            if (version := mirror.version(viewer)) != sent:
                sent = version
                yield f"id: {version}\ndata: {compact(mirror.state(viewer))}\n\n".encode()
            if mirror.room.phase == "ended":
                return
            if viewer == "owner":
                await listener.pause(PAUSE)
            if not await listener.news(heartbeat):
                yield b"event: here\ndata: 1\n\n"


def most_streams() -> int:
    """Return how many streams the server takes: each needs a file descriptor, and the pages need some too."""
    try:
        import resource
    except ImportError:  # Windows, which counts otherwise
        return MAX_STREAMS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_STREAMS if soft == resource.RLIM_INFINITY else min(MAX_STREAMS, soft // 2)
