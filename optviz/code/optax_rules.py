"""Which of our rules Optax has, and what they are called there."""

import math

from optviz.code.rules import parts
from optviz.code.schedules import lengths
from optviz.code.translate import number
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.modifiers import Modifiers
from optviz.core.optimizers.named_chain import Call, NamedChain, Slot
from optviz.core.optimizers.schedules import ONE_CYCLE_END, ONE_CYCLE_START
from optviz.core.registry import knobs_of

_ADAM = "b1={beta1}, b2={beta2}, eps={eps}"
_RULES: dict[str, tuple[str, str]] = {
    "gd": ("sgd({lr})", ""),
    "sgd": ("sgd({lr})", ""),
    "momentum": ("sgd({lr}, momentum={beta})", "trace(decay={beta})"),
    "adadelta": ("adadelta({lr}, rho={rho}, eps={eps})", "scale_by_adadelta(rho={rho}, eps={eps})"),
    "rmsprop": (
        "rmsprop({lr}, decay={rho}, eps={eps}, eps_in_sqrt=False)",
        "scale_by_rms(decay={rho}, eps={eps}, eps_in_sqrt=False)",
    ),
    "adam": (f"adam({{lr}}, {_ADAM})", f"scale_by_adam({_ADAM})"),
    "adamw": (f"adamw({{lr}}, {_ADAM}, weight_decay={{weight_decay}})", ""),
    "nadam": (f"nadam({{lr}}, {_ADAM})", f"scale_by_adam({_ADAM}, nesterov=True)"),
    "nadamw": (f"nadamw({{lr}}, {_ADAM}, weight_decay={{weight_decay}})", ""),
    "amsgrad": (f"amsgrad({{lr}}, {_ADAM})", f"scale_by_amsgrad({_ADAM})"),
    "radam": (f"radam({{lr}}, {_ADAM})", f"scale_by_radam({_ADAM})"),
    "adabelief": (f"adabelief({{lr}}, {_ADAM})", f"scale_by_belief({_ADAM})"),
    "yogi": (f"yogi({{lr}}, {_ADAM})", f"scale_by_yogi({_ADAM})"),
    "adamax": (f"adamax({{lr}}, {_ADAM})", f"scale_by_adamax({_ADAM})"),
    "lion": ("lion({lr}, b1={beta1}, b2={beta2}, weight_decay=0.0)", "scale_by_lion(b1={beta1}, b2={beta2})"),
    "sign_descent": ("sign_sgd({lr})", "scale_by_sign()"),
    "lbfgs": ("lbfgs({lr}, memory_size=10, linesearch=None)", "scale_by_lbfgs(memory_size=10)"),
}
"""A rule whole, and without its learning rate where something stands between the two; what it is called in Optax."""

_NOTES = {
    "nag": "Optax's sgd(…, nesterov=True) has the look-ahead points as its x: another path, so it is written out.",
    "adagrad": "optax.adagrad has its epsilon inside the root: another path, so it is written out.",
    "adagrad_norm": "Optax has no AdaGrad with one accumulator: it is written out.",
    "rprop": "optax.rprop 0.2.8 takes every step one step late: another path, so it is written out.",
    "dampened": "Optax has no dampening: it is written out.",
    "sam": "optax.contrib.sam takes two updates for one step: it is written out.",
    "schedule_free": "optax.contrib.schedule_free has it too; written out, the average can be seen.",
    "schedule_free_adamw": "optax.contrib.schedule_free has it too; written out, the average can be seen.",
    "lookahead": "optax.lookahead wants its parameters in pairs; it is written out.",
    "dog": "optax.contrib.dog has it too; it is written out in a few lines.",
    "prodigy": "optax.contrib.prodigy has it too; it is written out in a few lines.",
}


def has(rule: Optimizer) -> bool:
    """Return whether the program takes the rule from Optax."""
    own, m = parts(rule)
    if isinstance(own, NamedChain):
        return not m.decoupled
    return own.key in _RULES and not (m.decoupled and own.key in ("adamw", "nadamw"))


def note(rule: Optimizer) -> str:
    """Return why a rule is written out."""
    return _NOTES.get(parts(rule)[0].key, "")


def chain(rule: Optimizer) -> list[str]:
    """Return the lines that make ``optimizer``."""
    own, m = parts(rule)
    lines, rate = _rate(own, m)
    if lines:
        lines = ["# Numbers of steps are floats: with whole ones Optax computes a schedule in float32.", *lines]
    knobs = (
        {}
        if isinstance(own, NamedChain)
        else {knob.key: number(float(getattr(own, knob.key))) for knob in knobs_of(own)}
    )
    links: list[str] = []
    if m.clip_value < math.inf:
        links.append(f"optax.clip({number(float(m.clip_value))})")
    if m.clip_norm < math.inf:
        links.append(f"optax.clip_by_global_norm({number(float(m.clip_norm))})")
    if m.l2:
        links.append(f"optax.add_decayed_weights({number(float(m.l2))}),  # L2: before the rule")
    whole, without = _RULES.get(own.key, ("", ""))
    if isinstance(own, NamedChain):
        links.append(called(own.call, own.numbers))
        links += [f"optax.scale_by_schedule({rate})"] * m.scheduled
    elif m.decoupled:
        links += [f"optax.{without.format(**knobs)}"] * bool(without)
        links.append(f"optax.add_decayed_weights({number(float(m.decoupled))}),  # decoupled: after the rule")
        links.append(f"optax.scale_by_learning_rate({rate})")
    else:
        links.append(f"optax.{whole.format(**(knobs | {'lr': rate}))}")
    if len(links) == 1:
        return [*lines, f"optimizer = {links[0]}"]
    inner = [f"    {link}" if "#" in link else f"    {link}," for link in links]
    return [*lines, "optimizer = optax.chain(", *inner, ")"]


def _rate(own: Optimizer, m: Modifiers) -> tuple[list[str], str]:
    """Return the lines of the schedule, and what the rule is given as its learning rate."""
    lr = number(float(getattr(own, "lr", 1.0)))  # a chain's step is multiplied as it is
    if not m.scheduled:
        return [], lr
    first, rest, period = lengths(m)
    shape = _shape(m, lr, rest, period)
    if not first:
        return [f"rate = {shape}"], "rate"
    up = f"optax.linear_schedule(0.0, {lr}, {first!r})"
    return ["rate = optax.join_schedules(", f"    [{up}, {shape}],", f"    [{first!r}],", ")"], "rate"


def called(call: Call, numbers: tuple[float, ...]) -> str:
    """Return a typed chain as Python."""
    if call.name == "chain":
        return f"optax.chain({', '.join(called(part, numbers) for part in call.parts)})"
    inner = [
        f"{key}={number(float(numbers[value.index])) if isinstance(value, Slot) else value}"
        for key, value in call.arguments
    ]
    return f"optax.{call.name}({', '.join(inner)})"


def _shape(m: Modifiers, lr: str, rest: float, period: float) -> str:
    steps, each = repr(rest), repr(period)
    floor, factor = number(float(m.floor)), number(float(m.factor))
    cosine = "optax.cosine_decay_schedule({}, {}, alpha={})"
    down = max(float(round(float(m.share) * rest)), 1.0)
    low = number(float(lr) * float(m.floor))
    last = f"optax.linear_schedule({lr}, {low}, {down!r})"
    return {
        "constant": f"optax.constant_schedule({lr})",
        "cosine": cosine.format(lr, steps, floor),
        "steps": f"optax.exponential_decay({lr}, {each}, {factor}, staircase=True)",
        "exponential": f"optax.exponential_decay({lr}, {each}, {factor})",
        "inverse": f"lambda t: {lr} / (1 + t / {each})",
        "root": f"lambda t: {lr} / jnp.sqrt(1 + t / {each})",
        "one_cycle": _one_cycle(m, lr, rest),
        "stable_decay": f"optax.join_schedules([optax.constant_schedule({lr}), {last}], [{rest - down!r}])",
        "restarts": f"lambda t: {cosine.format(lr, each, floor)}(t % {each})",
    }[m.kind]


def _one_cycle(m: Modifiers, lr: str, rest: float) -> str:
    """Return one-cycle written out: Optax's own computes in float32."""
    top = float(int(float(m.share) * rest))
    first, last = number(1 / ONE_CYCLE_START), repr(1 / ONE_CYCLE_START / ONE_CYCLE_END)
    wave = "lambda t: {0} * ({1} + (1 - {1}) * 0.5 * (1 {2} jnp.cos(jnp.pi * t / {3})))"
    up = wave.format(lr, first, "-", max(top, 1.0))
    return f"optax.join_schedules([{up}, {wave.format(lr, last, '+', max(rest - top, 1.0))}], [{top}])"
