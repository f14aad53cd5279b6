"""A map as a folder of tiles: computed in any order by any number of processes, and taken up again after a stop.

``map.json`` says what the map is, ``tiles/row_000000.npz`` holds the rows from 0 on, ``map.npz`` in the end all rows.
A file appears under its name only when it is whole, so a process that is killed loses the tiles it was at, no more.
"""

import dataclasses
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from optviz.core.maps.plan import Plan, basins_of, tile_of
from optviz.core.optimizers import OPTIMIZERS, Modified, modifiers
from optviz.core.optimizers.named_chain import NamedChain
from optviz.core.registry import settings_of
from optviz.core.simulation.critical import critical_points
from optviz.core.surfaces import SURFACES
from optviz.core.typed.surface import Typed
from optviz.core.typed.typed_rule import TypedRule

FORMAT = 1
CELLS = 250_000
"""Cells of a tile: a few seconds of work at most, which is what a kill may cost."""
NAMES = ("x", "value", "move", "steps", "diverged", "basin")


@dataclasses.dataclass(frozen=True)
class Folder:
    """A map's folder.

    Attributes:
        plan: the map.
        path: the folder, made by :func:`open_folder`.
        high: rows of a tile.
    """

    plan: Plan
    path: Path
    high: int

    @property
    def firsts(self) -> range:
        """The first rows of all tiles."""
        return range(0, self.plan.size[1], self.high)

    def tile(self, first: int) -> Path:
        """Return where the tile that starts with row ``first`` lies."""
        return self.path / "tiles" / f"row_{first:06d}.npz"

    def missing(self) -> list[int]:
        """Return the first rows of the tiles that are not there yet."""
        return [first for first in self.firsts if not self.tile(first).exists()]


def described(plan: Plan, high: int) -> dict[str, Any]:
    """Return all that a map's numbers depend on, as JSON holds it.

    Raises ``ValueError`` for what has no key and no text, as a Python function made in a notebook.
    """
    goal = plan.arrival
    return {
        "format": FORMAT,
        "surface": plan.surface.key,
        **_texts(plan),
        "surface_knobs": settings_of(plan.surface),
        "rule": plan.optimizer.key,
        "rule_knobs": settings_of(plan.optimizer),
        "columns": dataclasses.asdict(plan.columns),
        "rows": dataclasses.asdict(plan.rows),
        "size": list(plan.size),
        "steps": plan.steps,
        "goal": {"loss": goal.loss, "slope": goal.slope},
        "start": list(plan.surface.starts[0] if plan.start is None else plan.start),
        "single": plan.single,
        "tile_rows": high,
    }


def _texts(plan: Plan) -> dict[str, str]:
    """Return the texts of a typed surface and a typed rule; no entry for what its key and knobs tell."""
    surface, rule = plan.surface, plan.optimizer
    around = ""
    if isinstance(rule, Modified):
        numbers = {name: getattr(rule.modifiers, name) for name in modifiers.NAMES}
        numbers |= {"seed": plan.seed} if rule.modifiers.noise else {}
        rule, around = rule.inner, " ".join(f"{name}={number:.17g}" for name, number in numbers.items())
    texts = {"formula": surface.formula.text} if isinstance(surface, Typed) else {}
    texts |= {"update": rule.rule.text} if isinstance(rule, TypedRule) else {}
    texts |= {"update": repr(rule.call)} if isinstance(rule, NamedChain) else {}
    nameless = [("formula", surface, SURFACES.get(surface.key)), ("update", rule, OPTIMIZERS.get(rule.key))]
    for text, thing, known in nameless:
        if text not in texts and type(thing) is not known:
            raise ValueError(f"{thing.name} has no key and no text: its map in files could not be told from others")
    return texts | ({"modifiers": around} if around else {})


def open_folder(plan: Plan, path: Path, high: int | None = None) -> Folder:
    """Make the folder of a map, or take up one that was begun, in tiles of ``high`` rows, by default 250,000 cells.

    Raises ``ValueError`` where the folder holds another map, or cannot be made.
    """
    high = max(1, min(high or CELLS // plan.size[0], plan.size[1]))
    wanted = described(plan, high)
    try:
        (path / "tiles").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"the folder {path} cannot be made: {error.strerror}") from error
    entry = path / "map.json"
    if not entry.exists():
        _whole(entry, lambda file: file.write(json.dumps(wanted, indent=1).encode()))
    try:
        there = json.loads(entry.read_text(encoding="utf-8"))
    except ValueError:
        there = {}
    if differs := sorted(key for key in wanted if there.get(key) != wanted[key]):
        raise ValueError(f"the folder {path} holds another map: it differs in {', '.join(differs)}")
    return Folder(plan, path, high)


def write_tile(folder: Folder, first: int, device: Any = None) -> None:
    """Compute the tile that starts with row ``first`` and write it."""
    last = min(first + folder.high, folder.plan.size[1])
    done = tile_of(folder.plan, first, last, device).outcomes
    arrays = {
        "x": done.x,
        "value": done.value,
        "move": done.move,
        "steps": done.steps,
        "diverged": done.diverged,
        "basin": basins_of(folder.plan, done).astype(np.int16),
    }
    _whole(folder.tile(first), lambda file: np.savez(file, allow_pickle=False, **arrays))


def read_tile(folder: Folder, first: int) -> dict[str, np.ndarray]:
    """Return the arrays of a tile; raises ``ValueError`` for a file that does not hold them."""
    path = folder.tile(first)
    shape = (min(folder.high, folder.plan.size[1] - first), folder.plan.size[0])
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in NAMES}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is no whole tile: delete it, and run the same command again") from error
    if any(array.shape[:2] != shape for array in arrays.values()):
        raise ValueError(f"{path} has another shape than its map: delete it, and run the same command again")
    return arrays


def join(folder: Folder) -> Path:
    """Write ``map.npz`` of all tiles, one after another, so that any map fits into memory, and return its path.

    It holds ``columns`` (m,) and ``rows`` (n,), the axes' values, and for each cell, (n, m): ``x`` (n, m, 2) where the
    run ends, ``value`` f there, ``move`` the length of the next step, ``steps`` to the goal or −1, ``diverged``, and
    ``basin``, its place in ``critical``, the critical points (k, 2), −1 still on the way, −2 out of the window.
    """
    plan = folder.plan
    small = {"columns": plan.columns.values(plan.size[0]), "rows": plan.rows.values(plan.size[1])}
    small |= {"critical": _critical(plan)}
    sample = read_tile(folder, 0)
    path = folder.path / "map.npz"

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name, array in small.items():
                _member(archive, name, array.shape, array.dtype, [array])
            for name in NAMES:
                shape = (plan.size[1], *sample[name].shape[1:])
                tiles = (read_tile(folder, first)[name] for first in folder.firsts)
                _member(archive, name, shape, sample[name].dtype, tiles)

    _whole(path, write)
    return path


def _member(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...], dtype: np.dtype, parts: Any) -> None:
    info = zipfile.ZipInfo(f"{name}.npy")  # of the year 1980: the same map is the same file
    with archive.open(info, "w", force_zip64=True) as member:
        header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_2_0(member, header)
        for part in parts:
            member.write(np.ascontiguousarray(part).tobytes())


def thinned(folder: Folder, most: int) -> dict[str, np.ndarray]:
    """Return the map in at most ``most`` columns and rows, every k-th of each, with their values: for a picture."""
    plan = folder.plan
    k, m = (-(-n // most) for n in plan.size)
    rows = np.arange(0, plan.size[1], m)
    parts: list[dict[str, np.ndarray]] = []
    for first in folder.firsts:
        own = rows[(rows >= first) & (rows < first + folder.high)] - first
        if len(own):
            tile = read_tile(folder, first)
            parts.append({name: tile[name][own][:, ::k] for name in NAMES})
    whole = {name: np.concatenate([part[name] for part in parts]) for name in NAMES}
    columns, lines = plan.columns.values(plan.size[0])[::k], plan.rows.values(plan.size[1])[rows]
    return whole | {"columns": columns, "rows": lines, "critical": _critical(plan)}


def _critical(plan: Plan) -> np.ndarray:
    return np.array([p.point for p in critical_points(plan.surface).points]).reshape(-1, 2)


def sweep(folder: Folder) -> None:
    """Remove the drafts of processes that were killed; only while no other process works on the folder."""
    for draft in [*folder.path.glob(".*.npz.*"), *folder.path.glob("tiles/.*")]:
        draft.unlink(missing_ok=True)


def work_list(folder: Folder, place: int, count: int) -> Iterator[int]:
    """Yield the tiles for process ``place`` of ``count``: its own share, then whatever else is still missing.

    The rest is looked at again before each tile, in every process from another place on: whoever is done early, or
    left alone, does what the others have not. Two that take the same tile write the same file.
    """
    firsts = list(folder.firsts)
    turn = place * len(firsts) // count
    # A dict for its order: each tile once.
    for first in dict.fromkeys([*firsts[place::count], *firsts[turn:], *firsts[:turn]]):
        if not folder.tile(first).exists():
            yield first


def _whole(path: Path, write: Callable[[Any], Any]) -> None:
    """Let ``write`` fill a new file, and give it its name only then."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{id(write):x}")
    try:
        with draft.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
