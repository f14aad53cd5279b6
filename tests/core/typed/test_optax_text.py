"""Chains of Optax by name: read by a list, never evaluated; they step as Optax does, and a knob compiles nothing."""

import random

import numpy as np
import optax
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.compiled.program import MAX_PASSING
from optviz.core.maps.sensitivity import sensitivity
from optviz.core.optimizers import from_optax
from optviz.core.optimizers.named_chain import NAMES, Call, arguments_of, made
from optviz.core.registry import settings_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.optax_text import is_call, read_optax
from tests.core.helpers import compiling

BOOTH = SURFACES["booth"]()
CHAINS = {
    "chain(clip_by_global_norm(1.0), adam(0.1))": lambda: optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.1)),
    "optax.sgd(0.02, momentum=0.9, nesterov=True)": lambda: optax.sgd(0.02, momentum=0.9, nesterov=True),
    "chain(trace(0.5), chain(scale_by_rms(eps=1e-6), scale(-.05)))": lambda: optax.chain(
        optax.trace(0.5), optax.scale_by_rms(eps=1e-6), optax.scale(-0.05)
    ),
    "rmsprop(0.01, 0.95, momentum=None, centered=True)": lambda: optax.rmsprop(0.01, 0.95, centered=True),
}


@pytest.mark.parametrize("text", CHAINS)
def test_a_chain_that_is_named_takes_the_steps_of_optax(text):
    ours = simulate(BOOTH, read_optax(text).optimizer(), None, 60)
    theirs = simulate(BOOTH, from_optax(CHAINS[text]()), None, 60)
    assert ours.x == pytest.approx(theirs.x, rel=1e-12) and np.ptp(ours.x, axis=0).max() > 0.1


LAYERED = {
    *("fromage", "lamb", "lars", "novograd", "adaptive_grad_clip", "clip_by_block_rms", "scale_by_novograd"),
    *("scale_by_param_block_norm", "scale_by_param_block_rms", "scale_by_trust_ratio"),
}
"""What Optax scales layer by layer: on (x, y) it would silently be another rule."""


def called(name):
    return f"{name}({', '.join(f'{a.name}={a.switch if a.switch else 0.3}' for a in arguments_of(name))})"


@pytest.mark.parametrize("name", sorted(LAYERED))
def test_what_acts_on_layers_or_matrices_is_refused_by_its_name_in_a_sentence(name):
    with pytest.raises(FormulaError, match=r"cannot race: it (scales each layer|acts on matrices).*\.$"):
        read_optax(called(name))


@pytest.mark.parametrize("name", [name for name in NAMES[1:] if name not in LAYERED])
def test_every_other_name_on_the_list_can_be_read_with_all_its_numbers_as_knobs(name):
    chain = read_optax(called(name))
    assert len(chain.numbers) == sum(not a.switch for a in arguments_of(name))
    assert read_optax(chain.text) == chain


def test_a_knob_compiles_nothing_and_is_the_number_in_the_text():
    chain = read_optax("chain(clip(0.5), adam(0.1, b1=0.8))")
    rule = chain.optimizer()
    assert settings_of(rule) == {"max_delta": 0.5, "lr": 0.1, "b1": 0.8}
    simulate(BOOTH, rule, None, 30)
    with compiling() as names:
        for lr in (0.02, 0.3):
            turned = simulate(BOOTH, rule.with_values(lr=lr, b1=0.7), None, 30)
    assert names == []
    typed = simulate(BOOTH, read_optax("chain(clip(0.5), adam(0.3, b1=0.7))").optimizer(), None, 30)
    assert (turned.x == typed.x).all()
    with pytest.raises(ValueError, match="no knob 'b7'"):
        rule.with_values(b7=1.0)


def test_two_numbers_of_one_name_are_two_knobs():
    rule = read_optax("chain(trace(0.5), trace(0.6), scale(-0.01))").optimizer()
    assert settings_of(rule) == {"decay": 0.5, "decay_2": 0.6, "step_size": -0.01}


@pytest.mark.every
def test_only_the_last_few_programs_are_kept():
    texts = [f"chain({'zero_nans(),' * i}sgd(0.01))" for i in range(1, MAX_PASSING + 2)]
    for text in texts:
        simulate(BOOTH, read_optax(text).optimizer(), None, 5)
    with compiling() as names:
        simulate(BOOTH, read_optax(texts[-1]).optimizer(), None, 5)
    assert names == []
    with compiling() as names:
        simulate(BOOTH, read_optax(texts[0]).optimizer(), None, 5)
    assert len(names) == 1


def test_a_chain_has_a_sensitivity_to_its_learning_rate():
    ours = sensitivity(BOOTH, read_optax("adam(0.1)").optimizer(), steps=60, count=64)
    theirs = sensitivity(BOOTH, read_optax("adam(0.7)").optimizer(), steps=60, count=64)
    assert ours.width == theirs.width > 0


WRONG = {
    "": ("name of a transformation", None),
    "addam(0.1)": ("Did you mean adam?", "adam(0.1)"),
    "chain(clip_by_globalnorm(1), adam(0.1)": ("Did you mean clip_by_global_norm?", None),
    "chain(clip(1), adam(0.1)": ("not closed", "chain(clip(1), adam(0.1))"),
    "adam(0.1, b7=3)": ("has no “b7”", None),
    "adam(0.1, 0.9, b1=0.8)": ("b1 is given twice", None),
    "adam(0.1, learningrate=1)": ("Did you mean learning_rate?", None),
    "adam()": ("needs a number for learning_rate", None),
    "sgd(0.1, nesterov=1)": ("nesterov is True or False", None),
    "adam(1e400)": ("none above", None),
    "adam(adam(0.1))": ("a number stands", None),
    "chain()": ("nothing in this chain", None),
    "adam": ("needs brackets", None),
    "adam(0.1).init": ("this sign is not read", None),
    "adam(0.1) adam(0.1)": ("nothing can follow", "adam(0.1)"),
    "__import__('os').system('ls')": ("this sign is not read", None),
    "os.system(1)": ("is not", None),
    "lookahead(sgd(0.1), 5, 0.5)": ("none of Optax’s transformations", None),
    "lbfgs(0.1)": ("none of Optax’s", None),
    "chain(" * 7 + "adam(0.1)" + ")" * 7: ("brackets in one another", None),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_read_is_answered_with_a_sentence(text):
    with pytest.raises(FormulaError) as caught:
        read_optax(text)
    sentence, mend = WRONG[text]
    assert sentence in caught.value.message
    if mend:
        assert caught.value.mend == mend


def test_nothing_off_the_list_is_ever_called(monkeypatch):
    called = []
    monkeypatch.setattr(optax, "lookahead", lambda *a, **k: called.append(a))
    for text in ("lookahead(0.1)", "optax.lookahead(0.1)", "chain(lookahead(0.1))", "LOOKAHEAD(0.1)"):
        with pytest.raises(FormulaError):
            read_optax(text)
    with pytest.raises(ValueError, match="can be named"):
        made(Call("lookahead"), ())
    assert called == []


PIECES = (
    *(
        "chain(",
        "adam(",
        "sgd(",
        "clip(",
        "(",
        ")",
        ",",
        "=",
        "0.1",
        "-1",
        "b1=",
        "True",
        "None",
        "optax.",
        "__class__",
    ),
    *(".", "lambda: 0", "'x'", "[", "{", "<b>", "$", "\\", "\0", "1e9", "nesterov=True", " ", "zero_nans()"),
)


def outcome(text: str) -> None:
    """Read the text: it is a chain, or the reader's own error without markup in it."""
    try:
        chain = read_optax(text)
    except FormulaError as error:
        assert set("<>&'\"$\\").isdisjoint(error.message) and error.message[-1] in ".?"
        assert 0 <= error.start <= error.end <= max(len(text), error.end)
    else:
        assert read_optax(chain.text) == chain


def test_random_texts_are_a_chain_or_a_sentence():
    rng = random.Random(5)
    for _ in range(20_000):
        outcome("".join(rng.choices(PIECES, k=rng.randint(1, 9))))


@given(st.text(max_size=60))
def test_any_text_is_a_chain_or_a_sentence(text):
    outcome(text)


def test_a_rule_is_no_call_and_a_chain_is_one():
    assert is_call("chain(adam(0.1))") and is_call(" optax.adam(0.1)") and is_call("foo(1)")
    assert not is_call("x = x - eta*g") and not is_call("norm(g)", ("norm",)) and not is_call("m = adam(0.1)")
