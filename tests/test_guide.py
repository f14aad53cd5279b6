"""The user guide is true: its pictures are there, small and made by the script, and its keys do something."""

import re
from pathlib import Path

from tools.shots import GUIDE, SHOTS

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / "optviz/ui/stage/js/shared"
TEXT = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[[^\]]+\]\(([\w.]+)\)", TEXT)
KEYS = re.findall(r"<kbd>(.+?)</kbd>", TEXT)
ROW = re.compile(r'^  \[\s*"([^"]+)",\s*"', re.MULTILINE)
LARGEST = 150_000  # bytes


def rows(name: str) -> list[str]:
    """The keys of each row of a table of keys, as the sheet shows them."""
    return ROW.findall((SHARED / name).read_text(encoding="utf-8"))


def test_every_picture_of_the_guide_is_there_and_small() -> None:
    assert len(PICTURES) >= 6
    for name in PICTURES:
        assert 5_000 < (ROOT / "docs" / name).stat().st_size < LARGEST, name


def test_every_picture_of_the_guide_is_made_by_the_script() -> None:
    made = {f"{name}.webp" for name, *_ in (*SHOTS, *GUIDE)} | {"class.webp"}
    assert set(PICTURES) <= made and {f"{name}.webp" for name, *_ in GUIDE} <= set(PICTURES)


def test_every_key_that_the_guide_names_is_in_the_table_of_keys() -> None:
    tables = [*rows("keys.js"), *rows("hall.js")]
    known = {*tables, *(part for keys in tables for part in keys.split())}
    assert len(tables) > 25 and len(KEYS) > 25
    assert set(KEYS) <= known


def test_the_guide_names_every_key_that_a_lecturer_has_in_a_hall() -> None:
    named = {part for key in KEYS for part in key.split()}
    for keys in rows("hall.js"):
        assert set(keys.split()) <= named, keys
