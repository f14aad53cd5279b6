"""The races whose programs are run, in each flavour: all surfaces, all rules, all modifiers, and what is typed."""

from collections.abc import Callable

from optviz.code.setup import Setup
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES
from optviz.core.typed.notebook import text_surface
from optviz.core.typed.notebook_rule import text_rule

WINDOW = ((-2.0, 2.0), (-2.0, 2.0))
RATES = {"goldstein_price": 1e-6, "rosenbrock": 1e-3, "rastrigin": 1e-3}
"""Where 0.01 explodes, or hops from dimple to dimple so that the last digit decides where it ends."""
NOISY = {"noise": 0.1, "seed": 5}
FORMULAS: dict[str, dict[str, float]] = {
    "x^2+3y^2+a*sin(3x)": {"a": 0.7},
    "q=x+y;abs(q)*z+max(x,y,2)^2.5+if(x<0 and y>a,sqrt(-x),3)": {"a": 0.5, "z": 1.0},
    "exp(-x^2)+hypot(x,y)+mod(x,2)": {},
    "relu(x)+softplus(y-30x)+sigmoid(x y)+step(x)+sign(y)x": {},
    "log(x^2+1)+atan(y)+asin(x/9)+acos(y/9)+tanh(x)+e^x+2^y+pi+tan(x/9)+sinh(y)+cosh(y)": {},
    "x^2+sin(t)y^2": {},
    "min(x,y)^2+(x+3)^a+a^y": {"a": 1.7},
    "if(x>9,x,2)": {},
    "lambda x^2+abs(y)": {"lambda": 0.5},
}
RULES = (
    "m = beta*m + g; x = x - eta*m",
    "m = beta*m + grad(x - eta*beta*m); x = x - eta*m",
    "s = s + norm(g)^2; x = x - eta*g/sqrt(s)",
    "x = x - eta*sign(g)*(1 - t/T)",
    "q = max(q, norm(g)); x -= eta*g/q; x = x*(1-lambda*0.001)",
    "n = if(dot(g,m) < 0, 0, n+1); m = beta*m+(1-beta)*g; x = x - eta*(1+n)*m",
    "v = rho v + (1-rho) g^2; x = x - eta*if(v>1 and t<9, g/sqrt(v), g)",
)
MODIFIERS: tuple[tuple[str, dict[str, float]], ...] = (
    ("cosine", {}),
    ("cosine", {"warmup": 0.1, "floor": 0.1}),
    ("steps", {"period": 10.0}),
    ("exponential", {"warmup": 5.0}),
    ("inverse", {}),
    ("root", {}),
    ("one_cycle", {}),
    ("stable_decay", {"floor": 0.2}),
    ("restarts", {"period": 7.0}),
    ("constant", {"warmup": 9.0}),
    ("constant", {"clip_value": 0.5}),
    ("constant", {"clip_norm": 0.5}),
    ("constant", {"l2": 0.1}),
    ("constant", {"decoupled": 0.1}),
    ("constant", {"ema": 0.9}),
    ("constant", {"tail": 0.25}),
    ("constant", {"noise": 1.0}),
    (
        "cosine",
        {"warmup": 3.0, "clip_value": 3.0, "clip_norm": 2.0, "l2": 0.1, "decoupled": 0.2, "tail": 10.0, "noise": 0.5},
    ),
)
MODIFIED = ("adam", "momentum", "nag", "adamw", "rprop", "schedule_free")


def _on(key: str) -> Setup:
    surface = SURFACES[key]()
    racers = (OPTIMIZERS["gd"](lr=RATES.get(key, 0.01)), OPTIMIZERS["adam"](lr=0.03))
    return Setup(surface, racers, surface.starts[0], 40)


def _turned(key: str) -> Setup:
    """All knobs of a surface, and of a rule, away from their defaults."""
    surface = SURFACES[key](**{knob.key: knob.default * 1.5 + 7 for knob in knobs_of(SURFACES[key])})
    return Setup(surface, (OPTIMIZERS["adam"](lr=0.02, beta1=0.5, beta2=0.9, eps=0.1),), surface.starts[-1], 30)


def _by(key: str) -> Setup:
    surface = SURFACES["himmelblau"]()
    return Setup(surface, (OPTIMIZERS[key](),), (-0.5, -1.0), 40, **({} if key == "lbfgs" else NOISY))


def _modified(kind: str, given: dict[str, float]) -> Setup:
    racers = tuple(OPTIMIZERS[key]().with_(kind, **given) for key in MODIFIED)
    return Setup(SURFACES["himmelblau"](), racers, (-0.5, -1.0), 40, **NOISY)


def _typed(text: str) -> Setup:
    surface = text_surface(text, WINDOW, FORMULAS[text])
    return Setup(surface, (OPTIMIZERS["gd"](lr=0.01), OPTIMIZERS["momentum"](lr=0.001)), (-1.2, 0.9), 30)


def _typed_rule(text: str) -> Setup:
    rule = text_rule(text, knobs={"eta": 0.005})
    around = rule.with_("cosine", clip_norm=2.0, l2=0.1, decoupled=0.2)
    return Setup(SURFACES["himmelblau"](), (rule, around), (-1.2, 0.9), 30, **NOISY)


def _kinks() -> Setup:
    """A start on one kink of the pyramid, whose slope along it is taken as 0."""
    return Setup(SURFACES["absolute"](), (OPTIMIZERS["gd"](lr=0.1), OPTIMIZERS["adam"]()), (0.0, 1.5), 20)


CASES: dict[str, Callable[[], Setup]] = {
    **{f"on {key}": lambda key=key: _on(key) for key in SURFACES},
    **{f"turned {key}": lambda key=key: _turned(key) for key in SURFACES if knobs_of(SURFACES[key])},
    **{f"by {key}": lambda key=key: _by(key) for key in OPTIMIZERS},
    **{f"with {kind} {given}": lambda kind=kind, given=given: _modified(kind, given) for kind, given in MODIFIERS},
    **{f"typed {text}": lambda text=text: _typed(text) for text in FORMULAS},
    **{f"typed {text}": lambda text=text: _typed_rule(text) for text in RULES},
    "on a kink": _kinks,
}
