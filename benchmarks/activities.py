"""What people do in the load tests: on which page, what it opens with, and what each change asks for, as links."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from optviz.lecture import TITLES
from optviz.lecture.controls import Slider
from optviz.lecture.page_state import opened, to_query
from optviz.lecture.pages import PAGES
from optviz.scenes import codec
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import MAX_RACERS, MAX_STEPS, Racer, Scene

LESSON = "narrow_bowl"
RULES = ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
STEPS = 500

Links = Iterator[str]


@dataclass(frozen=True)
class Activity:
    """Something one does on a page: ``links`` yields what the page shows first, then the link of each change."""

    name: str
    page: str
    links: Callable[[random.Random], Links]
    works: bool = False


def number(rng: random.Random, low: float, high: float) -> float:
    """Return where a hand may leave a slider: four digits between two ends."""
    return float(f"{rng.uniform(low, high):.4g}")


def drag_rate(scene: Scene) -> Callable[[random.Random], Links]:
    """Drag the learning rate of a scene's last run."""

    def links(rng: random.Random) -> Links:
        while True:
            last = Racer.of(scene.racers[-1].rule, lr=number(rng, 0.001, 0.5))
            yield codec.to_query(scene.replace(racers=(*scene.racers[:-1], last)))

    return links


def lesson_links(rng: random.Random) -> Links:
    """Open the lesson by its link, then drag Adam's learning rate."""
    scene = LESSONS[LESSON].scene.replace(racers=tuple(Racer.of(rule, lr=0.02) for rule in RULES), steps=STEPS)
    return chain((f"lesson={LESSON}",), drag_rate(scene)(rng))


def crowded_scene() -> Scene:
    """Return the largest race there is: 12 runs of 5,000 steps."""
    racers = tuple(Racer.of(RULES[i % len(RULES)], lr=0.01 + 0.001 * i) for i in range(MAX_RACERS))
    return Scene.of("quadratic", racers, knobs={"kappa": 10}, steps=MAX_STEPS)


def section_links(page: str, section: str, keys: tuple[str, ...], preset: str = "") -> Callable[[random.Random], Links]:
    """Open a section, or a preset of it; each change moves one of its sliders called ``keys`` to anywhere."""

    def links(rng: random.Random) -> Links:
        state = opened(PAGES[page], section, preset)
        sliders = [one for one in state.section.all_controls() if isinstance(one, Slider) and one.key in keys]
        while True:
            yield to_query(state)
            slider = rng.choice(sliders)
            value = slider.clamp(position(rng, slider))
            state = state.replace(settings=tuple((state.values | {slider.key: value}).items()))

    return links


def position(rng: random.Random, slider: Slider) -> float:
    """Return a value of a slider, each place of its length as likely as any other."""
    share = rng.random()
    if slider.scale == "log":
        return float(f"{slider.low * (slider.high / slider.low) ** share:.4g}")
    return float(f"{slider.low + (slider.high - slider.low) * (share**2 if slider.scale == 'square' else share):.4g}")


def formula(rng: random.Random) -> str:
    """Return a formula of a dozen operations with one parameter, hardly ever the same twice."""
    p, q, r = (rng.randint(1, 9) for _ in range(3))
    wave = rng.choice(("sin", "cos", "tanh", "atan"))
    return f"{wave}({p}x+{q}/7) y^2 + a x^2/{r} + exp(-x^2/{p}) + {q / 10:g} y^4"


def typed_links(rng: random.Random) -> Links:
    """Race on one formula after the other: each is asked for half typed, which may not be readable, then whole."""
    runs = [("run", f"{rule},lr:0.01") for rule in RULES]
    shown = "x^2 + a y^2"
    while True:
        yield codec.query_string([("surface", "typed"), ("f", shown), *runs])
        text = formula(rng)
        yield codec.query_string([("surface", "typed"), ("f", shown), ("typing", text[: len(text) // 2]), *runs])
        shown = text


def first_links(rng: random.Random) -> Links:
    """Open a page by its name alone."""
    return iter(("",))


DRAGGING = Activity("playground", "playground", lesson_links)
TYPING = Activity("typed functions", "playground", typed_links)
LECTURE = (
    Activity("digits", "network", section_links("network", "digits", ("lr", "seed")), works=True),
    Activity("basins", "traps", section_links("traps", "basins", ("lr", "x0", "y0", "steps"))),
    Activity("η×β map", "momentum", section_links("momentum", "map", ("lr", "beta", "kappa"))),
    Activity("mini-batches", "stochastic", section_links("stochastic", "minibatch", ("lr", "batch", "seed"))),
)
OPENING = tuple(Activity(page, page, first_links) for page in ("playground", *TITLES))
GREEDY = (
    Activity(
        "n = 100,000", "stochastic", section_links("stochastic", "batch_size", ("lr", "small", "seed"), "size_many")
    ),
    Activity("12 × 5,000 steps", "playground", drag_rate(crowded_scene())),
    Activity("network landscape", "network", section_links("network", "landscape", ("lr_adam", "seed")), works=True),
)
