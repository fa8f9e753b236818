"""Hashed character 1–3-grams of texts; those within reach of a negation fall into other buckets than the rest.

No gram reaches over the end of a clause, and every clause begins and ends alike, as texts do: many texts are counted
at once, joined by line breaks.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .tables import lines
from .traditional import SIMPLIFIED

Codes = NDArray[np.uint32]
Buckets = NDArray[np.intp]

# Longer texts are counted by their beginning and their end.
LONGEST = 2_000
REACH = 5
SALT = np.uint32(0x9E3779B9)
FIRST, SECOND, THIRD, LAST = (np.uint32(n) for n in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x2C1B3C6D))
MIXED = np.uint32(15)
BREAK = np.uint32(ord("\n"))
TABLE_SIZE = 0x10000

# Two characters with a denying one in them that deny nothing.
DENYING_NOTHING = frozenset(" ".join(lines("denying_nothing.txt")).split())
CLAUSE_END = r"\s,.!?;:~()，。！？；：～（）、…"
DENYING_SIGNS = "不没别未无非"
# One of each thing that counting heeds: a clause's end, a negation and one that denies nothing, a letter, a digit.
PROBE = "不好，没有Ａ级；非常 3 分！味道不错"


def _denying() -> str:
    """A pattern of one denying sign that is not half of a pair that denies nothing."""
    ways = [f"[{DENYING_SIGNS}]"]
    for sign in DENYING_SIGNS:
        before = "".join(sorted(pair[0] for pair in DENYING_NOTHING if pair[1] == sign))
        after = "".join(sorted(pair[1] for pair in DENYING_NOTHING if pair[0] == sign))
        ways.append(f"(?<![{before}]{sign})" if before else "")
        ways.append(f"(?!(?<={sign})[{after}])" if after else "")
    return "".join(ways)


DENYING = re.compile(f"{_denying()}(?=([^{CLAUSE_END}]{{1,{REACH}}}))")


class Grams(NamedTuple):
    """`buckets[k]` holds the grams of k + 1 characters by the place of their first one; the bucket `2 ** bits` is of
    no gram. `starts` are the places where the texts begin, each text taking at least one place. `ends` marks places
    of signs and blanks that end a clause."""

    buckets: Buckets
    starts: NDArray[np.intp]
    ends: NDArray[np.bool_]

    def clauses(self) -> NDArray[np.intp]:
        """Where clauses begin: each text's first, and those after a sign or blank that ends one."""
        begins = self.ends.copy()
        begins[:-1] &= ~self.ends[1:]
        begins[-1] = False
        begins[self.starts] = True
        return np.flatnonzero(begins)

    def lengths(self) -> NDArray[np.intp]:
        """How many places each text takes."""
        return np.diff(self.starts, append=self.buckets.shape[1])


def count(texts: Sequence[str], bits: int) -> Grams:
    """The grams of at least one text, in 2 ** `bits` buckets."""
    told = [_line(text) for text in texts]
    joined = "\n" + "\n".join(told) + "\n\n"
    singles, joints, ends = _read(joined)
    buckets = _hashed(singles, joints, _denied(joined), bits)
    np.copyto(buckets[2], 1 << bits, where=ends[1:-1])
    lengths = np.fromiter((len(line) + 1 for line in told), dtype=np.intp, count=len(told))
    starts = np.zeros(len(told), dtype=np.intp)
    np.cumsum(lengths[:-1], out=starts[1:])
    places = int(lengths.sum())
    return Grams(buckets[:, :places], starts, ends[:places])


@cache
def fingerprint() -> int:
    """Changes when grams are counted otherwise; a model knows only grams that were counted like its own."""
    counted = count([PROBE], 24).buckets.astype("<u4")
    told = (FOLDED.tobytes(), CLAUSE_ENDS.tobytes(), DENYING.pattern.encode(), counted.tobytes())
    return zlib.crc32(b"".join(told))


def _line(text: str) -> str:
    if len(text) > LONGEST:
        text = text[: LONGEST // 2] + text[-LONGEST // 2 :]
    return text.replace("\n", " ")


def _read(joined: str) -> tuple[Codes, Codes, NDArray[np.bool_]]:
    """Of every character: what is hashed of it alone and in longer grams, where every clause ends alike, and whether
    it ends one."""
    written = joined.encode("utf-16-le", "surrogatepass")
    if len(written) == 2 * len(joined):
        codes = np.frombuffer(written, dtype="<u2")
        return SINGLES.take(codes), JOINTS.take(codes), ENDING.take(codes)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    near = np.minimum(codes, TABLE_SIZE - 1)
    far, ends = codes >= TABLE_SIZE, ENDING[near]
    return (
        np.where(far, codes * FIRST, SINGLES[near]),
        np.where(far, codes * FIRST, JOINTS[near]),
        ends & ~far,
    )


def _denied(joined: str) -> NDArray[np.uint32] | None:
    """The salt of every place that an odd number of negations reaches: up to the clause's end, five characters on."""
    spans = [found.span(1) for found in DENYING.finditer(joined)]
    if not spans:
        return None
    turns = np.bincount(np.array(spans).ravel(), minlength=len(joined)) & 1
    return np.bitwise_xor.accumulate(turns)[:-2].astype(np.uint32) * SALT


def _hashed(singles: Codes, joints: Codes, denied: NDArray[np.uint32] | None, bits: int) -> Buckets:
    twos = joints[:-1] * SECOND
    twos += joints[1:]
    rows = np.empty((3, len(singles) - 2), dtype=np.uint32)
    rows[0], rows[1] = singles[:-2], twos[:-1]
    np.multiply(twos[:-1], THIRD, out=rows[2])
    rows[2] += joints[2:]
    if denied is not None:
        rows[1:] ^= denied
    rows ^= rows >> MIXED
    rows *= LAST
    rows >>= np.uint32(32 - bits)
    return rows.astype(np.intp)


def _folds() -> Codes:
    table = np.arange(TABLE_SIZE, dtype=np.uint32)
    for code in range(TABLE_SIZE):
        sign = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else chr(code)
        low = sign.lower()
        table[code] = ord("0") if low in "123456789" else ord(low) if len(low) == 1 else code
    for traditional, simple in SIMPLIFIED.items():
        if ord(traditional) < TABLE_SIZE:
            table[ord(traditional)] = ord(simple)
    for one, other in zip("，。！？；：（）～、…　\r\t【】“”‘’「」", ',.!?;:()~,.   []""\'\'""', strict=True):
        table[ord(one)] = ord(other)
    return table


FOLDED = _folds()
CLAUSE_ENDS = np.zeros(TABLE_SIZE, dtype=bool)
CLAUSE_ENDS[[ord(sign) for sign in ",.!?;~ \n"]] = True
# By the code of a character as it is written.
ENDING = CLAUSE_ENDS[np.minimum(FOLDED, TABLE_SIZE - 1)]
SINGLES = FOLDED * FIRST
JOINTS = np.where(ENDING, BREAK, FOLDED) * FIRST
