"""Write the golden messages and links of tests/golden, which both languages must read alike: `python -m tools.golden`.

A message is a ``.bin`` file as Python sends it and a ``.json`` file of what a reader must see in it; numbers that JSON
cannot hold stand there as ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``. The inputs are fixed numbers, so that nothing
depends on the machine.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from optviz.core.elementary import ACTIVATIONS, softmax
from optviz.core.network.mlp import Net
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import Knob
from optviz.core.simulation.run import Run
from optviz.core.simulation.status import Status
from optviz.core.slider import values_along
from optviz.figures import board as b
from optviz.figures.board.message import background_message, board_body, message
from optviz.figures.fan import Fan, fan_message
from optviz.figures.race_board import race_background, race_board, race_controls, surface_key
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import lesson_scenes
from optviz.scenes.race import Race, run_scene
from tests.decoder import bytes_of, columns_of, fan_columns, parsed
from tools.golden_tables import tables

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
QUERIES = (
    "surface=quadratic",
    "surface=quadratic&s.kappa=100&s.rotation=-12.5&run=gd,lr:0.02&run=adam,lr:1e-05,off&at=-4,2&steps=300",
    "surface=himmelblau&run=gd&run=gd,lr:0.001&run=nag,look:30&pick=2&seed=999999&noise=0.25&view=3d&present=1",
    "surface=rosenbrock&run=adam,beta1:0,beta2:0.9999,eps:1e-16&at=123456.789,-1e-07&hide=charts,legend&steps=1",
    "surface=cliff&run=none",
    "surface=beale&run=gd,lr:0.001&run=adam&pick=1&model=1&fog=1",
    "lesson=saddle_race",
)
T = np.arange(4.0)
WILD = np.array([1.5, -0.0, np.nan, np.inf, -np.inf, 1e300, -1e-300])
SCENE = "surface=quadratic&s.kappa=4&run=momentum,lr:0.1&run=gd,lr:5,off&run=gd,lr:900&steps=3&pick=0&at=3,-2&t=2"


def run_of(race_scene: Any, slot: int, x: np.ndarray, status: Status, **state: np.ndarray) -> Run:
    """Return a run with this path; its other numbers are made of the path by plain arithmetic."""
    racer = race_scene.racers[slot]
    optimizer = OPTIMIZERS[racer.rule](**dict(racer.knobs))
    with np.errstate(all="ignore"):
        slope = x * [1.0, 4.0]
        value = 0.5 * (x * slope).sum(axis=1)
        step = np.diff(x, axis=0)
    zero = np.zeros_like(step)
    return Run(race_scene.surface_now(), optimizer, x, value, slope, x[:-1], zero, slope[:-1], step, state, status, 0.0)


def race() -> Race:
    """Return a race of a chosen run with its memory, one that is off and one that diverges, on a small grid."""
    scene, _ = from_query(SCENE)
    path = np.array([[3.0, -2.0], [2.7, -1.2], [2.16, 0.0], [1.458, 1.08]])
    lost = np.array([[3.0, -2.0], [-2697.0, 7198.0], [1e300, -np.inf], [np.nan, np.nan]])
    memory = {"g": np.array([[0.0, 0.0], [3.0, -8.0], [5.4, -12.0], [7.02, -10.8]])}
    runs = (
        run_of(scene, 0, path, Status("moving", 3, reason="It still moves."), **memory),
        run_of(scene, 2, lost, Status("diverged", 2, reason="η is too large.")),
    )
    whole = Race(scene, tuple(racer for racer in scene.racers if racer.on), runs)
    z = np.array([[8.0, 2.0, 8.0], [0.5, np.nan, 0.5], [np.inf, 2.0, 1e6]])
    vars(whole)["grid"] = (np.array([-4.0, 0.0, 4.0]), np.array([-2.0, 0.0, 2.0]), z)
    return whole


def board() -> b.Board:
    """Return a board with arrays of one and two axes and of bytes, looks of both kinds and what JSON cannot hold."""
    chart = b.Chart("loss", "f(xₜ)", (b.Series("GD", WILD, 4), b.Series("best", T, "faint", x=T**2)), low=-np.inf)
    pairs = b.Formula("step", ((r"x_{t+1}", "<<x>>"), (r"\eta", "<<lr>>")), {"x": np.stack([T, -T], 1), "lr": 0.1})
    table = b.Table("table", ("t", "‖x‖"), (("0", "1"), ("1", "∞")), follow=False)
    code = b.Code("code", ("x ← x − η g",), np.array([-1.0, 0.0]))
    kinds = (b.Category("arrives", "ramp"), b.Category("diverges", "bad"))
    number, level = np.array([[0, 1, 0]], np.uint8), np.array([[255, 0, 7]], np.uint8)
    outcomes = b.OutcomeMap(number, level, (0.1, 10.0), (-1.0, 1.0), kinds, 1, 1.0, 500.0, "steps")
    plane = b.Axes("plane", (outcomes,), b.Axis("η", 0.1, 10.0, log=True), b.Axis("y", -1.0, 1.0))
    panels = (chart, pairs, table, code, plane)
    return b.Board(panels, (("loss", "step"), ("table", "code")), 3, (2, 1), status=("moving",))


def board_bytes(shown: b.Board, **header: Any) -> bytes:
    """Return a board as a message, under a header that depends on no page."""
    split, body = board_body(shown)
    plain_header = {"shows": {}, "query": "", "controls": [], "step": 0, "all": False, "present": False}
    rest = {"hidden": [], "viewports": [], "work": "", "queued": 0, "ignored": [], "split": split}
    return message({"kind": "board", **plain_header, **header, **rest}, body)


def race_bytes() -> bytes:
    """Return the race as a message."""
    whole = race()
    scene = whole.scene
    return board_bytes(
        race_board(whole),
        page="playground",
        arrangement="playground",
        background=surface_key(scene),
        shows={"lesson": scene.lesson, "surface": scene.surface},
        query=to_query(scene),
        controls=race_controls(whole),
        step=scene.step,
    )


def fields() -> b.Background:
    """Return two fields under a board: one of plain and one of logarithmic shades."""
    x, y = np.array([-1.0, 0.0, 1.0]), np.array([0.0, 1.0, 2.0])
    steep = np.array([[0.0, 1.0, 2.0], [1.0, np.nan, 1e9], [np.inf, 3.0, 4.0]])
    return b.Background("golden", {"bowl": b.Field(x, y, x**2 + y[:, None] ** 2), "steep": b.Field(x, y, steep, 0.0)})


def fan() -> Fan:
    """Return a fan of two runs: within the window, out of it and back, swinging out on both sides, and lost."""
    near = np.array([[0.0, 0.0], [0.5, 0.25], [0.5, 0.25], [0.5, 0.25]])
    away = np.array([[0.0, 0.0], [5.0, 1.0], [0.5, 0.5]])
    swing = np.array([[0.9, 0.0], [-8.0, 3.0], [64.0, -9.0], [-1e9, 1e8], [1e300, -1e299], [-np.inf, np.nan]])
    upright = np.array([[0.0, -0.5], [0.0, 40.0], [0.0, -40.0], [90.0, -40.0]])
    return Fan("run.0.lr", (0.1, 0.2), {"0": (near, away), "2": (swing, upright)}, ((-1.0, 1.0), (-1.0, 1.0)))


def messages() -> dict[str, bytes]:
    """Return every golden message by its name, as Python writes it now."""
    return {
        "race": race_bytes(),
        "surface": background_message(race_background(race())),
        "board": board_bytes(board(), page="demo", arrangement="lecture", background="golden", shows={"section": "a"}),
        "fields": background_message(fields()),
        "fan": fan_message(fan()),
    }


def plain(thing: Any) -> Any:
    """Return data for JSON: arrays as lists, numbers that are not finite as words."""
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | np.ndarray):
        return [plain(item) for item in thing]
    if isinstance(thing, float) and not np.isfinite(thing):
        return "NaN" if np.isnan(thing) else "Infinity" if thing > 0 else "-Infinity"
    return thing.item() if isinstance(thing, np.generic) else thing


def filled(thing: Any, arrays: dict[str, list[np.ndarray]]) -> Any:
    """Return a board's data with every reference to an array as its numbers and their shape."""
    if isinstance(thing, dict):
        for name, those in arrays.items():
            if name in thing:
                return {"values": those[thing[name]], "shape": thing["shape"]}
        return {key: filled(value, arrays) for key, value in thing.items()}
    return [filled(item, arrays) for item in thing] if isinstance(thing, list) else thing


def heights(body: bytes, sizes: list[int]) -> list[np.ndarray]:
    """Return the grids of float32 in a body, one after the other."""
    ends = np.cumsum([size**2 for size in sizes])
    return [part.astype(float) for part in np.split(np.frombuffer(body, np.float32), ends[:-1])]


def content(data: bytes) -> dict[str, Any]:
    """Return what a reader must see in a message."""
    header, body = parsed(data)
    if header.get("kind") == "board":
        text = json.loads(body[header["split"] :])
        lengths, sizes, packed = text.pop("lengths"), text.pop("bytes", []), body[: header["split"]]
        arrays = {"$": columns_of(packed, lengths), "$bytes": bytes_of(packed, lengths, sizes)}
        return plain(filled(text, arrays) | header)
    if header["kind"] == "fan":
        return plain(header | {"columns": fan_columns(header, body)})
    grids = heights(body, [field["size"] for field in header["fields"]])
    return plain(header | {"fields": [f | {"z": z} for f, z in zip(header["fields"], grids, strict=True)]})


def number(value: float) -> str:
    """Return a number as the page's scripts write it: ``1e-7``, ``0.00001``, ``100``."""
    digits = Decimal(repr(float(value))).normalize()
    if not value or 1e-6 <= abs(value) < 1e21:
        return f"{digits:f}"
    mantissa, _, exponent = f"{value!r}".partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def run_text(racer: dict[str, Any]) -> str:
    """Return a racer as the page's scripts write it: all knobs, the look, and whether it is off."""
    knobs = [f"{key}:{number(value)}" for key, value in racer["knobs"].items()]
    return ",".join([racer["rule"], *knobs, f"look:{racer['look']}", *([] if racer["on"] else ["off"])])


def text_of(control: dict[str, Any]) -> str | list[str] | None:
    """Return a control's value as the page's scripts write it into a link, None to leave it out."""
    value = control["value"]
    match control["kind"]:
        case "racers":
            return [run_text(racer) for racer in value] or ["none"]
        case "point":
            return ",".join(map(number, value))
        case "slider" | "seed":
            return number(value)
        case "link":
            return None
        case "switch":
            return "1" if value else "0"
    return value or None


def link(query: str) -> dict[str, Any]:
    """Return a link, the controls it is opened with, and what these controls say."""
    scene, _ = from_query(query, lesson_scenes())
    controls = race_controls(run_scene(scene))
    texts = {control["key"]: text_of(control) for control in controls}
    params = {key: text for key, text in texts.items() if text is not None}
    told = [{"kind": each["kind"], "key": each["key"], "value": each["value"]} for each in controls]
    return {"query": to_query(scene), "controls": told, "params": params}


def links() -> list[dict[str, Any]]:
    """Return links, each with the controls it opens with, and what the page's scripts make of their values."""
    return [link(query) for query in QUERIES]


def network(net: Net) -> dict[str, Any]:
    """Return a network with two frames of weights, and what its units compute at a few points in the second."""
    theta = np.stack([np.zeros(net.size), np.sin(1.0 + np.arange(net.size))])
    points = np.array([[0.0, 0.0], [1.5, -0.5], [-2.0, 3.0], [40.0, 900.0]])
    columns = [points]
    for weights, bias in net.layers(theta[1])[:-1]:
        columns.append(ACTIVATIONS[net.activation].value(columns[-1] @ weights + bias))
    columns.append(softmax(net.logits(theta[1], points)))
    sizes = [net.inputs, *[net.width] * net.hidden, net.classes]
    values = [column.T for column in columns]  # a row a unit
    return plain({"activation": net.activation, "sizes": sizes, "theta": theta.T, "points": points.T, "values": values})


def networks() -> list[dict[str, Any]]:
    """Return networks of several depths and of every activation."""
    return [network(Net(2, hidden, 3, 2 + hidden, kind)) for hidden, kind in enumerate(("relu", *ACTIVATIONS))]


def sliders() -> list[dict[str, Any]]:
    """Return sliders of every scale, each with its values at 41 positions."""
    knobs = [
        Knob("lr", "", "", 0.01, 1e-4, 1.0, "log"),
        Knob("beta", "", "", 0.9, 0.0, 0.9999, "one_minus"),
        Knob("sigma", "", "", 0.5, 0.0, 10.0, "square"),
        Knob("x", "", "", 0.0, -2.5, 1.7),
        Knob("steps", "", "", 200, 1, 5000, "log", whole=True),
        Knob("zero", "", "", 0.5, 0.0, 1.0, "log"),
    ]
    names = ("low", "high", "scale", "whole")
    return [{name: getattr(knob, name) for name in names} | {"values": values_along(knob, 41)} for knob in knobs]


def write(name: str, data: Any) -> None:
    """Write JSON a person can compare."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    (GOLDEN / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write all files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for name, data in messages().items():
        (GOLDEN / f"{name}.bin").write_bytes(data)
        write(name, content(data))
    write("links", links())
    write("networks", networks())
    write("sliders", sliders())
    write("tables", tables())


if __name__ == "__main__":
    main()
