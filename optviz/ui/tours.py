"""The page of tours: the symptom index, the tours there are with their stops and notes, and a file of one's own."""

from urllib.parse import parse_qsl

import streamlit as st
from streamlit.components.v2 import component

from optviz.lecture import TITLES as LECTURE
from optviz.pictures import TITLES
from optviz.tours.library import BUILT_IN, names_in, tour_named
from optviz.tours.tour import Tour
from optviz.tours.yaml_tree import LessonError
from optviz.ui import shell, stage
from optviz.ui.entry import plain
from optviz.ui.language import say, texts_note

SYMPTOMS = "trouble"
SYMPTOM = "tours_symptom"
# Streamlit repeats a component's script in every changed message: it only calls the engine.
FILE = """
const ready = () => (window.optviz ? Promise.resolve()
  : new Promise((go) => window.addEventListener("optviz-ready", go, { once: true })));
export default function ({ parentElement }) {
  ready().then(() => window.optviz.mountTourFile(parentElement));
}
"""
EXAMPLE = """\
title: My hour on momentum
about: Two stops, to begin with.
stops:
  - title: A narrow valley
    link: playground?lesson=narrow_bowl
    words: Why does it zigzag?
    minutes: 3
    notes: Let them guess before you press play.
  - part: The cure
    title: Momentum
    link: momentum?section=two_parts&beta=0.5
    words: The last step's direction is added.
    hide: [lr, x0, y0]
    minutes: 5
"""
STYLE = """<style>
.stMainBlockContainer:has(.st-key-tours) { padding: 4.25rem 1.75rem 2rem; max-width: 75rem; }
.st-key-tours h1 { padding: 0 0 0.25rem; font-size: 1.5rem; }
.st-key-tours h2 { padding: 0.75rem 0 0.25rem; font-size: 1.25rem; }
.st-key-tours :is(button p, summary p, code, a p, .stCaption p) { font-size: 1rem; }
.st-key-tours [data-testid="stMarkdownContainer"] p { line-height: 1.4; }
.st-key-tours .stPageLink { margin-top: 0.4rem; }
.st-key-tours .stPageLink a { padding: 0.15rem 0; }
.st-key-tours .stPageLink p { text-decoration: underline; text-underline-offset: 0.2em; white-space: normal; }
@media (max-width: 640px) { .stMainBlockContainer:has(.st-key-tours) { padding: 4.25rem 0.9rem 2rem; } }
</style>"""


def stop_link(tour: Tour, place: int, label: str) -> None:
    """Show the link to a stop, which opens with the tour's bar."""
    stop = tour.stops[place]
    query: dict[str, str | list[str]] = {}
    for key, text in parse_qsl(stop.query, keep_blank_values=True):
        query[key] = [*query.get(key, []), text]
    pairs = {**query, "tour": tour.name, "stop": str(place + 1)}
    st.page_link(shell.linked(stop.page), label=plain(label), query_params=pairs)


def length_of(tour: Tour) -> str:
    """Return how long a tour is, in words."""
    count = say("1 stop") if len(tour.stops) == 1 else say("{count} stops", count=len(tour.stops))
    return f"{count}, {say('{minutes} minutes', minutes=f'{tour.minutes:g}')}" if tour.minutes else count


def show_symptoms() -> None:
    """Show the symptom index: pick what a run does; then the scene that shows it, why, and what to try."""
    tour = tour_named(SYMPTOMS)
    parts = dict(tour.parts)
    question = say("What does your run do?")
    st.header(question, anchor=False)
    if texts_note():
        st.caption(texts_note().strip())
    picked = st.pills(question, list(parts), key=SYMPTOM, default=next(iter(parts)), label_visibility="collapsed")
    if picked not in parts:
        st.markdown(say("Pick what you see: there is a scene that shows it, the reason, and what to try."))
        return
    first, *others = parts[picked]
    with st.container(key="tours_found", gap="xsmall"):
        st.markdown(f"**{say('Why.')}** {plain(tour.stops[first].words)}")
        stop_link(tour, first, say("See it: {title}", title=tour.stops[first].title))
        st.markdown(f"**{say('What to try')}**")
        for place in others:
            stop_link(tour, place, tour.stops[place].title)
            st.markdown(plain(tour.stops[place].words))


def show_plan(tour: Tour) -> None:
    """Show all stops of a tour, with the minute at which each ends and the notes for the lecturer."""
    for place, (stop, end) in enumerate(zip(tour.stops, tour.ends, strict=True)):
        if stop.part:
            st.markdown(f"**{plain(stop.part)}**")
        since = f"{end - stop.minutes:g}"
        time = f" · {say('min {since}–{to}', since=since, to=f'{end:g}')}" if stop.minutes else ""
        stop_link(tour, place, f"{place + 1} · {stop.title} ({say(TITLES[stop.page])}){time}")
        st.markdown(plain(stop.words))
        if stop.notes:
            st.caption(say("Notes: {notes}", notes=plain(stop.notes)))


def show_tour(tour: Tour) -> None:
    """Show one tour: what it is, the way into it, and its stops, folded away."""
    with st.container(gap="xsmall", key=f"tours_{tour.name}"):
        st.markdown(f"**{plain(tour.title)}** · {length_of(tour)}")
        if tour.about:
            st.markdown(plain(tour.about))
        stop_link(tour, 0, say("Start"))
        with st.expander(say("Stops and notes")), st.container(gap="xsmall"):
            show_plan(tour)


def show_found() -> None:
    """Show the tours that are built in, and those in the app's folder; a broken file in a sentence."""
    st.header(say("Tours"), anchor=False)
    for name in (*BUILT_IN, *names_in()):
        try:
            show_tour(tour_named(name))
        except LessonError as error:
            st.warning(say("The lesson file tours/{name}.yaml is not shown:", name=name))
            st.text("\n".join(error.sentences))


def show_own() -> None:
    """Show where a file of one's own is opened, and how one is written."""
    st.header(say("Your own tour"), anchor=False)
    st.markdown(
        say(
            "A lesson file is a list of stops; a stop's link is what **Share** gives on any page. Nothing is "
            "stored on the server: the tour lies in this browser tab until you close it."
        )
    )
    component("optviz_tour_file", js=FILE, isolate_styles=False)(key="tours_file", data="")
    with st.expander(say("How a lesson file is written")):
        st.code(EXAMPLE, language="yaml")
        pages = ", ".join(LECTURE)
        st.markdown(
            say(
                "`title` and `stops` must be there; of a stop, `title` and `link`. `hide` names controls by their keys "
                "in a link. Pages: playground, {pages}, quiz. A file `tours/my_hour.yaml` beside `app.py` is listed "
                "above, and opens as `?tour=my_hour`.",
                pages=pages,
            )
        )


def show() -> None:
    """Show the page."""
    st.html(STYLE)
    with st.container(key="tours"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(say("Tours and symptoms"), anchor=False, width="content")
            stage.mount_share("tours", ())
        show_symptoms()
        show_found()
        show_own()
