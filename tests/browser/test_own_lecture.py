"""A function that a person types on a page of the lecture: understood, drawn, mended, kept in the link."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.helpers import CHANGE, control, open_board, settled, wait_for_url
from tests.browser.server import Server

pytestmark = pytest.mark.every

LATEX = ".ov-formula-math annotation"
SAID = ".ov-formula-said"
# Of each picture: its box, those of its numbers, that of the upright axis' name; and how many numbers are turned.
BOXES = """(plot) => {
    const box = (element) => {
        const {left, right, top, bottom} = element.getBoundingClientRect();
        return [left, right, top, bottom];
    };
    const ticks = [...plot.querySelectorAll(".xtick text, .ytick text")].filter((tick) => tick.getClientRects().length);
    const turned = ticks.filter((tick) => /rotate\\((?!0)/.test(tick.getAttribute("transform") || "")).length;
    return [box(plot), ticks.map(box), box(plot.querySelector(".ytitle")), turned];
}"""


@pytest.mark.parametrize(
    ("address", "choice", "label", "typed", "canonical"),
    [
        ("one_dimension?section=descent", "f", "f(x) =", "(x - 30)^2 + k sin(3x)", "(x-30)^2+k*sin(3x)"),
        ("traps?section=suboptimal", "surface", "f(x, y) =", "(x - 30)^2 + k y^2", "(x-30)^2+k*y^2"),
    ],
)
def test_a_typed_function_is_drawn_from_its_own_start_and_its_link_opens_it_again(
    server: Server, page: Page, address: str, choice: str, label: str, typed: str, canonical: str
) -> None:
    path, _, query = address.partition("?")
    open_board(page, f"{server.url}/{path}", query)
    control(page, choice).locator("select").select_option("typed")
    field = page.get_by_label(label)
    field.fill(typed)
    expect(page.locator(SAID)).to_contain_text("found", timeout=CHANGE)
    wait_for_url(page, canonical)
    exact = control(page, "p1").locator(".ov-exact")
    expect(exact).to_have_value("1", timeout=CHANGE)
    assert "parameter k" in control(page, "p1").inner_text()
    assert float(control(page, "x0").locator(".ov-exact").input_value()) not in (2.6, -1.9)
    settled(page)
    exact.fill("7")
    exact.press("Enter")
    wait_for_url(page, "p1=7")
    settled(page)
    start = control(page, "x0").locator(".ov-exact").input_value()
    page.goto("about:blank")
    page.go_back()
    expect(field).to_have_value(canonical, timeout=CHANGE)
    expect(exact).to_have_value("7")
    expect(control(page, "x0").locator(".ov-exact")).to_have_value(start)


def test_what_cannot_be_read_keeps_the_last_picture_and_is_mended_by_a_press(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension", "section=suboptimal&f=typed&fx=x^2&x0=1.25")
    field = page.get_by_label("f(x) =")
    understood = page.locator(LATEX).text_content()
    field.fill("sine(3x) + 0.1x^2")
    expect(page.locator(".ov-wrong mark")).to_have_text("sine", timeout=CHANGE)
    assert "Did you mean sin?" in page.locator(SAID).inner_text()
    assert page.locator(LATEX).text_content() == understood
    expect(control(page, "x0").locator(".ov-exact")).to_have_value("1.25")
    page.get_by_role("button", name="Use sin(3x) + 0.1x^2").click()
    wait_for_url(page, "fx=sin(3x)+0.1x^2")
    expect(page.locator(".ov-wrong")).to_have_count(0)
    assert r"3\,\cos(3\,x)" in (page.locator(LATEX).text_content() or "")


@pytest.mark.parametrize("section", ["newton", "secant"])
def test_newtons_function_can_be_typed_and_a_text_that_cannot_be_read_keeps_its_picture(
    server: Server, page: Page, section: str
) -> None:
    open_board(page, f"{server.url}/curvature", f"section={section}")
    control(page, "fx").locator("select").select_option("typed")
    field = page.get_by_label("f(x) =")
    field.fill("exp(x) - k x")
    expect(page.locator(SAID)).to_contain_text("found", timeout=CHANGE)
    wait_for_url(page, "formula=exp(x)-k*x")
    assert "parameter k" in control(page, "p1").inner_text()
    settled(page)
    start = control(page, "x").locator(".ov-exact").input_value()
    field.fill("exp(x) - sine(x)")
    expect(page.locator(".ov-wrong mark")).to_have_text("sine", timeout=CHANGE)
    assert "Did you mean sin?" in page.locator(SAID).inner_text()
    assert "e^{x}" in (page.locator(LATEX).text_content() or "")
    assert control(page, "x").locator(".ov-exact").input_value() == start
    assert page.locator("[data-panel=curve]").is_visible() and page.locator("[data-panel=slope]").is_visible()


def test_leaving_ones_own_function_takes_its_field_away_and_undo_brings_it_back(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension", "section=step_size&f=typed&fx=x^4-x")
    control(page, "f").locator("select").select_option("plain")
    expect(page.get_by_label("f(x) =")).to_have_count(0, timeout=CHANGE)
    expect(control(page, "x0").locator(".ov-exact")).to_have_value("2")
    settled(page)
    page.keyboard.press("Control+z")
    expect(page.get_by_label("f(x) =")).to_have_value("x^4-x", timeout=CHANGE)


def test_a_typed_chain_shows_each_links_derivative(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/backprop", "section=chain_rule&t=5")
    control(page, "f").locator("select").select_option("typed")
    page.get_by_label("f(z) =").fill("exp(z)")
    wait_for_url(page, "fz=exp(z)")
    settled(page)
    control(page, "g").locator("select").select_option("typed")
    page.get_by_label("g(z) =").fill("sin(3x)")
    expect(page.locator("[data-control=typing_g] mark")).to_have_text("x", timeout=CHANGE)
    page.get_by_role("button", name="Use sin(3z)").click()
    wait_for_url(page, "gz=sin(3z)")
    settled(page)
    lines = page.locator("[data-panel=lines] annotation")
    expect(lines.filter(has_text=r"3\,\cos(3\,x) = -2.97").first).to_be_attached(timeout=CHANGE)


def test_the_place_of_an_error_is_marked_in_the_graphs_field_and_mended_by_a_press(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/backprop", "section=graph")
    expression = page.locator("[data-control=expression]")
    boxes = page.locator(".ov-box").count()
    assert boxes > 3
    field = page.get_by_label("f(x, y, z) =")
    field.fill("x*y + sine(x)")
    field.press("Enter")
    expect(expression.locator("mark")).to_have_text("sine", timeout=CHANGE)
    assert field.input_value() == "x*y + sine(x)" and page.locator(".ov-box").count() == boxes
    page.get_by_role("button", name="Use x*y + sin(x)").click()
    expect(expression.locator("mark")).to_have_count(0)
    assert page.locator(".ov-box").count() == boxes
    assert r"\sin(x)" in (expression.locator("annotation").text_content() or "")
    letters = control(page, "letters").locator("input")
    letters.fill("a =")
    letters.press("Enter")
    expect(page.locator("[data-control=letters] mark")).to_be_attached(timeout=CHANGE)
    assert expression.locator("mark").count() == 0


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_the_numbers_of_a_steep_function_are_whole_level_and_beside_the_name_of_the_axis(
    page: Page, server: Server, width: int
) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=768))
    open_board(page, f"{server.url}/backprop", "section=chain_rule&f=typed&fz=exp(z)")
    settled(page)
    pictures = page.locator(".ov-plotly")
    for i in range(pictures.count()):
        plot, ticks, name, turned = pictures.nth(i).evaluate(BOXES)
        assert min(left for left, *_ in ticks) >= plot[0] - 0.5, "a number is cut off"
        assert max(right for _, right, *_ in ticks) <= plot[1] + 0.5
        assert turned == 0, "a number stands on its side"
        for left, right, top, bottom in ticks:
            apart = left >= name[1] or right <= name[0] or top >= name[3] or bottom <= name[2]
            assert apart, "the name of the axis lies on a number"
