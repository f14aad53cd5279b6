"""Pictures by address: what a page shows at a query, as bytes for the browser; one function for every way to ask."""

from optviz import lecture

PLAYGROUND, QUIZ = "playground", "quiz"
TITLES = {PLAYGROUND: "Playground", **lecture.TITLES, QUIZ: "Quiz"}
"""The pages that have pictures in the order of the menu: the stem, a public address, and the title."""

PAGES = tuple(TITLES)
"""Their public names."""

ROOM_PAGES = ("class", "join")
"""What a class looks at: the projector, and a phone."""
