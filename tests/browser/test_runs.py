"""The list of runs: on and off, copies, removal, new ones, and the standings and worked step that follow."""

import re

import pytest
from playwright.sync_api import Page

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from tests.browser.helpers import (
    BOWL,
    CHANGE,
    card,
    notice,
    open_stage,
    pick,
    read,
    stage,
    toast,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.tabs import told

pytestmark = pytest.mark.every

TITLE = ".ov-worked-room .ov-chart-title"


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race, open and standing."""
    open_stage(page, server.url, BOWL)
    return page


def names(page: Page) -> list[str]:
    """The runs in the standings, best first."""
    return page.locator(".ov-standings tbody .ov-run-name").all_text_contents()


def heights(page: Page) -> list[float]:
    """f of the runs in the standings, from the top, when they have followed the playhead."""
    page.locator(f"[data-panel=standings][data-step='{read(page).step}']").wait_for()
    texts = page.locator(".ov-standings .ov-f").all_inner_texts()
    return [float(text.replace("−", "-").replace("∞", "inf")) for text in texts]


def numbers(page: Page) -> list[list[float]]:
    """The numbers of the worked step, a list for each of its lines."""
    lines = page.locator(".ov-numbers annotation").all_text_contents()
    powers = [re.sub(r"\\!\\times\\!10\^\{(-?\d+)\}", r"e\1", line) for line in lines]
    plain = [re.sub(r"\\[a-z]+(\{[a-z]+\})?", " ", line.replace(r"\\", " ")) for line in powers]
    return [[float(n) for n in re.findall(r"(?<![\w.])-?\d+\.?\d*(?:e-?\d+)?", line)] for line in plain]


def test_a_run_is_switched_off_and_on_again(bowl: Page) -> None:
    box = card(bowl, 1).get_by_role("checkbox")
    box.uncheck()
    wait_for(bowl, runs=1)
    wait_for_url(bowl, "adam,off")
    assert names(bowl) == ["GD"]
    box.check()
    wait_for(bowl, runs=2)
    assert sorted(names(bowl)) == ["Adam", "GD"]


def test_a_copy_stands_beside_its_original_and_looks_different(bowl: Page) -> None:
    bowl.get_by_role("button", name="Duplicate GD").click()
    wait_for(bowl, runs=3)
    assert bowl.locator(".ov-runs .ov-run").count() == 3
    assert sorted(names(bowl)) == ["Adam", "GD 1", "GD 2"]
    pictures = bowl.locator(".ov-runs canvas").evaluate_all("all => all.map((canvas) => canvas.toDataURL())")
    assert len(set(pictures)) == 3


def test_two_runs_of_one_rule_have_names_of_their_own_for_every_control(bowl: Page) -> None:
    bowl.get_by_role("button", name="Duplicate Adam").click()
    wait_for(bowl, runs=3)
    for number in (1, 2):
        bowl.get_by_role("checkbox", name=f"Show Adam {number}", exact=True).wait_for()
        bowl.get_by_role("slider", name=f"learning rate of Adam {number}", exact=True).wait_for()


def test_no_two_of_twelve_runs_look_alike_and_a_thirteenth_is_refused(bowl: Page) -> None:
    for runs in range(3, 13):
        bowl.get_by_role("button", name="Duplicate Adam").last.click()
        wait_for(bowl, runs=runs)
    pictures = bowl.locator(".ov-runs canvas").evaluate_all("all => all.map((canvas) => canvas.toDataURL())")
    assert len(set(pictures)) == 12
    bowl.get_by_role("button", name="Duplicate Adam").last.click()
    toast(bowl, "at most 12 runs")
    assert read(bowl).runs == 12


def test_any_optimizer_can_be_added_from_the_menu(bowl: Page) -> None:
    menu = bowl.get_by_role("combobox", name="Add an optimizer")
    assert menu.locator("option").count() > 18
    menu.select_option("Lion")
    wait_for(bowl, runs=3)
    assert "Lion" in names(bowl)
    wait_for_url(bowl, "run=lion")


def test_removing_every_run_leaves_a_sentence_and_one_click_mends_it(bowl: Page) -> None:
    bowl.get_by_role("button", name="Remove GD").click()
    wait_for(bowl, runs=1)
    bowl.get_by_role("button", name="Remove Adam").click()
    wait_for(bowl, runs=0)
    notice(bowl, "The race is empty")
    wait_for_url(bowl, "run=none")
    bowl.get_by_role("combobox", name="Add an optimizer").select_option("Adam")
    wait_for(bowl, runs=1)
    bowl.locator(".ov-notices p").wait_for(state="detached")


def test_switching_every_run_off_says_so(bowl: Page) -> None:
    for slot in (0, 1):
        card(bowl, slot).get_by_role("checkbox").uncheck()
    wait_for(bowl, runs=0)
    notice(bowl, "Every optimizer is switched off")


def test_when_every_run_diverged_the_page_says_what_to_try(bowl: Page) -> None:
    bowl.get_by_role("button", name="Remove Adam").click()
    seen = wait_for(bowl, runs=1)
    field = card(bowl, 0).locator(".ov-exact").first
    field.fill("500")
    field.press("Enter")
    assert wait_for_redraw(bowl, seen).status == ("diverged",)
    bowl.get_by_role("button", name="To the end").click()
    notice(bowl, "Lower the learning rate")
    told(bowl, "Standings")
    assert "diverged at step" in bowl.locator(".ov-standings .ov-fate").inner_text()


def test_a_chosen_run_gets_its_worked_step_by_click_key_and_table(bowl: Page) -> None:
    told(bowl, "Worked step")
    title = bowl.locator(TITLE)
    assert "GD" in title.inner_text()
    seen = read(bowl)
    pick(bowl, 1)
    bowl.locator(TITLE, has_text="Adam").wait_for(timeout=CHANGE)
    seen = wait_for_redraw(bowl, seen)
    bowl.keyboard.press("1")
    bowl.locator(TITLE, has_text="GD").wait_for(timeout=CHANGE)
    wait_for_redraw(bowl, seen)
    told(bowl, "Standings")
    bowl.locator(".ov-standings").get_by_role("button", name="Adam").click()
    told(bowl, "Worked step")
    bowl.locator(TITLE, has_text="Adam").wait_for(timeout=CHANGE)
    wait_for_url(bowl, "pick=1")


def test_the_worked_step_of_gd_can_be_checked_on_paper(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL + "&t=1")
    page.locator(".ov-numbers annotation").first.wait_for(state="attached", timeout=CHANGE)
    # f = (x² + 10 y²) / 2 from (−2, 1) with η = 0.05: x₁ = (−1.9, 0.5), ∇f(x₁) = (−1.9, 5).
    assert numbers(page) == [[-1.805, 0.25, -1.9, 0.5, 0.05, -1.9, 5]]
    told(page, "Worked step")
    page.keyboard.press("ArrowLeft")
    page.locator(TITLE, has_text="t = 0").wait_for(timeout=CHANGE)
    assert numbers(page) == [[-1.9, 0.5, -2, 1, 0.05, -2, 10]]


def test_the_worked_step_of_momentum_adds_up_line_by_line(server: Server, page: Page) -> None:
    open_stage(page, server.url, "surface=quadratic&s.kappa=10&run=momentum,lr:0.05,beta:0.5&at=-2,1&steps=60&t=3")
    page.locator(".ov-numbers annotation").first.wait_for(state="attached", timeout=CHANGE)
    (a, b, beta, c, d, e, f), (x1, y1, x0, y0, lr, g, h) = numbers(page)
    assert (beta, lr) == (0.5, 0.05)
    assert (a, b) == pytest.approx((beta * c + e, beta * d + f), rel=2e-3)
    assert (g, h) == (a, b)
    assert (x1, y1) == pytest.approx((x0 - lr * g, y0 - lr * h), rel=2e-3)


def test_every_rule_of_the_lecture_shows_its_worked_step_without_a_gap(server: Server, page: Page) -> None:
    race = "&".join(f"run={rule}" for rule in TEXTBOOK)
    seen = open_stage(page, server.url, f"surface=quadratic&s.kappa=10&{race}&at=-2,1&steps=60&noise=0.1&t=3")
    told(page, "Worked step")
    for slot, rule in enumerate(TEXTBOOK):
        if slot:
            pick(page, slot)
            seen = wait_for_redraw(page, seen)
        page.locator(f"{TITLE} >> text=: {OPTIMIZERS[rule].name}, t = 3").wait_for(timeout=CHANGE)
        page.wait_for_function("document.querySelectorAll('.ov-numbers annotation').length > 0", timeout=CHANGE)
        text = " ".join(page.locator(".ov-numbers annotation").all_text_contents())
        assert "?" not in text and "not a number" not in text, rule
        assert page.locator(".ov-worked .katex-error").count() == 0, rule


def test_standings_are_sorted_and_follow_the_playhead(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    told(page, "Standings")
    tables = set()
    page.keyboard.press("Home")
    for _ in range(5):
        assert heights(page) == sorted(heights(page))
        tables.add(stage(page).locator(".ov-standings tbody").inner_text())
        page.keyboard.press("Shift+ArrowRight")
    assert len(tables) == 5
    page.keyboard.press("End")
    assert heights(page) == sorted(heights(page))
