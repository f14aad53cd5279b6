"""The lecture, slide by slide, as pages of live sections: the table of pages, in the lecture's order."""

from collections.abc import Iterator

from optviz.lecture import adaptive, backprop, momentum, network, one_dimension, stochastic, traps
from optviz.lecture.page_state import opened

TOPICS = (one_dimension, traps, stochastic, momentum, adaptive, network, backprop)
PAGES = {topic.PAGE.stem: topic.PAGE for topic in TOPICS}
"""The lecture's pages by stem: a public address and the name of the topic's folder."""


def warm_up() -> Iterator[str]:
    """Draw every section once as it opens, so that all its programs are compiled; yield a section's name after each.

    Sections with long work are left out: it starts when somebody looks.
    """
    for page in list(PAGES.values()):
        for section in page.sections:
            if not section.work:
                state = opened(page, section.key)
                state.background()
                state.board()
                yield f"{page.stem}/{section.key}"
