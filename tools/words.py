"""Which texts of the interface a translation needs, lacks and has in excess: `python -m tools.words`.

Texts are read from the page's modules (string literals that read like words, and whatever ``t`` is given), from what
Streamlit's pages ``say``, and from the registries. ``python -m tools.words de`` prints what German lacks, as JSON.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optviz import words
from tools.words_listed import ALONE, NAMES, NOT_SAID, SAME, SERVER

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "optviz/ui/stage/js"
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|\s// [^\n]*", re.MULTILINE | re.DOTALL)
IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
LITERAL = r'"((?:[^"\\\n]|\\.)*)"'
JOINED = re.compile(rf"{LITERAL}(?:\s*\+\s*{LITERAL})*")
GIVEN = re.compile(rf"\bt\(\s*{JOINED.pattern}")
READS = re.compile(r"^[^A-Za-z]*[A-Z][a-z]|[a-z]{2,}[,.;:…]* \w|^\W*[a-z]+ ?…$|^\w [a-z]{2}")
CLASS = re.compile(r"ov-|^[MmLlHhVvZz\d. ,-]+$")
UNSAID = re.compile("|".join(NOT_SAID))
GAP = re.compile(r"\{(\w+)\}")


def string(source: str) -> str:
    """Return what the literals in a piece of a module say together; nothing if they are none but a pattern's quotes."""
    try:
        return "".join(json.loads(f'"{each}"') for each in re.findall(LITERAL, source)).strip()
    except json.JSONDecodeError:
        return ""


def texts_of(source: str) -> Iterator[str]:
    """Yield the texts of a module: literals that read like words, those that are joined as one, and what ``t`` gets."""
    source = IMPORT.sub("", COMMENT.sub("", source))
    for found in GIVEN.finditer(source):
        yield string(found[0])
    for found in JOINED.finditer(source):
        text = string(found[0])
        if READS.search(text) and re.search(r"[A-Za-z]{2}", text) and not CLASS.search(text):
            yield text


def of_modules() -> set[str]:
    """Return the texts of the page's modules."""
    paths = [path for path in MODULES.rglob("*.js") if not path.stem.endswith("types")]
    found = {text for path in paths for text in texts_of(path.read_text(encoding="utf-8"))}
    return {text for text in found if text and not UNSAID.fullmatch(text)}


def of_pages() -> set[str]:
    """Return what Streamlit's pages, the page of phones and the printed sheet say by a literal."""
    from optviz.pictures.sheet import NO_QUIZ

    found: set[str] = set(NO_QUIZ)
    for path in (*(ROOT / "optviz/ui").glob("*.py"), ROOT / "optviz/pictures/sheet.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
                found |= {str(a.value) for a in node.args if isinstance(a, ast.Constant) and len(str(a.value)) > 2}
    return found


def of_registries() -> set[str]:
    """Return the names of pages, lessons, surfaces, rules, groups and knobs, with what is said of a knob."""
    from optviz.core.curvature.entrants import ENTRANTS
    from optviz.core.matrices.rules import MATRIX_RULES
    from optviz.core.optimizers import grouped
    from optviz.core.optimizers.modifiers import KNOBS
    from optviz.core.optimizers.schedules import SCHEDULES
    from optviz.core.registry import knobs_of
    from optviz.core.surfaces import SURFACES
    from optviz.scenes.lessons import LESSONS
    from optviz.scenes.own_surface import TITLE
    from optviz.scenes.scene import RACE_KNOBS
    from optviz.ui import atlas, playground, quiz, shell

    rules = {**ENTRANTS, **MATRIX_RULES}
    kinds: list[Any] = [*SURFACES.values(), *rules.values()]
    knobs = [knob for kind in kinds for knob in knobs_of(kind)] + [knob for knob, _ in KNOBS.values()]
    names = [title for _, title in shell.PAGES] + list(shell.GROUPS) + list(atlas.OPEN.values())
    names += [playground.FREE, playground.PURPOSE, quiz.PURPOSE, TITLE, *(name.capitalize() for name in atlas.VIEWS)]
    names += [lesson.title for lesson in LESSONS.values()] + [kind.name for kind in kinds]
    names += [str(group) for group, _ in grouped(rules)] + [each.name for each in SCHEDULES.values()]
    names += [text for knob in (*knobs, *RACE_KNOBS) for text in (knob.label, knob.help)]
    return set(names)


def of_sections() -> set[str]:
    """Return the sections' titles and the labels of their controls, with what a choice offers."""
    from optviz.lecture.pages import PAGES

    found = set()
    for section in (section for page in PAGES.values() for section in page.sections):
        found.add(section.title)
        for control in section.all_controls():
            if control.valued or control.kind in ("button", "randomize"):
                found |= {control.label, getattr(control, "help", "")}
            found |= {label for _, label in getattr(control, "options", ())}
    return found


def names() -> set[str]:
    """Return what is called the same in every language: optimizers and other names, formulas, numbers."""
    from optviz.core.matrices.rules import MATRIX_RULES
    from optviz.core.optimizers import OPTIMIZERS

    return NAMES | {kind.name for kind in (*OPTIMIZERS.values(), *MATRIX_RULES.values())}


def of_server() -> set[str]:
    """Return what the server says in its messages."""
    return {text for texts in SERVER.values() for text in texts}


def needed() -> set[str]:
    """Return every text that a translation has."""
    found = of_modules() | of_pages() | of_registries() | of_sections() | of_server() | set(ALONE)
    return {text for text in found - names() if re.search(r"[^\W\d_]{2}", text) and not formula(text)}


def formula(text: str) -> bool:
    """Tell whether a text is mathematics alone, or a name of one letter and a number."""
    functions = {"sin", "cos", "exp", "tanh", "log", "ReLU", "XOR", "PCA"}
    short = {"of", "to", "on", "up", "by", "at", "in", "is", "or", "it", "no"}
    found = set(re.findall(r"[^\W\d_]{2,}", text))
    return not found & short and all(len(word) < 3 or word in functions for word in found)


def gaps(text: str) -> list[str]:
    """Return the names of a text's gaps, in alphabetical order."""
    return sorted(GAP.findall(text))


def faults(language: str) -> dict[str, list[str]]:
    """Return what is wrong with a translation, by kind; nothing if all is well."""
    wanted, said = needed(), words.texts(language)
    both = sorted(wanted & set(said))
    found = {
        "missing": sorted(wanted - set(said)),
        "stale": sorted(set(said) - wanted),
        "empty": [text for text in both if not said[text].strip()],
        "other gaps": [text for text in both if gaps(text) != gaps(said[text])],
        "as in English": [text for text in both if said[text] == text and text not in SAME[language]],
        "allowed in vain": sorted(text for text in SAME[language] if said.get(text) != text),
    }
    return {kind: texts for kind, texts in found.items() if texts}


def main() -> int:
    """Print what is wrong with every translation, or all that one lacks, as JSON."""
    if sys.argv[1:]:
        lacks = faults(sys.argv[1]).get("missing", [])
        print(json.dumps(dict.fromkeys(lacks, ""), ensure_ascii=False, indent=1))
        return bool(lacks)
    found = {each: faults(each) for each in words.LANGUAGES if each != words.ENGLISH}
    for language, kinds in found.items():
        for kind, texts in kinds.items():
            print(f"{language}: {kind}: {len(texts)}", *texts, sep="\n  ")
    return any(found.values())


if __name__ == "__main__":
    sys.exit(main())
