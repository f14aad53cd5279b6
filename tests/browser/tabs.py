"""The tabs beside the playground's picture."""

from playwright.sync_api import Locator, Page


def tab(page: Page, name: str) -> Locator:
    """The tab called Curves, Standings or Worked step."""
    return page.get_by_role("tab", name=name)


def told(page: Page, name: str) -> None:
    """Open a tab, as a person does to read what is in it."""
    tab(page, name).click()
