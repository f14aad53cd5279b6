"""Which of our rules PyTorch has with the same path, and what they are called there."""

from optviz.code.rules import parts
from optviz.core.optimizers import Optimizer

_ADAM = "lr={lr}, betas=({beta1}, {beta2}), eps={eps}"
_NADAM = "PyTorch lets β₁ grow from half its value; so strong a momentum_decay makes it β₁ at every step."
_RULES: dict[str, tuple[str, str]] = {
    "gd": ("SGD([x], lr={lr})", ""),
    "sgd": ("SGD([x], lr={lr})", ""),
    "momentum": ("SGD([x], lr={lr}, momentum={beta})", ""),
    "dampened": ("SGD([x], lr={lr}, momentum={beta}, dampening={dampening})", ""),
    "adagrad": ("Adagrad([x], lr={lr}, eps={eps})", ""),
    "adadelta": ("Adadelta([x], lr={lr}, rho={rho}, eps={eps})", ""),
    "rmsprop": ("RMSprop([x], lr={lr}, alpha={rho}, eps={eps})", ""),
    "adam": (f"Adam([x], {_ADAM})", ""),
    "adamw": (f"AdamW([x], {_ADAM}, weight_decay={{weight_decay}})", ""),
    "adamax": (f"Adamax([x], {_ADAM})", ""),
    "rprop": ("Rprop([x], lr={lr}, etas=({shrink}, {grow}))", ""),
    "nadam": (f"NAdam([x], {_ADAM}, momentum_decay=1e6)", _NADAM),
    "nadamw": (
        f"NAdam([x], {_ADAM}, momentum_decay=1e6, weight_decay={{weight_decay}}, decoupled_weight_decay=True)",
        _NADAM,
    ),
}
"""A rule by PyTorch's name, and what is to be said of its convention."""

_NOTES = {
    "nag": "torch.optim.SGD(nesterov=True) has the look-ahead points as its x: another path, so it is written out.",
    "adagrad_norm": "torch.optim.Adagrad has an accumulator a coordinate: the rule with one is written out.",
    "amsgrad": "torch.optim.Adam(amsgrad=True) takes the maximum before the correction: written out.",
    "radam": "torch.optim.RAdam has eps beside √v, before the correction: another path, so it is written out.",
    "lbfgs": "torch.optim.LBFGS evaluates f several times a step, and its first step is another: written out.",
    "sam": "PyTorch has no SAM: it is written out.",
}


def has(rule: Optimizer) -> bool:
    """Return whether the program takes the rule from ``torch.optim``."""
    own, m = parts(rule)
    # Rprop's step sizes begin at η: a schedule does not change them here, while PyTorch's would be asked to.
    return own.key in _RULES and not (m.decoupled and own.key in ("adamw", "nadamw"))


def called(rule: Optimizer, knobs: dict[str, str]) -> str:
    """Return the text that makes PyTorch's optimizer of x."""
    return f"torch.optim.{_RULES[parts(rule)[0].key][0].format(**knobs)}"


def note(rule: Optimizer) -> str:
    """Return what is to be said of PyTorch's convention, or why a rule is written out."""
    own = parts(rule)[0]
    if has(rule):
        return _RULES[own.key][1]
    return _NOTES.get(own.key, "torch.optim has no such rule: it is written out.")
