"""Links: every scene has one that opens it again, old links stay valid, and bad ones never break the page."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.number_text import link as number
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import Knob, knobs_of
from optviz.core.surfaces import SURFACES
from optviz.scenes.codec import from_query, racer_text, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.reader import MAX_LOOK
from optviz.scenes.scene import (
    COLOURS,
    HIDEABLE,
    MAX_COORDINATE,
    MAX_NOISE,
    MAX_RACERS,
    MAX_SEED,
    MAX_STEPS,
    SPARE_LOOK,
    Racer,
    Scene,
    default_look,
    default_scene,
)

COORDINATES = st.floats(-MAX_COORDINATE, MAX_COORDINATE)


def values(table: tuple[Knob, ...]) -> st.SearchStrategy:
    """Settings within the limits of each knob, often at its default."""
    spread = [st.integers(int(k.low), int(k.high)).map(float) if k.whole else st.floats(k.low, k.high) for k in table]
    each = [st.tuples(st.just(k.key), st.just(k.default) | values) for k, values in zip(table, spread, strict=True)]
    return st.tuples(*each)


@st.composite
def racers(draw) -> Racer:
    rule = draw(st.sampled_from(list(OPTIMIZERS)))
    return Racer(rule, draw(values(knobs_of(OPTIMIZERS[rule]))), draw(st.booleans()), draw(st.integers(0, MAX_LOOK)))


@st.composite
def scenes(draw) -> Scene:
    surface = draw(st.sampled_from(list(SURFACES)))
    field = tuple(draw(st.lists(racers(), max_size=MAX_RACERS)))
    steps = draw(st.integers(1, MAX_STEPS))
    return Scene(
        surface,
        draw(values(knobs_of(SURFACES[surface]))),
        field,
        draw(st.sampled_from(SURFACES[surface].starts) | st.tuples(COORDINATES, COORDINATES)),
        steps=steps,
        noise=draw(st.floats(0, MAX_NOISE)),
        seed=draw(st.integers(0, MAX_SEED)),
        view=draw(st.sampled_from(["2d", "3d"])),
        curves=draw(st.sampled_from([2, 4])),
        pick=draw(st.integers(0, max(len(field) - 1, 0))),
        step=draw(st.integers(0, steps)),
        show_all=draw(st.booleans()),
        hidden=draw(st.frozensets(st.sampled_from(HIDEABLE))),
        lesson=draw(st.sampled_from(["", *LESSONS])),
        present=draw(st.booleans()),
    )


def words(scene: Scene) -> dict[str, str | list[str]]:
    """The scene as the browser's controls say it: see ControlBar in optviz/ui/stage/js/shared/control_bar.js."""
    out: dict[str, str | list[str]] = {
        "surface": scene.surface,
        "at": ",".join(number(c) for c in scene.start),
        "steps": str(scene.steps),
        "noise": number(scene.noise),
        "seed": str(scene.seed),
        "pick": str(scene.pick),
        "view": scene.view,
        "curves": str(scene.curves),
        "run": [typed(racer) for racer in scene.racers] or ["none"],
        "present": "1" if scene.present else "0",
        **{f"s.{key}": number(value) for key, value in scene.surface_knobs},
    }
    if scene.hidden:
        out["hide"] = ",".join(scene.hidden)
    if scene.lesson:
        out["lesson"] = scene.lesson
    return json.loads(json.dumps(out))


def typed(racer: Racer) -> str:
    knobs = [f"{key}:{number(value)}" for key, value in racer.knobs]
    return ",".join([racer.rule, *knobs, f"look:{racer.look}", *([] if racer.on else ["off"])])


@given(scenes())
def test_a_link_opens_the_scene_it_was_made_from(scene):
    assert from_query(to_query(scene), lesson_scenes()) == (scene, ())


@given(scenes())
def test_a_link_is_short_enough_for_every_browser(scene):
    link = to_query(scene)
    assert len(link) < 4000
    assert link.isascii() and not set(link) & set(' "<>`{}|\\^')


@given(scenes())
def test_what_the_browsers_controls_say_opens_the_scene_that_they_show(scene):
    scene = scene.replace(step=0, show_all=False)
    assert from_query(words(scene), lesson_scenes()) == (scene, ())


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_as_short_as_it_can_be_read_back(value):
    assert float(number(value)) == value
    assert not number(value).endswith(".0")


def test_the_page_without_a_link_opens_the_default_scene():
    assert from_query("") == (default_scene(), ())
    assert from_query({}) == (default_scene(), ())


@pytest.mark.parametrize("key", SURFACES)
def test_a_surface_alone_is_a_link(key):
    scene, ignored = from_query(f"surface={key}")
    assert (scene.surface, scene.start, ignored) == (key, SURFACES[key].starts[0], ())


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_an_optimizer_alone_is_a_link(rule):
    scene, ignored = from_query(f"run={rule}")
    assert (scene.racers, scene.surface, ignored) == ((Racer.of(rule),), "rosenbrock", ())


def test_what_is_at_its_default_is_left_out_of_a_link():
    assert to_query(Scene.of("beale", (Racer.of("adam"),))) == "surface=beale&run=adam"
    assert racer_text(Racer.of("adam", on=False, look=3, lr=0.25)) == "adam,lr:0.25,look:3,off"


def test_looks_survive_where_two_runs_of_a_rule_wear_the_same_or_swapped_ones():
    for looks in ((0, 0), (0, 1), (1, 0), (5, 5)):
        scene = Scene.of("quadratic", tuple(Racer.of("gd", look=look) for look in looks))
        assert from_query(to_query(scene)) == (scene, ())
    assert (
        to_query(Scene.of("quadratic", (Racer.of("gd"), Racer.of("gd", look=SPARE_LOOK))))
        == "surface=quadratic&run=gd&run=gd"
    )


@given(st.lists(st.sampled_from(list(OPTIMIZERS)), max_size=MAX_RACERS))
def test_runs_that_a_link_names_without_looks_have_different_ones_and_no_other_rules(rules):
    scene, _ = from_query("&".join(f"run={rule}" for rule in rules) or "run=none")
    looks = [racer.look for racer in scene.racers]
    assert len(set(looks)) == len(looks)
    for slot, (rule, look) in enumerate(zip(rules, looks, strict=True)):
        assert look == default_look(rule) if rule not in rules[:slot] else look >= SPARE_LOOK


def test_two_of_one_rule_have_two_colours():
    for rule in OPTIMIZERS:
        scene, _ = from_query(f"run=gd&run=momentum&run={rule}&run={rule}")
        colours = [racer.look % COLOURS for racer in scene.racers]
        assert colours.count(colours[-1]) == 1


def test_a_lesson_can_be_opened_with_one_thing_changed():
    scene, ignored = from_query("lesson=narrow_bowl&s.kappa=5&steps=20", lesson_scenes())
    opened = LESSONS["narrow_bowl"].scene
    assert (scene, ignored) == (opened.replace(surface_knobs=(("kappa", 5.0), ("rotation", 0.0)), steps=20), ())
    other, _ = from_query("lesson=narrow_bowl&run=adam", lesson_scenes())
    assert other == opened.replace(racers=(Racer.of("adam"),))


@pytest.mark.parametrize(
    "others",
    ["embed=true&embed_options=dark_theme", "utm_source=mail&utm_source=x", "fbclid=" + "x" * 9000, "é=%ff&=&"],
)
def test_what_is_not_ours_is_left_alone_and_takes_no_room(others):
    assert from_query(others) == (default_scene(), ())
    opened, _ = from_query("surface=beale&run=gd")
    assert from_query(f"{others}&surface=beale&{others}&run=gd") == (opened, ())
    assert from_query({"surface": ["beale"], "run": ["gd"], "fbclid": ["x" * 9000]}) == (opened, ())


# Made when the first links were published. They must open like this for ever: add to them, change none.
FROZEN = {
    "surface=quadratic&s.kappa=100&s.rotation=45&run=gd,lr:0.02&run=adam,off&at=-2,1.5&steps=300": Scene.of(
        "quadratic",
        (Racer.of("gd", lr=0.02), Racer.of("adam", on=False)),
        knobs={"kappa": 100, "rotation": 45},
        start=(-2.0, 1.5),
        steps=300,
    ),
    "surface=himmelblau&run=sgd,lr:0.001,sigma:5&run=sgd,look:12&noise=0.5&seed=42&pick=1&t=17&view=3d": Scene.of(
        "himmelblau",
        (Racer.of("sgd", lr=0.001, sigma=5), Racer.of("sgd", look=12)),
        noise=0.5,
        seed=42,
        pick=1,
        step=17,
        view="3d",
    ),
    "surface=saddle&run=none&hide=charts,legend,setup,standings,transport,worked&present=1": Scene.of(
        "saddle", (), hidden=frozenset(HIDEABLE), present=True
    ),
    "surface=beale&run=momentum,beta:0.5&run=nag,beta:0.99&run=adagrad_norm,eps:0.001&run=adagrad"
    "&run=adadelta,rho:0.95&run=rmsprop,rho:0.99&run=adam,beta1:0.8,beta2:0.99,eps:1e-07": Scene.of(
        "beale",
        (
            Racer.of("momentum", beta=0.5),
            Racer.of("nag", beta=0.99),
            Racer.of("adagrad_norm", eps=1e-3),
            Racer.of("adagrad"),
            Racer.of("adadelta", rho=0.95),
            Racer.of("rmsprop", rho=0.99),
            Racer.of("adam", beta1=0.8, beta2=0.99, eps=1e-7),
        ),
    ),
}


@pytest.mark.parametrize("link", FROZEN)
def test_a_published_link_opens_as_it_always_did(link):
    assert from_query(link) == (FROZEN[link], ())
    assert to_query(FROZEN[link]) == link


SURFACE_KEYS = (
    "quadratic rosenbrock saddle monkey_saddle beale himmelblau six_hump_camel three_hump_camel styblinski_tang booth "
    "matyas mccormick goldstein_price rastrigin ackley griewank easom cliff absolute"
)
RULE_KEYS = "gd sgd momentum nag adagrad_norm adagrad adadelta rmsprop adam"


def test_no_published_key_was_renamed_or_removed():
    assert set(SURFACE_KEYS.split(" ")) <= set(SURFACES)
    assert list(OPTIMIZERS)[:9] == RULE_KEYS.split(" "), "a rule's place is its colour"
    assert len(OPTIMIZERS) <= MAX_LOOK
