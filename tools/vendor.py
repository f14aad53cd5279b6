"""Fetches the front-end libraries in static/ from the npm registry and writes their table into static/README.md.

Usage: change a version in PACKAGES, then run `python tools/vendor.py` (needs npm) and the browser tests.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
MARKER = "<!-- written by tools/vendor.py -->"


@dataclass(frozen=True)
class Package:
    """One npm package at one version and where its files go: {path in the package: path in static/}."""

    name: str
    version: str
    licence: str
    files: dict[str, str]

    @property
    def spec(self) -> str:
        """The package as npm writes it, name@version."""
        return f"{self.name}@{self.version}"


KATEX_STYLES = {
    "AMS": "Regular",
    "Caligraphic": "Bold Regular",
    "Fraktur": "Bold Regular",
    "Main": "Bold BoldItalic Italic Regular",
    "Math": "BoldItalic Italic",
    "SansSerif": "Bold Italic Regular",
    "Script": "Regular",
    "Size1": "Regular",
    "Size2": "Regular",
    "Size3": "Regular",
    "Size4": "Regular",
    "Typewriter": "Regular",
}
KATEX_FONTS = [f"KaTeX_{family}-{style}.woff2" for family, styles in KATEX_STYLES.items() for style in styles.split()]
PACKAGES = (
    Package(
        "plotly.js-cartesian-dist-min",
        "4.1.1",
        "MIT",
        {"plotly-cartesian.min.js": "plotly-cartesian.min.js", "LICENSE": "licences/plotly.js.txt"},
    ),
    Package("plotly.js-gl3d-dist-min", "4.1.1", "MIT", {"plotly-gl3d.min.js": "plotly-gl3d.min.js"}),
    Package(
        "uplot",
        "1.6.32",
        "MIT",
        {
            "dist/uPlot.iife.min.js": "uplot.min.js",
            "dist/uPlot.min.css": "uplot.min.css",
            "LICENSE": "licences/uplot.txt",
        },
    ),
    Package("gifenc", "1.0.3", "MIT", {"dist/gifenc.esm.js": "gifenc.js", "LICENSE.md": "licences/gifenc.txt"}),
    Package(
        "mediabunny",
        "1.61.0",
        "MPL-2.0",
        {"dist/bundles/mediabunny.min.mjs": "mediabunny.min.js", "LICENSE": "licences/mediabunny.txt"},
    ),
    Package(
        "svgcanvas",
        "2.6.0",
        "MIT",
        {"dist/svgcanvas.esm.js": "svgcanvas.js", "LICENSE": "licences/svgcanvas.txt"},
    ),
    Package(
        "katex",
        "0.19.1",
        "MIT, its fonts too",
        {
            "dist/katex.min.js": "katex.min.js",
            "dist/katex.min.css": "katex.min.css",
            "LICENSE": "licences/katex.txt",
            **{f"dist/fonts/{font}": f"fonts/{font}" for font in KATEX_FONTS},
        },
    ),
)


def fetch(package: Package, folder: Path) -> None:
    """Copy the files of one package from the npm registry to where static/ has them."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", package.spec], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    with tarfile.open(folder / packed) as archive:
        for source, target in package.files.items():
            member = archive.extractfile(f"package/{source}")
            assert member is not None, f"{package.spec} has no file {source}"
            path = STATIC / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(only_woff2(member.read()) if path.name == "katex.min.css" else member.read())


def only_woff2(css: bytes) -> bytes:
    """Drop the .woff and .ttf fallbacks from a stylesheet: every browser of the last ten years reads .woff2."""
    return re.sub(rb',url\([^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)', b"", css)


def table(static: Path = STATIC) -> str:
    """Return the Markdown table of what lies in static/: file, package, licence, bytes and SHA-256 as found on disk."""
    lines = ["| file | package | licence | bytes | SHA-256 |", "|---|---|---|---:|---|"]
    for package in PACKAGES:
        for target in package.files.values():
            content = (static / target).read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            lines.append(f"| {target} | {package.spec} | {package.licence} | {len(content):,} | `{digest}` |")
    return "\n".join(lines)


def main() -> None:
    """Fetch every package and bring the table in static/README.md up to date."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            print(package.spec)
            fetch(package, Path(folder))
    readme = STATIC / "README.md"
    text = readme.read_text(encoding="utf-8").split(MARKER)[0]
    readme.write_text(f"{text}{MARKER}\n{table()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
