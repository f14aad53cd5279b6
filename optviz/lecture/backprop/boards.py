"""What each section of the page Backpropagation shows."""

from optviz.lecture.backprop.chain_rule import chain_rule_board, many_board
from optviz.lecture.backprop.check import check_board, shortcut_board, step_board
from optviz.lecture.backprop.graph import graph_board
from optviz.lecture.backprop.network import backward_board, network_board

DRAW = {
    "chain_rule": chain_rule_board,
    "many": many_board,
    "graph": graph_board,
    "network": network_board,
    "backward": backward_board,
    "shortcut": shortcut_board,
    "check": check_board,
    "step": step_board,
}
