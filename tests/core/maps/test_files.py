"""A map as a folder of tiles: whole files alone, in any order, by several at once, and the same map in the end."""

import dataclasses
import json

import numpy as np
import pytest

from optviz.core.maps.files import NAMES, described, join, open_folder, read_tile, sweep, thinned, work_list, write_tile
from optviz.core.maps.machines import compute
from optviz.core.maps.outcomes import Goal
from optviz.core.maps.plan import Plan, basins_of, map_of, window_axes
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.core.typed.formula import read
from optviz.core.typed.surface import PythonSurface, typed_surface

HIMMELBLAU = SURFACES["himmelblau"]()
PLAN = Plan(HIMMELBLAU, OPTIMIZERS["gd"](lr=0.013), *window_axes(HIMMELBLAU.domain), (40, 33), 60)


@pytest.fixture
def folder(tmp_path):
    return open_folder(PLAN, tmp_path / "map", 10)


def test_the_joined_file_is_the_map(folder):
    told = []
    compute(folder, lambda done, whole: told.append((done, whole)))
    assert max(told) == (4, 4)
    whole = map_of(PLAN)
    with np.load(join(folder)) as file:
        for name in ("x", "value", "move", "steps", "diverged"):
            np.testing.assert_array_equal(file[name], getattr(whole, name))
        np.testing.assert_array_equal(file["basin"], basins_of(PLAN, whole))
        np.testing.assert_array_equal(file["columns"], PLAN.columns.values(40))
        np.testing.assert_array_equal(file["rows"], PLAN.rows.values(33))
        assert file["critical"].shape == (9, 2) and file["value"].dtype == float


def test_tiles_in_any_order_and_some_of_them_twice_give_the_same_file(folder, tmp_path):
    compute(folder)
    other = open_folder(PLAN, tmp_path / "other", 10)
    for first in (30, 0, 20, 0, 10):
        write_tile(other, first)
    assert join(folder).read_bytes() == join(other).read_bytes()


def test_what_is_there_is_not_computed_again(folder):
    write_tile(folder, 10)
    before = folder.tile(10).stat().st_mtime_ns
    assert folder.missing() == [0, 20, 30]
    compute(open_folder(PLAN, folder.path, 10))
    assert folder.missing() == [] and folder.tile(10).stat().st_mtime_ns == before


def test_a_draft_of_a_killed_process_is_no_tile_and_is_swept_away(folder):
    draft = folder.path / "tiles" / ".row_000000.npz.1234.abc"
    draft.write_bytes(b"half a ti")
    assert 0 in folder.missing()
    sweep(folder)
    assert not draft.exists()


def test_a_damaged_tile_is_named_in_a_sentence(folder):
    compute(folder)
    whole = folder.tile(20).read_bytes()
    for damage in (b"", b"no zip at all", whole[: len(whole) // 2]):
        folder.tile(20).write_bytes(damage)
        with pytest.raises(ValueError, match=r"row_000020\.npz is no whole tile: delete it"):
            join(folder)
    assert not (folder.path / "map.npz").exists()
    folder.tile(20).write_bytes(folder.tile(30).read_bytes())
    with pytest.raises(ValueError, match="another shape"):
        read_tile(folder, 20)


def test_a_folder_belongs_to_one_map(folder):
    for change in ({"steps": 61}, {"single": True}, {"optimizer": OPTIMIZERS["gd"](lr=0.014)}):
        with pytest.raises(ValueError, match="holds another map: it differs in"):
            open_folder(dataclasses.replace(PLAN, **change), folder.path, 10)
    (folder.path / "map.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="another map"):
        open_folder(PLAN, folder.path, 10)


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be made"):
        open_folder(PLAN, tmp_path / "file" / "map")


def test_the_entry_says_all_that_the_numbers_depend_on(folder):
    entry = json.loads((folder.path / "map.json").read_text(encoding="utf-8"))
    assert entry["surface"] == "himmelblau" and entry["rule_knobs"] == {"lr": 0.013}
    assert entry["goal"] == {"loss": 1e-3, "slope": None} and entry["size"] == [40, 33]


def test_several_processes_share_the_tiles_and_then_do_what_is_left(folder):
    assert list(work_list(folder, 0, 1)) == [0, 10, 20, 30]
    assert list(work_list(folder, 0, 2)) == [0, 20, 10, 30]
    assert list(work_list(folder, 1, 2))[:2] == [10, 30]
    assert sorted(work_list(folder, 1, 2)) == [0, 10, 20, 30]
    tiles = work_list(folder, 1, 2)
    assert next(tiles) == 10
    for first in (30, 20):  # done by others in the meantime
        write_tile(folder, first)
    assert list(tiles) == [0]


def test_a_picture_takes_every_kth_cell_with_its_own_values(folder):
    compute(folder)
    thin, whole = thinned(folder, 12), map_of(PLAN)
    np.testing.assert_array_equal(thin["value"], whole.value[::3, ::4])
    np.testing.assert_array_equal(thin["rows"], PLAN.rows.values(33)[::3])
    np.testing.assert_array_equal(thin["columns"], PLAN.columns.values(40)[::4])
    assert all(thin[name].shape[:2] == (11, 10) for name in NAMES)
    assert thinned(folder, 100)["steps"].shape == (33, 40)


def test_what_fails_in_a_thread_is_raised(folder):
    folder.tile(0).parent.rmdir()
    with pytest.raises(FileNotFoundError):
        compute(folder)


def test_the_text_of_a_typed_surface_is_part_of_its_map_and_a_python_function_has_none(tmp_path):
    one, other = (typed_surface(read(text)) for text in ("x^2 + y^4", "x^2 + 2y^4"))
    plan = dataclasses.replace(PLAN, surface=one, goal=Goal(loss=0.1))
    assert open_folder(plan, tmp_path / "one", 10).path == open_folder(plan, tmp_path / "one", 10).path
    with pytest.raises(ValueError, match=r"holds another map: it differs in formula$"):
        open_folder(dataclasses.replace(plan, surface=other, start=one.starts[0]), tmp_path / "one", 10)
    with pytest.raises(ValueError, match="has no key and no text"):
        open_folder(dataclasses.replace(plan, surface=PythonSurface(lambda x, y: x**2 + y**4)), tmp_path / "two", 10)


def test_a_map_in_files_tells_a_rule_with_modifiers_from_the_rule() -> None:
    surface, rule = SURFACES["booth"](), OPTIMIZERS["gd"](lr=0.01)
    plain, clipped, cosine = (
        described(Plan(surface, each, *window_axes(surface.domain), (4, 4), 10), 4)
        for each in (rule, rule.with_(clip_norm=1.0), rule.with_("cosine", clip_norm=1.0))
    )
    assert plain != clipped != cosine and "modifiers" not in plain
