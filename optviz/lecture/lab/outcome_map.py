"""A map of outcomes as the lab shows it: coarse while a hand moves, finer when it rests, and its shares."""

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from optviz.core.array_cache import array_cache
from optviz.core.compiled.vectorized import RULES as TEXTBOOK_RULES
from optviz.core.maps.outcomes import Goal, Outcomes
from optviz.core.maps.plan import FINE, SIZE, Plan, basins_of, map_of, tiles
from optviz.core.number_text import percent
from optviz.core.optimizers import Optimizer
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface, grid
from optviz.core.typed.typed_rule import TypedRule
from optviz.figures.board import Axes, Category, Chart, OutcomeMap, Series, Table
from optviz.figures.destinations import DIVERGED, Destinations, colours, minimum_categories
from optviz.lecture.around import plain
from optviz.lecture.controls import Choice
from optviz.lecture.lab.common import LOOK
from optviz.lecture.section import Values
from optviz.lecture.work import Work

BASIN, STEPS, LOSS = "basin", "steps", "loss"
NAME = "map"
"""What questions call the layer."""
LEAST, MOST = 1e-8, 1e3
"""The ends of the scale of f − f*, the same for all maps, so that a colour keeps its meaning while a hand moves."""

GOAL = 1e-3
"""f − f* of a run that has come to the goal; and ‖∇f‖ of one that counts as at rest."""

SLOWER = 2
"""How many times fewer cells a side the maps of the rules have that run in float64 alone."""

TYPED_SIZES = (40, 200)
"""Cells a side of the map of a typed rule, which is read anew in every step: while a hand moves, and when it rests."""

DONE, LATE = 0, -1
_LEVELS = 63
_TILE, _TYPED_TILE = 20_000, 2_000
_WINDOW = 81

Drafted = Callable[[Values], OutcomeMap]
Refined = Callable[[Values], Work]


def show_choice(default: str) -> Choice:
    """Return the control of what a map shows."""
    options = ((BASIN, "where it ends"), (STEPS, "steps to the goal"), (LOSS, "f at the end"))
    return Choice("show", "colours", options, default)


def goal_of(surface: Surface, show: str) -> Goal:
    """Return when a run has arrived: at rest; for the steps to the goal within 10⁻³ of f*, where that is known."""
    return Goal(loss=GOAL) if show == STEPS and surface.floor is not None else Goal(slope=GOAL)


def goal_text(surface: Surface) -> str:
    """Return the goal of the map of steps in symbols."""
    return "‖∇f‖ ≤ 0.001" if surface.floor is None else "f − f* ≤ 0.001"


def draft_size(optimizer: Optimizer) -> int:
    """Return how many cells a side a map has while a hand moves."""
    if isinstance(plain(optimizer), TypedRule):
        return TYPED_SIZES[0]
    return SIZE if type(plain(optimizer)) in TEXTBOOK_RULES else SIZE // SLOWER


def fine_size(optimizer: Optimizer) -> int:
    """Return how many cells a side it has when the hand rests."""
    if isinstance(plain(optimizer), TypedRule):
        return TYPED_SIZES[1]
    return FINE if type(plain(optimizer)) in TEXTBOOK_RULES else FINE // SLOWER


@functools.lru_cache(maxsize=64)
def floor_of(surface: Surface) -> float:
    """Return f*: f at the lowest known minimum, or the least f in the window where none is known."""
    if surface.floor is not None:
        return surface.floor
    heights = grid(surface, _WINDOW)[2]
    return float(np.min(heights[np.isfinite(heights)], initial=np.inf))


def codes_of(plan: Plan, done: Outcomes, show: str) -> np.ndarray:
    """Return what a map shows, (2, rows, columns) int16: a label, and a level from 0 to 255 beside it.

    The labels are those of :class:`Destinations`, or DONE, LATE (the goal is not reached) and DIVERGED.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if show == LOSS:
            above = np.clip(done.value - floor_of(plan.surface), LEAST, MOST)
            share = np.log(above / LEAST) / np.log(MOST / LEAST)
            label = np.where(done.diverged, DIVERGED, DONE)
        else:
            share = np.log(np.maximum(done.steps, 1)) / np.log(max(plan.steps, 2))
            share = np.where(done.reached, share, 1.0)
            reached = np.where(done.reached, DONE, np.where(done.diverged, DIVERGED, LATE))
            at = reached if show == STEPS else basins_of(plan, done)
            label = at if show == STEPS else np.where(done.diverged, DIVERGED, at)
        level = np.round(np.round(np.nan_to_num(share, nan=1.0) * _LEVELS) * 255 / _LEVELS)
    return np.stack([label, np.where(label < 0, 0, level)]).astype(np.int16)


@array_cache(3 * 2**20)
def draft_codes(plan: Plan, show: str) -> np.ndarray:
    """Return the codes of a map as it is while a hand moves; a dozen of them are kept."""
    return codes_of(plan, map_of(plan), show)


def outcome_layer(plan: Plan, show: str, codes: np.ndarray, key: str) -> OutcomeMap:
    """Return a map's codes as a layer."""
    label, level = codes
    if show == BASIN:
        critical = critical_points(plan.surface)
        categories, number = colours(Destinations(critical, label))
        measured = minimum_categories(critical)
    else:
        text = f"reaches {goal_text(plan.surface)}" if show == STEPS else "stays finite"
        kinds = {DONE: Category(text, "ramp"), LATE: Category(f"not within {plan.steps} steps", "faint")}
        kinds |= {DIVERGED: Category("diverged", "bad")}
        present = [kind for kind in kinds if kind == DONE or (label == kind).any()]
        categories, measured = tuple(kinds[kind] for kind in present), 1
        number = np.select([label == kind for kind in present], range(len(present)))
    low, high, named = (LEAST, MOST, "f − f*") if show == LOSS else (1.0, float(max(plan.steps, 2)), "steps")
    small = number.astype(np.uint8), np.where(number < measured, level, 0).astype(np.uint8)
    x, y = ((axis.low, axis.high) for axis in (plan.columns, plan.rows))
    return OutcomeMap(*small, x, y, categories, measured, low, high, named, key=key, name=NAME)


def key_of(values: Values, *without: str) -> str:
    """Return all that a map depends on, as text: the values of the controls but for those that it is over."""
    apart = {*without, "typing", "line"}  # what is typed and cannot be read yet is not shown
    return " ".join(f"{key}={value}" for key, value in values.items() if key not in apart)


def following(plan_of: Callable[[Values], Plan], key_of: Callable[[Values], str]) -> tuple[Drafted, Refined]:
    """Return, from what the controls ask for, the map as it is while a hand moves, and the work of the finer one."""

    def map_layer(values: Values) -> OutcomeMap:
        return draft(plan_of(values), values["show"], key_of(values))

    def refine_map(values: Values) -> Work:
        return refined(plan_of(values), values["show"], key_of(values))

    return map_layer, refine_map


def draft(plan: Plan, show: str, key: str) -> OutcomeMap:
    """Return the map of a plan as it is while a hand moves; that of a typed rule says that it is a draft."""
    layer = outcome_layer(plan, show, draft_codes(plan, show), key)
    drafted = f"{layer.label} (draft)" if isinstance(plain(plan.optimizer), TypedRule) else layer.label
    return dataclasses.replace(layer, label=drafted)


def refined(plan: Plan, show: str, key: str) -> Work:
    """Return the same map in finer cells: nothing after each tile, and at last the layer."""

    def make() -> Iterator[Any]:
        fine = plan.at_size(fine_size(plan.optimizer))
        parts = []
        for tile in tiles(fine, _TYPED_TILE if isinstance(plain(plan.optimizer), TypedRule) else _TILE):
            parts.append(codes_of(fine, tile.outcomes, show))
            yield None
        yield outcome_layer(fine, show, np.concatenate(parts, axis=1), key)

    return Work(key, make)


def shares_table(layer: OutcomeMap, what: str) -> Table:
    """Return which share of a map's cells has which outcome."""
    counts = np.bincount(layer.number.ravel(), minlength=len(layer.categories))
    rows: dict[str, float] = {}
    text = ""
    for category, count in zip(layer.categories, counts, strict=True):
        text = category.label or text  # of many minima one names all
        rows[text] = rows.get(text, 0.0) + count / layer.number.size
    cells = tuple((text, percent(share)) for text, share in rows.items())
    return Table("shares", (what, "share"), cells, "shares of the map", follow=False, mono=False)


def loss_chart(run: Run) -> Chart:
    """Return f(xₜ) − f* of the chosen run."""
    series = Series("", run.value - floor_of(run.surface), LOOK)
    return Chart("loss", "f(xₜ) − f*", (series,), log=run.surface.floor is not None, legend=False)


def over_map(axes: Axes, layer: OutcomeMap) -> Axes:
    """Return a picture of the surface with a map over its level lines, below all else."""
    first, *others = axes.layers
    return dataclasses.replace(axes, layers=(first, layer, *others))
