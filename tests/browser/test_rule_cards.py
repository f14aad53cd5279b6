"""Every optimizer can be found in the menu, added to the race, and followed step by step in real numbers."""

import pytest
from playwright.sync_api import Page, expect

from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.optimizers import grouped
from tests.browser.answering import by_keys
from tests.browser.helpers import CALM, frames, open_stage, read, settled, wait_for, wait_for_url
from tests.browser.server import Server
from tests.browser.test_runs import names

pytestmark = pytest.mark.every

KEYS = list(ENTRANTS)
SHARES = [KEYS[first : first + 7] for first in range(0, len(KEYS), 7)]
_NOT_SET = ".ov-worked-line .katex-error, .ov-worked-line .ov-math:empty"


def test_the_menu_has_the_groups_of_the_registry_the_lectures_first(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    groups = page.get_by_role("combobox", name="Add an optimizer").locator("optgroup")
    shown = groups.evaluate_all("all => all.map((g) => [g.label, [...g.children].map((o) => o.text)])")
    assert shown == [[str(group), [ENTRANTS[key].name for key in keys]] for group, keys in grouped(ENTRANTS)]


@pytest.mark.parametrize("keys", ["l i o Enter", "Space l i o Enter", "Alt+ArrowDown l i o Enter"])
def test_an_optimizer_in_any_group_is_found_by_its_first_letters(server: Server, page: Page, keys: str) -> None:
    seen = open_stage(page, server.url)
    page.get_by_role("combobox", name="Add an optimizer").focus()
    by_keys(page, *keys.split())
    wait_for(page, runs=seen.runs + 1)
    wait_for_url(page, "run=lion")
    frames(page, CALM)
    assert (read(page).runs, names(page)[-1]) == (seen.runs + 1, "Lion")


def test_arrows_go_through_the_menu_and_only_enter_adds(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url)
    menu = page.get_by_role("combobox", name="Add an optimizer")
    menu.focus()
    by_keys(page, "ArrowDown", "ArrowDown")
    expect(menu).to_have_value("sgd")
    frames(page, CALM)
    assert read(page).runs == seen.runs
    by_keys(page, "Enter")
    wait_for(page, runs=seen.runs + 1)
    assert names(page)[-1] == "SGD"


@pytest.mark.parametrize("name", ["SAM", "Lookahead", "RAdam", "Schedule-Free SGD", "Dampened momentum"])
def test_what_is_added_to_the_opening_race_does_not_fly_off(server: Server, page: Page, name: str) -> None:
    seen = open_stage(page, server.url)
    page.get_by_role("combobox", name="Add an optimizer").select_option(name)
    after = wait_for(page, runs=seen.runs + 1)
    assert after.status[-1] == "moving"


@pytest.mark.parametrize("keys", SHARES, ids=lambda keys: keys[0])
def test_every_rules_worked_step_is_set_in_numbers_with_its_convention(
    server: Server, page: Page, keys: list[str]
) -> None:
    race = "&".join(f"run={key}" for key in keys)
    open_stage(page, server.url, f"surface=quadratic&{race}&at=-2,1&steps=60&step=3")
    for slot, key in enumerate(keys):
        page.keyboard.press(str(slot + 1))
        worked = page.locator("[data-panel=worked]")
        expect(worked).to_contain_text(ENTRANTS[key].convention)
        settled(page)
        for move in ("Home", "ArrowRight", "End"):
            page.keyboard.press(move)
            expect(page.locator(_NOT_SET)).to_have_count(0)
            text = worked.inner_text()
            assert "<<" not in text and "NaN" not in text and "not a number" not in text, (key, move)


def test_newton_joins_the_race_without_modifiers_and_its_link_opens_again(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, "surface=rosenbrock&run=gd,lr:0.001&steps=60")
    page.get_by_role("combobox", name="Add an optimizer").select_option("Newton")
    after = wait_for(page, runs=seen.runs + 1)
    assert after.status[-1] == "converged"
    wait_for_url(page, "run=newton")
    card = page.locator(".ov-run[data-rule=newton]")
    expect(card.locator("summary")).to_be_hidden()
    page.reload()
    expect(card).to_be_visible()


def test_a_method_that_gives_up_says_why_and_the_others_run_on(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, "surface=matyas&run=adam&run=gauss_newton&steps=60")
    assert seen.runs == 2
    expect(page.get_by_text("Gauss–Newton: Matyas is not written as a sum of squares")).to_be_visible()
