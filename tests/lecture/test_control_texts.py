"""Every control's value as text: what Python writes and what the page writes are read as the same value.

The examples are those of tests/golden/controls.json; the page's side is tests/js/controls/text.test.js.
"""

import json
from typing import Any

import pytest

from optviz.lecture import controls
from optviz.lecture.controls import Control
from optviz.lecture.controls.base import Kept
from optviz.scenes.reader import Reader
from tools.golden import GOLDEN

ENTRIES = json.loads((GOLDEN / "controls.json").read_text(encoding="utf-8"))


def hashable(value: Any) -> Any:
    return tuple(hashable(item) for item in value) if isinstance(value, list) else value


def control_of(entry: dict[str, Any]) -> Control:
    cls = getattr(controls, entry["class"])
    return cls(**{name: hashable(value) for name, value in entry["fields"].items()})


CONTROLS = [(control_of(entry), entry["values"]) for entry in ENTRIES]
EXAMPLES = [(control, hashable(value), text) for control, values in CONTROLS for value, text in values]
each_example = pytest.mark.parametrize(
    ("control", "value", "text"), EXAMPLES, ids=[f"{control.key}={text}" for control, _, text in EXAMPLES]
)


def read(control: Control, text: str) -> Any:
    reader = Reader()
    value = control.from_text(reader, text, object())
    assert reader.report() == ()
    return value


def test_every_kind_of_control_has_examples_if_it_has_a_value() -> None:
    classes = {cls for cls in Control.__subclasses__() if cls.__module__.startswith("optviz.")}
    classes -= {Kept}  # another control's value while that is away, in that one's words
    assert {type(control) for control, _ in CONTROLS} == classes
    assert all(bool(values) == control.valued for control, values in CONTROLS)


@each_example
def test_what_the_page_writes_is_read_as_the_value_it_has(control: Control, value: Any, text: str) -> None:
    assert read(control, text) == value


@each_example
def test_what_python_writes_is_read_as_the_value_it_has(control: Control, value: Any, text: str) -> None:
    assert read(control, control.to_text(value)) == value


def test_a_spec_names_the_kind_and_a_default_only_where_the_page_needs_it() -> None:
    specs = {control.kind: control.spec() for control, _ in CONTROLS}
    assert all(spec["kind"] == kind for kind, spec in specs.items())
    assert {kind for kind, spec in specs.items() if "default" in spec} == {"points", "matrix"}
