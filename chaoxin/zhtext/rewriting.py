"""Second readings of a stretch of text: parts put together again to characters, pictures read as words, columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from . import signs
from .automaton import Hit
from .joints import Joints, read_as_one
from .lexicon import Lexicon
from .stream import Batch, Picture, Stream, everything

REACH = 16
# Of words of three characters at least.
WIDEST_COLUMNS, FEWEST_ROWS, MOST_ROWS = 12, 3, 40
LONGEST_LINE = 40
# So many characters that may stand beside one are looked at, where a text has pictures without end.
MOST_BESIDE = 8
# For more parts than these a stream is written out once, for fewer looked up in.
FEW = 16


# Where a character that was made begins and ends in the joined texts, and its entry of the table of `signs`.
Made = tuple[int, int, int]
PUT, BORDER = -1, (0, 0, signs.BORDER)


class Edge(NamedTuple):
    """Elements `start` to `end` read as `sign`. Where a picture is read, both are equal, `picture` is its place in
    the joined texts and `sign` may have two characters."""

    start: int
    end: int
    sign: str
    picture: int = -1
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A stream in which `made[i]` is 1 where the element was put together."""

    stream: Stream
    made: bytes


def edges(stream: Stream, parts: list[Hit], pictures: Iterable[Picture], lexicon: Lexicon) -> list[Edge]:
    """Everything that parts and pictures of a stream may be read as in some word. Of parts those that make a character
    which stands beside its neighbors in some word; where parts follow one another or a picture, all of them."""
    fits, pictured = lexicon.joints.fits, lexicon.joints.pictured
    if len(parts) > FEW:
        stream.write_out()
        stream.write_out_places(len(parts))
    shown_at = {element for _place, element, _picture in pictures}
    starts = shown_at | {start for start, _end, _pattern in parts}
    ends = shown_at | {end for _start, end, _pattern in parts}
    put_together = [
        Edge(start, end, sign, doubled=doubled)
        for start, end, pattern in parts
        for sign, read, doubled in lexicon.made_of(pattern)
        if fits(stream, start, end, read, read) or start in ends or end in starts
    ]
    shown = [
        Edge(element, element, sign, place)
        for place, element, picture in pictures
        for sign, _first, _last in pictured(picture)
    ]
    return put_together + shown


def _ends(sign: str) -> tuple[str, str]:
    """What its first and its last character are read as."""
    return read_as_one(sign[0]), read_as_one(sign[-1])


def joining(edges: list[Edge], stream: Stream, joints: Joints) -> list[Edge]:
    """Those whose characters stand beside their neighbors in some word, be those as written or put together, too."""
    kept: list[Edge] = []
    others: list[tuple[Edge, str, str]] = []
    beginning: dict[int, str] = {}
    ending: dict[int, str] = {}
    for edge in edges:
        start, end, sign, _picture, _doubled = edge
        first, last = _ends(sign)
        if joints.fits(stream, start, end, first, last):
            kept.append(edge)
        else:
            others.append((edge, first, last))
        beginning[start] = beginning.get(start, "") + first
        ending[end] = ending.get(end, "") + last
    return kept + [
        edge for edge, first, last in others if _joined(edge, first, last, beginning, ending, joints)
    ]


def _joined(
    edge: Edge, first: str, last: str, beginning: dict[int, str], ending: dict[int, str], joints: Joints
) -> bool:
    """Whether it stands beside another edge in some word."""
    before, behind = ending.get(edge.start, ""), beginning.get(edge.end, "")
    return joints.joins(before[:MOST_BESIDE], first, last, behind[:MOST_BESIDE])


def rewritten(stream: Stream, edges: list[Edge], points: np.ndarray) -> Rewritten:
    """The neighborhoods of the edges, one after another with borders between, each read from the left and, where
    edges overlap, from the right as well."""
    order: list[int] = []
    made: list[Made] = []
    for group in _groups(sorted(edges, key=lambda edge: (edge.start, -edge.end))):
        start = max(group[0].start - REACH, 0)
        end = min(max(edge.end for edge in group) + REACH, len(stream))
        seen: set[tuple[Edge, ...]] = set()
        for chosen in _selections(group):
            if chosen not in seen:
                seen.add(chosen)
                at = start
                for edge in chosen:
                    if at < edge.start:
                        order.extend(range(at, edge.start))
                    for sign in edge.sign:
                        order.append(PUT)
                        made.append((*_span(stream, edge, points), _entry(sign)))
                    at = edge.end
                order.extend(range(at, end))
                order.append(PUT)
                made.append(BORDER)
    return _assembled(stream, order, made)


def _groups(edges: list[Edge]) -> Iterable[list[Edge]]:
    group: list[Edge] = []
    end = 0
    for edge in edges:
        if group and edge.start > end + REACH:
            yield group
            group = []
        group.append(edge)
        end = max(end, edge.end)
    if group:
        yield group


def _selections(group: list[Edge]) -> Iterable[tuple[Edge, ...]]:
    """Ways to choose edges of which none lies over another: the longest and the shortest from the left, the
    longest from the right, and where one stretch means several things, each end of the list."""
    if len(group) == 1 or _follow_one_another(group):
        yield tuple(group)
        return
    yield _without_overlap(sorted(group, key=lambda edge: (edge.start, edge.picture, -edge.end, edge.sign)))
    shortest = sorted(group, key=lambda edge: (edge.start, edge.picture, edge.end, -ord(edge.sign[0])))
    yield _without_overlap(shortest)
    backwards = sorted(group, key=lambda edge: (-edge.end, -edge.picture, -edge.start))
    yield tuple(reversed(_without_overlap(backwards)))


def _follow_one_another(edges: list[Edge]) -> bool:
    """Whether none lies over another, so that there is but one choice: all of them."""
    end = 0
    for edge in edges:
        if edge.start < end or edge.picture >= 0:
            return False
        end = edge.end
    return True


def _without_overlap(ordered: list[Edge]) -> tuple[Edge, ...]:
    chosen: list[Edge] = []
    for edge in ordered:
        last = chosen[-1] if chosen else None
        if last is None or not (_overlap(edge, last) or 0 <= edge.picture == last.picture):
            chosen.append(edge)
    return tuple(chosen)


def _overlap(one: Edge, other: Edge) -> bool:
    return one.start < other.end and other.start < one.end


def _span(stream: Stream, edge: Edge, points: np.ndarray) -> tuple[int, int]:
    """Where in the joined texts an edge stands."""
    if edge.picture >= 0:
        return edge.picture, edge.picture + 1
    end = stream.end_of(edge.end - 1)
    while edge.doubled and end < len(points) and points[end] == points[end - 1]:
        end += 1
    return stream.begin_of(edge.start), end


@cache
def _entry(sign: str) -> int:
    return signs.table().item(ord(sign))


def _assembled(stream: Stream, order: list[int], made: list[Made]) -> Rewritten:
    """The elements of a stream in an order, with what was made where `PUT` stands; what was made twice over is one."""
    elements = np.array(order, dtype=np.int64)
    put = elements == PUT
    entries = stream.entries.take(elements, mode="clip")
    firsts = stream.first.take(elements, mode="clip")
    lasts = stream.last.take(elements, mode="clip")
    firsts[put], lasts[put], entries[put] = np.array(made, dtype=np.int64).T
    put &= entries != signs.BORDER
    again = put[1:] & put[:-1] & (entries[1:] == entries[:-1])
    if again.any():
        at = np.append([True], ~again).nonzero()[0]
        behind = np.append(at[1:], len(entries)) - 1
        entries, firsts, lasts, put = entries[at], firsts[at], lasts[behind], put[at]
    return Rewritten(Stream(entries, firsts, lasts), put.tobytes())


def columns(batch: Batch) -> Rewritten | None:
    """Lines read from top to bottom: of one width all columns, from the left and from the right, of others the first
    and the last; what stands there several times over once."""
    if not batch.lined:
        return None
    order: list[int] = []
    stream = everything(batch.points)
    for number in batch.lined:
        rows = rows_of(stream, batch.texts[number].split("\n"), batch.begins[number])
        for block in blocks_of(rows):
            for direction in (1, -1):
                for column in range(block[0][1])[::direction]:
                    order.extend(first + column for first, width in block if column < width)
                order.append(PUT)
        for poem in poems_of(rows):
            order.extend((*[first for first, _width in poem], PUT))
            order.extend((*[first + width - 1 for first, width in poem], PUT))
    return _assembled(stream, _once(stream, order), [BORDER] * order.count(PUT)) if order else None


def _once(stream: Stream, order: list[int]) -> list[int]:
    elements = np.array(order)
    put = elements == PUT
    # Between two columns stands a border, whatever the first element of the texts is.
    entries = np.where(put, signs.BORDER, stream.entries.take(elements, mode="clip"))
    differs = np.append([True], entries[1:] != entries[:-1]) | put
    return elements[differs].tolist()


# The first element of a line and how many it has.
Row = tuple[int, int]


def rows_of(stream: Stream, lines: list[str], begin: int) -> list[Row]:
    """All lines of a text; none where hardly any is short enough."""
    if sum(len(line) <= LONGEST_LINE for line in lines) < FEWEST_ROWS:
        return []
    ends = list(accumulate((len(line) + 1 for line in lines), initial=begin))
    ends[-1] -= 1
    elements = np.searchsorted(stream.first, ends).tolist()
    return [(first, last - first) for first, last in pairwise(elements)]


def blocks_of(lines: list[Row]) -> Iterable[list[Row]]:
    """Runs of lines with the same number of elements, two to twelve, the last of them with fewer perhaps."""
    rows: list[Row] = []
    for first, width in (*lines, (0, 0)):
        if rows and (width != rows[0][1] or len(rows) == MOST_ROWS):
            if 0 < width < rows[0][1]:
                rows.append((first, width))
            if len(rows) >= FEWEST_ROWS:
                yield rows
            rows = []
        if 2 <= width <= WIDEST_COLUMNS:
            rows.append((first, width))


def poems_of(lines: list[Row]) -> Iterable[list[Row]]:
    """Runs of lines that have something and are not too long, empty ones left out, of different width: their ends
    may say something (藏头)."""
    rows: list[Row] = []
    for first, width in (*lines, (0, LONGEST_LINE + 1)):
        if 0 < width <= LONGEST_LINE:
            rows.append((first, width))
        elif width:
            if len(rows) >= FEWEST_ROWS and len({width for _first, width in rows}) > 1:
                yield rows
            rows = []
