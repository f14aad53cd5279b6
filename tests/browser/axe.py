"""axe-core, Deque's checker of accessibility, as a witness from outside: it judges whole pages, light and dark."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.helpers import CALM, CHANGE, frames

FADED = 12  # frames after which a colour that fades has come
PAINTED = """dark => {
    const page = document.querySelector(".stApp");
    const views = [...document.querySelectorAll(".ov-root[data-revision]")];
    return (!page || Number(getComputedStyle(page).backgroundColor.match(/\\d+/)[0]) < 128 === dark)
        && views.every(({ classList }) => classList.contains("ov-dark") === dark);
}"""
# What it calls minor is a matter of taste, and it reads no MathML: a head that is a formula is empty to it. The size of
# what a finger meets, new in WCAG 2.2, is off in axe unless asked for. In a part of a page formulas are passed over:
# they take a third of the time, have the colour of the text around them, and are judged with whole pages.
JUDGE = """async ([part, ...only]) => (await axe.run(
    part ? { include: [[part]], exclude: [[".katex-html"]] } : document, {
    resultTypes: ["violations"],
    ...(only.length ? { runOnly: only } : { rules: { "target-size": { enabled: true } } }),
})).violations
    .filter(({ impact }) => impact !== "minor")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id} (${help}): ${html.slice(0, 160)} ${failureSummary.replaceAll(/\\s+/g, " ")}`))"""


def violations(page: Page, within: str = "") -> list[str]:
    """Return what axe objects to on the page as it is, or in a part of it: all rules in light, contrast in dark too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    frames(page, CALM)
    light = page.evaluate(JUDGE, [within])
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(PAINTED, arg=True, timeout=CHANGE)
    frames(page, FADED)
    dark = page.evaluate(JUDGE, [within, "color-contrast"])
    page.emulate_media(color_scheme="light")
    page.wait_for_function(PAINTED, arg=False, timeout=CHANGE)
    frames(page, FADED)
    return [*light, *(f"dark: {each}" for each in dark)]
