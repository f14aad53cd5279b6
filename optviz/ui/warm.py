"""The warm-up: load and compile beside the visitors what they will need."""

import gc
import threading
import time
from functools import cache

from optviz.core.heap import trim
from optviz.pictures.loading import load

PAUSE, BREATH = 2.0, 0.1


def settle() -> None:
    """Take what is loaded by now out of garbage collection, which would walk it again and again."""
    gc.collect()
    gc.freeze()
    trim()


def compile_all() -> None:
    """Load everything, then compile: what the first picture needs, all optimizers, the lecture's sections."""
    load()
    from optviz.core.network import training
    from optviz.core.optimizers import OPTIMIZERS
    from optviz.core.simulation.simulate import warm_surface, warm_up
    from optviz.lecture import pages

    warm_surface()
    for work in (warm_up, lambda: warm_up(OPTIMIZERS)):
        time.sleep(PAUSE)
        work()
        settle()
    for _ in pages.warm_up():
        time.sleep(BREATH)
    training.warm_up()
    settle()


def safely() -> None:
    """Compile; where the app is stopped meanwhile there is nothing to tell."""
    try:
        compile_all()
    except RuntimeError:
        if threading.main_thread().is_alive():
            raise


@cache
def _thread() -> threading.Thread:
    return threading.Thread(target=safely, name="warm-up", daemon=True)


_STARTED = threading.Lock()


def start() -> None:
    """Start the warm-up, once a process."""
    with _STARTED:
        if _thread().ident is None:
            _thread().start()
