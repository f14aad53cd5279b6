"""Backpropagation, the slides "Chain rule and Backpropagation": the page and its sections."""

from optviz.lecture.backprop.backward import BACKWARD
from optviz.lecture.backprop.chain_rule import CHAIN_RULE
from optviz.lecture.backprop.check import CHECK
from optviz.lecture.backprop.derivatives import DERIVATIVES
from optviz.lecture.backprop.graph import GRAPH
from optviz.lecture.backprop.many import MANY
from optviz.lecture.backprop.network import NETWORK
from optviz.lecture.backprop.shortcut import SHORTCUT
from optviz.lecture.backprop.step import STEP
from optviz.lecture.section import Page

PAGE = Page(
    "backprop",
    (CHAIN_RULE, MANY, GRAPH, NETWORK, DERIVATIVES, BACKWARD, SHORTCUT, CHECK, STEP),
    carried=("label", "activation", "input", "w0", "w1"),
)
