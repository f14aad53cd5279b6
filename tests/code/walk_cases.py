"""The walks in one dimension whose programs are run, in each flavour."""

from collections.abc import Callable

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.own import typed_function
from optviz.core.one_d.walk import Walk, walk

_TYPED: dict[str, tuple[float, ...]] = {
    "x^4-2x^2+a*x": (0.3,),
    "q=abs(x);if(x>1,q,x^2)+log(x+4)": (),
    "max(x,1)+sqrt(x+3)+e^-x": (),
    "relu(x)+softplus(-3x)": (),
}


def _built_in(key: str) -> Walk:
    function = FUNCTIONS[key]()
    return walk(function, function.rate, function.start, 1e-6, 80)


def _typed(text: str) -> Walk:
    function = typed_function(text, _TYPED[text])
    return walk(function, 0.05, function.start, 1e-6, 80)


WALKS: dict[str, Callable[[], Walk]] = {
    **{f"on {key}": lambda key=key: _built_in(key) for key in FUNCTIONS},
    **{f"typed {text}": lambda text=text: _typed(text) for text in _TYPED},
    "overflows": lambda: walk(FUNCTIONS["two_valleys"](), 4.0, 2.9),
    "leaves the domain": lambda: walk(typed_function("log(x)", ()), 3.0, 1.0),
}
