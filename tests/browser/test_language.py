"""The app in German and Spanish: the whole job is done in it, nothing is cut off, and the choice stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.helpers import BOWL, FIRST_PICTURE, card, faults_of, open_stage, settled, stage, wait_for
from tests.browser.server import Server
from tests.browser.tabs import told

Contexts = Callable[..., BrowserContext]

# What a person presses or reads on the stage and that is wider than its room, or than the window.
CUT_OFF = """() => [...document.querySelectorAll("[data-stage] :is(button, summary, h2, h3, select, label, output)")]
    .filter((element) => element.checkVisibility() && element.textContent.trim() && !element.closest("svg"))
    .filter((element) => {
        const {left, right, width} = element.getBoundingClientRect();
        const inside = element.closest(".ov-sheet-room, .ov-rows");
        const edge = element.closest("dialog")?.getBoundingClientRect().right ?? innerWidth;
        return width > 1 && ((element.localName === "button" && element.scrollWidth > element.clientWidth + 1)
            || (!inside && (left < -1 || right > edge + 1)));
    }).map((element) => element.textContent)"""
SIZES = {"window": ViewportSize(width=1280, height=720), "phone": ViewportSize(width=390, height=844)}


def opened(contexts: Contexts, server: Server, query: str = BOWL, **how: object) -> Page:
    """A page with the playground, in a browser that speaks a language."""
    page = contexts(**how).new_page()
    open_stage(page, server.url, query)
    return page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("locale", "adds"), [("de-AT", "Optimierer hinzufügen"), ("es-MX", "Añadir un optimizador")])
def test_nothing_is_cut_off_in_another_language(
    server: Server, new_context: Contexts, size: str, locale: str, adds: str
) -> None:
    page = opened(new_context, server, locale=locale, viewport=SIZES[size])
    expect(page.get_by_role("combobox", name=adds)).to_be_attached()
    assert faults_of(page, CUT_OFF) == []
    page.keyboard.press("e")
    assert faults_of(page, CUT_OFF) == []


def test_the_whole_job_is_done_in_german(server: Server, new_context: Contexts) -> None:
    page = opened(new_context, server, locale="de-DE", viewport=SIZES["window"])
    expect(page.get_by_role("heading", name="Spielwiese")).to_be_visible()
    page.get_by_role("combobox", name="Optimierer hinzufügen").select_option("rmsprop")
    wait_for(page, runs=3)
    expect(card(page, 2).get_by_role("checkbox", name="RMSprop zeigen")).to_be_checked()
    expect(card(page, 2).get_by_role("slider", name="RMSprop: Lernrate", exact=True)).to_be_visible()
    page.get_by_role("button", name="Abspielen", exact=True).last.click()
    wait_for(page, playing=False, step=60, timeout=FIRST_PICTURE)
    expect(page.locator(".ov-scrub")).to_have_attribute("aria-valuetext", "Schritt 60 von 60")
    told(page, "Rangliste")
    expect(page.locator(".ov-standings").get_by_role("cell", name="läuft")).to_have_count(3)
    page.keyboard.press("e")
    panel = page.get_by_role("dialog", name="Exportieren")
    expect(panel.locator("option", has_text="Bild (PNG)")).to_be_attached()
    expect(panel.get_by_role("button", name="Speichern")).to_be_enabled()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    numbers = page.get_by_role("dialog", name="Die Zahlen hinter dem Bild")
    expect(numbers.get_by_text("Schritt 60 von 60")).to_be_visible()
    numbers.get_by_role("button", name="Schließen").click()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Teilen").get_by_role("button", name="Link kopieren")).to_be_visible()


@pytest.mark.parametrize(("locale", "bar", "place"), [("de-DE", "Tour", "3 von 25"), ("es-ES", "Recorrido", "3 de 25")])
def test_the_buttons_of_a_tour_stand_in_one_line_on_a_phone(
    server: Server, new_context: Contexts, locale: str, bar: str, place: str
) -> None:
    page = new_context(locale=locale, viewport=SIZES["phone"]).new_page()
    page.goto(f"{server.url}/momentum?section=two_parts&tour=lecture&stop=3")
    found = page.get_by_role("navigation", name=f"{bar}: ")
    expect(found.get_by_text(place)).to_be_visible(timeout=FIRST_PICTURE)
    tops = found.get_by_role("button").evaluate_all("all => all.map((each) => each.getBoundingClientRect().bottom)")
    assert max(tops) - min(tops) < 10  # pixels; they stand in one line


def test_a_choice_in_the_app_is_kept_and_the_address_stays_short(server: Server, new_context: Contexts) -> None:
    page = opened(new_context, server, viewport=SIZES["window"])
    expect(stage(page)).to_have_attribute("lang", "en")
    page.locator(".ov-bar").get_by_role("combobox", name="Language").select_option("de")
    expect(page.locator(".ov-bar").get_by_role("combobox", name="Sprache")).to_have_value("de", timeout=FIRST_PICTURE)
    settled(page, FIRST_PICTURE)
    assert "lang=" not in page.url and "surface=quadratic" in page.url
    page.reload()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_attached(timeout=FIRST_PICTURE)
    page.locator(".ov-bar").get_by_role("combobox", name="Sprache").select_option("en")
    expect(page.get_by_role("button", name="Undo")).to_be_attached(timeout=FIRST_PICTURE)


def test_on_a_phone_the_sheet_of_keys_has_the_choice(server: Server, new_context: Contexts) -> None:
    page = opened(new_context, server, viewport=SIZES["phone"])
    expect(page.locator(".ov-bar .ov-language")).to_be_hidden()
    page.get_by_role("button", name="?", exact=True).click()
    page.get_by_role("dialog", name="Keys").get_by_role("combobox", name="Language").select_option("es")
    expect(page.get_by_role("heading", name="Simulador")).to_be_visible(timeout=FIRST_PICTURE)


def test_a_language_in_the_address_wins_and_goes_along_to_other_pages(server: Server, new_context: Contexts) -> None:
    page = opened(new_context, server, f"{BOWL}&lang=es", locale="de-DE", viewport=SIZES["window"])
    expect(page.get_by_role("heading", name="Simulador")).to_be_visible()
    page.get_by_role("link", name="Pesos").click()
    expect(page.get_by_role("heading", name="Pesos")).to_be_visible(timeout=FIRST_PICTURE)
    page.wait_for_function("location.search.includes('lang=es')")
    page.reload()
    expect(page.get_by_role("radio", name="El perceptrón")).to_be_visible(timeout=FIRST_PICTURE)


def test_english_inside_a_german_page_says_that_it_is_english(server: Server, new_context: Contexts) -> None:
    page = new_context(locale="de-DE", viewport=SIZES["window"]).new_page()
    page.goto(f"{server.url}/momentum?section=two_parts")
    wait_for(page, timeout=FIRST_PICTURE)
    expect(stage(page)).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".st-key-lecture_words")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Die Texte sind auf Englisch.")).to_be_visible()
    expect(stage(page).locator("[lang=en]", has_text="turn from the last step")).to_be_attached()


def test_a_language_that_is_not_there_is_refused_in_a_sentence(server: Server, new_context: Contexts) -> None:
    page = opened(new_context, server, f"{BOWL}&lang=xx", locale="de-DE", viewport=SIZES["window"])
    expect(page.get_by_text("lang=xx: the app does not speak this language.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_attached()


@pytest.mark.parametrize("stem", ["momentum", "quiz", "class", "tours", "atlas", "join"])
def test_every_page_refuses_it_in_the_same_words(server: Server, page: Page, stem: str) -> None:
    page.goto(f"{server.url}/{stem}?lang=xx")
    expect(page.get_by_text("Part of this link was not understood")).to_be_visible(timeout=FIRST_PICTURE)
    expect(page.get_by_text("lang=xx: the app does not speak this language. It speaks English, ")).to_be_visible()


@pytest.mark.parametrize("stem", ["quiz", "class"])
def test_where_there_is_no_bar_yet_the_choice_stands_on_the_page(
    server: Server, new_context: Contexts, stem: str
) -> None:
    page = new_context(viewport=SIZES["phone"]).new_page()
    page.goto(f"{server.url}/{stem}")
    page.get_by_role("combobox", name="Language").locator("visible=true").select_option("de", timeout=FIRST_PICTURE)
    expect(stage(page)).to_have_attribute("lang", "de", timeout=FIRST_PICTURE)
    expect(page.get_by_role("combobox", name="Sprache").locator("visible=true")).to_have_value("de")
    assert "lang=" not in page.url
