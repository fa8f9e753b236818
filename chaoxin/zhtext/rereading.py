"""Texts read otherwise than from sign to sign: down the columns that their lines make, without what somebody has put
between the characters of a word, with what he has masked. What is read so is a text of its own, with the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .rewriting import FEWEST_ROWS, LONGEST_LINE, Row, blocks_of, poems_of, rows_of
from .stream import everything, joined

# Nothing is read across: a sentence ends, and a line.
BETWEEN = "\n。\n"
# So many characters to each side of what is left out can belong to a word.
REACH = 16
# (删), 【去掉】: between two letters, a few characters in brackets.
BRACKETED = re.compile(
    r"(?<=[\w）)】\]〕}｝])[（(【\[〔{｛][^（）()【】\[\]〔〕{}｛｝\n]{1,6}[）)】\]〕}｝](?=[\w（(【\[〔{｛])"
)
# 加1微2信: single Latin letters or digits in turn with single Han.
IN_TURN = re.compile(r"(?<![^\W一-龥])[一-龥](?:[a-zA-Z0-9][一-龥]){2,8}(?![^\W一-龥])")
LATIN = re.compile("[a-zA-Z0-9]")


@dataclass(frozen=True)
class Reading:
    """`places[i]` is where `text[i]` stands in the source; -1 for what stands there nowhere."""

    source: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The place in the source, from its first character to its last, of what `text[start:end]` says; None where the
        source says it just so."""
        places = self.places[start:end]
        first, behind = min(places), max(places) + 1
        return None if first < 0 or self.source[first:behind] == self.text[start:end] else (first, behind)


def columns(text: str) -> Reading | None:
    """What stands below one another: of lines of one width all columns, of others the first and the last."""
    lines = text.split("\n")
    if len(lines) < FEWEST_ROWS or sum(len(line) <= LONGEST_LINE for line in lines) < FEWEST_ROWS:
        return None
    stream = everything(joined([text]))
    first = stream.first.tolist()
    rows = rows_of(stream, lines, 0)
    orders = [order for block in blocks_of(rows) for order in _downwards(block)]
    for poem in poems_of(rows):
        orders.append([start for start, _width in poem])
        orders.append([start + width - 1 for start, width in poem])
    return _reading(text, ([first[element] for element in order] for order in orders))


def _downwards(block: list[Row]) -> Iterator[list[int]]:
    """All columns one after another, from the left and from the right."""
    width = block[0][1]
    for across in (range(width), reversed(range(width))):
        yield [start + column for column in across for start, size in block if column < size]


def without_fillers(text: str) -> Reading | None:
    """The neighborhoods of short brackets and of letters in turn with Han, without these."""
    return _reading(text, (*_without(text, BRACKETED), *_alone(text)))


def _without(text: str, filler: re.Pattern[str]) -> Iterator[list[int]]:
    left_out: list[int] = []
    start = end = 0
    for match in filler.finditer(text):
        if left_out and match.start() > end:
            yield _left(start, min(end, len(text)), left_out)
            left_out, start = [], max(match.start() - REACH, 0)
        elif not left_out:
            start = max(match.start() - REACH, 0)
        left_out.extend(range(*match.span()))
        end = match.end() + REACH
    if left_out:
        yield _left(start, min(end, len(text)), left_out)


def _left(start: int, end: int, left_out: list[int]) -> list[int]:
    without = set(left_out)
    return [place for place in range(start, end) if place not in without]


def _alone(text: str) -> Iterator[list[int]]:
    for match in IN_TURN.finditer(text):
        yield list(range(match.start(), match.end(), 2))


def unmasked(text: str, told: Iterable[tuple[int, str]]) -> Reading | None:
    """The neighborhoods of some signs, each as the character that it masks."""
    around = [(list(range(max(at - REACH, 0), min(at + REACH, len(text)))), at, sign) for at, sign in told]
    reading = _reading(text, (order for order, _at, _sign in around))
    if reading is None:
        return None
    said, begin = list(reading.text), 0
    for order, at, sign in around:
        said[begin + order.index(at)] = sign
        begin += len(order) + len(BETWEEN)
    return Reading(text, "".join(said), reading.places)


def _reading(text: str, orders: Iterable[list[int]]) -> Reading | None:
    parts: list[str] = []
    places: list[int] = []
    for order in orders:
        parts += ["".join([text[place] for place in order]), BETWEEN]
        places += [*order, *[-1] * len(BETWEEN)]
    return Reading(text, "".join(parts), tuple(places)) if parts else None
