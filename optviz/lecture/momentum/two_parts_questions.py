"""Predictions on the two parts of a step: the next step, and who is at the minimum first, and stays."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation.run import Run
from optviz.lecture.momentum.common import LOOK_GD, LOOK_MOMENTUM, WINDOW, step_parts
from optviz.lecture.momentum.two_parts import STEPS, two_parts_runs
from optviz.questions import Ask, Choice, Option, Question
from optviz.questions.arrows import which_arrow

NEAR = 0.1
"""A run has arrived within this distance of the minimum."""
CLEAR = 4
"""The least difference in steps of who is first."""
FARTHEST = 5
"""The latest step whose move is asked for."""


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η, β and a start."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.2, 0.5), (2.6, 1.1))
    return {
        "lr": float(rng.choice([0.08, 0.1, 0.12, 0.14])),
        "beta": float(rng.choice([0.5, 0.6, 0.7, 0.8])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is momentum's next step."""
    run, _ = two_parts_runs(values)
    parts, beta = step_parts(run), label(values["beta"])
    shorter = np.minimum(*(np.hypot(*part[1 : FARTHEST + 1].T) for part in (parts.momentum, parts.gradient)))
    at = 1 + int(np.argmax(shorter))
    momentum, gradient, last = parts.momentum[at], parts.gradient[at], run.step[at - 1]
    form = which_arrow(
        "plane",
        WINDOW,
        run.x[at],
        run.x[at + 1] - run.x[at],
        f"The last step once more, times β = {beta}, and −η∇f from here, tail to head.",
        (
            (gradient, "That is −η∇f alone, GD's step. Momentum keeps a part of the last step besides."),
            (momentum, f"That is the last step times β = {beta}. The gradient term −η∇f is missing."),
            (momentum - gradient, "The gradient term points uphill there: the sign of −η∇f is lost."),
        ),
        least=0.7,
    )
    text = (
        f"β = {beta}, η = {label(values['lr'])}. The last step was {point(last.tolist(), 2)}, "
        f"−η∇f here is {point(gradient.tolist(), 2)}. Which arrow is momentum's next step?"
    )
    names = ("momentum term −ηβgₜ₋₁", "gradient term −η∇f")
    return Ask(text, form, hides=("worked", "turns"), without=names, start=at, until=at + 1)


def arrival(run: Run) -> tuple[int, int]:
    """Return the step at which a run is near the minimum first, and that from which it stays."""
    inside = run.distance < NEAR
    first = int(np.flatnonzero(inside)[0]) if inside.any() else len(inside)
    outside = np.flatnonzero(~inside)
    return first, int(outside[-1]) + 1 if len(outside) else 0


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and a moderate β, or a large one."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.5, 0.8), (2.8, 1.8))
    return {
        "lr": float(rng.choice([0.05, 0.08, 0.1, 0.12, 0.15])),
        "beta": float(rng.choice([0.5, 0.6, 0.8, 0.9])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask who is first near the minimum, and whether it stays."""
    momentum, gd = two_parts_runs(values)
    (m_first, m_stays), (g_first, g_stays) = arrival(momentum), arrival(gd)
    beta, numbers = label(values["beta"]), _told(m_first, m_stays, g_stays)
    leads, stays = m_first + CLEAR <= g_first, m_stays == m_first
    if not leads:
        said = (
            "It is not: at this η GD is quick itself, and momentum swings past.",
            "It does swing, but GD was there before.",
            f"At this η GD is quick itself, and β = {beta} makes momentum swing past before it is near.",
        )
    elif stays:
        said = (
            f"β = {beta} helps along the valley, and it is damped enough.",
            f"β = {beta} is small enough: momentum is damped before it swings out.",
            "GD's steps along the valley are short, those of momentum grow.",
        )
    else:
        said = (
            f"It cannot stop: with β = {beta} it runs through the minimum and swings back.",
            f"β = {beta} keeps too much of each step to stop in time.",
            "GD creeps along the valley. Momentum is there before, though not for good.",
        )
    rights = leads and stays, leads and m_stays >= m_first + CLEAR, g_first + CLEAR <= m_first
    texts = (
        "Momentum is there first, and stays.",
        "Momentum is there first, but leaves again.",
        "GD is there first.",
    )
    options = tuple(
        Option(text, right, f"{why} {numbers}", look)
        for text, right, why, look in zip(texts, rights, said, (LOOK_MOMENTUM, None, LOOK_GD), strict=True)
    )
    text = (
        f"η = {label(values['lr'])} for both, β = {beta}. "
        f"Who is first within {label(NEAR)} of the minimum, and does it stay?"
    )
    return Ask(text, Choice(options, ordered=True))


def _told(first: int, stays: int, gd: int) -> str:
    again = f", for good at {stays}" if stays > first else ""
    other = f"at {gd}" if gd <= STEPS else f"not within {STEPS}"
    return f"Momentum is near at step {first}{again}; GD {other}."


QUESTIONS = (
    Question("step", "Which arrow is momentum's next step?", draw_step, ask_step),
    Question("first", "Who is at the minimum first?", draw_first, ask_first),
)
