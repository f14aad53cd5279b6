"""What the sections on adaptive learning rates share: their controls, and two rules compared from one start."""

import dataclasses
from typing import Any

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.optimizers.composed import Ablation, ablation, registered
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.surfaces import Point, Surface
from optviz.core.surfaces.bowls import Quadratic
from optviz.lecture.controls import Choice, Control, Slider, Switch, VisibleIf
from optviz.lecture.section import Values
from optviz.scenes.scene import default_look

Window = tuple[tuple[float, float], tuple[float, float]]


def lr_slider(default: float, high: float = 10.0, help: str = "") -> Slider:
    """Return the control η, from 0 (nothing moves) to ``high``."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square", help)


def start_sliders(
    x: float, y: float, reach: tuple[float, float] = (3.0, 2.0), keys: tuple[str, str] = ("x0", "y0")
) -> tuple[Slider, Slider]:
    """Return the controls of the start point, each between ±reach."""
    return (
        Slider(keys[0], "x_1", "start", x, -reach[0], reach[0]),
        Slider(keys[1], "x_2", "start", y, -reach[1], reach[1]),
    )


def kappa_slider(default: float) -> Slider:
    """Return the control κ of a bowl."""
    help = "How many times as strongly f curves along x₂ as along x₁."
    return Slider("kappa", r"\kappa", "condition number", default, 1.0, 1000.0, "log", help)


def decay_slider(default: float, symbol: str = r"\rho", key: str = "rho", moment: str = "second") -> Slider:
    """Return a control for how much of a running mean, the ``moment`` of the gradients, is kept each step."""
    help = "How much of the mean is kept at each step."
    return Slider(key, symbol, f"decay of {moment} moment", default, 0.0, 0.9999, "one_minus", help)


def eps_slider(default: float) -> Slider:
    """Return the control ε."""
    help = "Keeps the division finite where the gradient vanishes."
    return Slider("eps", r"\varepsilon", "epsilon", default, 1e-16, 1.0, "log", help)


def change_switch(label: str) -> Switch:
    """Return the switch that gives run B the section's change; off, B follows A's rule."""
    return Switch("change", label, True, "Off: B follows the same rule as A.")


def surface_choice(other: tuple[str, str], easom: str, default: str) -> Choice:
    """Return the choice between a surface, (value, label), and Easom's."""
    return Choice("ground", "surface", (other, ("easom", easom)), default)


def surface_start_sliders(other: str, on_other: Point, on_easom: Point) -> tuple[Control | VisibleIf, ...]:
    """Return the start's controls for each of the two surfaces; Easom's has its own."""
    on_easom_sliders = start_sliders(*on_easom, (8.0, 8.0), ("ex", "ey"))
    return (
        *(VisibleIf("ground", (other,), slider) for slider in start_sliders(*on_other)),
        *(VisibleIf("ground", ("easom",), slider) for slider in on_easom_sliders),
    )


def start_of(values: Values) -> Point:
    """Return the start point."""
    return values["x0"], values["y0"]


def on_easom(values: Values) -> bool:
    """Return whether Easom's surface is chosen."""
    return values["ground"] == "easom"


def surface_start_of(values: Values) -> Point:
    """Return the start point on the surface that is chosen."""
    return (values["ex"], values["ey"]) if on_easom(values) else start_of(values)


def bowl(values: Values, rotation: float = 0.0) -> Surface:
    """Return the bowl of the controls."""
    return Quadratic(kappa=values["kappa"], rotation=rotation)


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule to compare: its name and its look on the screen, and the optimizer."""

    name: str
    look: int
    optimizer: Ablation


def rule(key: str, /, name: str = "", look: str = "", **changes: Any) -> Rule:
    """Return the rule of a registered optimizer with some settings changed; name and look are by default its own."""
    return Rule(name or OPTIMIZERS[key].name, default_look(look or key), ablation(key, **changes))


@dataclasses.dataclass(frozen=True, eq=False)
class NamedRun:
    """A run with the name of its rule and its look on the screen."""

    name: str
    look: int
    run: Run


@dataclasses.dataclass(frozen=True, eq=False)
class Comparison:
    """The same start with two rules: A without the section's change, B with it."""

    surface: Surface
    start: Point
    a: NamedRun
    b: NamedRun

    @property
    def runs(self) -> tuple[Run, Run]:
        """The runs of A and B."""
        return self.a.run, self.b.run

    @property
    def labelled(self) -> tuple[tuple[str, NamedRun], tuple[str, NamedRun]]:
        """A and B, each after its label on the screen."""
        return (f"A: {self.a.name}", self.a), (f"B: {self.b.name}", self.b)


def compare(surface: Surface, start: Point, steps: int, a: Rule, b: Rule, noise: float = 0.0) -> Comparison:
    """Run A and B on ``surface`` from one start."""
    runs = simulate_all(surface, (a.optimizer, b.optimizer), start, steps, noise)
    first, second = (NamedRun(rule.name, rule.look, run) for rule, run in zip((a, b), runs, strict=True))
    return Comparison(surface, start, first, second)


def cases_of(comparison: Comparison, steps: int, noise: float = 0.0) -> tuple[Case, ...]:
    """Return both runs as a program makes them, by the rules' own names; ``ValueError`` for a rule without one."""
    rules = [registered(run.optimizer) for run in comparison.runs if isinstance(run.optimizer, Ablation)]
    return tuple(Case(comparison.surface, rule, comparison.start, steps, noise) for rule in rules)


def switched(values: Values, a: Rule, b: Rule) -> tuple[Rule, Rule]:
    """Return both rules; with the change switched off, B's is A's in B's look."""
    return a, (b if values["change"] else dataclasses.replace(a, look=b.look))
