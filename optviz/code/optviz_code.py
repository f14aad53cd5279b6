"""The program in optviz itself."""

import keyword

from optviz.code.optax_rules import called
from optviz.code.rules import parts
from optviz.code.setup import Setup, comment, convention, heading, joined, point
from optviz.code.translate import number
from optviz.core.curvature.entrants import ENTRANTS, Entrant
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.optimizers.named_chain import NamedChain
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.surface import Typed
from optviz.core.typed.typed_rule import TypedRule


def optviz_program(setup: Setup) -> str:
    """Return the program's text; raises ``ValueError``, in a sentence, for what was made of Python objects."""
    how = [f"start={point(setup.start)}", f"steps={setup.steps}"]
    how += [f"noise={number(setup.noise)}"] if setup.noise else []
    how += [f"seed={setup.seed}"] if setup.noisy else []
    racers = [line for rule in setup.optimizers for line in _racer(rule)]
    names = ", ".join(f'"{title}"' for title in (name.replace('"', "'") for name in setup.titles()))
    ends = [
        f"for name, run in zip([{names}], race.runs):",
        '    print(f"{name} ends at {run.x[-1].tolist()}, f = {run.value[-1]:.6g}: {run.status.label}")',
        "    if run.average is not None:",
        '        print(f"{name}: the average is {run.average[-1].tolist()}")',
        'race.to_html("race.html")  # or race.figure() in a notebook',
    ]
    blocks = [
        heading(setup, "with optviz"),
        ["import optviz", ""],
        [f"surface = {_surface(setup.surface)}"],
        ["racers = [", *racers, "]"],
        [f"race = optviz.race(surface, racers, {', '.join(how)})", ""],
        ends,
    ]
    return joined(*blocks)


def _surface(surface: Surface) -> str:
    if isinstance(surface, Typed):
        values = dict(zip(surface.formula.parameters, surface.values, strict=True))
        return f"optviz.surface({text_literal(surface.formula.text)}{_keywords(values, ', ')})"
    if surface.key not in SURFACES or type(surface) is not SURFACES[surface.key]:
        raise ValueError(f"{surface.name} is a function in Python already: its program is the one in which it was made")
    return f'optviz.surfaces["{surface.key}"]({_keywords(_knobs(surface))})'


def _racer(rule: Optimizer) -> list[str]:
    own, m = parts(rule)
    notes = comment(f"{own.name}: {convention(own)}") if own.convention and own.key in ENTRANTS else []
    around = ""
    if m.keys or m.scheduled:
        given = [f'"{m.kind}"'] if m.schedule else []
        given += [f"{key}={number(float(getattr(m, key)))}" for key in m.keys]
        around = f".with_({', '.join(given)})"
    return [*notes, f"    {_rule(own)}{around},"]


def _rule(rule: Optimizer) -> str:
    if isinstance(rule, TypedRule):
        knobs = {"eta" if key == "lr" else key: float(value) for key, value in rule.settings.items()}
        return f"optviz.rule({text_literal(rule.rule.text)}{_keywords(knobs, ', ')})"
    if isinstance(rule, NamedChain):
        return f"optviz.rule({text_literal(called(rule.call, rule.numbers).replace('optax.', ''))})"
    if isinstance(rule, Entrant):
        return f'optviz.methods["{rule.kind.key}"]({_keywords(_knobs(rule))})'
    if rule.key not in OPTIMIZERS or type(rule) is not OPTIMIZERS[rule.key]:
        raise ValueError(f"{rule.name} is made of Python objects: its text is not known, so it cannot be written out")
    return f'optviz.optimizers["{rule.key}"]({_keywords(_knobs(rule))})'


def _knobs(what: Surface | Optimizer) -> dict[str, float]:
    return {knob.key: float(getattr(what, knob.key)) for knob in knobs_of(what)}


def _keywords(values: dict[str, float], before: str = "") -> str:
    """Return arguments by name; a name that Python has for itself goes in a dictionary."""
    plain = [f"{key}={number(value)}" for key, value in values.items() if not keyword.iskeyword(key)]
    plain += [f'**{{"{key}": {number(value)}}}' for key, value in values.items() if keyword.iskeyword(key)]
    return f"{before}{', '.join(plain)}" if plain else ""


def text_literal(text: str) -> str:
    """Return a text as Python has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
