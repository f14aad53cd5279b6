"""What a section may hold, panels, controls and layers, has the same name in both languages."""

import re
from pathlib import Path

import pytest

from optviz.figures import bundle
from optviz.figures.board import layers
from optviz.figures.board.panels import base as panels_base
from optviz.figures.race_board import race_controls
from optviz.lecture.controls import base as controls_base
from optviz.scenes.own_surface import TYPED
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

JS = bundle.HERE / "js"
NO_CONTROLS = {"base", "rows", "__init__"}


def kinds(base: type) -> dict[str, str]:
    """The name of the file of each class by its kind."""
    classes = [cls for cls in base.__subclasses__() if cls.__module__.startswith("optviz.")]
    return {cls.kind: cls.__module__.rpartition(".")[2] for cls in classes}  # type: ignore[attr-defined]


def sent(base: type) -> set[str]:
    """All kinds that a page may send: those of sections and, of controls, those that a race has besides."""
    scene = Scene.of("quadratic", (Racer.of("gd"),), steps=1, model=True).on_surface(TYPED)
    race = run_scene(scene) if base is controls_base.Control else None
    return {*kinds(base), *(control["kind"] for control in (race_controls(race) if race else ()))}


def declared(folder: str) -> dict[str, str]:
    """The kind that each module of a folder of scripts declares, by the module's name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (JS / folder).glob("*.js")}
    declarations = {name: re.findall(r'^  static kind = "(\w+)";$', text, re.MULTILINE) for name, text in texts.items()}
    assert all(len(names) <= 1 for names in declarations.values())
    return {name: names[0] for name, names in declarations.items() if names}


FAMILIES = [
    pytest.param(panels_base.Panel, "panels", id="panels"),
    pytest.param(controls_base.Control, "controls", id="controls"),
]


@pytest.mark.parametrize(("base", "folder"), FAMILIES)
def test_a_kind_is_the_name_of_its_file_in_both_languages(base: type, folder: str) -> None:
    here = kinds(base)
    assert len(here) >= 7 and all(kind == name for kind, name in here.items())
    there = declared(folder)
    assert all(kind == name for name, kind in there.items())
    assert set(there) == sent(base)


@pytest.mark.parametrize(("base", "folder"), FAMILIES)
def test_a_file_of_python_holds_one_kind(base: type, folder: str) -> None:
    where = Path(str((panels_base if folder == "panels" else controls_base).__file__)).parent
    assert {path.stem for path in where.glob("*.py")} - NO_CONTROLS == set(kinds(base))


@pytest.mark.parametrize(("base", "folder"), FAMILIES)
def test_every_kind_is_in_the_list_of_the_page(base: type, folder: str) -> None:
    listed = (JS / "shared" / "kinds.js").read_text(encoding="utf-8")
    imported = re.findall(rf'from "\.\./{folder}/(\w+)\.js";', listed)
    assert sorted(imported) == sorted(sent(base))


def test_every_kind_of_layer_is_drawn_on_the_canvas() -> None:
    named = {cls.kind for cls in layers.Layer.__subclasses__()}
    text = "".join(path.read_text(encoding="utf-8") for path in (JS / "canvas").glob("*.js"))
    # Plotly draws the level lines; the axes find their layer by its kind.
    text += (JS / "panels" / "axes.js").read_text(encoding="utf-8")
    drawn = set(re.findall(r'\.kind === "(\w+)"', text))
    assert len(named) >= 12 and named == drawn
