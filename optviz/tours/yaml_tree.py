"""A lesson file's text as a tree whose nodes know their lines: plain values only, no aliases, no tags, no depths."""

import yaml

MAX_BYTES = 64_000
MAX_DEPTH = 6
MAX_EVENTS = 6_000
SHOWN = 5
"""How many of a file's faults are told."""

TOO_LARGE = f"The file is too large: a lesson file has at most {MAX_BYTES:,} bytes."
HINTS = (
    ("mapping values are not allowed", "a colon with a space after it stands inside a text: put the text in quotes"),
    ("'\\t'", "a tab: YAML is indented by spaces"),
    ("expected <block end>", "this line is not indented as the lines around it"),
    ("could not find expected ':'", "a key without a colon after it, or a text that is not indented"),
    ("unexpected end of stream", "a quote or a bracket is not closed"),
)


class LessonError(ValueError):
    """What is wrong with a lesson file: a sentence for each fault, with its line."""

    def __init__(self, *faults: str) -> None:
        more = len(faults) - SHOWN
        rest = [f"There {'is one more fault' if more == 1 else f'are {more} more faults'}."] if more > 0 else []
        self.sentences = (*faults[:SHOWN], *rest)
        super().__init__(" ".join(self.sentences))


def at_line(line: int, what: str) -> str:
    """Return a sentence on a line of the file, which counts from 1."""
    return f"Line {line}: {what}{'' if what.endswith('?') else '.'}"


def line_of(node: yaml.Node) -> int:
    """Return the line on which a node begins."""
    return node.start_mark.line + 1


def tree_of(text: str) -> yaml.Node:
    """Return the tree of a lesson file. ``LessonError`` for what is no plain YAML, with the line."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise LessonError(TOO_LARGE)
    try:
        look_over(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise LessonError(fault_of(error)) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise LessonError(at_line(line, "a character that is no text")) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if isinstance(error, LessonError):
            raise
        raise LessonError("The file is not YAML.") from None
    if root is None:
        raise LessonError("The file is empty.")
    return root


def look_over(text: str) -> None:
    """Raise ``LessonError`` for what only a hostile file has, before anything is built from it."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None):
            raise LessonError(at_line(line, "anchors (&) and aliases (*) are not read here; quote a text that has one"))
        if getattr(event, "tag", None):
            raise LessonError(at_line(line, "tags (!) are not read here; quote a text that begins with one"))
        if depth > MAX_DEPTH or count > MAX_EVENTS:
            raise LessonError(at_line(line, "too many things, or too deep in one another, for a lesson file"))
        if documents > 1:
            raise LessonError(at_line(line, "a second document begins here (---); a file has one tour"))


def fault_of(error: yaml.MarkedYAMLError) -> str:
    """Return what YAML's parser found, in a sentence with its line."""
    mark = error.problem_mark or error.context_mark
    said = f"{error.problem or ''} {error.context or ''}"
    hint = next((hint for found, hint in HINTS if found in said), "this is not YAML")
    return at_line(mark.line + 1, hint) if mark else "The file is not YAML."
