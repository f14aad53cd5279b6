"""Scenes as links and links as scenes: one vocabulary, one validation, nothing that raises.

A link reads ``?surface=quadratic&s.kappa=100&run=gd,lr:0.02&run=adam,off&at=-4,2&steps=300``.
Keys and their meaning are public: a link made today must open for ever.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote, unquote, unquote_plus

from optviz.core import number_text
from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.optimizers.modifiers import KNOBS, SWITCHED
from optviz.core.registry import knobs_of
from optviz.questions import QUESTION_WORDS
from optviz.scenes.own_link import read_own, with_what_is_typed
from optviz.scenes.own_surface import TYPED, known
from optviz.scenes.reader import Reader
from optviz.scenes.scene import (
    DEFAULT_STEPS,
    HIDEABLE,
    MAX_NOISE,
    MAX_RACERS,
    MAX_SEED,
    MAX_STEPS,
    Racer,
    Scene,
    Settings,
    complete,
    default_scene,
    free_look,
)
from optviz.scenes.viewport import LIMITS, read_viewports, viewport_pairs

MAX_LINK = 8000
Query = Mapping[str, Sequence[str]]


def racer_text(racer: Racer, before: tuple[Racer, ...] = ()) -> str:
    """Return a racer as it stands in a link after ``before``: rule, knobs that differ from their default, modifiers,
    look, off.

    The look is left out where the reader would choose the same one.
    """
    parts = [racer.rule]
    values = dict(racer.knobs)
    parts += [
        f"{k.key}:{number_text.link(values[k.key])}"
        for k in knobs_of(ENTRANTS[racer.rule])
        if values[k.key] != k.default
    ]
    parts += [racer.schedule] * (racer.schedule != "constant")
    parts += [
        f"{key}:{number_text.link(value)}"
        for key, value in racer.modifiers
        if key in SWITCHED or value != KNOBS[key][0].default
    ]
    if racer.look != free_look(before, racer.rule):
        parts.append(f"look:{racer.look}")
    if not racer.on:
        parts.append("off")
    return ",".join(parts)


def pairs(scene: Scene) -> list[tuple[str, str]]:
    """Return the link's keys and values in order; whatever is at its default is left out."""
    kind = scene.surface_kind
    out = [("surface", scene.surface)]
    out += [("f", scene.formula)] * bool(scene.formula)
    values = dict(scene.surface_knobs)
    out += [(f"s.{k.key}", number_text.link(values[k.key])) for k in knobs_of(kind) if values[k.key] != k.default]
    out += [("run", racer_text(r, scene.racers[:i])) for i, r in enumerate(scene.racers)] or [("run", "none")]
    if scene.start != kind.starts[0]:
        out.append(("at", ",".join(number_text.link(c) for c in scene.start)))
    plain = (
        ("steps", scene.steps, DEFAULT_STEPS),
        ("noise", scene.noise, 0.0),
        ("seed", scene.seed, 0),
        ("pick", scene.pick, 0),
        ("t", scene.step, 0),
    )
    out += [(key, number_text.link(value)) for key, value, default in plain if value != default]
    out += [("view", scene.view)] * (scene.view != "2d")
    out += [("curves", str(scene.curves))] * (scene.curves != 2)
    out += [("hide", ",".join(sorted(scene.hidden)))] * bool(scene.hidden)
    out += [("model", "1")] * scene.model + [("fog", "1")] * scene.fog + [("cost", "1")] * scene.cost
    out += [("lesson", scene.lesson)] * bool(scene.lesson)
    out += [("typing", scene.typing)] * bool(scene.typing)
    looked = [("all", "1")] * scene.show_all + [("present", "1")] * scene.present
    return out + looked + viewport_pairs(scene.viewports)


def query_string(named: Iterable[tuple[str, str]]) -> str:
    """Return (key, value) pairs as the query string of a link, without the question mark."""
    return "&".join(f"{quote(key)}={quote(value, safe=',:')}" for key, value in named)


def to_query(scene: Scene) -> str:
    """Return the scene as the query string of a link, without the question mark."""
    return query_string(pairs(scene))


def _surface(reader: Reader, query: Query, base: Scene) -> Scene:
    """Return ``base`` moved to the surface, surface knobs and start that the query names."""
    scene = base
    if "surface" in query:
        key = query["surface"][-1]
        if key == TYPED:
            scene = read_own(reader, query, scene).replace(lesson=scene.lesson, step=scene.step)
        elif known(key):
            scene = scene.on_surface(key).replace(lesson=scene.lesson, step=scene.step)
        else:
            reader.drop("surface", key, "there is no such surface")
    if scene.surface != TYPED:
        scene = scene.replace(surface_knobs=_surface_knobs(reader, query, scene))
    if "at" in query:
        scene = scene.replace(start=reader.point(query["at"][-1], scene.start))
    return scene


def _surface_knobs(reader: Reader, query: Query, scene: Scene) -> Settings:
    typed = {key.removeprefix(SURFACE_KNOB): texts[-1] for key, texts in query.items() if key.startswith(SURFACE_KNOB)}
    valid = reader.knobs(scene.surface, knobs_of(scene.surface_kind), typed)
    return complete(scene.surface_kind, {**dict(scene.surface_knobs), **valid})


def _numbers(reader: Reader, query: Query, scene: Scene) -> Scene:
    """Return ``scene`` with the counts, the noise and the seed that the query names."""
    last = {key: texts[-1] for key, texts in query.items()}
    whole = {"steps": (1, MAX_STEPS), "seed": (0, MAX_SEED), "pick": (0, MAX_RACERS - 1), "t": (0, MAX_STEPS)}
    for key, (low, high) in whole.items():
        field = "step" if key == "t" else key
        default = getattr(scene, field)
        if key in last:
            scene = scene.replace(**{field: reader.whole(key, last[key], low, high, default)})
    if "noise" in last:
        scene = scene.replace(noise=reader.real("noise", last["noise"], 0.0, MAX_NOISE, scene.noise))
    return scene


def _view(reader: Reader, query: Query, scene: Scene) -> Scene:
    """Return ``scene`` with the view, the number of curves, the overlays and the hidden panels that the query names."""
    last = {key: texts[-1] for key, texts in query.items()}
    if "view" in last:
        scene = scene.replace(view=reader.one_of("view", last["view"], ("2d", "3d"), scene.view))
    if "curves" in last:
        scene = scene.replace(curves=int(reader.one_of("curves", last["curves"], ("2", "4"), str(scene.curves))))
    if "hide" in last:
        words = [reader.one_of("hide", w, HIDEABLE, "") for w in last["hide"].split(",")]
        scene = scene.replace(hidden=frozenset(w for w in words if w))
    for key in ("present", "all", "model", "fog", "cost"):
        if key in last:
            scene = scene.replace(**{"show_all" if key == "all" else key: reader.flag(key, last[key])})
    return scene.replace(viewports=read_viewports(reader, query))


WORDS = "surface f typing run at steps noise seed pick t view curves model fog cost hide lesson all present"
KEYS = frozenset({*WORDS.split(" "), *LIMITS, *QUESTION_WORDS})
SURFACE_KNOB = "s."
"""What the key of a surface's knob begins with."""

REPEATED = ("run", *LIMITS)
"""Keys that may stand in a link more than once."""

Owns = Callable[[str], bool]


def parsed(query: str) -> dict[str, list[str]]:
    """Return a query string's texts by key.

    Forms write a space as ``+``, and a plus as ``%2B``; our links write neither. A person who writes a link by hand
    means a plus: where no ``%2B`` tells that a form was here, one between two operands, as in (x+y)*z or 1e+5, is one.
    """
    out: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        key, _, text = pair.partition("=")
        by_form = "%2b" in text.lower()
        by_hand = " " in text or "%20" in text  # a form writes a space as +
        plain = (
            unquote(text) if by_hand else unquote_plus(text) if by_form else _PLUSES.sub(_plus_or_spaces, unquote(text))
        )
        out.setdefault(unquote_plus(key), []).append(plain)
    return out


_PLUSES = re.compile(r"\++")


def _plus_or_spaces(pluses: re.Match[str]) -> str:
    before, after = pluses.string[: pluses.start()][-1:], pluses.string[pluses.end() :][:1]
    between = (before.isalnum() or before in (".", ")")) and (after.isalnum() or after in (".", "("))
    return "+" if between else " " * len(pluses.group())


def owns(key: str) -> bool:
    """Tell whether a key of a link is the playground's. All others are somebody else's, and left alone."""
    return key in KEYS or key.startswith(SURFACE_KNOB)


def plain_query(reader: Reader, query: Query | str | bytes, owns: Owns) -> dict[str, list[str]]:
    """Return the texts by key of those keys that are ours; most count once, the last time."""
    if isinstance(query, bytes):
        query = query.decode(errors="replace")
    if isinstance(query, str):
        query = "&".join(pair for pair in query.split("&") if owns(unquote_plus(pair.partition("=")[0])))
        if len(query) > MAX_LINK:
            reader.drop("link", query, f"longer than {MAX_LINK} characters, the rest")
            query = query[:MAX_LINK].rpartition("&")[0]
        query = parsed(query)
    out = bounded(reader, query, owns)
    for key, words in out.items():
        if len(words) > 1 and key not in REPEATED:
            reader.drop(key, words[0], "given more than once, the last one counts")
    return out


def bounded(reader: Reader, query: Query, owns: Owns) -> dict[str, list[str]]:
    """Return our texts by key up to the bound on a link's length: one that comes as a mapping is bounded too."""
    out: dict[str, list[str]] = {}
    length = 0
    for key, texts in query.items():
        words = [texts] if isinstance(texts, str | bytes) or not isinstance(texts, Sequence) else texts
        for word in map(str, words if owns(str(key)) else ()):
            length += len(str(key)) + len(word) + 1
            if length > MAX_LINK:
                reader.drop("link", f"{key}={word}", f"longer than {MAX_LINK} characters, the rest")
                return out
            out.setdefault(str(key), []).append(word)
    return out


def from_query(query: Query | str | bytes, lessons: Mapping[str, Scene] | None = None) -> tuple[Scene, tuple[str, ...]]:
    """Return the scene a link names, and a sentence for each thing in it that was ignored; never raises.

    ``lessons`` maps the keys of lessons to their scenes: a link ``?lesson=key`` alone opens one.
    """
    reader = Reader()
    query = with_what_is_typed(plain_query(reader, query, owns))
    base, key = default_scene(), ""
    if "lesson" in query:
        key = query["lesson"][-1]
        if lessons and key in lessons:
            base = lessons[key]
        else:
            reader.drop("lesson", key, "there is no such lesson")
            key = ""
    if known(query.get("surface", ("",))[-1]) or ("run" in query and not key):
        # A full link: the lesson is then only a label.
        base = default_scene().replace(steps=DEFAULT_STEPS, pick=0)
    base = base.replace(lesson=key)
    scene = _view(reader, query, _numbers(reader, query, _surface(reader, query, base)))
    if "run" in query:
        scene = scene.replace(racers=reader.racers(query["run"]))
    scene = settle(scene)
    scene = scene.replace(racers=tuple(reader.warmed_up(racer, scene.steps) for racer in scene.racers))
    return scene, reader.report()


def settle(scene: Scene) -> Scene:
    """Return the scene with its pick and playhead inside what there is."""
    pick = min(scene.pick, max(len(scene.racers) - 1, 0))
    return scene.replace(pick=pick, step=min(scene.step, scene.steps))
