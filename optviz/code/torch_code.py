"""The program in PyTorch: ``torch.optim`` where its rule takes the same path, else the update written out."""

from optviz.code.functions import function_of
from optviz.code.loops import averaged, written_rule
from optviz.code.rules import parts
from optviz.code.schedules import schedule_lines
from optviz.code.setup import Setup, about, average_lines, deviation, draws, endings, heading, joined, point
from optviz.code.torch_rules import called, has, note
from optviz.code.translate import number
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.modifiers import Modifiers
from optviz.core.registry import knobs_of


def torch_program(setup: Setup) -> str:
    """Return the program's text; raises ``ValueError``, in a sentence, for what cannot be written out."""
    f = function_of(setup.surface, "torch")
    t = ", t" if f.timed else ""
    rules = [
        _rule(name, rule, setup, t)
        if has(rule)
        else written_rule(name, rule, setup, "torch", timed=f.timed, more=note(rule))
        for name, rule in zip(setup.names(), setup.optimizers, strict=True)
    ]
    body = "\n".join(line for block in [f.lines, *rules] for line in block)
    two = [parts(rule)[1].averages or (not has(rule) and averaged(rule)) for rule in setup.optimizers]
    blocks = [
        heading(setup, "in PyTorch"),
        [*(["import math", ""] if "math." in body else []), *["import numpy as np"] * setup.noisy, "import torch", ""],
        ["torch.set_default_dtype(torch.float64)", ""],
        [f"STEPS = {setup.steps}", f"START = torch.tensor({point(setup.start)})", ""],
        f.lines,
        _gradient(t) if "gradient(" in body else [],
        draws(setup, lambda text: f"torch.tensor({text})"),
        *rules,
        endings(setup, two, "" if f.timed else "f(x).item():.6g"),
    ]
    return joined(*blocks)


def _gradient(t: str) -> list[str]:
    return [
        f"def gradient(x{t}):",
        "    x = x.detach().requires_grad_()",
        f"    return torch.autograd.grad(f(x{t}), x)[0]",
    ]


def _rule(name: str, rule: Optimizer, setup: Setup, t: str) -> list[str]:
    own, m = parts(rule)
    knobs = {knob.key: number(float(getattr(own, knob.key))) for knob in knobs_of(own)}
    first, every, judged = average_lines(rule, setup, "x.detach()")
    scheduled = m.scheduled and own.key != "rprop"  # which reads η once, before the first step
    inside = [
        "optimizer.zero_grad()",
        f"f(x{t}).backward()",
        *_on_gradient(rule, setup),
        *_step(m, knobs["lr"], f"{name}_schedule"),
        *["scheduler.step()"] * scheduled,
    ]
    before = [
        "x = x.clone().requires_grad_()",
        f"optimizer = {called(rule, knobs)}",
        *[f"scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, {name}_schedule)"] * scheduled,
    ]
    return [
        *([*schedule_lines(f"{name}_schedule", m), "", ""] if m.scheduled else []),
        f"def {name}(x):",
        *about(rule, note(rule)),
        *(f"    {line}" for line in before),
        *(line.replace("= x.detach()", "= x.detach().clone()") for line in first),
        "    for t in range(1, STEPS + 1):",
        *(f"        {line}" for line in inside),
        *every,
        f"    return x.detach(){f', {judged}' if judged else ''}",
    ]


def _on_gradient(rule: Optimizer, setup: Setup) -> list[str]:
    """Return the lines that act on the gradient before the rule does."""
    m, noise = parts(rule)[1], deviation(setup, rule)
    lines = [f"x.grad += {noise} * draws[t - 1]"] if noise else []
    if m.clip_value < float("inf"):
        lines.append(f"torch.nn.utils.clip_grad_value_([x], {number(float(m.clip_value))})")
    if m.clip_norm < float("inf"):
        clip = number(float(m.clip_norm))
        lines.append(
            "norm = x.grad.norm()  # clip_grad_norm_ divides by norm + 1e-6: it would differ in the sixth digit"
        )
        lines += [f"if norm >= {clip}:", f"    x.grad *= {clip} / norm"]
    if m.l2:
        lines.append(f"x.grad += {number(float(m.l2))} * x.detach()  # L2 decay: what weight_decay is in SGD and Adam")
    return lines


def _step(m: Modifiers, lr: str, schedule: str) -> list[str]:
    """Return the lines of the step, with the pull of decoupled decay, which is taken where the step begins."""
    if not m.decoupled:
        return ["optimizer.step()"]
    rate = f"{lr} * {schedule}(t - 1)" if m.scheduled else lr
    return [
        f"pull = {rate} * {number(float(m.decoupled))} * x.detach()  # decoupled decay, as in AdamW",
        "optimizer.step()",
        "x.data -= pull",
    ]
