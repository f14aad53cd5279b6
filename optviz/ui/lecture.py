"""A lecture page: a row of sections on top, the section's words on the left, its live board on the right."""

import dataclasses
from functools import partial

import streamlit as st

from optviz.lecture.message import board_message
from optviz.lecture.page_state import PageState, from_query, opened, to_query
from optviz.lecture.section import Page, Section
from optviz.ui import cached, shell, stage
from optviz.ui.link import link_warning, request_of

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


def now(page: Page) -> PageState:
    """Return what the page shows; the link is read when the session opens the page for the first time."""
    if slot(page, "state") not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        put(page, *from_query(page, query))
    return st.session_state[slot(page, "state")]


def put(page: Page, state: PageState, ignored: tuple[str, ...] = ()) -> None:
    """Make ``state`` what the page shows, with what its link held that was ignored."""
    st.session_state[slot(page, "state")] = state
    st.session_state[slot(page, "ignored")] = ignored


def turned(state: PageState, by: int) -> PageState:
    """Return the section ``by`` places further, or the same if there is none there."""
    keys = [section.key for section in state.page.sections]
    place = keys.index(state.section.key) + by
    if not 0 <= place < len(keys):
        return state
    return opened(state.page, keys[place], present=state.present, before=state)


def on_request(page: Page) -> None:
    """Follow what the board asks for: other values, or the next or last section.

    A late request of another section is dropped.
    """
    request = request_of(page.stem)
    if not request:
        return
    st.session_state[slot(page, "request")], params = request
    state = now(page)
    stop, go = params.pop("stop", None), params.pop("go", None)
    if stop:
        pause(state)
    if go:
        st.session_state.pop(slot(page, "paused"), None)
    if params.get("turn") in (-1, 1):
        put(page, turned(state, params["turn"]))
    elif params.get("section") == state.section.key:
        put(page, *from_query(page, params))


def choose(page: Page, section: str = "", preset: str = "") -> None:
    """Open a section, or one of its presets."""
    state = now(page)
    put(page, opened(page, section, preset, state.present, state))


def head(page: Page, state: PageState) -> None:
    """Show the page's name and its sections, of which one is chosen."""
    key = slot(page, "section")
    st.session_state[key] = state.section.key
    title, sections = st.columns([1, 2.9], gap="medium", vertical_alignment="center")
    title.title(page.title, anchor=False)
    sections.pills(
        "Sections",
        [section.key for section in page.sections],
        key=key,
        format_func=lambda key: page.section(key).title,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: choose(page, st.session_state[key]),
    )


def presets(page: Page, section: Section) -> None:
    """Show the section's presets as buttons."""
    if not section.presets:
        return
    st.markdown("**Show me**")
    with st.container(key="lecture_presets", horizontal=True, gap="xxsmall"):
        for preset in section.presets:
            name = f"{page.stem}_preset_{preset.key}"
            st.button(preset.title, key=name, on_click=partial(choose, page, section.key, preset.key))


def text_column(page: Page, section: Section) -> None:
    """Show the section's text: the explanation, what to notice, presets, a task with its answer folded away."""
    text = page.text(section.key)
    st.markdown(text.body)
    if text.notice:
        with st.container(key="lecture_notice", gap=None):
            st.markdown(f"**What to notice.** {text.notice}")
    presets(page, section)
    if text.task:
        st.markdown(f"**Try it.** {text.task}")
        with st.expander("Answer"):
            st.markdown(text.answer)


def computed_link(state: PageState) -> str:
    """Return the link to what is computed: section and values, without the playhead."""
    return to_query(state.replace(step=None, present=False))


@dataclasses.dataclass(frozen=True)
class Result:
    """What long work has brought: which work, its newest result, and whether it is running, paused or done.

    ``link`` and ``latest`` are empty where the section has none.
    """

    link: str = ""
    latest: tuple = ()
    work: str = ""


def result_of(state: PageState) -> Result:
    """Return the newest result behind what is shown; what this session has paused stays as it was."""
    work = state.work()
    if not work:
        return Result()
    key = slot(state.page, "paused")
    paused: Result | None = st.session_state.get(key)
    if paused and paused.link.partition("#")[0] == work.key:
        return paused
    st.session_state.pop(key, None)
    job = cached.job_of(state.page.stem, work.key, work)
    job.keep_alive()
    job.wait(QUICK)
    done, revision, latest = job.done, job.revision, job.latest
    return Result(f"{work.key}#{revision}", (latest,), "" if done else "running")


def pause(state: PageState) -> None:
    """Keep what is shown as it is now; the computation goes on only for others."""
    result = result_of(state)
    if result.work == "running":
        st.session_state[slot(state.page, "paused")] = dataclasses.replace(result, work="paused")


@st.fragment
def board(page: Page, section: str) -> None:
    """Show the board of ``section``; a drag reruns this alone, unless it turned to another section."""
    state = now(page)
    result = result_of(state)
    if state.section.key != section:
        st.rerun()
    link = computed_link(state) + result.link
    background = cached.background_of_page(page.stem, link, state, result.latest)
    body = cached.board_body_of(page.stem, link, state, result.latest)
    number = st.session_state.get(slot(page, "request"), 0)
    message = board_message(state, background.key, body, number, result.work)
    with st.container(gap=None):
        stage.mount_background(page.stem, cached.background_bytes_of(background.key, background))
        stage.mount_view(page.stem, message, lambda: on_request(page))


def show_page(page: Page) -> None:
    """Show the page; its slots are fixed, so that the board is never mounted anew."""
    state = now(page)
    st.html(STYLE)
    with st.container(key="lecture"):
        warnings, top = st.container(), st.container()
        left, right = st.columns([1, 2.9], gap="medium")
        with warnings:
            link_warning(st.session_state.get(slot(page, "ignored"), ()))
        with top:
            head(page, state)
        with left, st.container(key="lecture_words"):
            text_column(page, state.section)
        with right, st.container(gap=None):
            stage.mount_engine()
            board(page, state.section.key)
    shell.warm_pages()
