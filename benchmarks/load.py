"""Many people at once on this machine: ``python -m benchmarks.load [scenario …]``, each against a fresh server.

Everybody has a session with Streamlit open, as a browser has. ``--way=route`` asks for pictures by their address,
``--way=rerun`` as the releases without a route do, by reruns of a script: ``--way=rerun --app=OLD/app.py``.
"""

import asyncio
import tempfile
from pathlib import Path

from benchmarks import scenarios
from benchmarks.activities import DRAGGING
from benchmarks.bench import Line, app, calm, options, show
from benchmarks.classroom import classroom, classroom_beside, classroom_greedy
from benchmarks.people import ByRerun, ByRoute, Person
from benchmarks.scenarios import Load, Scenario, live
from tests.browser.server import Server

WAYS: dict[str, type[Person]] = {"route": ByRoute, "rerun": ByRerun}
SCENARIOS: dict[str, Scenario] = {
    **scenarios.SCENARIOS,
    "class": classroom,
    "class_beside": classroom_beside,
    "class_greedy": classroom_greedy,
}
MOST_MEMORY = 690
"""What the smallest host we know gives an app for sure, in MB."""


async def measured(load: Load, name: str) -> list[Line]:
    """Run one scenario and weigh the server."""
    async with load.peak() as peak:
        lines = await SCENARIOS[name](load)
    weight = f"{load.memory:.0f} MB, peak {peak[0]:.0f}"
    return [*lines, (f"server memory after {name}", weight, f"≤ {MOST_MEMORY} MB", peak[0] <= MOST_MEMORY)]


async def warmed(load: Load) -> None:
    """Let one visitor come and go and the server compile what it compiles in the background."""
    await live(load.people(1, (DRAGGING,)), 0)
    await asyncio.to_thread(calm, load.server)


def main() -> int:
    """Measure the scenarios named on the command line, or all; print tables; return 1 if a target was missed."""
    parser = options("Many people at once.", "scenarios", list(SCENARIOS))
    parser.add_argument("--way", choices=WAYS, default="route", help="how pages ask for pictures")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long people stay")
    parser.add_argument("--part", type=float, default=1.0, help="what part of the people comes, to try things out")
    parser.add_argument("--one-server", action="store_true", help="one server goes through all of them")
    parser.add_argument("--calm", action="store_true", help="people come when the server has compiled all it will")
    chosen = parser.parse_args()

    def run(server: Server, names: list[str]) -> int:
        load = Load(server, WAYS[chosen.way], chosen.seconds, chosen.part)
        if chosen.calm:
            asyncio.run(warmed(load))
        return max(show(asyncio.run(measured(load, name))) for name in names)

    names = [name for name in SCENARIOS if name in (chosen.scenarios or SCENARIOS)]
    rounds = [names] if chosen.one_server else [[name] for name in names]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for these in rounds:
            with app(Path(folder), chosen.app) as server:
                missed = max(missed, run(server, these))
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
