"""A rule's function in a program, written out: the same lines for NumPy, JAX and PyTorch but for their names."""

import ast
import inspect
import re

from optviz.code.rules import Loop, loop_of, parts, translator_for
from optviz.code.schedules import schedule_lines
from optviz.code.setup import Setup, about, average_lines, deviation
from optviz.code.translate import Translator, Words, number, source
from optviz.code.written import LBFGS, two_loops
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.modifiers import Modifiers


def written_rule(name: str, rule: Optimizer, setup: Setup, words: Words, *, timed: bool, more: str = "") -> list[str]:
    """Return the lines of a rule's function, with its schedule before it."""
    own, m = parts(rule)
    loop = loop_of(own)
    gradient = Gradient(rule, setup, words, timed)
    before = [*schedule_lines(f"{name}_schedule", m), "", ""] if m.scheduled else []
    head = [f"def {name}(x):", *about(rule, more)]
    if own.key == "lbfgs":
        helper = inspect.getsource(two_loops).replace(": Any", "").replace(" -> Any", "").splitlines()
        body = _lbfgs(loop, gradient, name, m)
        before = [*helper, "", "", *before]
    else:
        body = _Lines(loop, translator_for(loop, words), gradient, name).lines()
    first, every, judged = average_lines(rule, setup, "x")
    judged = judged or loop.average
    return [*before, *head, *_spliced(body, first), *every, f"    return x{f', {judged}' if judged else ''}"]


def averaged(rule: Optimizer) -> bool:
    """Return whether a written-out rule returns an average beside its end point."""
    own, m = parts(rule)
    return m.averages or bool(loop_of(own).average)


def _spliced(body: list[str], first: list[str]) -> list[str]:
    place = next(i for i, line in enumerate(body) if line.startswith("    for "))
    return [*body[:place], *first, *body[place:]]


def _lbfgs(loop: Loop, gradient: "Gradient", name: str, m: Modifiers) -> list[str]:
    lines: list[str] = [f"    lr = {number(loop.knobs['lr'])}"]
    rate = [f"lr = {number(loop.knobs['lr'])} * {name}_schedule(t - 1)"] if m.scheduled else []
    for line in LBFGS.strip().replace("<<sqrt>>", f"{gradient.words}.sqrt").splitlines():
        if "<<gradient>>" in line:
            lines += [f"        {part}" for part in [*rate, *gradient.lines("x")]]
        else:
            lines.append(f"    {line}")
    if m.decoupled:
        lines[-1] += f" - lr * {number(float(m.decoupled))} * x"
    return lines


class Gradient:
    """The lines that take a gradient, add noise, clip it, and give it L2 decay: in this order, as in the app."""

    def __init__(self, rule: Optimizer, setup: Setup, words: Words, timed: bool) -> None:
        self.modifiers = parts(rule)[1]
        self.noise = deviation(setup, rule)
        self.words = words
        self.timed = timed

    def plain(self, at: str) -> str:
        """Return the line of a gradient, noise and all."""
        noise = f" + {self.noise} * draws[t - 1]" if self.noise else ""
        return f"grad = gradient({at}{', t' if self.timed else ''}){noise.replace(' + 1 *', ' +')}"

    def lines(self, at: str, x: str = "x") -> list[str]:
        """Return all lines; ``x`` is what the point of the step is called."""
        m, lines = self.modifiers, [self.plain(at)]
        if m.clip_value < float("inf"):
            clip = number(float(m.clip_value))
            lines.append(f"grad = {self.words}.clip(grad, -{clip}, {clip})  # each coordinate by itself")
        if m.clip_norm < float("inf"):
            clip = number(float(m.clip_norm))
            lines.append(f"norm = {self.words}.sqrt({self.words}.sum(grad**2))")
            lines += [f"if norm >= {clip}:", f"    grad = grad / norm * {clip}"]
        if m.l2:
            lines.append(f"grad = grad + {number(float(m.l2))} * {x}  # L2 decay: the slope of λ‖x‖²/2")
        return lines


class _Lines:
    """Makes the lines of a loop."""

    def __init__(self, loop: Loop, translator: Translator, gradient: Gradient, name: str) -> None:
        self.loop, self.translator, self.gradient, self.name = loop, translator, gradient, name
        self.modifiers = gradient.modifiers

    def lines(self) -> list[str]:
        """Return the lines of the knobs, of the memory and of the steps."""
        inside = [*self.rate(), *self.gradients(), *map(self.line, self.loop.step)]
        inside = self.decayed(inside)
        before = [f"{name} = {self.start(name, value)}" for name, value in self.loop.init.items()]
        loop = ["for t in range(1, STEPS + 1):", *(f"    {line}" for line in inside)]
        return [f"    {line}" for line in [*self.knobs([*before, *inside]), *before, *loop]]

    def knobs(self, lines: list[str]) -> list[str]:
        """Return one line with the knobs that occur."""
        first = [line for line in lines if line not in self.rate()]
        words = {word for line in first for word in re.findall(r"[^\W\d]\w*", line)}
        here = {name: value for name, value in self.loop.knobs.items() if name in words}
        if self.rate() and not any(self.loop.rate in _words(value) for value in self.loop.init.values()):
            here.pop(self.loop.rate, None)
        if not here:
            return []
        return [f"{', '.join(here)} = {', '.join(map(number, here.values()))}"]

    def rate(self) -> list[str]:
        """Return the line of the learning rate, where it changes."""
        rate = self.loop.rate
        return (
            [f"{rate} = {number(self.loop.knobs[rate])} * {self.name}_schedule(t - 1)"]
            if self.modifiers.scheduled
            else []
        )

    def gradients(self) -> list[str]:
        """Return the lines before and of the gradient; one that is taken elsewhere than at x says so."""
        loop, text = self.loop, self.translator.text
        kept = ["before = x"] if self.moved() else []
        x = "before" if kept else "x"
        lines = [*kept, *map(self.line, loop.before)]
        if loop.ascend:
            *climb, last = loop.ascend
            assert isinstance(last, ast.Return) and last.value is not None
            lines += [self.gradient.plain("x"), *map(self.line, climb), f"point = {text(last.value)}"]
            return [*lines, *self.gradient.lines("point")]
        return [*lines, *self.gradient.lines("x" if loop.probe is None else text(loop.probe), x)]

    def moved(self) -> bool:
        """Return whether x gets a value before the last line, and is needed as it was."""
        early = [*self.loop.before, *self.loop.step[:-1]]
        needed = self.modifiers.l2 or self.modifiers.decoupled
        return bool(needed) and self.loop.rate == "eta" and any(source(line).startswith("x =") for line in early)

    def decayed(self, lines: list[str]) -> list[str]:
        """Return the lines with the pull of decoupled decay in the one that moves x."""
        if not self.modifiers.decoupled:
            return lines
        place = max(i for i, line in enumerate(lines) if line.startswith("x ="))
        pull = f"{self.loop.rate} * {number(float(self.modifiers.decoupled))}"
        if self.moved():
            return [*lines, f"x = x - {pull} * before"]
        whole = lines[place][4:]
        whole = f"({whole})" if " if " in whole else whole
        return [*lines[:place], f"x = {whole} - {pull} * x", *lines[place + 1 :]]

    def line(self, statement: ast.stmt) -> str:
        """Return a statement's text."""
        assert isinstance(statement, ast.Assign)
        return f"{source(statement.targets[0])} = {self.translator.text(statement.value)}"

    def start(self, name: str, value: ast.expr) -> str:
        """Return a first value; PyTorch's functions want a number that becomes an array as one from the start."""
        text = self.translator.text(value)
        number_now = self.translator.is_number(value) and name in self.translator.arrays
        return f"torch.tensor({float_of(text)})" if number_now and self.translator.words == "torch" else text


def float_of(text: str) -> str:
    """Return a whole number's text with a point."""
    return f"{text}.0" if text.isdecimal() else text


def _words(value: ast.expr) -> set[str]:
    return {part.attr for part in ast.walk(value) if isinstance(part, ast.Attribute)}
