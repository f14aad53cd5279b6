"""Rules whose authors published a package walk as that package does: an oracle beside Optax and the papers."""

import json
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from tools.author_paths import FILE, FUNCTIONS, PACKAGES, SETTINGS, STEPS, WALKS, computed

STORED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
PATHS: list[dict[str, Any]] = STORED["paths"]
OTHERWISE = "prodigy_as_it_comes"
SAME = [one for one in PATHS if one["rule"] != OTHERWISE]


def names(paths: list[dict[str, Any]]) -> list[str]:
    return [f"{one['rule']} {one['knobs']['lr']} {one['function']}" for one in paths]


def run_of(one: dict[str, Any]) -> Run:
    rule = OPTIMIZERS[one["rule"].removesuffix("_as_it_comes")]
    return simulate(SURFACES[one["function"]](), rule(**one["knobs"]), FUNCTIONS[one["function"]][1], steps=STEPS)


def test_the_file_holds_every_rule_setting_and_function_and_the_versions() -> None:
    held = [(one["rule"], one["knobs"], one["function"]) for one in PATHS]
    assert held == [(key, knobs, function) for key in WALKS for knobs in SETTINGS[key] for function in FUNCTIONS]
    assert set(STORED["versions"]) == set(PACKAGES)


@pytest.mark.parametrize("one", SAME, ids=names(SAME))
def test_a_rule_walks_as_its_package_walks(one: dict[str, Any]) -> None:
    theirs = np.array(one["path"])
    assert np.abs(theirs - theirs[0]).max() > 0.25, "a path that hardly moves would prove nothing"
    # pytorch-optimizer has the length of SAM's gradient in float32.
    accuracy = 1e-7 if one["rule"] == "sam" else 1e-12
    np.testing.assert_allclose(run_of(one).x, theirs, rtol=accuracy, atol=accuracy)


@pytest.mark.parametrize("one", [one for one in PATHS if "judged" in one], ids=lambda one: one["rule"])
def test_a_schedule_free_run_is_judged_where_the_authors_judge_it(one: dict[str, Any]) -> None:
    average = run_of(one).average
    assert average is not None
    np.testing.assert_allclose(average, one["judged"], rtol=1e-12, atol=1e-12)
    assert np.abs(np.array(one["judged"]) - one["path"]).max() > 0.05


@pytest.mark.parametrize("one", [one for one in PATHS if one["rule"] == OTHERWISE], ids=lambda one: one["function"])
def test_prodigy_as_its_package_comes_takes_longer_steps_at_first_as_the_card_says(one: dict[str, Any]) -> None:
    ours, theirs = run_of(one).x, np.array(one["path"])
    first = [np.abs(path[1] - path[0]) for path in (ours, theirs)]
    # Adam's first step: η D₀ where both means are corrected, (1 − β₁)/√(1 − β₂) times that where they are not.
    np.testing.assert_allclose(first[1] / first[0], (1 - 0.9) / np.sqrt(1 - 0.999), rtol=1e-3)
    assert "use_bias_correction" in OPTIMIZERS["prodigy"].convention


if all(find_spec(name) for name in ("torch", "prodigyopt", "schedulefree", "dog", "pytorch_optimizer")):

    def test_the_packages_still_compute_what_the_file_holds() -> None:
        for one, now in zip(PATHS, computed()["paths"], strict=True):
            np.testing.assert_allclose(now["path"], one["path"], rtol=1e-12, atol=1e-13, err_msg=str(one["rule"]))
