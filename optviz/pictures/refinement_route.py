"""The route of the refinements: ``GET <base>/optviz/refinement/<page>?<query>``, a map in finer cells.

It is bounded as the fans are: one thread, so many may wait. Who has gone on meanwhile, or away, is no longer computed
for.
"""

from collections.abc import Callable

from starlette.routing import Route

from optviz.pictures.base_path import prefixes
from optviz.pictures.fan_route import Fans
from optviz.pictures.loading import load

PATH = "/optviz/refinement/{page}"


def made(page: str, raw: bytes, gone: Callable[[], bool]) -> bytes:
    """Return a refinement, deflated; empty where there is none."""
    load()
    from optviz.pictures.refinement import refinement_answer

    return b"" if gone() else refinement_answer(page, raw.decode("latin-1"), gone)


class Refinements(Fans):
    """Answers the route within bounds: one thread, and so many may wait."""

    name = "refinement"

    def make(self, page: str, raw: bytes, gone: Callable[[], bool]) -> bytes:
        """Return the answer's bytes, deflated."""
        return made(page, raw, gone)


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    refinements = Refinements()
    return [Route(prefix + PATH, refinements.respond, methods=["GET"]) for prefix in prefixes(base)]
