"""An app with one lecture page, "demo", whose sections have every kind of panel, layer, control and answer."""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import numpy as np

from optviz.figures import board as b
from optviz.lecture import TITLES, section
from optviz.lecture.controls import Button, Choice, Points, Randomize, Slider, Switch, VisibleIf
from optviz.lecture.section import Page, Preset, Section, Text
from optviz.questions import REACHED, Ask, Dial, Number, Option, Paste, Question, Range, Ranking, Route, Target, Trial
from optviz.questions import Choice as ChooseOne
from optviz.questions import Settings as SetDials

LR = Slider("lr", r"\eta", "learning rate", 0.1, 0.001, 10.0, "log")
X0 = Slider("x0", "x_0", "start", 2.0, -3.0, 3.0)
Y0 = Slider("y0", "y_0", "start y", 1.0, -3.0, 3.0)
BETA = Slider("beta", r"\beta", "momentum", 0.5, 0.0, 0.99, "one_minus")
SMALL = Button("small", "Small steps", {"lr": 0.01}, "Set η = 0.01")
COUNT = Slider("count", "n", "number of balls", 16, 4, 64, whole=True)
SHAPE = Choice("shape", "Surface", (("bowl", "Bowl"), ("saddle", "Saddle")), "bowl")
CATEGORIES = (b.Category("left", 2), b.Category("right", 5))


def curve(values):
    """A descent in one dimension: curve, tangent, arrow, strip, chart, table, program, formula, readings."""
    lr, x = values["lr"], [values["x0"]]
    for _ in range(40):
        x.append(x[-1] - lr * 2 * x[-1])
    x = np.array(x)
    xs = np.linspace(-3, 3, 121)
    tangent = x[:, None] ** 2 + 2 * x[:, None] * (xs - x[:, None])
    layers = (
        b.Line(xs, xs**2, name="f"),
        b.Strip(np.where(xs < 0, 0.0, 1.0), CATEGORIES),
        *([b.MovingLine(xs, tangent, "faint", "tangent")] if values["tangent"] else []),
        b.Arrows(x[:-1, None], (x[:-1] ** 2)[:, None], -(lr * 2 * x)[:-1, None], 0 * x[:-1, None], "accent", "step"),
        b.Area(xs, xs**2),
        b.Climber(x, xs, xs**2, 0),
        b.Path(x, x**2, 0, "GD", chosen=True),
    )
    plane = b.Axes("plane", layers, b.Axis("x", -3, 3), b.Axis("f(x)", -1, 9), "f(x) = x²", drag=b.DragTarget("x0"))
    rows = tuple((str(t), repr(float(v))) for t, v in enumerate(x))
    panels = (
        plane,
        b.Chart("loss", "f(xₜ)", (b.Series("GD", x**2, 0),), log=True),
        b.Table("table", ("t", "$x_t$"), rows, "Iterates"),
        b.Code("code", ("1. Pick $x_0$", "2a. grad = $f'(x_t)$"), np.arange(41.0) % 2, latex=True),
        b.Formula(
            "formula",
            ((r"x_{t+1} = x_t - \eta f'(x_t)", r"<<n>> = <<x>> - <<lr>> \cdot <<g>>"),),
            {"n": np.append(x[1:], np.nan), "x": x, "lr": lr, "g": 2 * x},
        ),
        b.Metrics("readings", (b.Metric("$f(x_t)$", x**2), b.Metric("regime", "contracting", "good"))),
    )
    rows_ = (("plane", "plane", "loss"), ("plane", "plane", "table"), ("code", "formula", "readings"))
    return b.Board(panels, rows_, 40, heights=(1, 1, 0), status=("moving",), summary="A descent.")


def heights(values, x, y):
    return x**2 + (1 if values["shape"] == "bowl" else -1) * y**2


def balls(values):
    """A plane with ground, arrows, a swarm and a mark."""
    sides = int(values["count"] ** 0.5)
    gx, gy = (a.ravel() for a in np.meshgrid(np.linspace(-2.5, 2.5, sides), np.linspace(-2.5, 2.5, sides)))
    fade = (1 - min(values["lr"], 0.5)) ** np.arange(31)
    ax, ay = (a.ravel() for a in np.meshgrid(np.linspace(-2.5, 2.5, 7), np.linspace(-2.5, 2.5, 7)))
    layers = (
        b.Contour("f"),
        b.Arrows(ax, ay, -ax, -ay, "faint", "−∇f", scale="fit", reach=2),
        b.Swarm(gx[:, None] * fade, gy[:, None] * fade, (gx > 0).astype(float), CATEGORIES),
        b.Points(np.array([0.0]), np.array([0.0]), mark="star", labels=("minimum",), hover=("minimum, f = 0",)),
    )
    drag = b.DragTarget("x0", "y0")
    return b.Axes("plane", layers, b.Axis("x", -3, 3), b.Axis("y", -3, 3), "Balls", equal=True, drag=drag)


def map_(values):
    """The balls beside a ramp map with a logarithmic axis, a category map and curves against a cost."""
    t = np.arange(31)
    fade = (1 - min(values["lr"], 0.5)) ** t
    side = np.linspace(-3, 3, 60)
    window = ((-3.0, 3.0), (-3.0, 3.0))
    kinds = b.CategoryMap((side[None, :] > side[:, None]).astype(float), *window, CATEGORIES)
    ramp = b.RampMap(np.hypot(side[None, :], side[:, None]), (0.01, 10.0), (0.0, 1.0), 0, 3, "rate", beyond="diverges")
    labels = b.Labels((0.3,), (0.5,), ("slow",))
    eta = b.Axis("η", 0.01, 10, log=True)
    rates = b.Axes("ramp", (ramp, labels), eta, b.Axis("β", 0, 1), "Rates", drag=b.DragTarget("lr"))
    basin = b.Axes("kinds", (kinds,), b.Axis("x", -3, 3), b.Axis("y", -3, 3), "Basins", equal=True)
    series = (b.Series("a", fade, 0, x=t * 8.0), b.Series("b", fade**2, 1, x=t * 2.0))
    cost = b.Chart("cost", "f against cost", series, log=True, x_label="gradients")
    panels, rows = (balls(values), rates, basin, cost), (("plane", "ramp"), ("kinds", "cost"))
    notices = ("A notice.",) if values["lr"] > 5 else ()
    return b.Board(panels, rows, 30, status=("moving",) * 2, notices=notices)


def background(values):
    x = np.linspace(-3, 3, 81)
    z = heights(values, x[None, :], x[:, None])
    return b.Background(f"demo,{values['shape']}", {"f": b.Field(x, x, z, 0.0 if values["shape"] == "bowl" else None)})


def points(values):
    data = np.array(values["data"], dtype=float)
    lit = (np.arange(4)[:, None] % len(data) == np.arange(len(data))).astype(float)
    rows = (("plane", "wall"), ("net", "net"), ("program", "timer"))
    program = b.Code("program", ("x = 1", "print(x)"), copies=True)
    layers = (b.Points(data[:, 0], data[:, 1], "accent", name="data", lit=lit),)
    plane = b.Axes("plane", layers, b.Axis("x", -3, 3), b.Axis("y", -3, 3), "Points", drag=b.DragTarget(points="data"))
    wall = b.Waffle("wall", 2000, 500.0 * np.arange(4), "gradients", title="Gradients")
    net = b.NetworkDiagram(
        "net", np.sin(np.arange(17.0 * 4)).reshape(17, 4), (2, 3, 2), "tanh", (-3, 3), (-3, 3), CATEGORIES, "A net"
    )
    panels = plane, net, wall, program, b.Timer("timer", 0.5, "In pairs")
    return b.Board(panels, rows, 3, heights=(1, 1, 0), unit="batch", summary=f"{len(data)} points")


PAGE = Page(
    "demo",
    (
        Section(
            "curve",
            "A curve",
            (LR, X0, Randomize("roll", "Random start", ("x0",)), Switch("tangent", "Tangent", True), SMALL),
            (Preset("fast", "Too fast", {"lr": 1.0}, step=3),),
            draw=curve,
        ),
        Section(
            "map",
            "A map",
            (SHAPE, LR, X0, Y0, VisibleIf("shape", ("saddle",), BETA), COUNT),
            (Preset("saddle", "A saddle", {"shape": "saddle"}),),
            draw=map_,
            background=background,
        ),
        Section(
            "points",
            "Points",
            (Points("data", "Points", ((0.0, 0.0), (1.0, 1.0), (2.0, 1.5)), least=2, most=6),),
            draw=points,
        ),
    ),
)

RATES = (0.7, 0.05, 0.3, 0.45)
OPTIONS = (
    Option("It comes nearer to the minimum from one side, a little less at every step.", True, "The sign stays."),
    Option("It jumps across the minimum at every step and comes nearer all the same.", False, "The sign would change."),
    Option("It jumps across the minimum and is further away after every step.", False, "The sign and the size change."),
    Option("It stays where it is, since the learning rate is too small for any step.", False, "The slope is not 0."),
)


def asks(key, form, **more):
    """A question whose setting does not depend on the seed."""
    return Question(key, key, lambda rng: {}, lambda setting: Ask(f"Where to, {key}?", form, **more))


def spiral():
    """From (2, 0) a half turn into the minimum."""
    share = np.linspace(0, 1, 31)
    return np.stack([np.cos(np.pi * share), np.sin(np.pi * share)], axis=1) * (2 * (1 - share))[:, None]


def tried(settings):
    """The nearer η and β are to 0.5, the better."""
    shares = [1 - min(1.0, abs(lr - 0.5) + abs(beta - 0.5)) for lr, beta in settings]
    path = np.stack([2 * 0.8 ** np.arange(31), np.zeros(31)], axis=1)
    return [Trial(share, REACHED, "So far it came.", path) for share in shares]


printed = {"x": [2.0 * 0.8**t for t in range(3)]}
dials = (Dial("lr", "η", 0.0, 1.0), Dial("beta", "β", 0.0, 1.0))
said: dict[str, Any] = {"right": "So it is.", "otherwise": "Follow the slope."}
ASKED = {
    "curve": (
        asks("choice", ChooseOne(OPTIONS, ordered=True), hides=("loss",)),
        asks("number", Number("f(x₁)", 2.56, 0.01, **said)),
        asks("range", Range("x₃", -3, 3, (1.0, 1.05), 0.1, "More.", "So it is.", "Less.", panel="plane")),
        asks("target", Target("plane", 0.0, 0.0, 0.2, **said, only_x=True), hides=("table", "readings")),
        asks(
            "ranking",
            Ranking(tuple(f"η = {r}" for r in RATES), RATES, "smallest", "largest", "By η.", looks=(0, 1, 2, 3)),
        ),
        asks("paste", Paste("What it prints", printed, (("t", "x"),), (), lines=3, **said)),
    ),
    "map": (
        asks("point", Target("plane", 0.0, 0.0, 0.3, **said), hides=("ramp",)),
        asks("route", Route("plane", spiral(), 0.3, **said), hides=("kinds", "cost"), without=("−∇f",)),
        asks("settings", SetDials(dials, tried, (0.5, 0.5), plane="plane")),
    ),
}


def module(name, **contents):
    """Put a module where pictures look for it."""
    made = ModuleType(name)
    made.__spec__ = ModuleSpec(name, None)
    made.__dict__.update(contents)
    sys.modules[name] = made


module("optviz.lecture.demo", PAGE=PAGE, __path__=[])
for key, questions in ASKED.items():
    module(f"optviz.lecture.demo.{key}_questions", QUESTIONS=questions)
TITLES["demo"] = "Demo"
section.read_text = lambda page, key: Text("Words with $x^2$.", "Notice $x$.", "Do it.", "Done.", "x^2")

import streamlit as st  # noqa: E402

from optviz.ui import lecture  # noqa: E402

st.set_page_config(layout="wide")
lecture.show_page(PAGE)
