"""A network on a person's own rows: two inputs and a class, learned as a toy set is, and what is odd is said."""

import gc
from typing import Any

import numpy as np
import pytest

from optviz.core.tables.shelf import SHELF, table_of
from optviz.figures.board import Axes, Points
from optviz.lecture.network.network import NETWORK, network_board, network_work
from optviz.lecture.network.own_table import LACKING, NOTHING, data_of, epochs_for, own_split


def rows(n: int, classes: int = 2) -> str:
    """Clouds side by side, their classes called 5, 6, …; x₂ is a thousand times as large as x₁."""
    rng = np.random.default_rng(4)
    kinds = np.arange(n) % classes
    table = np.stack([kinds * 4 + rng.normal(size=n), 1000 * rng.normal(size=n), kinds + 5], axis=1)
    return "a,b,kind\n" + "\n".join(f"{u:.3f},{v:.1f},{k:.0f}" for u, v, k in table)


def at(**values: Any) -> dict[str, Any]:
    return NETWORK.defaults() | {"data": "own", "epochs": 15.0} | values


def test_a_persons_rows_are_learned_standardised_and_drawn() -> None:
    values = at(rows=rows(60).replace("\n", "_"))
    data, said = data_of(values)
    assert said == "" and (data.train.n, data.valid.n, data.classes) == (45, 15, 2)
    np.testing.assert_allclose([data.train.x.mean(axis=0), data.train.x.std(axis=0)], [[0, 0], [1, 1]], atol=1e-12)
    history = list(network_work(values).make())[-1]
    assert history.train_accuracy[-1] > 0.9
    board = network_board(values, history)
    assert "learns your data" in board.summary and "moons" not in " ".join(map(str, board.notices))


def test_three_classes_are_three_and_other_numbers_are_refused_in_a_sentence() -> None:
    assert own_split(table_of(rows(30, 3))).classes == 3
    for text, said in (
        (rows(30, 4), "The class column has 4 values; a net here tells two or three classes apart."),
        ("1,2,0_2,3,0_3,4,0", "The class column has one value"),
        ("1,2,0_2,3,1_3,4,0", "There are 3 rows; at least 8 are needed"),
    ):
        data, told = data_of(at(rows=text.replace("\n", "_")))
        assert told.startswith(said) and told.endswith("Shown instead: the moons.") and data.key == "moons"


def test_where_the_rows_are_not_at_hand_the_moons_are_shown_and_their_training_is_not_kept_as_the_rows() -> None:
    name = SHELF.keep(rows(200))
    own = network_work(at(rows=name)).key
    SHELF._tables.clear()
    own_split.cache_clear()  # it holds the rows of the last few
    gc.collect()
    values = at(rows=name)
    assert data_of(values)[1] == LACKING and data_of(at())[1] == NOTHING
    assert network_work(values).key != own and network_work(values).key == network_work(at()).key
    assert SHELF.keep(rows(200)) == name and network_work(values).key == own


def test_many_rows_are_all_learned_some_drawn_and_the_epochs_cut() -> None:
    data = own_split(table_of(rows(10_000)))
    epochs, said = epochs_for(data, at(epochs=200.0))
    assert (epochs, data.train.n) == (42, 7_500) and "cut to 42 epochs" in said
    name = SHELF.keep(rows(10_000))
    history = next(iter(network_work(at(rows=name, epochs=1.0)).make()))
    points = [
        each for each in network_board(at(rows=name), history).panel("plane", Axes).layers if isinstance(each, Points)
    ]
    assert [len(each.x) for each in points] == [1_000, 1_000]


@pytest.mark.parametrize("data", ["moons", "blobs"])
def test_a_toy_set_is_as_it_was(data: str) -> None:
    assert data_of(NETWORK.defaults() | {"data": data})[0].key == data
