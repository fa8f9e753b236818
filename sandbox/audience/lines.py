"""The lines of the corpus, and the choice of one that fits the moment."""

from functools import cache
from importlib import resources
from math import gcd
from random import Random
from typing import Literal, NamedTuple

from sandbox.audience.draws import pick
from sandbox.audience.occasions import Occasion, occasions_of, shanghai_moment

Setting = Literal["comments", "messages"]

ATTEMPTS_TO_FIT = 20


class Line(NamedTuple):
    text: str
    occasions: tuple[Occasion, ...]


class Turn(NamedTuple):
    """Which text under one post this is, from 0; `order` is a large number that the post keeps."""

    number: int
    order: int


@cache
def lines_of(setting: Setting, file_name: str) -> tuple[Line, ...]:
    """The lines of one file under corpus/, blank lines left out."""
    written = resources.files(__package__).joinpath("corpus", setting, f"{file_name}.txt")
    lines = written.read_text(encoding="utf-8").splitlines()
    return tuple(Line(line, occasions_of(line)) for line in map(str.strip, lines) if line)


def fitting_line(stream: Random, lines: tuple[Line, ...], *, at: float, turn: Turn | None = None) -> Line:
    """A line that fits the moment `at` (Unix seconds).

    Turns under one post that are less than the number of lines apart give different lines, but for
    the rare replacement of a line that does not fit.
    """
    line = pick(stream, lines) if turn is None else _line_at(turn, lines)
    if not line.occasions:
        return line
    moment = shanghai_moment(at)
    for _ in range(ATTEMPTS_TO_FIT):
        if all(occasion.holds(moment) for occasion in line.occasions):
            break
        line = pick(stream, lines)
    return line


def _line_at(turn: Turn, lines: tuple[Line, ...]) -> Line:
    # A stride without a common divisor visits every line once before the first returns. A third of
    # the file at least lies between neighbours, since lines of one theme stand together.
    third = max(len(lines) // 3, 1)
    stride = third + turn.order % third
    while gcd(stride, len(lines)) != 1:
        stride += 1
    return lines[(turn.order + turn.number * stride) % len(lines)]
