"""Second readings of a stretch of text: parts put together again to characters, pictures read as words, columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from . import signs
from .emoji import MEANINGS
from .stream import Batch, Stream

REACH = 16
WIDEST_COLUMNS, MOST_ROWS = 12, 40


@dataclass(frozen=True, slots=True)
class Edge:
    """Elements `start` to `end`, from `first` to `last` of the joined texts, read as `sign`. Where a picture is
    read, `start` and `end` are equal and `sign` may have two characters."""

    start: int
    end: int
    sign: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A stream in which `made[i]` tells whether the element was put together."""

    stream: Stream
    made: np.ndarray


def picture_edges(batch: Batch) -> list[Edge]:
    """Everything that the pictures of the texts may be read as."""
    edges: list[Edge] = []
    for place in batch.pictures.tolist():
        at = int(np.searchsorted(batch.stream.first, place))
        edges.extend(
            Edge(at, at, meaning, place, place + 1) for meaning in MEANINGS[chr(batch.points[place])]
        )
    return edges


class MayJoin:
    """Whether a character stands beside its neighbors in some word."""

    def __init__(self, read_as: str, neighbors: bytes) -> None:
        self._read_as, self._neighbors = read_as, neighbors

    def before(self, place: int, code: int) -> bool:
        """Whether the element before `place` can precede it."""
        return place > 0 and self.together(ord(self._read_as[place - 1]), code)

    def behind(self, place: int, code: int) -> bool:
        """Whether the element at `place` can follow it."""
        return place < len(self._read_as) and self.together(code, ord(self._read_as[place]))

    def together(self, one: int, other: int) -> bool:
        """Whether the two codes are neighbors in a word."""
        key = ((one * 2_654_435_761 + other) & 0xFFFFFFFF) * 2_654_435_761 & 0xFFFFFFFF
        return self._neighbors[key >> 12] != 0


def joining(edges: list[Edge], may_join: MayJoin) -> list[Edge]:
    """Those that fit to a neighbor, as it is written or as it is put together."""
    by_start: dict[int, list[Edge]] = {}
    by_end: dict[int, list[Edge]] = {}
    for edge in edges:
        by_start.setdefault(edge.start, []).append(edge)
        by_end.setdefault(edge.end, []).append(edge)
    return [edge for edge in edges if _joins(edge, may_join, by_start, by_end)]


def _joins(
    edge: Edge, may_join: MayJoin, by_start: dict[int, list[Edge]], by_end: dict[int, list[Edge]]
) -> bool:
    first, last = read_code(edge.sign[0]), read_code(edge.sign[-1])
    if may_join.before(edge.start, first) or may_join.behind(edge.end, last):
        return True
    behind = (may_join.together(last, read_code(other.sign[0])) for other in by_start.get(edge.end, ()))
    before = (may_join.together(read_code(other.sign[-1]), first) for other in by_end.get(edge.start, ()))
    return any(behind) or any(before)


def read_code(sign: str) -> int:
    """The code under which a stream has a character."""
    return int(signs.table()[ord(sign)]) & 0xFFFF


def rewritten(stream: Stream, edges: list[Edge]) -> Rewritten | None:
    """The neighborhoods of the edges, one after another with borders between, each read from the left and, where
    edges overlap, from the right as well."""
    pieces: list[tuple[int, int, int, int]] = []
    for group in _groups(sorted(edges, key=lambda edge: (edge.start, -edge.end))):
        start = max(group[0].start - REACH, 0)
        end = min(max(edge.end for edge in group) + REACH, len(stream.entries))
        seen: set[tuple[Edge, ...]] = set()
        for chosen in _selections(group):
            if chosen not in seen:
                seen.add(chosen)
                pieces.extend(_written(start, end, chosen))
                pieces.append((-1, 0, 0, signs.BORDER))
    return _assembled(stream, pieces) if pieces else None


def _groups(edges: list[Edge]) -> Iterable[list[Edge]]:
    group: list[Edge] = []
    for edge in edges:
        if group and edge.start > max(one.end for one in group[-4:]) + REACH:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _selections(group: list[Edge]) -> Iterable[tuple[Edge, ...]]:
    """Ways to choose edges of which none lies over another: the longest and the shortest from the left, the
    longest from the right, and where one stretch means several things, each end of the list."""
    yield _without_overlap(sorted(group, key=lambda edge: (edge.start, edge.first, -edge.end, edge.sign)))
    yield _without_overlap(
        sorted(group, key=lambda edge: (edge.start, edge.first, edge.end, -ord(edge.sign[0])))
    )
    backwards = sorted(group, key=lambda edge: (-edge.end, -edge.last, edge.start))
    yield tuple(reversed(_without_overlap(backwards)))


def _without_overlap(ordered: list[Edge]) -> tuple[Edge, ...]:
    chosen: list[Edge] = []
    for edge in ordered:
        if not chosen or edge.last <= chosen[-1].first or edge.first >= chosen[-1].last:
            chosen.append(edge)
    return tuple(chosen)


def _written(start: int, end: int, chosen: Iterable[Edge]) -> Iterable[tuple[int, int, int, int]]:
    """Element, or -1 with place and entry, of each character of a stretch."""
    table, at = signs.table(), start
    for edge in chosen:
        yield from ((element, 0, 0, 0) for element in range(at, edge.start))
        yield from ((-1, edge.first, edge.last, int(table[ord(sign)])) for sign in edge.sign)
        at = edge.end
    yield from ((element, 0, 0, 0) for element in range(at, end))


def _assembled(stream: Stream, pieces: list[tuple[int, int, int, int]]) -> Rewritten:
    element, first, last, entry = np.array(pieces, dtype=np.int64).T
    made = element < 0
    entries = np.where(made, entry, stream.entries.take(element, mode="clip")).astype(np.uint32)
    firsts = np.where(made, first, stream.first.take(element, mode="clip"))
    lasts = np.where(made, last, stream.last.take(element, mode="clip"))
    return Rewritten(Stream(entries, firsts, lasts), made & (entries != signs.BORDER))


def columns(batch: Batch) -> Rewritten | None:
    """Lines of one width, read from top to bottom: columns from the left and from the right."""
    order: list[int] = []
    for rows in _blocks(batch):
        for direction in (1, -1):
            for column in range(len(rows[0]))[::direction]:
                order.extend(row[column] for row in rows)
            order.append(-1)
    if not order:
        return None
    pieces = [(element, 0, 0, signs.BORDER) for element in order]
    return _assembled(batch.stream, pieces)


def _blocks(batch: Batch) -> Iterable[list[list[int]]]:
    """Runs of lines with the same number of elements, two to twelve, as numbers of elements."""
    for text, begin in zip(batch.texts, batch.begins.tolist(), strict=True):
        if "\n" not in text:
            continue
        rows: list[list[int]] = []
        for row in [*_rows(batch.stream, text, begin), []]:
            if rows and len(row) != len(rows[0]):
                if 2 <= len(rows) <= MOST_ROWS:
                    yield rows
                rows = []
            if 2 <= len(row) <= WIDEST_COLUMNS:
                rows.append(row)


def _rows(stream: Stream, text: str, begin: int) -> Iterable[list[int]]:
    for line in text.split("\n"):
        first, last = np.searchsorted(stream.first, [begin, begin + len(line)]).tolist()
        yield list(range(first, last)) if last - first <= WIDEST_COLUMNS else [first] * (WIDEST_COLUMNS + 1)
        begin += len(line) + 1
