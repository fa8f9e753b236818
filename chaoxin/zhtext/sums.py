"""What the grams of a text weigh together, and what its clauses say. `compiled` adds it up where there was a compiler,
numpy else; what they come to is the same but for what rounding makes of it."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from . import grams
from .compiled import passes as compiled

# Three sums side by side in one integer of 64 bits, so that one look-up serves three classes.
SIDE_BY_SIDE = 3
FIELD = 21
HALF = 1 << (FIELD - 1)
MASK = (1 << FIELD) - 1
# Added to the three, it makes each positive.
LIFT = HALF | HALF << FIELD | HALF << 2 * FIELD
FIELDS = np.array([0, FIELD, 2 * FIELD])
AT_ONCE = 512
# As in `compiled/weights.c`.
MOST_LABELS = 16
ENDS, STOPS, DENYING_FROM = 1, 2, 4

Floats = NDArray[np.float64]
Octets = NDArray[np.uint8]


class Sums(Protocol):
    """What both offer."""

    def scores(self, texts: list[str]) -> Floats:
        """A row for each of the texts (one at least), a column per label."""

    def heard(self, texts: list[str], temperature: float) -> tuple[Floats, Floats]:
        """`scores`, and what the clauses of each text say together: of each the shares of the labels at this
        temperature, added up, by the root of how many clauses there are."""

    def heard_of(self, text: str, temperature: float) -> tuple[list[float], list[float]]:
        """The same of one text, in plain numbers."""


def of(bits: int, weights: NDArray[np.int8], scales: Floats, biases: Floats) -> Sums:
    """For weights of a row per bucket and a column per label."""
    if compiled is None or len(scales) > MOST_LABELS:
        return PlainSums(bits, weights, scales, biases)
    return CompiledSums(bits, weights, scales, biases)


class CompiledSums:
    """By what was compiled."""

    def __init__(self, bits: int, weights: NDArray[np.int8], scales: Floats, biases: Floats) -> None:
        octets = np.ascontiguousarray(weights.T)
        steps = np.concatenate([scales, biases]).astype(np.float64)
        self._labels = len(scales)
        self._weights = compiled.Weights(bits, octets, steps, grams.SINGLES, grams.JOINTS, *_heeded())

    def scores(self, texts: list[str]) -> Floats:
        """See `Sums`."""
        return self._rows(self._weights.scores(texts))

    def heard(self, texts: list[str], temperature: float) -> tuple[Floats, Floats]:
        """See `Sums`."""
        whole, voices = self._weights.heard(texts, temperature)
        return self._rows(whole), self._rows(voices)

    def heard_of(self, text: str, temperature: float) -> tuple[list[float], list[float]]:
        """See `Sums`."""
        whole, voices = self._weights.heard([text], temperature)
        return array("d", whole).tolist(), array("d", voices).tolist()

    def _rows(self, octets: bytearray) -> Floats:
        return np.frombuffer(octets, dtype=np.float64).reshape(-1, self._labels)


class PlainSums:
    """Without a compiler."""

    def __init__(self, bits: int, weights: NDArray[np.int8], scales: Floats, biases: Floats) -> None:
        self._bits, self._scales, self._biases = bits, scales, biases
        self._tables = _packed(weights)

    def scores(self, texts: list[str]) -> Floats:
        """See `Sums`."""
        return np.concatenate([self._scores(some) for some in _parts(texts)])

    def heard(self, texts: list[str], temperature: float) -> tuple[Floats, Floats]:
        """See `Sums`."""
        heard = [self._heard(some, temperature) for some in _parts(texts)]
        return np.concatenate([whole for whole, _ in heard]), np.concatenate([voices for _, voices in heard])

    def heard_of(self, text: str, temperature: float) -> tuple[list[float], list[float]]:
        """See `Sums`."""
        whole, voices = self._heard([text], temperature)
        return whole[0].tolist(), voices[0].tolist()

    def _scores(self, texts: Sequence[str]) -> Floats:
        counted = grams.count(texts, self._bits)
        return self._scored(self._added(counted, counted.starts), counted.lengths())

    def _heard(self, texts: Sequence[str], temperature: float) -> tuple[Floats, Floats]:
        counted = grams.count(texts, self._bits)
        begins = counted.clauses()
        sums = self._added(counted, begins)
        firsts = np.searchsorted(begins, counted.starts)
        whole = self._scored(np.add.reduceat(sums, firsts), counted.lengths())
        clauses = self._scored(sums, np.diff(begins, append=counted.buckets.shape[1]))
        voices = np.add.reduceat(softmax(clauses / temperature), firsts)
        return whole, voices / np.sqrt(np.diff(firsts, append=len(clauses)))[:, None]

    def _scored(self, sums: NDArray[np.int64], places: NDArray[np.intp]) -> Floats:
        return sums * self._scales / np.sqrt(places)[:, None] + self._biases

    def _added(self, counted: grams.Grams, begins: NDArray[np.intp]) -> NDArray[np.int64]:
        """A row per part of the places, which begin there, a column per label, in steps."""
        columns = [_apart(np.add.reduceat(_summed(table, counted), begins)) for table in self._tables]
        return np.concatenate(columns, axis=1)[:, : len(self._scales)]


def softmax(scores: Floats) -> Floats:
    """A row per row that adds up to one."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def softmax_of(scores: Sequence[float], temperature: float) -> list[float]:
    """As `softmax`, of one row and in plain numbers."""
    highest = max(scores)
    raised = [math.exp((score - highest) / temperature) for score in scores]
    whole = sum(raised)
    return [each / whole for each in raised]


def _parts(texts: list[str]) -> list[list[str]]:
    return [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]


def _summed(table: NDArray[np.int64], counted: grams.Grams) -> NDArray[np.int64]:
    """What a table says of each place: of the grams that begin there."""
    ones, twos, threes = counted.buckets
    places = table.take(ones)
    places += table.take(twos)
    places += table.take(threes)
    return places


def _packed(weights: NDArray[np.int8]) -> list[NDArray[np.int64]]:
    """Tables with one more row, of zeros, for the bucket of no gram."""
    tables = []
    for at in range(0, weights.shape[1], SIDE_BY_SIDE):
        table = np.zeros(len(weights) + 1, dtype=np.int64)
        for place, column in enumerate(weights[:, at : at + SIDE_BY_SIDE].T):
            table[:-1] += column.astype(np.int64) << (FIELD * place)
        tables.append(table)
    return tables


def _apart(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """A row per sum, a column for each of those that stand side by side in it."""
    return ((sums[:, None] + LIFT >> FIELDS) & MASK) - HALF


@cache
def _heeded() -> tuple[Octets, Octets, Octets]:
    """By the code of a character: whether it ends a clause, stops what a negation reaches, and which denying sign it
    is; a bit for each denying sign that denies nothing behind it, and for each that denies nothing before it."""
    every = "".join(map(chr, range(grams.TABLE_SIZE)))
    kinds = grams.ENDING * np.uint8(ENDS)
    for found in re.finditer(f"[{grams.CLAUSE_END}]", every):
        kinds[found.start()] |= STOPS
    before, after = np.zeros((2, grams.TABLE_SIZE), dtype=np.uint8)
    for number, sign in enumerate(grams.DENYING_SIGNS):
        kinds[ord(sign)] |= DENYING_FROM * (number + 1)
        for pair in grams.DENYING_NOTHING:
            before[ord(pair[0])] |= (pair[1] == sign) << number
            after[ord(pair[1])] |= (pair[0] == sign) << number
    return kinds, before, after
