"""Every optimizer of Optax 0.2.8 walks as in Optax's own loop, or is refused in a sentence: none becomes another."""

import inspect
from collections.abc import Callable
from typing import Any, cast

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from optax._src import alias

from optviz.core.optimizers import from_optax
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from tests.every import some

BOWL = SURFACES["quadratic"](kappa=5.0, rotation=20.0)
START, STEPS = (-2.0, 1.5), 24
contrib = optax.contrib
Make = Callable[[], Any]

WORK: dict[str, Make] = {
    **{
        key: lambda key=key: getattr(optax, key)(0.05)
        for key in (
            *("adabelief", "adadelta", "adagrad", "adam", "adamax", "adamaxw", "adamw", "adan", "amsgrad", "lion"),
            *("nadam", "nadamw", "optimistic_adam_v2", "optimistic_gradient_descent", "radam", "rmsprop", "rprop"),
            *("sgd", "sign_sgd", "signum", "yogi"),
        )
    },
    **{
        key: lambda key=key: getattr(contrib, key)(0.05)
        for key in ("acprop", "ademamix", "adopt", "cocob", "madgrad", "simplified_ademamix", "schedule_free_sgd")
    },
    "optimistic_adam": lambda: optax.optimistic_adam(0.05, 1.0),
    "dadapt_adamw": lambda: contrib.dadapt_adamw(),
    "dog": lambda: contrib.dog(init_step=("distance", 0.1)),
    "dowg": lambda: contrib.dowg(),
    "prodigy": lambda: contrib.prodigy(estim_lr0=0.01),
    "normalize": lambda: optax.chain(contrib.normalize(), optax.scale(-0.1)),
    "mechanize": lambda: contrib.mechanize(optax.sgd(0.1)),
    "sam": lambda: contrib.sam(optax.sgd(0.1), optax.chain(contrib.normalize(), optax.sgd(0.05))),
    "schedule_free": lambda: contrib.schedule_free(optax.sgd(0.1), 0.1),
    "schedule_free_adamw": lambda: contrib.schedule_free_adamw(0.1),
    "scale_by_acprop": lambda: optax.chain(contrib.scale_by_acprop(), optax.scale(-0.1)),
    "scale_by_ademamix": lambda: optax.chain(contrib.scale_by_ademamix(), optax.scale(-0.1)),
    "scale_by_adopt": lambda: optax.chain(contrib.scale_by_adopt(), optax.scale(-0.1)),
    "scale_by_cocob": lambda: contrib.scale_by_cocob(),
    "scale_by_madgrad": lambda: contrib.scale_by_madgrad(0.1),
    "scale_by_simplified_ademamix": lambda: optax.chain(contrib.scale_by_simplified_ademamix(), optax.scale(-0.1)),
    "lbfgs without a line search": lambda: optax.lbfgs(0.1, linesearch=None),
    "a schedule": lambda: optax.adam(optax.cosine_decay_schedule(0.1, 50)),
    "a chain": lambda: optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1, nesterov=True, momentum=0.9)),
}
MATRIX = "it acts on matrices, and (x, y) is a vector, which it treats otherwise."
LAYERS = "it scales each layer by itself, and (x, y) is a point without layers."
KEY = "it keeps what is no number, as a key for random numbers is."
VALUE = "it asks for more than a gradient: its update wants value."
SECOND = "it asks for more than a gradient: f as a function, for its second derivatives."
EACH = "it asks for more than a gradient: a gradient for each example."
REFUSED: dict[str, tuple[Make, str]] = {
    "muon": (lambda: contrib.muon(0.1), MATRIX),
    "scale_by_muon": (lambda: contrib.scale_by_muon(), "a matrix, and (x, y) is a vector."),
    "galore": (lambda: contrib.galore(0.1), MATRIX),
    "scale_by_galore": (lambda: contrib.scale_by_galore(), MATRIX),
    "sm3": (lambda: optax.sm3(0.1), MATRIX),
    "lamb": (lambda: optax.lamb(0.1), LAYERS),
    "lars": (lambda: optax.lars(0.1), LAYERS),
    "adafactor": (lambda: optax.adafactor(0.1), LAYERS),
    "fromage": (lambda: optax.fromage(0.1), LAYERS),
    "novograd": (lambda: optax.novograd(0.1), LAYERS),
    "noisy_sgd": (lambda: optax.noisy_sgd(0.1, key=0), KEY),
    "polyak_sgd": (lambda: optax.polyak_sgd(), VALUE),
    "momo": (lambda: contrib.momo(), VALUE),
    "momo_adam": (lambda: contrib.momo_adam(), VALUE),
    "reduce_on_plateau": (lambda: contrib.reduce_on_plateau(), VALUE),
    "lbfgs": (lambda: optax.lbfgs(), "its update wants value, grad, and value_fn."),
    "sophia": (lambda: contrib.sophia(0.1), SECOND),
    "hutchinson_estimator_diag_hessian": (lambda: contrib.hutchinson_estimator_diag_hessian(), SECOND),
    "sam in one step": (
        lambda: contrib.sam(optax.sgd(0.1), optax.sgd(0.1), opaque_mode=True),
        "f's gradient as a function, to call it elsewhere.",
    ),
    "dpsgd": (lambda: contrib.dpsgd(0.1, 1.0, 1.0, 0), EACH),
    "differentially_private_aggregate": (lambda: contrib.differentially_private_aggregate(1.0, 1.0, key=0), EACH),
    "two averages": (
        lambda: optax.chain(contrib.schedule_free_sgd(0.1), contrib.schedule_free_sgd(0.1)),
        "it averages its path twice, and one average alone can be judged.",
    ),
}
OTHERS = {
    "schedule_free_eval_params": "is no transformation: it gives the average, see below",
    "split_real_and_imaginary": "is for complex numbers, around another transformation",
}


def slope(x: jax.Array) -> jax.Array:
    return jax.grad(BOWL)(x)


def loop(rule: Any) -> tuple[np.ndarray, list[Any]]:
    """The loop from Optax's own documentation: the path and the states."""
    update, x = jax.jit(rule.update), jnp.asarray(START)
    states, path = [rule.init(x)], [x]
    for _ in range(STEPS):
        step, state = update(slope(x), states[-1], x)
        x = cast(jax.Array, optax.apply_updates(x, step))
        path.append(x)
        states.append(state)
    return np.array(path), states


def test_none_of_optaxs_optimizers_is_forgotten() -> None:
    assert optax.__version__ == "0.2.8"
    aliases = {name for name, f in vars(alias).items() if inspect.isfunction(f) and f.__module__ == alias.__name__}
    more = {name for name in dir(contrib) if name.islower() and inspect.isfunction(getattr(contrib, name))}
    public = {name for name in aliases if hasattr(optax, name) and not name.startswith("_")} | more
    assert public <= {"lookahead", *WORK, *REFUSED, *OTHERS}


@pytest.mark.filterwarnings("ignore:.optimistic_adam. is deprecated")
@pytest.mark.parametrize("name", some(WORK, list(WORK)[::2].__contains__))
def test_what_needs_gradients_alone_walks_step_by_step_as_in_optaxs_loop(name: str) -> None:
    run = simulate(BOWL, from_optax(WORK[name](), name), START, steps=STEPS)
    np.testing.assert_allclose(run.x, loop(WORK[name]())[0], rtol=1e-9, atol=1e-9)


@pytest.mark.filterwarnings("ignore:.seed. is deprecated")
@pytest.mark.parametrize("name", REFUSED)
def test_what_needs_more_or_would_be_something_else_is_refused_in_a_sentence(name: str) -> None:
    make, sentence = REFUSED[name]
    with pytest.raises(TypeError, match=rf"^{name} cannot race") as fault:
        from_optax(make(), name)
    assert str(fault.value).endswith(sentence)


@pytest.mark.parametrize("name", ["schedule_free", "schedule_free_sgd", "schedule_free_adamw"])
@pytest.mark.parametrize("clipped", [False, True])
def test_schedule_free_learning_is_judged_at_the_points_that_optax_evaluates(name: str, clipped: bool) -> None:
    rule = WORK[name]()
    run = simulate(BOWL, from_optax(optax.chain(optax.clip(9e9), rule) if clipped else rule, name), START, steps=STEPS)
    path, states = loop(rule)
    points = [contrib.schedule_free_eval_params(state, x) for state, x in zip(states, path, strict=True)]
    assert run.average is not None
    np.testing.assert_allclose(run.average, points, rtol=1e-9, atol=1e-9)
    assert np.abs(run.average - run.x).max() > 1e-3


@pytest.mark.parametrize("reset", [False, True])
def test_lookahead_walks_with_its_fast_point_and_is_judged_by_its_slow_one(reset: bool) -> None:
    rule = optax.lookahead(optax.adam(0.1), 5, 0.5, reset)
    run = simulate(BOWL, from_optax(rule, "Lookahead"), START, steps=STEPS)
    points: Any = optax.LookaheadParams.init_synced(jnp.asarray(START))
    state, fast, slow = rule.init(points), [], []
    for _ in range(STEPS + 1):
        fast.append(points.fast)
        slow.append(points.slow)
        steps, state = rule.update(slope(points.fast), state, points)
        points = optax.apply_updates(points, steps)
    np.testing.assert_allclose(run.x, fast, rtol=1e-9, atol=1e-9)
    assert run.average is not None
    np.testing.assert_allclose(run.average, slow, rtol=1e-9, atol=1e-9)


def test_a_run_without_a_second_point_has_no_average() -> None:
    assert simulate(BOWL, from_optax(optax.adam(0.1)), START, steps=3).average is None
