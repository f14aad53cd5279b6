"""Sets of questions: a topic, ten mixed, or those that a list of refs names; a seed draws which, and their numbers."""

import hashlib
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import NamedTuple

from optviz.pictures import TITLES
from optviz.pictures.asked import MAX_Q
from optviz.pictures.question_refs import LESSONS_TOPIC, all_refs, question_of, questions

MIXED = "mixed"
LENGTH = 10
"""Questions of a set that is drawn."""

MAX_LENGTH = 30
"""Questions of a set that lists them."""

SET_TITLES = {MIXED: "All topics, mixed", **TITLES, LESSONS_TOPIC: "Lessons of the playground"}


class Item(NamedTuple):
    """A question of a set, with the seed of its own numbers."""

    ref: str
    seed: int


def chance(*parts: object) -> int:
    """Return a number that looks random and is the same for equal parts, on every machine."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, parts)).encode()).digest()[:8])


def shuffled(refs: Iterable[str], seed: int) -> list[str]:
    """Return the refs in the random order of a seed; one more ref leaves the order of the others as it is."""
    return sorted(refs, key=lambda ref: chance("draw", seed, ref))


def drawn_refs(topic: str) -> list[str]:
    """Return the questions of a topic that a quiz may draw: not those that stand alone."""
    return [ref for ref in all_refs()[topic] if not question_of(ref).alone]


def mixed(seed: int) -> list[str]:
    """Return ten questions, from one topic after the other, at most one of a section."""
    rows = []
    for topic in all_refs():
        firsts: dict[str, str] = {}
        for ref in shuffled(drawn_refs(topic), seed):
            firsts.setdefault(ref.rpartition(".")[0], ref)
        rows.append(list(firsts.values()))
    rows.sort(key=lambda row: chance("topic", seed, row[:1]))
    one_by_one = [ref for ref in chain.from_iterable(zip_longest(*rows)) if ref]
    return one_by_one[:LENGTH]


def exercise_refs() -> str:
    """Return the questions that stand alone, a program of one's own, as a set; nothing if there are none."""
    return ",".join(ref for ref, question in questions().items() if question.alone)


def refs_of(chosen: str, seed: int) -> list[str]:
    """Return the questions of the set called ``chosen`` in their order; of a list those that there are, each once."""
    if chosen == MIXED:
        return mixed(seed)
    if chosen in all_refs():
        among = drawn_refs(chosen)
        picked = set(shuffled(among, seed)[:LENGTH])
        return [ref for ref in among if ref in picked]
    return [ref for ref in dict.fromkeys(chosen.split(",")) if ref in questions()][:MAX_LENGTH]


def items_of(chosen: str, seed: int) -> tuple[Item, ...]:
    """Return the questions of a set, each with a seed of its own that follows from the set's."""
    return tuple(Item(ref, chance("numbers", seed, ref) % (MAX_Q + 1)) for ref in refs_of(chosen, seed))


def sets() -> list[tuple[str, str, int]]:
    """Return what can be chosen: a set's name in links, its title, and how many questions it has."""
    offered = [(key, SET_TITLES[key], len(refs_of(key, 0))) for key in (MIXED, *all_refs())]
    alone = exercise_refs()
    if alone:
        offered.append((alone, "The exercise in pairs: check what your program prints", alone.count(",") + 1))
    return [each for each in offered if each[2]]


def title_of(chosen: str) -> str:
    """Return the title of a set."""
    return next((title for key, title, _ in sets() if key == chosen), "Chosen questions")
