"""A schedule as a function of a program: what η is multiplied by in step t = 0, 1, …"""

from optviz.code.translate import number
from optviz.core.optimizers.modifiers import Modifiers
from optviz.core.optimizers.schedules import ONE_CYCLE_END, ONE_CYCLE_START, SCHEDULES


def whole(value: float, steps: float) -> float:
    """Return a number of steps: up to 1 it is a share of ``steps``, rounded as the app does, half to even."""
    return float(round(value * steps)) if value <= 1 else float(value)


def lengths(m: Modifiers) -> tuple[float, float, float]:
    """Return how many steps the warm-up takes, how many are left, and the period."""
    first = whole(float(m.warmup), float(m.steps))
    rest = max(float(m.steps) - first, 1.0)
    return first, rest, max(whole(float(m.period), rest), 1.0)


def describe(m: Modifiers) -> str:
    """Return the schedule in words: ``cosine after a warm-up of 20 steps``."""
    first, _, _ = lengths(m)
    after = f" after a warm-up of {number(first)} steps" if first else ""
    return f"{SCHEDULES[m.kind].name}{after}"


def schedule_lines(name: str, m: Modifiers) -> list[str]:
    """Return a function of t in Python's own words."""
    first, rest, period = lengths(m)
    lines = [f"def {name}(t):", f'    """What η is multiplied by in step t = 0, 1, …: {describe(m)}."""']
    if first:
        lines += [f"    if t < {number(first)}:", f"        return t / {number(first)}", f"    t = t - {number(first)}"]
    return [*lines, *(f"    {line}" for line in _shape(m, rest, period))]


def _shape(m: Modifiers, rest: float, period: float) -> list[str]:
    each, factor, steps = number(period), number(m.factor), number(rest)  # type: ignore[arg-type]
    return {
        "constant": lambda: ["return 1.0"],
        "cosine": lambda: [f"return {_cosine(m, f't / {steps}')}"],
        "steps": lambda: [f"return {factor} ** math.floor(t / {each})"],
        "exponential": lambda: [f"return {factor} ** (t / {each})"],
        "inverse": lambda: [f"return 1 / (1 + t / {each})"],
        "root": lambda: [f"return 1 / math.sqrt(1 + t / {each})"],
        "one_cycle": lambda: _one_cycle(m, rest),
        "stable_decay": lambda: _stable(m, rest),
        "restarts": lambda: [f"return {_cosine(m, f'(t % {each}) / {each}')}"],
    }[m.kind]()


def _cosine(m: Modifiers, share: str) -> str:
    wave = f"0.5 * (1 + math.cos(math.pi * {share}))"
    floor = float(m.floor)
    return f"{number(floor)} + {number(1 - floor)} * {wave}" if floor else wave


def _one_cycle(m: Modifiers, rest: float) -> list[str]:
    top = float(int(float(m.share) * rest))
    first, last = number(1 / ONE_CYCLE_START), repr(1 / ONE_CYCLE_START / ONE_CYCLE_END)
    up, down = number(max(top, 1.0)), number(max(rest - top, 1.0))
    return [
        f"first, last = {first}, {last}",
        f"if t < {number(top)}:",
        f"    return first + (1 - first) * 0.5 * (1 - math.cos(math.pi * t / {up}))",
        f"return last + (1 - last) * 0.5 * (1 + math.cos(math.pi * min((t - {number(top)}) / {down}, 1)))",
    ]


def _stable(m: Modifiers, rest: float) -> list[str]:
    down = max(float(round(float(m.share) * rest)), 1.0)
    return [f"return 1 - {number(1 - float(m.floor))} * min(max((t - {number(rest - down)}) / {number(down)}, 0), 1)"]
