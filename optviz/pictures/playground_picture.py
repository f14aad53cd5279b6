"""What the playground shows at an address."""

import dataclasses
from functools import cached_property
from typing import Any

from optviz.figures.board import Background, Board
from optviz.figures.fan import Fan
from optviz.figures.race_board import race_background, race_board, race_controls, surface_key
from optviz.figures.race_fan import fan_link, race_fan
from optviz.lecture.work import Work
from optviz.pictures import PLAYGROUND, TITLES
from optviz.pictures.cached import kept
from optviz.questions import Ask, Question, panel_of
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.own_surface import TITLE, TYPED
from optviz.scenes.questions import questions_of
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Scene
from optviz.scenes.step import step_from

LOOKED = ("step", "present", "show_all", "hidden", "curves", "viewports")
"""What of a scene is how it is looked at."""


@dataclasses.dataclass(frozen=True)
class PlaygroundPicture:
    """A scene, what of its address was ignored, and where a turn of the page leads from it."""

    scene: Scene
    ignored: tuple[str, ...] = ()
    leads: dict[str, str] | None = None

    page = PLAYGROUND
    work: Work | None = None

    @classmethod
    def at(cls, query: str, before: str | None = None) -> "PlaygroundPicture":
        """Return what a query names, or where it leads as a step from the query ``before``."""
        lessons = lesson_scenes()
        return cls(*(from_query(query, lessons) if before is None else step_from(query, before, lessons)))

    @property
    def link(self) -> str:
        """The link to the scene, without the playhead."""
        return self._link

    @cached_property
    def _link(self) -> str:
        return to_query(self.scene.replace(step=0, present=False, show_all=False, viewports=()))

    @property
    def bare_query(self) -> str:
        """The link without the race's settings: a question of a lesson sets them."""
        scene = self.scene
        looked = {name: getattr(scene, name) for name in LOOKED}
        bare = LESSONS[scene.lesson].scene.replace(**looked) if scene.lesson else scene
        return to_query(bare)

    @property
    def questions(self) -> dict[str, Question[Any]]:
        """The lesson's questions by key."""
        return questions_of(self.scene.lesson)

    def setting(self, question: Question[Any], seed: int) -> tuple[Scene, Ask]:
        """Return the scene that a question draws, and what is asked; seen from above where the answer lies on it."""
        scene, asked = question.at(seed)
        return (scene.replace(view="2d") if panel_of(asked.form) else scene), asked

    def at_setting(self, scene: Any, start: int, held: bool) -> "PlaygroundPicture":
        """Return this scene, looked at as now; while ``held``, at step ``start`` with nothing of what comes."""
        looked = {name: getattr(self.scene, name) for name in LOOKED}
        step = start if held else max(start, min(self.scene.step, scene.steps))
        whole = scene.replace(**{**looked, "lesson": self.scene.lesson, "step": step})
        return dataclasses.replace(self, scene=whole.replace(show_all=whole.show_all and not held))

    @property
    def header(self) -> dict[str, Any]:
        """What the browser must know beside the board and the controls."""
        scene = self.scene
        return {
            "arrangement": "playground",
            "shows": {"lesson": scene.lesson, "surface": scene.surface},
            "query": to_query(scene),
            "step": scene.step,
            "all": scene.show_all,
            "present": scene.present,
            "hidden": sorted(scene.hidden),
            "viewports": [list(each) for each in scene.viewports],
            "ignored": list(self.ignored),
            "head": self.head,
            "leads": self.leads,
            "questions": [[each.key, each.title] for each in self.questions.values()],
            "check": None,
            "question": None,
            "quiz": None,
        }

    @property
    def head(self) -> dict[str, Any]:
        """What presenter mode shows above the race: the lesson's name or the surface's, and f in LaTeX."""
        lesson, surface = self.scene.lesson, self.scene.surface_now()
        return {
            "page": TITLES[PLAYGROUND],
            "section": LESSONS[lesson].title if lesson else TITLE if self.scene.surface == TYPED else surface.name,
            "place": None,
            "rule": surface.latex,
            "presets": [],
            "words": [],
        }

    @cached_property
    def race(self) -> Race:
        """The race of the scene; what only changes how it is looked at runs nothing anew."""
        looks = {"view": "2d", "curves": 2, "viewports": (), "hidden": frozenset(), "present": False, "show_all": False}
        looks |= {"model": False, "fog": False, "cost": False}
        plain = self.scene.replace(pick=0, step=0, lesson="", typing="", **looks)
        race = kept(f"race {to_query(plain)}", lambda: run_scene(plain))
        return dataclasses.replace(race, scene=self.scene)

    @property
    def background_key(self) -> str:
        """The key of the surface under the race."""
        return surface_key(self.scene)

    def board(self, *_: Any) -> Board:
        """Draw the race as a board."""
        return race_board(self.race)

    def controls(self) -> list[dict[str, Any]]:
        """Return the controls with their values."""
        return race_controls(self.race)

    def fan_link(self, control: str) -> str:
        """Return all that a slider's fan depends on, as text; nothing where there is no such slider."""
        return fan_link(self.scene, control)

    def fan(self, control: str) -> Fan | None:
        """Make the runs at many positions of a slider."""
        return race_fan(self.scene, control)

    def background(self, *_: Any) -> Background:
        """Compute the surface under the race."""
        return race_background(Race(self.scene, (), ()))
