"""`make test` never runs without a browser in silence: it finds one that starts, or says in one line what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which no browser lies anywhere."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "candidates", lambda: iter(()))
    return monkeypatch


def program(path: Path, code: int) -> str:
    """A stand-in for a browser that ends at once with this exit code."""
    path.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_stub_that_does_not_start_is_passed_over(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub, real = program(tmp_path / "stub", 1), program(tmp_path / "real", 0)
    bare.setattr(browser, "candidates", lambda: iter([stub, real]))
    assert browser.find() == real


def test_a_wrong_choice_of_ones_own_is_named() -> None:
    command = [sys.executable, browser.__file__]
    ended = subprocess.run(command, env={**os.environ, "CHROMIUM": "/no/such/browser"}, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "CHROMIUM=/no/such/browser does not start as a browser: set it to the program of a Chromium, or unset it."
    ]


def test_without_any_browser_one_line_says_what_to_do(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(browser, "install", lambda: None)
    with pytest.raises(SystemExit) as ended:
        browser.main()
    assert ended.value.code == browser.HELP
    assert "CHROMIUM=" in browser.HELP and "\n" not in browser.HELP


def test_a_missing_browser_is_installed_and_then_found(
    bare: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[str] = []
    bare.setattr(browser, "candidates", lambda: iter(installed))
    bare.setattr(browser, "starts", lambda path: True)
    bare.setattr(browser, "install", lambda: installed.append(str(tmp_path)))
    browser.main()
    assert capsys.readouterr().out.strip() == str(tmp_path)


@pytest.mark.parametrize("root, program", [(True, "apt-get"), (False, "playwright")])
def test_root_installs_debians_package_and_anyone_else_playwrights(
    bare: pytest.MonkeyPatch, root: bool, program: str
) -> None:
    commands: list[list[str]] = []
    bare.setattr(browser.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    bare.setattr(browser.shutil, "which", lambda name: name)
    bare.setattr(browser, "starts", lambda path: True)
    bare.setattr(browser, "candidates", lambda: iter(["chromium"]))
    bare.setattr(browser, "succeeds", lambda command, seconds: commands.append(command) is None)
    browser.install()
    assert all(program in command for command in commands) and commands
