"""A lecture page: a row of sections on top, the section's words on the left, its live board on the right."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from optviz.lecture import TITLES
from optviz.lecture.page_state import from_query
from optviz.lecture.section import Page, Section
from optviz.ui import shell, stage, state
from optviz.ui.frame import embedded
from optviz.ui.language import say, texts_note
from optviz.ui.link import link, link_warning, slips
from optviz.ui.state import Shows
from optviz.ui.view import Ahead, show_view

STYLE = """<style>
.stMainBlockContainer:has(.st-key-lecture) { padding: 3.75rem 1.75rem 2rem; }
.st-key-lecture { gap: 0.5rem; }
.st-key-lecture h1 { padding: 0; font-size: clamp(1.15rem, 1.4vw, 1.5rem); }
.st-key-lecture_words [data-testid="stMarkdownContainer"] { font-size: 1rem; line-height: 1.45; }
.st-key-lecture_words .katex-display { margin: 0.4em 0; overflow: auto hidden; }
.st-key-lecture_words .katex-display > .katex { white-space: normal; }
.st-key-lecture_notice { border-left: 3px solid #5b86b0; padding-left: 0.8rem; }
.st-key-lecture_links a { padding: 0.1rem 0.2rem; }
.st-key-lecture_links a p { text-decoration: underline; }
.st-key-lecture_presets button { min-height: 0; padding: 0.1rem 0.6rem; max-width: 100%; }
.st-key-lecture_presets button * { white-space: normal; text-align: left; overflow: visible; }
.st-key-lecture [role="radiogroup"] button { height: auto; overflow: visible; }
.st-key-lecture :is(button p, summary p) { font-size: 1rem; }
@media (min-width: 641px) { .st-key-lecture [role="radiogroup"] { flex-wrap: wrap; overflow: visible; } }
@media (min-width: 641px) and (max-width: 1400px) {
  .st-key-lecture [role="radiogroup"] { gap: 0.2rem; }
  .st-key-lecture [role="radiogroup"] button { padding: 0.2rem 0.6rem; }
}
@media (min-width: 1600px) { .st-key-lecture_words [data-testid="stMarkdownContainer"] { font-size: 1.15rem; } }
@media (max-width: 640px) { .stMainBlockContainer:has(.st-key-lecture) { padding: 4.25rem 0.9rem 2rem; } }
/* On a phone the picture comes first, the words below it. */
@media (max-width: 900px) {
  .st-key-lecture .stHorizontalBlock:has(.st-key-lecture_words) { flex-wrap: wrap; }
  .st-key-lecture .stHorizontalBlock:has(.st-key-lecture_words) > .stColumn { flex: 1 1 100%; min-width: 100%; }
  .st-key-lecture .stHorizontalBlock > .stColumn:has(.st-key-lecture_words) { order: 1; }
}
</style>"""


def opened_by_link(page: Page) -> tuple[Shows, tuple[str, ...]]:
    """Return the section that the link names, and what of the link was ignored."""
    found, ignored = from_query(page, link())
    return {"section": found.section.key}, (*ignored, *slips(page.keys))


def step(section: str, preset: str = "") -> str:
    """Return the step to a section, or to one of its presets."""
    return f"section={section}&preset={preset}" if preset else f"section={section}"


def choose(page: Page, section: str, preset: str = "") -> None:
    """Open a section, or one of its presets."""
    state.press(page.stem, {"section": section}, step(section, preset), menu=not preset)


def pills_key(page: Page) -> str:
    """Return the key of the row of sections."""
    return f"{page.stem}_section"


def preset_key(page: Page, preset: str) -> str:
    """Return the key of a preset's button."""
    return f"{page.stem}_preset_{preset}"


def steps_ahead(page: Page, section: Section) -> Ahead:
    """Return where the buttons on the page lead."""
    return {
        "presets": {preset_key(page, preset.key): step(section.key, preset.key) for preset in section.presets},
        "pills": {pills_key(page): [step(each.key) for each in page.sections]},
    }


def head(page: Page, section: Section) -> None:
    """Show the page's name and its sections, of which one is chosen."""
    key = pills_key(page)
    st.session_state[key] = section.key
    title, sections = st.columns([1, 2.9], gap="medium", vertical_alignment="center")
    title.title(say(page.title), anchor=False)
    sections.pills(
        say("Sections"),
        [section.key for section in page.sections],
        key=key,
        format_func=lambda key: say(page.section(key).title),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: choose(page, st.session_state[key]),
    )


def presets(page: Page, section: Section) -> None:
    """Show the section's presets as buttons."""
    if not section.presets:
        return
    with st.container(key="lecture_show"):
        st.markdown(f"**{say('Show me')}**")
        with st.container(key="lecture_presets", horizontal=True, gap="xxsmall"):
            for preset in section.presets:
                go = partial(choose, page, section.key, preset.key)
                st.button(preset.title, key=preset_key(page, preset.key), on_click=go)


def page_links(section: Section) -> None:
    """Show the pages that a section leads to, as links."""
    with st.container(key="lecture_links", gap="xsmall"):
        for stem in section.links:
            st.page_link(shell.page(stem, TITLES[stem], url_path=stem), label=say(TITLES[stem]))


def text_column(page: Page, section: Section) -> None:
    """Show the section's text: the explanation, what to notice, presets, a task with its answer folded away.

    Presenter mode lays its parts over the board, by the keys of their containers (``css/6-presenter.css``).
    """
    text = page.text(section.key)
    if texts_note():
        st.caption(texts_note().strip())
    with st.container(key="lecture_text"):
        st.markdown(text.body)
        if section.links:
            page_links(section)
        if text.notice:
            with st.container(key="lecture_notice", gap=None):
                st.markdown(f"**{say('What to notice.')}** {text.notice}")
    presets(page, section)
    if text.task:
        with st.container(key="lecture_task"):
            st.markdown(f"**{say('Try it.')}** {text.task}")
            with st.expander(say("Answer"), key=f"answer_{page.stem}_{section.key}"):  # folded again in another section
                st.markdown(text.answer)


def words_beside(page: Page, section: Section) -> DeltaGenerator:
    """Show the sections' row and the section's words; return the place for the board beside them."""
    top = st.container()
    left, right = st.columns([1, 2.9], gap="medium")
    with top:
        head(page, section)
    with left, st.container(key="lecture_words"):
        text_column(page, section)
    return right


def show_page(page: Page) -> None:
    """Show the page; its slots are fixed, so that the board is never mounted anew."""
    kept = state.open_page(page.stem, lambda: opened_by_link(page))
    section = page.section(kept.shows["section"])
    st.html(STYLE)
    with st.container(key="lecture"):
        with st.container():
            link_warning(kept.ignored)
        with st.container() if embedded() else words_beside(page, section), st.container(gap=None):
            stage.mount_engine()
            known = [{"section": each.key} for each in page.sections]
            show_view(page.stem, kept.shows, known.__contains__, steps_ahead(page, section), page.keys)
