"""The warm-up: load and compile, beside the visitors, what they will need, in the order in which they will.

Whoever comes while his picture's program is being compiled waits for that compilation, and for no other one: the
warm-up takes one small piece after another and lets visitors go first.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

from optviz.lecture import BEYOND, TITLES
from optviz.pictures import PLAYGROUND
from optviz.pictures.loading import load
from optviz.pictures.visits import let_pass

BREATH, PATIENCE = 0.02, 2.0
"""Seconds between two pieces, and the longest wait for visitors before a piece."""

PAGES = tuple(stem for stem in TITLES if stem not in BEYOND)
"""The pages that are drawn. The lab's programs are a second and 47 MB, which a class of 100 needs more: they are
compiled for whoever opens it first, as are those of the other pages beyond the lecture."""

Piece = Callable[[], object]

_STARTING = threading.Lock()
_thread: threading.Thread | None = None


def draw(page: str, query: str = "") -> None:
    """Draw a page's picture; of long work the first result, as a visitor sees it first."""
    from optviz.pictures.pages import picture_at

    picture = picture_at(page, query)
    work = picture.work
    result = (next(work.make()),) if work else ()
    picture.background(*result)
    picture.board(*result)


def draw_playground() -> None:
    """Draw the playground; what its paths do not need is compiled beside them, on another core."""
    from optviz.core.simulation.simulate import warm_surface

    beside = threading.Thread(target=partial(safely, warm_surface), name="warm-up beside", daemon=True)
    beside.start()
    draw(PLAYGROUND)
    beside.join()


def first_sections() -> Iterator[Piece]:
    """Yield the drawing of each of the lecture's own pages as it opens, in the lecture's order."""
    for stem in PAGES:
        yield partial(draw, stem)


def the_rest() -> Iterator[Piece]:
    """Yield what else the playground needs, all other sections and optimizers, typed functions, a small net."""
    from optviz.core.network import training
    from optviz.core.optimizers import OPTIMIZERS
    from optviz.core.simulation.critical import critical_points
    from optviz.core.simulation.simulate import warm_up
    from optviz.core.surfaces import SURFACES
    from optviz.core.typed import surface as typed
    from optviz.pictures.lecture_picture import page_of

    yield warm_up
    yield typed.warm_up
    for stem in PAGES:
        for section in page_of(stem).sections[1:]:
            yield partial(draw, stem, f"section={section.key}")
    for key in OPTIMIZERS:
        yield partial(warm_up, (key,))
    yield training.warm_up
    for surface in SURFACES.values():
        yield partial(critical_points, surface())


def stages() -> Iterator[Iterator[Piece]]:
    """Yield the warm-up's stages, each a row of pieces: the playground, each lecture page, the rest."""
    yield iter((draw_playground,))
    yield first_sections()
    yield the_rest()


def settle() -> None:
    """Take what is loaded by now out of garbage collection, which would walk it again and again."""
    from optviz.core.heap import trim  # loads JAX, which is the warm-up's to do

    gc.collect()
    gc.freeze()
    trim()


def warm_up() -> None:
    """Load everything, then do all stages; between two pieces whoever waits for a picture goes first."""
    load()
    for stage in stages():
        for piece in stage:
            let_pass(PATIENCE)
            piece()
            time.sleep(BREATH)
        settle()


def safely(work: Callable[[], None]) -> None:
    """Do ``work``; where the app is stopped meanwhile there is nothing to tell."""
    try:
        work()
    except RuntimeError:
        if threading.main_thread().is_alive():
            raise


def start() -> None:
    """Start the warm-up, once a process."""
    global _thread
    with _STARTING:
        if _thread is None:
            _thread = threading.Thread(target=partial(safely, warm_up), name="warm-up", daemon=True)
            _thread.start()
