"""What changed between two texts, by paragraph and, within a paragraph, by Chinese character and Latin word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
LONGEST_COMPARED_BY_WORD = 4000


@dataclass(frozen=True)
class Piece:
    """A stretch that is the same in both (`same`), only in the old (`gone`) or only in the new text (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """One paragraph side by side; a side without it is empty."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    changed: bool


def inline(old: str, new: str) -> list[Piece]:
    """Both texts in one stream of pieces."""
    pieces: list[Piece] = []
    for row in side_by_side(old, new):
        if not row.changed:
            pieces.extend(row.new)
        else:
            pieces.extend(_woven(row))
        pieces.append(Piece("same", "\n"))
    return _joined(pieces[:-1])


def side_by_side(old: str, new: str) -> list[Row]:
    """The paragraphs of both texts beside each other."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece("same", line),), (Piece("same", line),), False) for line in after[j1:j2]]
        else:
            rows += _changed(before[i1:i2], after[j1:j2])
    return rows


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    rows = []
    for place in range(max(len(old), len(new))):
        left = old[place] if place < len(old) else None
        right = new[place] if place < len(new) else None
        rows.append(_row(left, right))
    return rows


def _row(left: str | None, right: str | None) -> Row:
    if left is None or right is None or len(left) + len(right) > LONGEST_COMPARED_BY_WORD:
        old = (Piece("gone", left),) if left is not None else ()
        new = (Piece("new", right),) if right is not None else ()
        return Row(old, new, True)
    before, after = WORD.findall(left), WORD.findall(right)
    old_pieces: list[Piece] = []
    new_pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        same = tag == "equal"
        if gone:
            old_pieces.append(Piece("same" if same else "gone", gone))
        if come:
            new_pieces.append(Piece("same" if same else "new", come))
    return Row(tuple(old_pieces), tuple(new_pieces), True)


def _woven(row: Row) -> list[Piece]:
    """The pieces of a changed row in reading order, what is gone before what came."""
    old, new = list(row.old), list(row.new)
    woven: list[Piece] = []
    while old or new:
        while old and old[0].kind == "gone":
            woven.append(old.pop(0))
        while new and new[0].kind == "new":
            woven.append(new.pop(0))
        if old and new:
            old.pop(0)
            woven.append(new.pop(0))
        elif new:
            woven.append(new.pop(0))
        elif old:
            woven.append(old.pop(0))
    return woven


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
