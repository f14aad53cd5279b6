"""The functions of this topic: its menu with one's own f(x) in it, and the start."""

from optviz.lecture.own_one_d import OwnOneD

OWN = OwnOneD()
function_menu, function_of, start = OWN.menu, OWN.function, OWN.start
