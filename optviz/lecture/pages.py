"""Every page of the lecture at once: for what has to go through all of them."""

from collections.abc import Iterator

from optviz.lecture import adaptive, backprop, momentum, network, one_dimension, stochastic, traps
from optviz.lecture.page_state import opened

TOPICS = (one_dimension, traps, stochastic, momentum, adaptive, network, backprop)
PAGES = {topic.PAGE.stem: topic.PAGE for topic in TOPICS}
"""The pages by stem, in the lecture's order."""


def warm_up() -> Iterator[str]:
    """Draw every section once as it opens, so that all its programs are compiled; yield a section's name after each.

    Sections with long work are left out: it starts when somebody looks.
    """
    for page in PAGES.values():
        for section in page.sections:
            if not section.work:
                state = opened(page, section.key)
                state.background()
                state.board()
                yield f"{page.stem}/{section.key}"
