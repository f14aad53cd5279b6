"""Export: what is on the screen as a file, from the playground and from a section, each file opened again."""

import base64
import csv
import json
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, open_board, open_stage, read, settled
from tests.browser.server import Server

MADE = 240_000  # milliseconds: a film on a busy machine
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race at its end."""
    open_stage(page, server.url, BOWL)
    page.keyboard.press("End")
    settled(page)
    return page


def opened(page: Page, kind: str, **settings: str) -> None:
    """Open the panel by its key and choose a file, and settings by their labels."""
    page.keyboard.press("e")
    sheet = page.get_by_role("dialog", name="Export")
    sheet.get_by_role("combobox", name="File", exact=True).select_option(label=kind)
    for label, choice in settings.items():
        sheet.get_by_role("combobox", name=label.replace("_", " "), exact=True).select_option(label=choice)


def saved(page: Page, kind: str, **settings: str) -> tuple[str, Path]:
    """The name of a file that is exported, and where it lies; the panel is closed again."""
    opened(page, kind, **settings)
    sheet = page.get_by_role("dialog", name="Export")
    with page.expect_download(timeout=MADE) as waiting:
        sheet.get_by_role("button", name="Save", exact=True).click()
    sheet.get_by_text("Saved: ").wait_for(timeout=CHANGE)
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    return waiting.value.suggested_filename, waiting.value.path()


def png_size(path: Path) -> tuple[int, int]:
    """The pixels of a PNG file, from its header."""
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", content[16:24])


def test_a_picture_of_four_times_the_size_has_sixteen_times_the_pixels(bowl: Page) -> None:
    name, small = saved(bowl, "Picture (PNG)", Size="1×")
    width, height = png_size(small)
    _, large = saved(bowl, "Picture (PNG)", Size="4×")
    assert name == "optviz-playground-quadratic.png" and len(small.read_bytes()) > 20_000
    wide, high = png_size(large)
    assert abs(wide - 4 * width) <= 4 and abs(high - 4 * height) <= 4


def test_a_drawing_is_paths_and_text_that_can_be_selected(bowl: Page) -> None:
    _, path = saved(bowl, "Drawing (SVG)")
    tree = ElementTree.parse(path)
    texts = {"".join(each.itertext()).strip() for each in tree.iter(f"{SVG}text")}
    assert {"GD", "Adam", "x", "y"} <= texts
    assert any("f(x" in text for text in texts)
    assert len(list(tree.iter(f"{SVG}path"))) > 20


def test_the_printer_gets_the_drawing_alone_on_one_page(bowl: Page) -> None:
    bowl.evaluate("() => { window.print = () => { document.body.dataset.printed = '1'; }; }")
    opened(bowl, "Print, or PDF")
    sheet = bowl.get_by_role("dialog", name="Export")
    sheet.get_by_role("button", name="Save", exact=True).click()
    bowl.wait_for_function("document.body.dataset.printed", timeout=MADE)
    pdf = bowl.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1 and pdf.startswith(b"%PDF")
    bowl.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert bowl.locator(".ov-print").count() == 0


def test_a_film_as_gif_has_a_frame_for_each_tenth_of_a_second(bowl: Page) -> None:
    name, path = saved(bowl, "Film (GIF)", Frames_a_second="10")
    content = path.read_bytes()
    assert name.endswith(".gif") and content.startswith(b"GIF89a") and content.endswith(b"\x3b")
    assert struct.unpack("<HH", content[6:10]) == (960, 540)
    heads = [content[i + 4 : i + 6] for i in range(len(content) - 8) if content[i : i + 3] == b"\x21\xf9\x04"]
    assert heads.count(struct.pack("<H", 10)) == len(heads) == 70


def test_a_film_as_video_is_one_that_the_browser_plays(bowl: Page, server: Server) -> None:
    name, path = saved(bowl, "Film (video)", Frames_a_second="10")
    program = """async (bytes) => {
        const video = document.createElement("video");
        video.muted = true;
        video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
        await new Promise((done, failed) => { video.onloadeddata = done; video.onerror = failed; });
        return [video.videoWidth, video.videoHeight, video.duration];
    }"""
    width, height, seconds = bowl.evaluate(program, base64.b64encode(path.read_bytes()).decode())
    assert name.endswith((".mp4", ".webm")) and (width, height) == (960, 540)
    assert seconds == pytest.approx(7, abs=0.2)


def test_while_a_film_is_made_it_can_be_cancelled_and_the_playhead_stays(bowl: Page) -> None:
    before = read(bowl)
    opened(bowl, "Film (GIF)", Pixels="1920 × 1080", Frames_a_second="50")
    sheet = bowl.get_by_role("dialog", name="Export")
    sheet.get_by_role("button", name="Save", exact=True).click()
    sheet.get_by_role("button", name="Cancel", exact=True).click(timeout=MADE)
    sheet.get_by_text("Cancelled.").wait_for(timeout=MADE)
    bowl.keyboard.press("Escape")
    assert read(bowl).step == before.step


def test_numbers_are_those_of_the_runs_on_the_screen(bowl: Page) -> None:
    name, path = saved(bowl, "Numbers (CSV)")
    lines = path.read_text(encoding="utf-8-sig").partition("\n\n")[0].splitlines()
    head, *rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    first = dict(zip(head, rows[0], strict=True))
    assert name == "optviz-playground-quadratic.csv"
    assert (first["x1"], first["x2"], first["f"]) == ("-2.0", "1.0", "7.0")
    _, path = saved(bowl, "Numbers (JSON)")
    assert [table["title"] for table in json.loads(path.read_text())["tables"]] == ["GD", "Adam"]


def test_a_section_exports_its_pictures_and_its_curves(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts")
    settled(page, FIRST_PICTURE)
    name, path = saved(page, "Picture (PNG)")
    assert name == "optviz-momentum-two_parts.png" and png_size(path)[0] > 800
    _, path = saved(page, "Numbers (CSV)")
    assert path.read_text(encoding="utf-8-sig").startswith("# ")


def test_an_open_question_keeps_its_numbers_to_itself(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts")
    settled(page, FIRST_PICTURE)
    page.keyboard.press("q")
    page.get_by_role("region", name="Question").wait_for(timeout=CHANGE)
    settled(page)
    opened(page, "Numbers (CSV)")
    sheet = page.get_by_role("dialog", name="Export")
    assert sheet.get_by_role("button", name="Save", exact=True).is_disabled()
    assert "answer the question first" in sheet.inner_text()


@pytest.mark.parametrize(
    ("stem", "section", "says"),
    [("weights", "hidden", "a film needs steps"), ("one_dimension", "exercise", "no picture")],
)
def test_what_cannot_be_made_is_refused_with_a_reason(
    page: Page, server: Server, stem: str, section: str, says: str
) -> None:
    open_board(page, f"{server.url}/{stem}", f"section={section}")
    settled(page, FIRST_PICTURE)
    opened(page, "Film (GIF)")
    sheet = page.get_by_role("dialog", name="Export")
    assert sheet.get_by_role("button", name="Save", exact=True).is_disabled()
    assert says in sheet.inner_text()


def test_a_race_is_copied_and_saved_as_a_program_that_runs(bowl: Page) -> None:
    bowl.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(bowl, "Python (NumPy)")
    sheet = bowl.get_by_role("dialog", name="Export")
    sheet.get_by_role("button", name="Copy", exact=True).click()
    sheet.get_by_text("Copied.").wait_for(timeout=CHANGE)
    copied = bowl.evaluate("navigator.clipboard.readText()")
    bowl.keyboard.press("Escape")
    name, path = saved(bowl, "Python (NumPy)")
    assert name == "optviz-playground-quadratic.py" and path.read_text(encoding="utf-8") == copied
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["GD", "Adam"]


def test_a_section_says_that_it_has_no_program(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/weights", "section=hidden")
    settled(page, FIRST_PICTURE)
    opened(page, "Python (PyTorch)")
    sheet = page.get_by_role("dialog", name="Export")
    assert sheet.get_by_role("button", name="Copy", exact=True).is_disabled()
    assert "There is no program of this picture" in sheet.inner_text()


def test_a_section_s_race_is_copied_as_a_program(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_board(page, f"{server.url}/momentum", "section=nag")
    settled(page, FIRST_PICTURE)
    opened(page, "Python (NumPy)")
    sheet = page.get_by_role("dialog", name="Export")
    sheet.get_by_role("button", name="Copy", exact=True).click()
    sheet.get_by_text("Copied.").wait_for(timeout=CHANGE)
    assert "def nag(" in page.evaluate("navigator.clipboard.readText()")
