"""The saddle: GD alone or eight optimizers from a start on the axis y = 0 of x² − y², or slightly off it."""

from optviz.core.optimizers import Optimizer
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Board, Chart, Series, Table, Text, from_step
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    DRAG,
    NOISY,
    NOISY_LOOK,
    distance_in_view,
    lr_slider,
    name_of,
    optimizer,
    run_path,
    saddle_axes,
    saddle_background,
    start_of,
    step_of_leaving,
)
from optviz.lecture.traps.messages import run_summary
from optviz.scenes.scene import default_look

STEPS = 300


def look_of(rule: str) -> int:
    """Return a rule's look: that of the playground, but for noise, which has to be told from GD at a glance."""
    return NOISY_LOOK if rule == "sgd" else default_look(rule)


def saddle_racers(values: Values) -> dict[str, Optimizer]:
    """Return who runs at the saddle: GD alone, or the lecture's eight."""
    lr = float(values["lr"])
    optimizers: dict[str, Optimizer] = {"gd": optimizer("gd", lr=lr)}
    if values["who"] == "all":
        optimizers["sgd"] = optimizer("sgd", lr=lr, sigma=float(values["sigma"]))
        optimizers |= {key: optimizer(key, lr=lr, beta=0.9) for key in ("momentum", "nag")}
        lr_step = float(values["lr_step"])
        optimizers["adagrad"] = optimizer("adagrad", lr=lr_step)
        optimizers["adadelta"] = optimizer("adadelta")
        optimizers |= {key: optimizer(key, lr=lr_step) for key in ("rmsprop", "adam")}
    return optimizers


def saddle_cases(values: Values) -> list[Case]:
    """Return the runs at the saddle, still to be made."""
    surface = SURFACES["saddle"]()
    return [Case(surface, racer, start_of(values), STEPS) for racer in saddle_racers(values).values()]


def saddle_runs(values: Values) -> dict[str, Run]:
    """Return the runs at the saddle by optimizer."""
    racers = saddle_racers(values)
    runs = simulate_all(SURFACES["saddle"](), racers.values(), start_of(values), STEPS)
    return dict(zip(racers, runs, strict=True))


def race_table(runs: dict[str, Run]) -> Table:
    """Return which optimizer leaves the axis y = 0 when; a number stands there once it has left."""
    left = {key: step_of_leaving(run) for key, run in runs.items()}
    told = {key: from_step(STEPS, "never") if t is None else from_step(t, str(t)) for key, t in left.items()}
    rows = tuple((name_of(key), told[key]) for key in runs)
    return Table("race", ("optimizer", "|y| > 1 at step"), rows, follow=False, mono=False)


def saddle_notices(values: Values, runs: dict[str, Run]) -> tuple[Text, ...]:
    """Return what to say: the start is the saddle, nothing moves, or a rule overflows."""
    if start_of(values) == (0.0, 0.0):
        noise = " Only noise moves it." if values["who"] == "all" else ""
        return (f"The start is the saddle itself: the gradient is zero, so nothing moves.{noise}",)
    if values["lr"] == 0:
        still = f"GD, {NOISY}, Momentum and NAG do" if values["who"] == "all" else "GD does"
        return (f"η = 0: {still} not move.",)
    diverged = [name_of(key) for key, run in runs.items() if run.status.kind == "diverged"]
    if diverged:
        return (from_step(STEPS, f"{', '.join(diverged)} diverged: the numbers overflow. η is too large."),)
    if values["lr"] >= 1:
        return (from_step(STEPS, "η ≥ 1: along x too, every step of GD overshoots by as much or more."),)
    return ()


def saddle_board(values: Values) -> Board:
    """GD alone or all eight optimizers from a start on the axis y = 0 or slightly off it."""
    runs = saddle_runs(values)
    # GD, which the section is about, lies over the others.
    named = [(name_of(key), look_of(key), run, key == "gd") for key, run in runs.items()]
    paths = tuple(run_path(run, name, look, chosen) for name, look, run, chosen in named)
    curves = tuple(Series(name, distance_in_view(run), look, chosen=chosen) for name, look, run, chosen in named)
    empty = "|y| is exactly 0 all the way: at y = 0 the gradient has no y-part"
    away = Chart("away", "|y|, until it leaves the picture", curves, log=True, legend=False, empty=empty)
    return Board(
        (saddle_axes(paths, DRAG), away, race_table(runs)),
        (("plane", "away"), ("plane", "race")),
        steps=STEPS,
        widths=(1.2, 1.0),
        heights=(1.0, 1.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=saddle_notices(values, runs),
        summary=" ".join(run_summary(run, name) for name, _, run, _ in named),
    )


SADDLE = Section(
    "saddle",
    "The saddle",
    controls=(
        Choice("who", "optimizers", (("gd", "GD alone"), ("all", "all eight")), "gd"),
        Slider("x0", "x_0", "start, along x", -1.5, -2.0, 2.0),
        Slider("y0", "y_0", "start, off the axis", 0.01, 0.0, 1.0, "square", "0 is exactly on the axis y = 0."),
        lr_slider(0.02, 1.5),
        VisibleIf(
            "who", ("all",), Slider("lr_step", r"\eta'", "learning rate, adaptive rules", 0.1, 0.0, 1.0, "square")
        ),
        VisibleIf("who", ("all",), Slider("sigma", r"\sigma", "gradient noise", 0.01, 0.0, 1.0, "square")),
    ),
    presets=(
        Preset("ridge_gd", "GD on the axis", {"y0": 0.0, "lr": 0.05}),
        Preset("hair_gd", "GD slightly off", {"y0": 0.01}),
        Preset("ridge_all", "All eight on the axis", {"who": "all", "y0": 0.0}),
        Preset("hair_all", "All eight slightly off", {"who": "all"}),
        Preset("hair_tiny", "A hundred times closer", {"who": "all", "y0": 0.0001}),
    ),
    draw=saddle_board,
    program=saddle_cases,
    background=saddle_background,
)
