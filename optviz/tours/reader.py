"""From a lesson file's text to a tour: every field is checked, and every fault is told with its line."""

import math
from collections.abc import Callable
from typing import Any

import yaml

from optviz.tours.links import Place, did_you_mean, place_of, said
from optviz.tours.tour import Stop, Tour
from optviz.tours.yaml_tree import LessonError, at_line, line_of, tree_of

MAX_STOPS = 60
MAX_MINUTES = 240.0
LENGTHS = {"title": 80, "about": 300, "part": 60, "words": 300, "notes": 2_000, "link": 4_000}
"""The most characters of each text."""

TOUR_FIELDS = ("title", "about", "stops")
STOP_FIELDS = ("title", "link", "words", "part", "hide", "minutes", "notes")
KINDS = {yaml.MappingNode: "a group of keys", yaml.SequenceNode: "a list", yaml.ScalarNode: "a text"}

Fields = dict[str, yaml.Node]


def tour_of(text: str, name: str, place: Callable[[str], Place] = place_of) -> Tour:
    """Return the tour of a lesson file. ``LessonError`` with all that is wrong: nothing is half read.

    ``place`` finds where a link leads; by default it opens the picture there, so that it is known to be understood.
    """
    return Lesson(place).tour(tree_of(text), name)


class Lesson:
    """Reads one file; what is wrong with it is collected, so that a person sees it all at once."""

    def __init__(self, place: Callable[[str], Place] = place_of) -> None:
        self.place = place
        self.faults: list[tuple[int, str]] = []

    def tour(self, root: yaml.Node, name: str) -> Tour:
        """Return the tour."""
        fields = self.fields(root, TOUR_FIELDS, ("title", "stops"), "a tour")
        title, about = self.text(fields, "title"), self.text(fields, "about")
        nodes = self.items(fields, "stops")
        if len(nodes) > MAX_STOPS:
            self.fault(nodes[MAX_STOPS], f"a tour has at most {MAX_STOPS} stops")
            nodes = nodes[:MAX_STOPS]
        elif "stops" in fields and not nodes:
            self.fault(fields["stops"], "a tour needs at least one stop, a list whose items begin with a dash")
        stops = tuple(self.stop(node) for node in nodes)
        if self.faults:
            raise LessonError(*(at_line(line, what) for line, what in sorted(self.faults, key=lambda each: each[0])))
        return Tour(name, title, about, stops)

    def stop(self, node: yaml.Node) -> Stop:
        """Return one stop; where it is wrong, some of its fields are empty."""
        fields = self.fields(node, STOP_FIELDS, ("title", "link"), "a stop")
        texts = {key: self.text(fields, key) for key in ("title", "words", "part", "notes")}
        minutes = self.minutes(fields)
        link = self.text(fields, "link")
        if not link:
            return Stop(texts["title"], "", "")
        try:
            place = self.place(link)
        except ValueError as error:
            self.fault(fields["link"], str(error))
            return Stop(texts["title"], "", "")
        hide = self.hidden(fields, place.controls)
        return Stop(page=place.page, query=place.query, shows=place.shows, hide=hide, minutes=minutes, **texts)

    def fault(self, node: yaml.Node, what: str) -> None:
        """Note what is wrong at a node."""
        self.faults.append((line_of(node), what.rstrip(".")))

    def fields(self, node: yaml.Node, known: tuple[str, ...], needed: tuple[str, ...], what: str) -> Fields:
        """Return the fields of a group by their keys, each once, and none that is not known."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} is a group of keys, such as “title: …”, not {KINDS[type(node)]}")
            return {}
        found: Fields = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                near = did_you_mean(name, known) or f"; there are {', '.join(known)}"
                self.fault(key, f"{what} has no key {said(name)}{near}")
            elif name in found:
                self.fault(key, f"{said(name)} stands here twice; the first is in line {line_of(found[name])}")
            else:
                found[name] = value
        for name in needed:
            if name not in found:
                self.fault(node, f"{what} needs {'' if name == 'stops' else 'a '}{name}")
        return found

    def text(self, fields: Fields, key: str) -> str:
        """Return a text without what is not to be seen; a long one or none where one must be is a fault."""
        node = fields.get(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, f"{key} is a text, not {KINDS[type(node)]}")
            return ""
        paragraphs = [" ".join(plain(part).split()) for part in node.value.split("\n\n" if key == "notes" else "\0")]
        text = "\n\n".join(part for part in paragraphs if part)
        if len(text) > LENGTHS[key]:
            self.fault(node, f"{key} has {len(text):,} characters; there is room for {LENGTHS[key]:,}")
        if not text and key in ("title", "link"):
            self.fault(node, f"{key} is empty")
        return text

    def items(self, fields: Fields, key: str) -> list[yaml.Node]:
        """Return the items of a list."""
        node = fields.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, f"{key} is a list, each of whose items begins with a dash, not {KINDS[type(node)]}")
            return []
        return list(node.value)

    def minutes(self, fields: Fields) -> float:
        """Return the minutes planned for a stop; 0 where it says none."""
        if "minutes" not in fields:
            return 0.0
        node: Any = fields["minutes"]
        try:
            minutes = float(node.value)
        except (TypeError, ValueError):
            minutes = math.nan
        if 0 <= minutes <= MAX_MINUTES:
            return minutes
        self.fault(node, f"minutes is a number from 0 to {MAX_MINUTES:g}")
        return 0.0

    def hidden(self, fields: Fields, controls: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of the controls to hide: of those that are at the stop."""
        keys = []
        for node in self.items(fields, "hide"):
            key = node.value if isinstance(node, yaml.ScalarNode) else ""
            if key in controls:
                keys.append(key)
            else:
                near = did_you_mean(key, controls) or f"; there are {', '.join(controls) or 'none'}"
                self.fault(node, f"there is no control {said(key)} at this stop{near}")
        return tuple(keys)


def plain(text: str) -> str:
    """Return text without what has no shape of its own: control characters, and marks that turn its direction."""
    return "".join(c for c in text if c.isprintable() or c.isspace())
