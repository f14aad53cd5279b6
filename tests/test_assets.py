"""What the page is made of lies in the repository, complete, licensed and unchanged, and its colours can be read."""

import re
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from tools import vendor

STATIC = vendor.STATIC
VENDORED = [target for package in vendor.PACKAGES for target in package.files.values()]
CONFIG = tomllib.loads((STATIC.parent / ".streamlit/config.toml").read_text(encoding="utf-8"))


def test_the_table_of_static_matches_the_files_byte_for_byte() -> None:
    assert vendor.table() in (STATIC / "README.md").read_text(encoding="utf-8")


def test_static_holds_nothing_but_what_its_table_names() -> None:
    found = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    assert found == {*VENDORED, "README.md"}


def test_nothing_in_static_is_a_link_which_streamlit_would_refuse() -> None:
    assert not [path for path in STATIC.rglob("*") if path.is_symlink()]


@pytest.mark.parametrize("sheet", [name for name in VENDORED if name.endswith(".css")])
def test_a_stylesheet_asks_only_for_files_that_are_there(sheet: str) -> None:
    text = (STATIC / sheet).read_text(encoding="utf-8")
    assert "@import" not in text
    assert all((STATIC / url).is_file() for url in re.findall(r"url\(([^)]+)\)", text))


def test_both_plotly_bundles_are_the_same_version() -> None:
    banners = [re.findall(r"v(\d[\d.]+)", head(name))[:1] for name in VENDORED if name.startswith("plotly-")]
    assert len(banners) == 2 and banners[0] == banners[1] != []


def head(name: str) -> str:
    """The first characters of a bundle, where its banner stands."""
    return (STATIC / name).read_text(encoding="utf-8")[:200]


def options(table: dict, prefix: str = "") -> list[str]:
    """Flatten a TOML table into Streamlit's dotted option names."""
    nested = [options(v, f"{prefix}{k}.") if isinstance(v, dict) else [prefix + k] for k, v in table.items()]
    return [name for names in nested for name in names]


@pytest.mark.parametrize("option", options(CONFIG))
def test_streamlit_knows_every_option_we_set(option: str) -> None:
    assert option in config.get_config_options()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ink", ["textColor", "primaryColor", "linkColor"])
@pytest.mark.parametrize("paper", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_accent_and_links_can_be_read_on_both_backgrounds(mode: str, ink: str, paper: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme[ink], theme[paper]) >= 4.5


def test_no_primary_button_because_streamlit_writes_white_on_the_accent_of_the_dark_theme(root: Path) -> None:
    sources = [*(root / "optviz").rglob("*.py"), *(root / "pages").glob("*.py"), root / "app.py"]
    assert not [path for path in sources if 'type="primary"' in path.read_text(encoding="utf-8")]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2 between two colours written #rrggbb, from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, from 0 (black) to 1 (white)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
