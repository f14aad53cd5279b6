"""The recipe: decoupled decay, warm-up, cosine and clipping around Adam, one line more at a time, on the digits."""

import dataclasses

import numpy as np

from optviz.core.number_text import label, percent
from optviz.core.optimizers.modifiers import modifiers_of
from optviz.figures.board import Board, Chart, Progress, Series, Table, TextLines, all_from_step
from optviz.lecture.controls import Choice, Randomize, Slider, Switch, VisibleIf
from optviz.lecture.practice.trainings import PER_EPOCH, SMOOTHED, Curves, Setting, in_turn
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.work import Work

HIDDEN = 3
LINES = ("decay", "warm", "cosine", "clip")
"""The keys of the recipe's lines, in the order in which they are added."""

NAMES = {"decay": "decay", "warm": "warm\N{NON-BREAKING HYPHEN}up", "cosine": "cosine", "clip": "clipping"}
_PLUS = "+\N{NO-BREAK SPACE}"
LOOKS = {"": 8, "decay": 2, "warm": 6, "cosine": 4, "clip": 0}
RULES = {"adam": "Adam", "momentum": "Momentum"}


@dataclasses.dataclass(frozen=True, eq=False)
class Variant:
    """The recipe up to the line called ``last``, "" for the rule alone, and how it trains; ``curves``: None before."""

    last: str
    name: str
    setting: Setting
    curves: Curves | None = None


def steps_of(values: Values) -> int:
    """Return T."""
    return PER_EPOCH * int(values["epochs"])


def too_long(values: Values) -> bool:
    """Return whether the warm-up is on and longer than the run."""
    return bool(values["warm"]) and int(values["W"]) > steps_of(values)


def lines_on(values: Values) -> tuple[str, ...]:
    """Return the lines that are on, in their order; a warm-up longer than the run is left out."""
    return tuple(key for key in LINES if values[key] and not (key == "warm" and too_long(values)))


def setting_of(values: Values, lines: tuple[str, ...]) -> Setting:
    """Return the training with these lines of the recipe."""
    numbers = {"decay": ("decoupled", "lambda"), "warm": ("warmup", "W"), "clip": ("clip_norm", "C")}
    modifiers = {numbers[key][0]: float(values[numbers[key][1]]) for key in lines if key in numbers}
    return Setting(
        values["rule"],
        float(values["lr"]),
        HIDDEN,
        int(values["epochs"]),
        int(values["seed"]),
        "cosine" if "cosine" in lines else "constant",
        tuple(modifiers.items()),
    )


def variants_of(values: Values) -> tuple[Variant, ...]:
    """Return the rule alone, then with one line more each, not yet trained."""
    on = lines_on(values)
    alone = Variant("", RULES[values["rule"]], setting_of(values, ()))
    return alone, *(Variant(key, _PLUS + NAMES[key], setting_of(values, on[: i + 1])) for i, key in enumerate(on))


def recipe_work(values: Values) -> Work:
    """Return the trainings; controls of lines that are off change nothing."""
    variants = variants_of(values)
    return Work(f"recipe,{[variant.setting for variant in variants]}", lambda: in_turn(variants))


def rates(setting: Setting, steps: np.ndarray, total: int) -> np.ndarray:
    """Return ηₜ of a training of ``total`` steps at some of them."""
    modifiers = modifiers_of(setting.schedule, **dict(setting.modifiers)).replace(steps=float(total))
    return setting.lr * modifiers.rate_factor(steps.astype(float), np)


def recipe_board(values: Values, variants: tuple[Variant, ...]) -> Board:
    """Losses and errors of every variant, ηₜ and the gradient's norm, the recipe's lines, and how each variant ends."""
    seen = [(variant, variant.curves) for variant in variants if variant.curves is not None]
    checkpoints = max((curves.checkpoints for _, curves in seen), key=len)
    done = sum(curves.steps == curves.total or curves.diverged for _, curves in seen)
    now, total = seen[-1][1], steps_of(values)
    share = (len(seen) - 1 + now.steps / total) / len(variants) if done < len(variants) else 1.0
    long = f"A warm-up of {int(values['W'])} steps is longer than the run of {total}: its line is left out."
    return Board(
        (
            *learning_charts(values, seen),
            rate_chart(seen, total),
            grad_chart(values, seen),
            algorithm(values),
            results(variants, len(checkpoints) - 1),
        ),
        (("loss", "error", "lines"), ("rate", "grad", "out")),
        len(checkpoints) - 1,
        widths=(1.0, 1.0, 1.0),
        unit="step",
        counts=checkpoints,
        progress=Progress(share, f"{seen[-1][0].name}: step {now.steps:,} of {total:,}"),
        status=("moving",),
        notices=(long,) if too_long(values) else (),
        summary="; ".join(f"{v.name}: validation accuracy {percent(float(c.accuracy[-1]))}" for v, c in seen) + ".",
    )


def learning_charts(values: Values, seen: list[tuple[Variant, Curves]]) -> tuple[Chart, Chart]:
    """Return the mini-batches' loss and the share of misread validation images of every variant."""
    parts = {"loss": SMOOTHED, "error": "validation error, 1 − accuracy"}
    charts = []
    for key, title in parts.items():
        series = tuple(
            Series(v.name, getattr(c, key), LOOKS[v.last], c.checkpoints.astype(float), chosen=is_last(values, v))
            for v, c in seen
        )
        charts.append(Chart(key, title, series, True, "step", key == "loss", empty="training …"))
    return charts[0], charts[1]


def is_last(values: Values, variant: Variant) -> bool:
    """Return whether a variant has all lines that are on."""
    return variant.last == (lines_on(values) or ("",))[-1]


def rate_chart(seen: list[tuple[Variant, Curves]], total: int) -> Chart:
    """Return ηₜ; a line that leaves it as it was has no curve of its own."""
    series = [
        Series(v.name, rates(v.setting, c.checkpoints, total), LOOKS[v.last], c.checkpoints.astype(float))
        for v, c in seen
        if v.last in ("", "warm", "cosine")
    ]
    return Chart("rate", "learning rate ηₜ", tuple(series), x_label="step", low=0.0, legend=False)


def grad_chart(values: Values, seen: list[tuple[Variant, Curves]]) -> Chart:
    """Return the gradient's norm of the rule alone and of the last variant, and where it is clipped."""
    series = [
        Series(v.name, c.grad_norm, LOOKS[v.last], c.checkpoints.astype(float))
        for v, c in seen
        if not v.last or is_last(values, v)
    ]
    if "clip" in lines_on(values):
        steps = np.array([0.0, steps_of(values)])
        series.append(Series("C", np.full(2, float(values["C"])), "ink", steps, dashed=True, known=True))
    return Chart("grad", "gradient's norm ‖g‖", tuple(series), log=True, x_label="step", legend=False)


def algorithm(values: Values) -> TextLines:
    """Return the lines of a step in the order in which they are carried out, the one added last lit."""
    on, momentum = lines_on(values), values["rule"] == "momentum"
    warm = int(values["W"]) if "warm" in on else 0
    eta = r"\eta_t" if {"warm", "cosine"} & set(on) else r"\eta"
    after = f"t/{steps_of(values)}" if not warm else rf"\tfrac{{(t - {warm})_+}}{{{steps_of(values) - warm}}}"
    before = r"\leftarrow \eta_t" if warm else r"= \eta"
    means = r"$m \leftarrow \beta m + g$" if momentum else r"$m, v \leftarrow$ means of $g, g^2$"
    step = "m" if momentum else r"\hat m / (\sqrt{\hat v} + \varepsilon)"
    every = (
        ("", r"$g = \nabla L_B(\theta)$"),
        ("clip", rf"$g \leftarrow g \cdot \min(1,\; {label(float(values['C']))} / \|g\|)$"),
        ("warm", rf"$\eta_t = \eta \cdot \min(1,\; t/{warm})$"),
        ("cosine", rf"$\eta_t {before} \cdot \tfrac12 (1 + \cos \pi {after})$"),
        ("", means),
        ("", rf"$\theta \leftarrow \theta - {eta}\, {step}$"),
        ("decay", rf"$\theta \leftarrow \theta - {eta} \cdot {label(float(values['lambda']))}\, \theta$"),
    )
    shown = [(key, text) for key, text in every if not key or key in on]
    lit = next((i for i, (key, _) in enumerate(shown) if on and key == on[-1]), -1)
    return TextLines("lines", (tuple(text for _, text in shown),), (lit,), high=15.0)


def results(variants: tuple[Variant, ...], last: int) -> Table:
    """Return how each variant ends, told at the last step."""
    rows = []
    for variant in variants:
        curves = variant.curves
        if curves is None or not (curves.steps == curves.total or curves.diverged):
            rows.append((variant.name, *("",) * 3))
            continue
        numbers = percent(float(curves.accuracy[-1])), label(float(curves.weight_norm[-1]), 2)
        loss = "diverged" if curves.diverged else label(float(curves.train_loss[-1]), 2)
        rows.append((variant.name, *all_from_step(last, (loss, *numbers))))
    title = "training loss, accuracy"
    head = ("", "loss", "accuracy", "‖θ‖")
    return Table("out", head, tuple(rows), title, follow=False, mono=False, dense=True, spare=1)


RECIPE = Section(
    "recipe",
    "The recipe",
    controls=(
        Choice("rule", "optimizer", tuple(RULES.items()), "adam"),
        Switch("decay", "+ decoupled decay", True, "θ ← θ − ηₜλθ beside the rule: Adam with it is AdamW."),
        Switch("warm", "+ warm-up", True, "ηₜ rises from 0 along a line."),
        Switch("cosine", "+ cosine", True, "ηₜ falls to 0 along half a cosine."),
        Switch("clip", "+ clipping", True, "A gradient longer than C is shortened to C."),
        Slider("lr", r"\eta", "learning rate", 0.03, 1e-4, 1.0, "log"),
        VisibleIf("decay", (True,), Slider("lambda", r"\lambda", "decay", 0.1, 1e-4, 1.0, "log"), kept=True),
        VisibleIf(
            "warm", (True,), Slider("W", "W", "steps of warm-up", 45.0, 2.0, 900.0, "log", whole=True), kept=True
        ),
        VisibleIf("clip", (True,), Slider("C", "C", "clip at", 1.0, 0.01, 100.0, "log"), kept=True),
        Slider("epochs", "", "epochs", 10.0, 1.0, 20.0, whole=True),
        Slider("seed", "", "random seed", 0.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other initial weights", ("seed",)),
    ),
    presets=(
        Preset("recipe_alone", "Adam alone", {"decay": False, "warm": False, "cosine": False, "clip": False}),
        Preset("recipe_decay", "+ decay", {"warm": False, "cosine": False, "clip": False}),
        Preset("recipe_warm", "+ warm-up", {"cosine": False, "clip": False}),
        Preset("recipe_cosine", "+ cosine", {"clip": False}),
        Preset("recipe_whole", "+ clipping: all of it", {}),
        Preset("recipe_small", "η = 0.003: better without", {"lr": 0.003}),
        Preset("recipe_large", "η = 0.1: warm-up counts", {"lr": 0.1}),
        Preset("recipe_sgd", "Momentum: clipping saves it", {"rule": "momentum", "lr": 0.1, "lambda": 0.001}),
    ),
    draw=recipe_board,
    work=recipe_work,
    more=("lambda", "W", "C", "epochs", "seed", "again"),
)
