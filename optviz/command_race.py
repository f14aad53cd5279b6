"""What ``python -m optviz list``, ``run`` and ``export`` do: a race without a screen."""

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optviz import command

if TYPE_CHECKING:
    from optviz.figures.race import Race

ENDINGS = (".csv", ".parquet", ".json", ".html", ".gif", ".py")


def add_parsers(commands: Any) -> None:
    """Add ``list``, ``run`` and ``export`` to the commands that are understood."""
    own = commands.add_parser("list", help="what there is: surfaces, optimizers, methods that use curvature, sections")
    own.add_argument("what", choices=("surfaces", "optimizers", "methods", "sections"))
    own.add_argument("--json", action="store_true", help="as JSON")
    own = commands.add_parser("run", help="race optimizers on a surface and print where they end")
    _race_arguments(own)
    own.add_argument("--json", action="store_true", help="as JSON")
    _file_arguments(own, required=False)
    own = commands.add_parser("export", help="race optimizers and write a file: a table, a picture, a film, a program")
    _race_arguments(own)
    _file_arguments(own, required=True)


def _file_arguments(own: argparse.ArgumentParser, required: bool) -> None:
    own.add_argument("--out", required=required, type=Path, help=f"the file, ending in {', '.join(ENDINGS)}")
    own.add_argument("--flavour", default="optviz", help="of a program: optviz, optax, torch or numpy (%(default)s)")


def _race_arguments(own: argparse.ArgumentParser) -> None:
    own.add_argument("surface", help="a surface's key, as in himmelblau or quadratic:kappa=50, or typed:FORMULA")
    own.add_argument(
        "rule",
        nargs="+",
        help="optimizers' keys, as in adam or momentum:beta=0.95, or typed:UPDATE, or method:KEY of list methods",
    )
    own.add_argument("--values", default="", metavar="LETTER=NUMBER,…", help="the parameters of a typed formula")
    own.add_argument("--steps", type=int, default=500, help="steps of each run (%(default)s)")
    own.add_argument("--start", metavar="X,Y", help="where all start; write --start=-1,2 for a minus in front")
    own.add_argument(
        "--noise", type=float, default=0.0, help="standard deviation of the gradients' noise (%(default)s)"
    )
    own.add_argument("--seed", type=int, default=0, help="of the noise (%(default)s)")


def list_all(asked: argparse.Namespace) -> int:
    """Print the keys that can be named, with their names."""
    rows = _rows(asked.what)
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    width = max(len(row["key"]) for row in rows)
    for row in rows:
        knobs = (
            f"  ({', '.join(f'{key}={value:g}' for key, value in row['knobs'].items())})" if row.get("knobs") else ""
        )
        print(f"{row['key']:{width}}  {row['name']}{knobs}")
    return 0


def _rows(what: str) -> list[dict[str, Any]]:
    from optviz.core.registry import knobs_of

    if what == "sections":
        from optviz.lecture.pages import PAGES

        return [
            {"key": f"{stem}/{section.key}", "name": section.title, "page": page.title}
            for stem, page in PAGES.items()
            for section in page.sections
        ]
    from optviz.core.curvature import METHODS
    from optviz.core.optimizers import OPTIMIZERS
    from optviz.core.surfaces import SURFACES

    kinds: Any = {"surfaces": SURFACES, "optimizers": OPTIMIZERS, "methods": METHODS}[what]
    return [
        {"key": key, "name": kinds[key].name, "knobs": {knob.key: knob.default for knob in knobs_of(kinds[key])}}
        for key in kinds
    ]


def run(asked: argparse.Namespace) -> int:
    """Race, and print how each run ended."""
    _check_ending(asked)
    race = _race(asked)
    if asked.out:
        _write(race, asked)
    rows = _ends(race)
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        end = ", ".join(f"{number:.6g}" for number in row["x"]) if None not in row["x"] else "not finite"
        value = "not finite" if row["f"] is None else f"{row['f']:.6g}"
        print(f"{row['run']}: {row['label']} after {row['steps']} steps at ({end}), f = {value}")
    return 0


def export(asked: argparse.Namespace) -> int:
    """Race, and write the file that its ending asks for."""
    _check_ending(asked)
    race = _race(asked)
    _write(race, asked)
    count = "1 run" if len(race.runs) == 1 else f"{len(race.runs)} runs"
    print(f"{asked.out} holds {count} of {asked.steps} steps.")
    return 0


def _check_ending(asked: argparse.Namespace) -> None:
    if asked.out and asked.out.suffix.lower() not in ENDINGS:
        raise ValueError(f"--out ends in one of {', '.join(ENDINGS)}, not {asked.out.name!r}")


def _write(race: "Race", asked: argparse.Namespace) -> None:
    ending = asked.out.suffix.lower()
    by_itself = {".html": race.to_html, ".csv": race.to_csv, ".parquet": race.to_parquet, ".gif": race.to_gif}
    if ending in by_itself:
        by_itself[ending](asked.out)
    else:
        asked.out.write_text(_text(race, ending, asked.flavour), encoding="utf-8")


def _text(race: "Race", ending: str, flavour: str) -> str:
    if ending == ".py":
        return race.to_code(flavour)
    frame = race.to_frame()
    columns = {str(name): [_finite(value) for value in frame[name].tolist()] for name in frame}
    return json.dumps({"surface": race.surface.name, "ends": _ends(race), "columns": columns}, ensure_ascii=False)


def _race(asked: argparse.Namespace) -> "Race":
    import optviz

    surface = command.surface_named(asked.surface, asked.values)
    rules = [_racer_named(text) for text in asked.rule]
    start = command.start_named(asked.start)
    return optviz.race(surface, rules, start, steps=asked.steps, noise=asked.noise, seed=asked.seed)


def _racer_named(text: str) -> Any:
    """Return the optimizer that a word names, or with ``method:`` before it the method that uses curvature."""
    from optviz.core.curvature import METHODS

    if text.startswith("method:"):
        return command.made(METHODS, text.removeprefix("method:"), "--values", "")
    return command.rule_named(text, "")


def _ends(race: "Race") -> list[dict[str, Any]]:
    from optviz.figures.notebook import names

    return [
        {
            "run": name,
            "status": run.status.kind,
            "label": run.status.label,
            "steps": run.steps,
            "x": [_finite(value) for value in run.x[-1].tolist()],
            "f": _finite(float(run.value[-1])),
        }
        for name, run in zip(names(race.runs, ended=False), race.runs, strict=True)
    ]


def _finite(value: Any) -> Any:
    """Return a value as JSON has it, where no number is missing."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
