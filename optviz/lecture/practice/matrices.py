"""Matrices: a memory of eight pairs, some rare, learned by rules that see numbers and by rules that see a matrix."""

import functools

import numpy as np

from optviz.core.matrices.memory import SIDE, Memory, MemoryRun, learn, memory, singular_values
from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Bundle,
    Chart,
    Formula,
    ImageGrid,
    Layer,
    Line,
    Points,
    Series,
    from_step,
)
from optviz.lecture.controls import Choice, Randomize, Slider, VisibleIf
from optviz.lecture.section import Preset, Section, Values

STEPS = 180
KNOWN = 0.1
"""A pair is known once its error, which starts at 1, is below this."""

RATES = {"gd": 0.08, "adam": 0.01, "muon": 0.03, "shampoo": 0.1, "soap": 0.03}
"""With these the most frequent pair is known after 20 to 25 steps."""

NAMES = {"gd": "SGD", "adam": "Adam", "muon": "Muon", "shampoo": "Shampoo", "soap": "SOAP"}
LOOKS = {"gd": 0, "adam": 8, "muon": 2, "shampoo": 6, "soap": 4}
ALWAYS = ("gd", "adam", "muon")
"""The rules that are compared, whichever is chosen."""

FRAMES = 46
_FLOOR = 1e-4


def rule_of(key: str, lr: float) -> Optimizer:
    """Return a rule, for vectors or for matrices, with this learning rate."""
    kind = MATRIX_RULES[key] if key in MATRIX_RULES else OPTIMIZERS[key]
    return kind(lr=lr)


def task_of(values: Values) -> Memory:
    """Return the memory of the controls."""
    return memory(float(values["exponent"]), values["embedding"], int(values["seed"]))


@functools.lru_cache(maxsize=16)
def _learned(key: str, lr: float, exponent: float, embedding: str, seed: int) -> MemoryRun:
    return learn(memory(exponent, embedding, seed), rule_of(key, lr), STEPS)


def run_of(values: Values, key: str) -> MemoryRun:
    """Return how the rule called ``key`` learns the memory of the controls, with its own learning rate."""
    exponent, seed = float(values["exponent"]), int(values["seed"])
    return _learned(key, float(values[f"lr_{key}"]), exponent, values["embedding"], seed)


def matrices_board(values: Values) -> Board:
    """One rule at the memory: each pair's error, the singular values of what it handles, the matrices themselves."""
    key = values["rule"]
    run, name = run_of(values, key), NAMES[values["rule"]]
    finite = np.isfinite(run.error).all(axis=1)
    over = int((~finite).argmax()) if not finite.all() else 0
    said = (from_step(over, f"η = {label(float(values[f'lr_{key}']), 3)} is too large: W overflows."),) if over else ()
    return Board(
        (
            pairs_axes(values, run),
            needed_axes(values),
            *spectra(run),
            pictures(run),
            Formula("rule", tuple((line, "") for line in rule_of(key, 0.1).latex)),
        ),
        (("pairs", "pairs", "needed"), ("grad", "step", "weights"), ("pictures", "pictures", "rule")),
        STEPS,
        heights=(1.0, 0.6, 0.0),
        status=("diverged" if over else "moving",),
        notices=said,
        summary=f"{name} knows {int((run.error[-1] < KNOWN).sum())} of {SIDE} pairs after {STEPS} steps.",
    )


def pairs_axes(values: Values, run: MemoryRun) -> Axes:
    """Return the error of each pair against the step, coloured by how often the pair comes."""
    share = run.memory.share
    low, high = float(share.min()), float(share.max())
    place = np.log(share / low) / np.log(high / low) if high > low else np.ones(SIDE)
    error = np.maximum(run.error, _FLOOR).T
    t = np.tile(np.arange(STEPS + 1.0), (SIDE, 1))
    layers = (
        Line([0, STEPS], [KNOWN, KNOWN], "faint", f"known: below {KNOWN}", 1.0, True),
        Bundle(t, error, place, low, high, "share of the pair, pᵢ"),
    )
    title = f"{NAMES[values['rule']]}: error ‖W kᵢ − vᵢ‖² of each pair"
    return Axes("pairs", layers, Axis("step t", 0, STEPS), Axis("", _FLOOR, 3.0, True), title)


def needed_axes(values: Values) -> Axes:
    """Return after how many steps each rule knows each pair, told at the last step."""
    layers: list[Layer] = []
    for key in (*ALWAYS, *({values["rule"]} - set(ALWAYS))):
        steps, i = run_of(values, key).steps_to(KNOWN), np.arange(1.0, SIDE + 1)
        layers.append(Line(i, steps, LOOKS[key], "", 1.6 if key == values["rule"] else 0.8, since=STEPS))
        layers.append(Points(i, steps, LOOKS[key], name=NAMES[key], size=0.9, since=STEPS))
    x, y = Axis("pair i, rare last", 0.5, SIDE + 0.5), Axis("", 0, STEPS)
    return Axes("needed", tuple(layers), x, y, "steps until it is known")


def spectra(run: MemoryRun) -> tuple[Chart, ...]:
    """Return the charts of the eight singular values of gradient, step and weights."""
    charts = []
    for key, title, matrices in (
        ("grad", "singular values: gradient", run.grad),
        ("step", "singular values: step", run.step),
        ("weights", "singular values: W", run.weights),
    ):
        values = singular_values(matrices)
        series = tuple(Series("", values[:, k], "accent") for k in range(SIDE))
        charts.append(Chart(key, title, series, log=key != "weights", legend=False))
    return tuple(charts)


def pictures(run: MemoryRun) -> ImageGrid:
    """Return −∇L, the step, W and its target as images: grey is 0, each but W as dark as its largest number."""
    frames = np.linspace(0, STEPS, FRAMES).round().astype(int)
    target = run.memory.target
    shown = [-run.grad[np.minimum(frames, STEPS - 1)], run.step[np.minimum(frames, STEPS - 1)], run.weights[frames]]
    scales = [np.abs(shown[0]).max(axis=(1, 2), keepdims=True), np.abs(shown[1]).max(axis=(1, 2), keepdims=True)]
    with np.errstate(all="ignore"):
        tones = [matrices / scale for matrices, scale in zip(shown, [*scales, np.abs(target).max()], strict=True)]
    pixels = np.concatenate([*tones, target[None] / np.abs(target).max()])
    pixels = np.clip(0.5 + 0.5 * np.nan_to_num(pixels, posinf=1.0, neginf=-1.0), 0.0, 1.0)
    which = np.stack([np.arange(FRAMES) + FRAMES * k for k in range(3)] + [np.full(FRAMES, 3 * FRAMES)], axis=1)
    return ImageGrid("pictures", pixels, which, (("−∇L", "step", "W", "target"),) * FRAMES)


def _rate(key: str, low: float, high: float) -> VisibleIf:
    slider = Slider(f"lr_{key}", r"\eta", "learning rate", RATES[key], low, high, "log")
    return VisibleIf("rule", (key,), slider, kept=True)


MATRICES = Section(
    "matrices",
    "Matrices",
    controls=(
        Choice("rule", "optimizer", tuple(NAMES.items()), "gd"),
        _rate("gd", 0.01, 10.0),
        _rate("adam", 0.001, 1.0),
        _rate("muon", 0.001, 1.0),
        _rate("shampoo", 0.001, 1.0),
        _rate("soap", 0.001, 1.0),
        Slider("exponent", "s", "how unequal the pairs are", 1.0, 0.0, 2.0, help="Pair i comes in proportion to i⁻ˢ."),
        Choice("embedding", "keys and values", (("random", "rotated at random"), ("one_hot", "one-hot")), "random"),
        Slider("seed", "", "random seed", 1.0, 0.0, 999.0, whole=True),
        Randomize("again", "Another rotation", ("seed",)),
    ),
    presets=(
        Preset("memory_sgd", "SGD", {}),
        Preset("memory_adam", "Adam", {"rule": "adam"}),
        Preset("memory_one_hot", "Adam, one-hot", {"rule": "adam", "embedding": "one_hot", "lr_adam": 0.03}),
        Preset("memory_muon", "Muon", {"rule": "muon"}),
        Preset("memory_shampoo", "Shampoo", {"rule": "shampoo"}),
        Preset("memory_soap", "SOAP", {"rule": "soap"}),
        Preset("memory_even", "s = 0", {"exponent": 0.0}),
    ),
    draw=matrices_board,
    more=("seed", "again"),
)
