"""Small tables to begin with, made up for the lab, as a spreadsheet set to German writes them."""

import functools

from optviz.core.stochastic.datasets import eight
from optviz.core.tables.reading import read_table
from optviz.core.tables.shelf import Table
from optviz.lecture.controls.rows import Rows

PENDULUM = """ℓ in cm;T² in s²
10;0,46
20;0,91
30;1,27
40;1,71
50;2,06
60;2,52
70;2,88
80;3,33
90;3,67
100;4,13
"""
"""A lab report: T² = 4π²/g · ℓ, but ℓ was measured to the top of the bob, 2 cm above its middle."""

SPRING = """load in g;length in cm
50;13,8
100;15,4
150;17,3
200;19,1
250;20,6
300;22,6
350;24,2
400;26,0
"""

EXAM = """hours of study;passed
0,5;0
1;0
1,5;0
2;0
2;1
2,5;0
3;0
3;1
3,5;0
4;1
4,5;0
5;1
5,5;1
6;1
7;1
8;1
"""

TEXTS = {"pendulum": PENDULUM, "spring": SPRING, "exam": EXAM}
NAMES = {"pendulum": "a pendulum", "spring": "a spring", "exam": "study and exam"}
PAINTED: Rows = tuple((float(x), float(y)) for x, y in eight("line").points)


@functools.cache
def sample(key: str) -> Table:
    """Return one of the small tables."""
    read = read_table(TEXTS[key])
    return Table(read.rows, read.taken_names)
