"""A step from one scene to another, as a menu takes it: another lesson, another surface, or a scene as a whole."""

from collections.abc import Mapping

from optviz.core.surfaces import SURFACES
from optviz.scenes.codec import Query, from_query, plain_query
from optviz.scenes.reader import Reader
from optviz.scenes.scene import Scene


def step_from(query: Query | str, before: Query | str, lessons: Mapping[str, Scene]) -> tuple[Scene, tuple[str, ...]]:
    """Return where a step leads from the scene of the link ``before``, and what was ignored; never raises.

    ``lesson=key`` opens a lesson and ``lesson=`` drops its label, ``surface=key`` moves the race; a query with a
    ``run`` is the link of a whole scene. What is hidden, the presenter mode and ``show_all`` stay as they were.
    """
    scene, ignored = from_query(before, lessons)
    keep = {"present": scene.present, "hidden": scene.hidden, "show_all": scene.show_all}
    reader = Reader()
    texts = plain_query(reader, query)
    if "run" in texts:
        whole, more = from_query(query, lessons)
        return whole.replace(**keep), (*ignored, *more)
    for key, words in texts.items():
        if key == "lesson" and words[-1] in ("", *lessons):
            scene = lessons[words[-1]].replace(**keep) if words[-1] else scene.replace(lesson="")
        elif key == "surface" and words[-1] in SURFACES:
            scene = scene.on_surface(words[-1])
        elif key in ("lesson", "surface"):
            reader.drop(key, words[-1], f"there is no such {key}")
        else:
            reader.drop(key, words[-1], "not part of a step")
    return scene, (*ignored, *reader.report())
