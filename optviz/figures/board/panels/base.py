"""What every panel of a board has."""

import dataclasses
from typing import ClassVar


@dataclasses.dataclass(frozen=True)
class Panel:
    """A picture, table or text of a board.

    A subclass is a frozen dataclass in a file named like its ``kind``; the browser draws it with the module of that
    name in ``ui/stage/js/panels``.
    """

    kind: ClassVar[str]
    key: str
