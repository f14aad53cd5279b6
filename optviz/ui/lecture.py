"""A lecture page: a row of sections on top, the section's words on the left, its live board on the right."""

import dataclasses
from functools import partial

import streamlit as st

from optviz.figures.board.message import board_message
from optviz.lecture.jobs import work_of
from optviz.lecture.page_state import Show, from_query, opened, to_query
from optviz.lecture.section import Page, Text, page_of
from optviz.ui import cached, shell, stage

QUICK = 0.25
"""Seconds in which a computation may be done without the browser having to ask again."""

STYLE = """<style>
.stMainBlockContainer:has(.st-key-lecture) { padding: 4.25rem 1.75rem 2rem; }
.st-key-lecture h1 { padding: 0; font-size: clamp(1.15rem, 1.4vw, 1.5rem); }
.st-key-lecture_words [data-testid="stMarkdownContainer"] { font-size: 1rem; line-height: 1.45; }
.st-key-lecture_words .katex-display { margin: 0.4em 0; overflow: auto hidden; }
.st-key-lecture_notice { border-left: 3px solid #5b86b0; padding-left: 0.8rem; }
.st-key-lecture_presets button { min-height: 0; padding: 0.1rem 0.6rem; }
.st-key-lecture :is(button p, summary p) { font-size: 1rem; }
@media (min-width: 1600px) { .st-key-lecture_words [data-testid="stMarkdownContainer"] { font-size: 1.15rem; } }
@media (max-width: 640px) { .stMainBlockContainer:has(.st-key-lecture) { padding: 4.25rem 0.9rem 2rem; } }
</style>"""


def slot(page: Page, name: str) -> str:
    """Return the place in the session where a page keeps something."""
    return f"lecture_{page.stem}_{name}"


def now(page: Page) -> Show:
    """Return what the page shows; the link is read when the session opens the page for the first time."""
    if slot(page, "show") not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        put(page, *from_query(page, query))
    return st.session_state[slot(page, "show")]


def put(page: Page, show: Show, ignored: tuple[str, ...] = ()) -> None:
    """Make ``show`` what the page shows, with what its link held that was ignored."""
    st.session_state[slot(page, "show")] = show
    st.session_state[slot(page, "ignored")] = ignored


def turned(page: Page, show: Show, by: int) -> Show:
    """Return the section ``by`` places further, or the same if there is none there."""
    keys = [one.key for one in page.sections]
    place = keys.index(show.section) + by
    return opened(page, keys[place], present=show.present, before=show) if 0 <= place < len(keys) else show


def on_request(page: Page) -> None:
    """Follow what the board asks for: other values, or the next or last section. A late wish of another is dropped."""
    request = st.session_state[f"{page.stem}_view"].get("request")
    number, params = (request.get("number"), request.get("params")) if isinstance(request, dict) else (None, None)
    if not isinstance(number, int) or not isinstance(params, dict):
        return
    st.session_state[slot(page, "request")] = number
    show = now(page)
    stop, go = params.pop("stop", None), params.pop("go", None)
    if stop:
        hold(page, show)
    if go:
        st.session_state.pop(slot(page, "held"), None)
    if params.get("turn") in (-1, 1):
        put(page, turned(page, show, params["turn"]))
    elif params.get("section") == show.section:
        put(page, *from_query(page, params))


def choose(page: Page, section: str = "", preset: str = "") -> None:
    """Open a section, or one of its presets."""
    show = now(page)
    put(page, opened(page, section, preset, show.present, show))


def head(page: Page, show: Show) -> None:
    """Show the page's name and its sections, of which one is chosen."""
    key = slot(page, "section")
    st.session_state[key] = show.section
    title, sections = st.columns([1, 2.9], gap="medium", vertical_alignment="center")
    title.title(page.title, anchor=False)
    sections.pills(
        "Sections",
        [one.key for one in page.sections],
        key=key,
        format_func=lambda k: page.section(k).title,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: choose(page, st.session_state[key]),
    )


def presets(page: Page, show: Show) -> None:
    """Show the section's presets as buttons."""
    found = show.of().presets
    if not found:
        return
    st.markdown("**Show me**")
    with st.container(key="lecture_presets", horizontal=True, gap="xxsmall"):
        for one in found:
            name = f"{page.stem}_preset_{one.key}"
            st.button(one.title, key=name, on_click=partial(choose, page, show.section, one.key))


def text_column(page: Page, show: Show) -> None:
    """Show the section's text: the explanation, what to notice, presets, a task with its answer folded away."""
    text: Text = page.text(show.section)
    st.markdown(text.body)
    if text.notice:
        with st.container(key="lecture_notice", gap=None):
            st.markdown(f"**What to notice.** {text.notice}")
    presets(page, show)
    if text.task:
        st.markdown(f"**Try it.** {text.task}")
        with st.expander("Answer"):
            st.markdown(text.answer)


def place_of(show: Show) -> str:
    """Return the link to what is computed: section and values, without the playhead."""
    return to_query(show.replace(step=None, present=False))


@dataclasses.dataclass(frozen=True)
class Found:
    """What a long computation has found: which one, how far it is, and whether it is running, held or done.

    ``link`` and ``result`` are empty where the section has none.
    """

    link: str = ""
    result: tuple = ()
    work: str = ""


def found_of(page: Page, show: Show) -> Found:
    """Return the newest result behind what is shown; what this session has stopped stays as it was."""
    work = work_of(show)
    if not work:
        return Found()
    key = slot(page, "held")
    held: Found | None = st.session_state.get(key)
    if held and held.link.partition("#")[0] == work.key:
        return held
    st.session_state.pop(key, None)
    job = cached.job_of(page.stem, work.key, work)
    job.want()
    job.wait(QUICK)
    done, revision, latest = job.done, job.revision, job.latest
    return Found(f"{work.key}#{revision}", (latest,), "" if done else "running")


def hold(page: Page, show: Show) -> None:
    """Keep what is shown as it is now; the computation goes on only for others."""
    found = found_of(page, show)
    if found.work == "running":
        st.session_state[slot(page, "held")] = dataclasses.replace(found, work="held")


def link_warning(page: Page) -> None:
    """Name what the link held that was ignored; as plain text, since whoever made the link wrote part of it."""
    ignored = st.session_state.get(slot(page, "ignored"), ())
    if ignored:
        st.warning("Part of this link was not understood and was ignored:")
        st.text("\n".join(ignored))


@st.fragment
def board(stem: str, section: str) -> None:
    """Show the board of ``section`` on its ground; a drag reruns this alone, unless it turned to another section."""
    page = page_of(stem)
    show = now(page)
    found = found_of(page, show)
    if show.section != section:
        st.rerun()
    link = place_of(show) + found.link
    ground = cached.background_of_page(stem, link, show, found.result)
    body = cached.board_body_of(stem, link, show, found.result)
    number = st.session_state.get(slot(page, "request"), 0)
    with st.container(gap=None):
        stage.mount_background(stem, cached.background_bytes_of(ground.key, ground))
        stage.mount_view(stem, board_message(show, ground.key, body, number, found.work), lambda: on_request(page))


def show_page(stem: str) -> None:
    """Show the page; its slots are fixed, so that the board is never mounted anew."""
    page = page_of(stem)
    show = now(page)
    st.html(STYLE)
    with st.container(key="lecture"):
        warnings, top = st.container(), st.container()
        left, right = st.columns([1, 2.9], gap="medium")
        with warnings:
            link_warning(page)
        with top:
            head(page, show)
        with left, st.container(key="lecture_words"):
            text_column(page, show)
        with right, st.container(gap=None):
            stage.mount_engine()
            board(stem, show.section)
    shell.warm_pages()
