"""What a board shows wrong by itself: it scrolls sideways, a panel spills, a formula is broken, type is too small."""

from tests.browser.test_looks import SMALL

WIDE = "() => { const m = document.querySelector('.stMain'); return m.scrollWidth - m.clientWidth; }"
SPILLED = """() => [...document.querySelectorAll("[data-stage] [data-panel]")]
    .map((e) => [e.dataset.panel, e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 60 || box.left < 0 || box.right > innerWidth + 1).map(([name]) => name)"""
WRONG = "[...document.querySelectorAll('.katex-error, [data-testid=stException]')].map((e) => e.textContent)"
NAMELESS = """() => [...document.querySelectorAll(".ov-root :is(button, input, select, canvas[role])")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent || e.closest("label")?.textContent).trim())
    .map((e) => e.outerHTML.slice(0, 120))"""
FAULTS = f"""least => [...(({WIDE})() > 0 ? ["it scrolls sideways"] : []),
    ...({SPILLED})(), ...{WRONG}, ...({NAMELESS})(), ...({SMALL})(least)]"""
"""Takes the least size of type, in pixels; returns a list of sentences and names."""
