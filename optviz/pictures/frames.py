"""The frames of an answer: the length of a message, and the message; a failure is a message that has one sentence."""

import json
import struct

MEDIA_TYPE = "application/x-optviz"

BROKEN = "This picture could not be drawn. The server's log has the details."
NO_PAGE = "There is no such page."
BUSY = "The server is busy. Ask again in a second."


def frame(message: bytes) -> bytes:
    """Return a message as a frame."""
    return struct.pack("<I", len(message)) + message


def failure(text: str) -> bytes:
    """Return the frame that says in one sentence why there is no picture."""
    header = json.dumps({"kind": "failure", "text": text}, ensure_ascii=False, separators=(",", ":")).encode()
    return frame(struct.pack("<I", len(header)) + header)
