"""What a program is to compute, and the lines that all programs share."""

import dataclasses
import keyword
import math
import re
import textwrap
from collections.abc import Callable, Sequence

from optviz.code.rules import parts
from optviz.code.translate import number
from optviz.core.optimizers import Optimizer
from optviz.core.surfaces import Surface

WIDTH = 100
_RESERVED = {"f", "gradient", "value_and_grad", "draws", "two_loops", "x", "average"}


@dataclasses.dataclass(frozen=True)
class Setup:
    """Optimizers on a surface from one start; ``steps``, ``noise`` and ``seed`` as :func:`.simulate` takes them."""

    surface: Surface
    optimizers: tuple[Optimizer, ...]
    start: tuple[float, ...]
    steps: int
    noise: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "optimizers", tuple(rule.for_steps(self.steps) for rule in self.optimizers))

    def sigma(self, rule: Optimizer) -> float:
        """Return the standard deviation of a rule's noise: the race's and its own."""
        return math.hypot(self.noise, float(getattr(rule, "sigma", 0.0)))

    @property
    def noisy(self) -> bool:
        """Whether any gradient is given noise."""
        return any(self.sigma(rule) or float(parts(rule)[1].noise) for rule in self.optimizers)

    def names(self) -> list[str]:
        """Return what each rule is called in the program: ``adam``, or ``adam_1`` and ``adam_2``."""
        words = [_identifier(parts(rule)[0]) for rule in self.optimizers]
        counts = {word: words.count(word) for word in words}
        return [f"{word}_{words[: i + 1].count(word)}" if counts[word] > 1 else word for i, word in enumerate(words)]

    def titles(self) -> list[str]:
        """Return each rule's name for a person, as ``names``."""
        own = [parts(rule)[0].name for rule in self.optimizers]
        return [f"{name} {own[: i + 1].count(name)}" if own.count(name) > 1 else name for i, name in enumerate(own)]


def _identifier(rule: Optimizer) -> str:
    word = re.sub(r"\W+", "_", rule.key if rule.key not in ("typed_rule", "optax") else "your_rule")
    return f"{word}_" if keyword.iskeyword(word) or word in _RESERVED else word


def heading(setup: Setup, how: str) -> list[str]:
    """Return the program's docstring."""
    rules = ", ".join(dict.fromkeys(parts(rule)[0].name for rule in setup.optimizers))
    return docstring(f"{rules} on {setup.surface.name}, {setup.steps} steps from {point(setup.start)}, {how}.")


def docstring(text: str) -> list[str]:
    """Return a text as a program's docstring, in lines that are not too long."""
    lines = textwrap.wrap(text.replace("\\", ""), WIDTH - 3, break_long_words=False)
    return [f'"""{lines[0]}', *lines[1:], '"""'] if len(lines) > 1 else [f'"""{lines[0]}"""']


def point(start: Sequence[float]) -> str:
    """Return a point as Python has it."""
    inside = ", ".join(float_text(value) for value in start)
    return f"({inside},)" if len(start) == 1 else f"({inside})"


def float_text(value: float) -> str:
    """Return a number that stays one with a point: a start of whole numbers is no array of integers."""
    value = float(value)
    return repr(value) if math.isfinite(value) else f'float("{value}")'


def comment(text: str, indent: int = 4) -> list[str]:
    """Return a comment in lines that are not too long."""
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=f"{space}# ", subsequent_indent=f"{space}# ")


def about(rule: Optimizer, more: str = "") -> list[str]:
    """Return what a rule's function says of it: its name, who published it, and which variant it is."""
    own, m = parts(rule)
    lines = [f'    """{own.name.replace(chr(92), "")}."""']
    if own.source not in ("typed", "made with Optax"):
        lines += comment(own.source)
    if own.convention:
        lines += comment(convention(own))
    if more:
        lines += comment(more)
    if m.averages:
        lines += comment("The average of the path is what the run is judged by; the steps do not see it.")
    return lines


def convention(rule: Optimizer) -> str:
    """Return which variant a rule is; programs count their steps from 1, as papers do, and need no word on that."""
    return re.sub(r" ?Steps count from 0 here[^.]*\.", "", rule.convention)


def draws(setup: Setup, as_array: Callable[[str], str]) -> list[str]:
    """Return the noise: NumPy's generator gives the numbers of the app, whatever the library."""
    if not setup.noisy:
        return []
    text = f"np.random.default_rng({setup.seed}).standard_normal((STEPS, {len(setup.start)}))"
    return [
        *comment("The noise of the app's gradients: NumPy's generator with the same seed draws the same numbers.", 0),
        f"draws = {as_array(text)}",
        "",
    ]


def deviation(setup: Setup, rule: Optimizer) -> str:
    """Return the text of the noise's standard deviation in step t = 1, 2, …; empty without noise."""
    sigma, m = setup.sigma(rule), parts(rule)[1]
    if not float(m.noise):
        return number(sigma) if sigma else ""
    own = f"{number(sigma**2)} + " if sigma else ""
    return f"math.sqrt({own}{number(float(m.noise))} / t**{number(float(m.noise_decay))})"


def average_lines(rule: Optimizer, setup: Setup, of: str) -> tuple[list[str], list[str], str]:
    """Return the lines before the loop and in it that average a path whose point is called ``of``, and the name."""
    m = parts(rule)[1]
    if m.ema:
        keep = float(m.ema)
        line = f"        average = {number(keep)} * average + (1 - {number(keep)}) * {of}"
        return [f"    average = {of}"], [line], "average"
    if not m.tail:
        return [], [], ""
    length = round(setup.steps * float(m.tail)) if m.tail <= 1 else int(m.tail)  # type: ignore[arg-type]
    first = max(setup.steps - length, 0)
    lines = [
        f"        count = max(t - {first}, 0) + 1  # the mean of the points from step {first} on",
        f"        average = average + ({of} - average) / count",
    ]
    return [f"    average = {of}"], lines, "average"


def endings(setup: Setup, averaged: Sequence[bool], value: str) -> list[str]:
    """Return the lines that run every rule and print where it ends; ``value`` is the text of f there."""
    lines: list[str] = []
    for name, title, two in zip(setup.names(), setup.titles(), averaged, strict=True):
        title = title.replace("\\", "").replace('"', "'").replace("{", "{{").replace("}", "}}")
        lines.append(f"{'x, average' if two else 'x'} = {name}(START)")
        shown = f", f = {{{value}}}" if value else ""
        lines.append(f'print(f"{title} ends at {{x.tolist()}}{shown}")')
        if two:
            lines.append(f'print(f"{title}: the average is {{average.tolist()}}")')
    return lines


def joined(*blocks: list[str]) -> str:
    """Return the program: blocks of lines with two empty lines around functions."""
    text = "\n".join(
        "\n".join([*block, "", ""]) if _function(block) else "\n".join([*block, ""]) for block in blocks if block
    )
    return re.sub(r"\n{4,}", "\n\n\n", text).strip() + "\n"


def _function(block: list[str]) -> bool:
    return any(line.startswith("def ") for line in block)
