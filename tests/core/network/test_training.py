"""Training: every rule takes the steps of Optax's own loop or of one in NumPy, in pieces that can be stopped."""

import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.network.data import digits, painted, toy
from optviz.core.network.mlp import Net, losses
from optviz.core.network.training import MAX_STEPS, History, Task, train, train_all, trained
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.optimizers.adaptive import Adam
from optviz.core.optimizers.descent import GradientDescent, Momentum, Nesterov

from .test_mlp import GRADIENT, backpropagation

MOONS = toy("moons", 0.15)
NET = Net(2, 1, 8, 2, "tanh")
TASK = Task(NET, MOONS, batch=16, epochs=6, seed=3)
ORACLES = {
    "gd": ({"lr": 0.3}, optax.sgd(0.3)),
    "momentum": ({"lr": 0.05, "beta": 0.9}, optax.sgd(0.05, momentum=0.9)),
    "adam": ({"lr": 0.02}, optax.adam(0.02)),
    "adamw": ({"lr": 0.02, "weight_decay": 0.1}, optax.adamw(0.02, weight_decay=0.1)),
    "yogi": ({"lr": 0.02, "eps": 1e-3}, optax.yogi(0.02, eps=1e-3)),
    "sign_descent": ({"lr": 0.01}, optax.sign_sgd(0.01)),
    "lion": ({"lr": 0.01}, optax.lion(0.01, weight_decay=0.0)),
    "lbfgs": ({"lr": 0.1}, optax.lbfgs(0.1, memory_size=10, linesearch=None)),
}


def optax_loop(task: Task, rule: optax.GradientTransformation) -> np.ndarray:
    """The same training as Optax's documentation has it, on the net as it is, not padded; the last weights."""
    net, data = task.net, task.data.train

    @jax.jit
    def step(theta, state, x, y):
        layers, at = [], 0
        for a, b in net.shapes:
            layers.append((at, at + a * b, at + (a + 1) * b, a, b))
            at += (a + 1) * b

        def loss(theta):
            h = x
            for k, (i, j, e, a, b) in enumerate(layers):
                h = h @ theta[i:j].reshape(a, b) + theta[j:e]
                h = jnp.tanh(h) if k + 1 < len(layers) else h
            return optax.softmax_cross_entropy_with_integer_labels(h, y).mean()

        change, state = rule.update(jax.grad(loss)(theta), state, theta)
        return optax.apply_updates(theta, change), state

    theta, state = jnp.asarray(task.start), rule.init(jnp.asarray(task.start))
    for t in range(task.steps):
        members = task.batches.members(t)
        theta, state = step(theta, state, data.x[members], data.y[members])
    return np.asarray(theta)


@pytest.mark.parametrize("key", ORACLES)
def test_the_weights_end_where_optaxs_own_loop_ends(key: str) -> None:
    knobs, rule = ORACLES[key]
    run = trained(TASK, OPTIMIZERS[key](**knobs))
    # L-BFGS divides by differences of gradients, which makes its last digits depend on the order of sums.
    rtol, atol = (1e-5, 1e-7) if key == "lbfgs" else (1e-9, 1e-11)
    np.testing.assert_allclose(run.theta[-1], optax_loop(TASK, rule), rtol=rtol, atol=atol)


def test_sgd_takes_the_steps_of_a_numpy_loop_with_a_smaller_last_batch() -> None:
    theta, run = TASK.start, trained(TASK, GradientDescent(lr=0.3))
    assert MOONS.train.n % TASK.batch, "the last batch of an epoch is smaller"
    for t in range(TASK.steps):
        members = TASK.batches.members(t)
        loss, grad = backpropagation(NET, theta, MOONS.train.x[members], MOONS.train.y[members])
        assert run.batch_loss[t] == pytest.approx(loss, rel=1e-9)
        expected = [np.hypot(np.linalg.norm(w), np.linalg.norm(b)) for w, b in NET.layers(grad)]
        np.testing.assert_allclose(run.grad_norm[t], expected, rtol=1e-8)
        theta = theta - 0.3 * grad
        if t + 1 in run.checkpoints:
            np.testing.assert_allclose(run.theta[list(run.checkpoints).index(t + 1)], theta, rtol=1e-9, atol=1e-12)


def test_nag_takes_its_gradient_where_it_looks_ahead() -> None:
    theta, g, run = TASK.start, np.zeros(NET.size), trained(TASK, Nesterov(lr=0.05, beta=0.9))
    for t in range(TASK.steps):
        members = TASK.batches.members(t)
        _, grad = backpropagation(NET, theta - 0.05 * 0.9 * g, MOONS.train.x[members], MOONS.train.y[members])
        g = 0.9 * g + grad
        theta = theta - 0.05 * g
    np.testing.assert_allclose(run.theta[-1], theta, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_rule_of_the_registry_trains_a_net(key: str) -> None:
    run = trained(Task(NET, MOONS, 16, 2, seed=3), OPTIMIZERS[key]())
    assert run.done and np.isfinite(run.theta).all() == (run.status.kind == "moving")


@pytest.mark.parametrize("batch", [1, 150, 1000])
def test_any_batch_size_covers_every_example_once_an_epoch(batch: int) -> None:
    task = Task(NET, MOONS, batch, epochs=2, seed=1)
    assert task.per_epoch == max(1, math.ceil(150 / batch)) and task.steps == 2 * task.per_epoch
    for epoch in range(2):
        members = [task.batches.members(t) for t in range(epoch * task.per_epoch, (epoch + 1) * task.per_epoch)]
        assert sorted(np.concatenate(members)) == list(range(150))
    np.testing.assert_allclose(
        trained(task, GradientDescent(lr=0.1)).theta[-1], optax_loop(task, optax.sgd(0.1)), rtol=1e-9, atol=1e-12
    )


def test_racers_have_the_same_first_weights_and_meet_the_same_mini_batches() -> None:
    *_, (gd, adam, twin) = train_all(TASK, [GradientDescent(lr=0.3), Adam(), GradientDescent(lr=0.3)])
    assert np.array_equal(gd.theta[0], adam.theta[0]) and gd.batch_loss[0] == adam.batch_loss[0]
    assert np.array_equal(gd.theta, twin.theta) and not np.array_equal(gd.theta[1], adam.theta[1])
    assert np.array_equal(gd.theta, trained(TASK, GradientDescent(lr=0.3)).theta)


def test_another_seed_means_other_weights_and_another_order() -> None:
    other = Task(NET, MOONS, 16, 6, seed=4)
    assert not np.array_equal(other.start, TASK.start) and not np.array_equal(other.batches.order, TASK.batches.order)


def test_a_training_streams_and_what_was_yielded_stays_true() -> None:
    whole = trained(Task(NET, MOONS, 16, 30), Adam(lr=0.01))
    begun = list(itertools.islice(train(Task(NET, MOONS, 16, 30), Adam(lr=0.01)), 3))
    assert [part.steps for part in begun] == [0, 64, 128] and not begun[-1].done and whole.done
    for part in begun:
        count = len(part.checkpoints)
        assert np.array_equal(part.theta, whole.theta[:count]) and np.array_equal(
            part.checkpoints, whole.checkpoints[:count]
        )
        assert np.array_equal(part.batch_loss, whole.batch_loss[: part.steps])
        assert np.array_equal(part.train_loss, whole.train_loss[:count])


def check_scores(run: History) -> None:
    """Losses and accuracies are those of the kept weights, by the definition."""
    for name in ("train", "valid"):
        data = getattr(run.task.data, name)
        for i in range(0, len(run.checkpoints), 7):
            z = run.task.net.logits(run.theta[i], data.x)
            assert getattr(run, f"{name}_loss")[i] == losses(z, data.y).mean()
            assert getattr(run, f"{name}_accuracy")[i] == np.mean(
                [row.argmax() == k for row, k in zip(z, data.y, strict=True)]
            )


def test_losses_and_accuracies_are_those_of_the_kept_weights() -> None:
    run = trained(TASK, Momentum())
    check_scores(run)
    assert run.weight_norm[4] == pytest.approx(
        [math.sqrt((w**2).sum() + (b**2).sum()) for w, b in NET.layers(run.theta[4])]
    )


def test_the_checkpoints_are_few_and_hold_every_epochs_end() -> None:
    for batch, epochs in ((1, 40), (16, 1), (150, 900)):
        task = Task(NET, MOONS, batch, epochs)
        assert task.checkpoints[0] == 0 and task.checkpoints[-1] == task.steps and len(task.checkpoints) <= 330
        if epochs <= 160:
            assert set(range(0, task.steps + 1, task.per_epoch)) <= set(task.checkpoints)


def test_a_learning_rate_that_explodes_ends_at_the_first_number_that_is_not_finite() -> None:
    deep = Task(Net(2, 3, 8, 2, "relu"), MOONS, 16, 20)
    run = trained(deep, GradientDescent(lr=1e200))
    assert run.status.kind == "diverged" and run.status.reason.startswith(f"At step {run.status.step},")
    assert run.steps == run.status.step == run.checkpoints[-1] < deep.steps and run.done
    assert np.isfinite(run.theta[:-1]).all() and np.isfinite(run.batch_loss).all()
    theta = deep.start
    for t in range(run.steps):
        members = deep.batches.members(t)
        assert np.isfinite(theta).all()
        theta = theta - 1e200 * np.asarray(gradient(deep, theta, members))
    members = deep.batches.members(run.steps)
    assert not (np.isfinite(theta).all() and np.isfinite(gradient(deep, theta, members)).all())


def gradient(task: Task, theta: np.ndarray, members: np.ndarray) -> np.ndarray:
    net, data = task.net, task.data.train
    weight = np.full(len(members), 1 / len(members))
    _, grad = GRADIENT(net.padded_shape, net.config, net.padded(theta), data.x[members], data.y[members], weight)
    return np.asarray(grad)[net.positions]


def test_a_run_that_explodes_without_leaving_float64_names_the_step() -> None:
    run = trained(TASK, GradientDescent(lr=1000.0))
    assert run.status.kind == "moving" and run.exploded is not None
    assert run.batch_loss[run.exploded] > 10 * math.log(2) >= run.batch_loss[: run.exploded].max(initial=0.0)
    assert trained(TASK, GradientDescent(lr=0.3)).exploded is None


def test_nothing_moves_without_a_learning_rate() -> None:
    run = trained(TASK, GradientDescent(lr=0.0))
    assert np.array_equal(run.theta, np.broadcast_to(TASK.start, run.theta.shape))


def test_one_class_alone_and_one_point_alone_can_be_learned() -> None:
    for points in ([(0.5, 0.5, 0.0)], [(0.1 * k, 0.2, 1.0) for k in range(5)]):
        run = trained(Task(Net(2, 1, 8, 2), painted(points), 16, 30), Adam(lr=0.05))
        assert run.train_accuracy[-1] == 1 and run.train_loss[-1] < run.train_loss[0]
        assert np.isnan(run.valid_loss).all() and np.isnan(run.valid_accuracy).all()


def test_digits_reach_95_percent_on_images_never_seen_with_adam_in_20_epochs() -> None:
    task = Task(Net(64, 1, 32, 10, "relu"), digits(), batch=32, epochs=20, seed=0)
    run = trained(task, Adam(lr=0.003))
    assert run.steps == 20 * math.ceil(1438 / 32) and run.valid_accuracy[-1] >= 0.95
    assert run.train_accuracy[-1] > 0.99 and run.train_loss[0] > math.log(10) * 0.9
    stored = sum(getattr(run, name).nbytes for name in ("theta", "batch_loss", "grad_norm"))
    assert stored < 10e6, "one training is far below the 40 MB a session may add"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"net": Net(3, 1, 8, 2)}, "2 inputs"),
        ({"net": Net(2, 1, 8, 3)}, "2 classes"),
        ({"batch": 0}, "at least 1"),
        ({"epochs": 0}, "at least 1"),
        ({"batch": 1, "epochs": MAX_STEPS}, "too many"),
    ],
)
def test_a_task_that_cannot_be_is_refused_with_a_sentence(changes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Task(**{"net": NET, "data": MOONS, "batch": 16, "epochs": 2} | changes)
