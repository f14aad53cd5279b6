"""A step from one scene to another, as a menu takes it: another lesson, another surface, or a scene as a whole."""

from collections.abc import Mapping

from optviz.scenes.codec import Query, from_query, owns, plain_query
from optviz.scenes.own_surface import known
from optviz.scenes.reader import Reader
from optviz.scenes.scene import Scene, default_scene


def step_from(query: Query | str, before: Query | str, lessons: Mapping[str, Scene]) -> tuple[Scene, tuple[str, ...]]:
    """Return where a step leads from the scene of the link ``before``, and what was ignored; never raises.

    ``lesson=key`` opens a lesson; ``lesson=`` leaves it, for the opening race on the same surface; ``surface=key``
    moves the race; a query with a ``run`` is the link of a whole scene. How many curves there are, what is hidden, the
    presenter mode and ``show_all`` stay as they were.
    """
    scene, ignored = from_query(before, lessons)
    keep = {name: getattr(scene, name) for name in ("present", "hidden", "curves", "show_all")}
    reader = Reader()
    texts = plain_query(reader, query, owns)
    if "run" in texts:
        whole, more = from_query(query, lessons)
        return whole.replace(**keep), (*ignored, *more)
    for key, words in texts.items():
        if key == "lesson" and words[-1] in ("", *lessons):
            free = default_scene().on_surface(scene.surface, scene.formula)
            scene = (lessons[words[-1]] if words[-1] else free).replace(**keep)
        elif key == "surface" and known(words[-1]):
            scene = scene.on_surface(words[-1])
        elif key in ("lesson", "surface"):
            reader.drop(key, words[-1], f"there is no such {key}")
        else:
            reader.drop(key, words[-1], "not part of a step")
    return scene, (*ignored, *reader.report())
