"""What the stage's controls offer: every optimizer and surface with its knobs, from the registries."""

import dataclasses
import json
from functools import cache
from typing import Any

from optviz import words
from optviz.core.curvature.entrants import ENTRANTS, METHOD_ENTRANTS
from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.optimizers import Optimizer, grouped
from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES
from optviz.figures.palette import for_browser, look
from optviz.scenes.reader import MAX_LOOK
from optviz.scenes.scene import MAX_COORDINATE, MAX_RACERS, MAX_SEED, RACE_KNOBS, SPARE_LOOK, default_look


def knobs(kind: Any) -> list[dict[str, Any]]:
    """Return the knobs of a rule or surface as plain data."""
    return [dataclasses.asdict(k) for k in knobs_of(kind)]


def rule(kind: type[Optimizer]) -> dict[str, Any]:
    """Return what the stage shows of a rule: name, knobs, formula, worked lines, convention."""
    return {
        "name": kind.name,
        "knobs": knobs(kind),
        "latex": list(kind.latex),
        "worked": [list(pair) for pair in kind.worked],
        "convention": kind.convention,
        "look": default_look(kind.key),
        "modified": kind.key not in METHOD_ENTRANTS,
    }


@cache
def catalog() -> dict[str, Any]:
    """Return the whole catalogue; it never changes while the server runs."""
    styles = [look(n) for n in range(MAX_LOOK + 1)]
    return {
        "order": list(ENTRANTS),
        "groups": [[str(group), list(keys)] for group, keys in grouped({**ENTRANTS, **MATRIX_RULES})],
        "rules": {key: rule(kind) for key, kind in ENTRANTS.items()},
        "surfaces": {key: {"name": kind.name, "knobs": knobs(kind)} for key, kind in SURFACES.items()},
        "race": [dataclasses.asdict(knob) for knob in RACE_KNOBS],
        "schedules": [
            {"key": key, "name": each.name, "latex": each.latex, "knobs": list(each.knobs)}
            for key, each in SCHEDULES.items()
        ],
        "modifiers": {key: dataclasses.asdict(knob) for key, (knob, _) in KNOBS.items()},
        "limits": {"racers": MAX_RACERS, "coordinate": MAX_COORDINATE, "seed": MAX_SEED},
        "spare": SPARE_LOOK,
        "looks": [[style.colour, style.dash, style.marker] for style in styles],
        "palette": for_browser(),
        "languages": words.LANGUAGES,
    }


@cache
def catalog_bytes(language: str = words.ENGLISH) -> bytes:
    """Return the catalogue as JSON, with the texts of a language that is not English.

    As a plain dict it would make Streamlit load pandas (42 MB) to look for tables.
    """
    spoken = {} if language == words.ENGLISH else {"words": {"language": language, "texts": words.texts(language)}}
    return json.dumps(catalog() | spoken, ensure_ascii=False, separators=(",", ":")).encode()
