"""How an answer travels: compressed for whoever takes it so, in one go or piece by piece.

Streamlit's own compression would hold back what comes piece by piece; it leaves alone what names its coding.
"""

import zlib

_FAST, _GZIP = 1, 31


class Coding:
    """The coding of one answer, as the browser's ``Accept-Encoding`` allows it."""

    def __init__(self, accepted: str) -> None:
        self.name = "gzip" if "gzip" in accepted else "identity"
        self._compressor = zlib.compressobj(_FAST, zlib.DEFLATED, _GZIP) if self.name == "gzip" else None

    @property
    def headers(self) -> dict[str, str]:
        """The headers that name the coding."""
        return {"Content-Encoding": self.name, "Vary": "Accept-Encoding"}

    def coded(self, part: bytes, last: bool) -> bytes:
        """Return the next part of the answer; what was coded so far can be read at once."""
        if self._compressor is None:
            return part
        return self._compressor.compress(part) + self._compressor.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
