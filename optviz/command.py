"""The command line: ``python -m optviz list | run | export | map | serve``, each with its ``--help``.

JAX is loaded only when the words are understood.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from optviz.core.maps.files import Folder
    from optviz.core.maps.plan import Axis, Plan

T = TypeVar("T")

_PICTURE = 800
"""Cells a side of the HTML, at most: a browser draws them at once."""

_EXAMPLE = "python -m optviz map himmelblau adam --x lr:1e-3:1:log --y beta1:0:0.99 --size 1000 --out folder"


_EXAMPLES = {
    "list": "python -m optviz list optimizers --json",
    "run": "python -m optviz run himmelblau adam:lr=0.05 gd --steps 200 --start=-1,2",
    "export": "python -m optviz export rosenbrock adam --out race.py --flavour torch",
    "serve": "python -m optviz serve --port 8600",
}


def _example(program: str) -> str:
    return _EXAMPLES.get(program.split()[-1], _EXAMPLE)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what was not understood in one sentence, and leave with 2."""
        raise _Refused(f"{message[:1].upper()}{message[1:]}; for example: {_example(self.prog)}")


class _Refused(Exception):
    """What was asked cannot be done, in a sentence."""


def main(words: Sequence[str]) -> int:
    """Do what ``words`` ask and return the exit code: 0, 2 for what cannot be understood, 130 for a stop by hand."""
    try:
        asked = _parser().parse_args(words)
        return _done(asked)
    except _Refused as error:
        print(f"optviz: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("optviz: stopped; the same command goes on from here", file=sys.stderr)
        return 130


def _done(asked: argparse.Namespace) -> int:
    """Do what was asked; what cannot be done is refused in a sentence."""
    if asked.command == "map":
        return _map(asked)
    from optviz import command_race, command_serve

    do = {
        "list": command_race.list_all,
        "run": command_race.run,
        "export": command_race.export,
        "serve": command_serve.serve,
    }
    try:
        return do[asked.command](asked)
    except (ValueError, TypeError, KeyError, OSError) as error:
        said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error.args[0])
        raise _Refused(said) from error


def _parser() -> argparse.ArgumentParser:
    from optviz import command_race, command_serve

    parser = _Parser(
        prog="python -m optviz",
        description="Races of optimizers, maps too large for a page, and the app itself.",
        epilog="Each command has its own --help. Exit codes: 0, 2 for what cannot be done, 130 for a stop by hand.",
    )
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    command_race.add_parsers(commands)
    command_serve.add_parser(commands)
    own = commands.add_parser("map", help="what becomes of a run in each cell of two axes, in files")
    own.add_argument("surface", help="a surface's key, as in himmelblau or quadratic:kappa=50, or typed:FORMULA")
    own.add_argument("rule", help="an optimizer's key, as in adam or momentum:beta=0.95, or typed:UPDATE")
    own.add_argument("--values", default="", metavar="LETTER=NUMBER,…", help="the parameters of a typed formula")
    own.add_argument("--knobs", default="", metavar="LETTER=NUMBER,…", help="eta and the letters of a typed update")
    own.add_argument("--x", metavar="KEY:LOW:HIGH[:log]", help="the columns: a knob, or x or y of the start")
    own.add_argument("--y", metavar="KEY:LOW:HIGH[:log]", help="the rows; without --x and --y, the start in the window")
    own.add_argument("--size", default="1000", metavar="N or NxM", help="columns and rows (%(default)s)")
    own.add_argument("--steps", type=int, default=500, help="steps of each run (%(default)s)")
    own.add_argument("--start", metavar="X,Y", help="where runs start that no axis moves")
    own.add_argument("--loss", type=float, help="the goal f − f* ≤ LOSS")
    own.add_argument("--slope", type=float, help="the goal ‖∇f‖ ≤ SLOPE")
    own.add_argument("--single", action="store_true", help="float32: three times as fast, for pictures")
    own.add_argument("--tile", type=int, metavar="ROWS", help="rows of a file, what a kill may cost (250,000 cells)")
    own.add_argument("--out", required=True, type=Path, help="the folder, made or taken up again")
    own.add_argument("--coordinator", metavar="HOST:PORT", help="where several hosts meet; all must see the folder")
    own.add_argument("--hosts", type=int, default=1, help="how many processes share the work")
    own.add_argument("--host", type=int, default=0, help="which of them this is, from 0")
    own.add_argument("--patience", type=int, default=300, metavar="SECONDS", help="how long hosts wait to meet")
    return parser


def _map(asked: argparse.Namespace) -> int:
    from optviz.core.maps import machines

    folder = _folder(asked)
    machines.compute(folder, _report)
    if asked.host == 0:
        _finish(folder)
    if asked.hosts > 1:
        machines.leave_hosts()
    return 0


def _folder(asked: argparse.Namespace) -> "Folder":
    """Return the map's folder, where there are several hosts once they have met."""
    from optviz.core.maps import files, machines

    if asked.tile is not None and asked.tile < 1:
        raise _Refused(f"A tile has at least 1 row, not {asked.tile}")
    if asked.hosts > 1 and not (asked.coordinator and 0 <= asked.host < asked.hosts):
        raise _Refused(f"Several hosts need --coordinator HOST:PORT, and --host from 0 to {asked.hosts - 1}")
    try:
        if asked.hosts > 1:  # before anything is computed: what a map's goal is, is
            machines.join_hosts(asked.coordinator, asked.hosts, asked.host, asked.patience)
        folder = files.open_folder(_plan(asked), asked.out, asked.tile)
    except (ValueError, TypeError, KeyError) as error:
        raise _Refused(str(error.args[0] if error.args else error)) from error
    if asked.hosts == 1:
        files.sweep(folder)
    return folder


def _report(done: int, whole: int) -> None:
    print(f"{done} of {whole} tiles", file=sys.stderr, flush=True)


def _finish(folder: "Folder") -> None:
    """Write the whole map and its picture."""
    from optviz.core.maps.files import join, thinned
    from optviz.core.maps.sensitivity import stable_rate
    from optviz.figures.map_figure import map_figure

    plan = folder.plan
    numbers, picture = join(folder), folder.path / "map.html"
    border = stable_rate(plan.surface) if plan.optimizer.key == "gd" and len(plan.surface.minima) else None
    map_figure(plan, thinned(folder, _PICTURE), border).write_html(picture, include_plotlyjs=True)
    print(f"{numbers} and {picture} hold {plan.size[0]} × {plan.size[1]} runs of {plan.steps} steps.")


def _plan(asked: argparse.Namespace) -> "Plan":
    from optviz.core.maps.outcomes import Goal
    from optviz.core.maps.plan import Plan, window_axes

    surface = surface_named(asked.surface, asked.values)
    columns, rows = window_axes(surface.domain)
    goal = None if asked.loss is None and asked.slope is None else Goal(asked.loss, asked.slope)
    return Plan(
        surface=surface,
        optimizer=rule_named(asked.rule, asked.knobs),
        columns=_axis(asked.x) if asked.x else columns,
        rows=_axis(asked.y) if asked.y else rows,
        size=_size(asked.size),
        steps=asked.steps,
        goal=goal,
        start=start_named(asked.start),
        single=asked.single,
    )


def surface_named(text: str, values: str) -> Any:
    """Return the surface that ``key:knob=number,…`` or ``typed:FORMULA`` names."""
    from optviz.core.surfaces import SURFACES
    from optviz.core.typed.formula import read
    from optviz.core.typed.notebook import parameter_values
    from optviz.core.typed.surface import NAMES, typed_surface

    key, _, typed = text.partition(":")
    if key != "typed":
        return made(SURFACES, text, "--values", values)
    formula = _readable(lambda: read(typed, NAMES))
    return typed_surface(formula, parameter_values(formula, _numbers(values), '--values "{}"'))


def rule_named(text: str, knobs: str) -> Any:
    """Return the optimizer that ``key:knob=number,…`` or ``typed:UPDATE`` names."""
    from optviz.core.optimizers import OPTIMIZERS
    from optviz.core.typed.notebook_rule import text_rule

    key, _, typed = text.partition(":")
    if key != "typed":
        return made(OPTIMIZERS, text, "--knobs", knobs)
    return _readable(lambda: text_rule(typed, knobs=_numbers(knobs)))


def _numbers(text: str) -> dict[str, float]:
    from optviz.core.typed.values import read_values

    return _readable(lambda: read_values(text))


def _readable(read: Callable[[], T]) -> T:
    """Return what a text says; one that cannot be read raises ``ValueError``, in one sentence."""
    from optviz.core.typed.errors import FormulaError

    try:
        return read()
    except FormulaError as error:
        raise ValueError(f"{error.message} Try {error.mend}" if error.mend else error.message) from error


def made(registry: Any, text: str, option: str, values: str) -> object:
    """Return what ``key:knob=number,…`` names; ``option``, and its ``values``, are for what is typed alone."""
    key, _, settings = text.partition(":")
    if values:
        raise ValueError(f"{option} is for what is typed; knobs of {key} stand with it, as in {key}:knob=2")
    kind = registry[key]
    knobs = {}
    for part in filter(None, settings.split(",")):
        name, _, value = part.partition("=")
        knobs[name.strip()] = _number(value, part)
    try:
        return kind(**knobs)
    except TypeError as error:
        raise ValueError(f"{kind.name} has no such knob: {settings!r}") from error


def _axis(text: str) -> "Axis":
    from optviz.core.maps.plan import Axis

    key, *rest = text.split(":")
    if len(rest) not in (2, 3) or rest[2:] not in ([], ["log"]):
        raise ValueError(f"an axis is KEY:LOW:HIGH or KEY:LOW:HIGH:log, as in lr:1e-3:1:log, not {text!r}")
    return Axis(key, _number(rest[0], text), _number(rest[1], text), len(rest) == 3)


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().split("x")
    if len(parts) > 2 or not all(part.isdecimal() and part.isascii() for part in parts):
        raise ValueError(f"a size is a whole number or two, as in 3000 or 3000x2000, not {text!r}")
    return int(parts[0]), int(parts[-1])


def start_named(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(f"a start is X,Y, as in -1.5,2, not {text!r}")
    return _number(parts[0], text), _number(parts[1], text)


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no number, in {whole!r}") from error
