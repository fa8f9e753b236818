"""A linear model over hashed grams: weights of one octet, a few hundred kilobytes on disk, only numpy to ask it."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import grams

MAGIC = b"zhtext-linear-2\n"
ANEW = "train it anew with chaoxin train"
STEPS = 127
# Three sums side by side in one integer of 64 bits, so that one look-up serves three classes.
SIDE_BY_SIDE = 3
FIELD = 21
HALF = 1 << (FIELD - 1)
MASK = (1 << FIELD) - 1
# Added to the three, it makes each positive.
LIFT = HALF | HALF << FIELD | HALF << 2 * FIELD
FIELDS = np.array([0, FIELD, 2 * FIELD])
AT_ONCE = 512
FIRST_CLAUSE = np.zeros(1, dtype=np.intp)

Floats = NDArray[np.float64]


class NotAModel(ValueError):
    """The file is no model, or one of another version."""


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row per bucket and a column per label; `scales` turn a column's steps into scores. Scores are
    divided by `temperature` before they become probabilities. `about` is free: sources, licences, figures."""

    labels: tuple[str, ...]
    bits: int
    weights: NDArray[np.int8]
    scales: Floats
    biases: Floats
    temperature: float = 1.0
    about: dict[str, Any] = field(default_factory=dict)
    _tables: list[NDArray[np.int64]] = field(init=False, repr=False, compare=False)
    _plain: list[tuple[float, float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tables", _packed(self.weights))
        plain = list(zip(self.scales.tolist(), self.biases.tolist(), strict=True))
        object.__setattr__(self, "_plain", plain)

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        if len(texts) == 1:
            return np.array([self.scores_of(texts[0])])
        parts = [self._scores(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def clause_scores(self, texts: Sequence[str]) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """Scores of at least one text, scores of all their clauses, and which clause is each text's first."""
        if len(texts) == 1:
            one, apart = self.clause_scores_of(texts[0])
            return np.array([one]), np.array(apart), FIRST_CLAUSE
        parts = [self._apart(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)]
        if len(parts) == 1:
            return parts[0]
        whole, clauses, firsts = zip(*parts, strict=True)
        before = np.cumsum([0, *(len(some) for some in clauses[:-1])])
        moved = [some + number for some, number in zip(firsts, before, strict=True)]
        return np.concatenate(whole), np.concatenate(clauses), np.concatenate(moved)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """A row per text that adds up to one, a column per label."""
        return softmax(self.scores(texts) / self.temperature)

    def _apart(self, texts: Sequence[str]) -> tuple[Floats, Floats, NDArray[np.intp]]:
        counted = grams.count(texts, self.bits)
        begins = counted.clauses()
        sums = self._sums(counted, begins) * self.scales
        lengths = np.diff(begins, append=counted.buckets.shape[1])
        firsts = np.searchsorted(begins, counted.starts)
        whole = np.add.reduceat(sums, firsts) / np.sqrt(counted.lengths())[:, None] + self.biases
        return whole, sums / np.sqrt(lengths)[:, None] + self.biases, firsts

    def _scores(self, texts: Sequence[str]) -> Floats:
        counted = grams.count(texts, self.bits)
        sums = self._sums(counted, counted.starts)
        return sums * self.scales / np.sqrt(counted.lengths())[:, None] + self.biases

    def _sums(self, counted: grams.Grams, begins: NDArray[np.intp]) -> NDArray[np.int64]:
        """A row per part of the places, which begin there, a column per label, in steps."""
        columns = [_apart(np.add.reduceat(_summed(table, counted), begins)) for table in self._tables]
        whole = columns[0] if len(columns) == 1 else np.concatenate(columns, axis=1)
        return whole[:, : len(self.labels)]

    def clause_scores_of(self, text: str) -> tuple[list[float], list[list[float]]]:
        """As `clause_scores`, of one text and in plain numbers: an array of few takes longer to reckon with."""
        counted = grams.count([text], self.bits)
        begins = counted.first_clauses()
        tables = [np.add.reduceat(_summed_at_once(table, counted), begins).tolist() for table in self._tables]
        places = counted.buckets.shape[1]
        apart = [
            self._scored(packed, (end - at) ** -0.5)
            for packed, (at, end) in zip(zip(*tables, strict=True), pairwise([*begins, places]), strict=True)
        ]
        return self._scored(map(sum, tables), places**-0.5), apart

    def scores_of(self, text: str) -> list[float]:
        """As `scores`, of one text and in plain numbers."""
        counted = grams.count([text], self.bits)
        packed = [int(np.add.reduce(_summed_at_once(table, counted))) for table in self._tables]
        return self._scored(packed, counted.buckets.shape[1] ** -0.5)

    def _scored(self, packed: Iterable[int], less: float) -> list[float]:
        """The scores of what is summed up in all tables, as loud as places there are under the root."""
        steps: list[int] = []
        for sums in packed:
            lifted = sums + LIFT
            steps += ((lifted & MASK) - HALF, ((lifted >> FIELD) & MASK) - HALF, (lifted >> 2 * FIELD) - HALF)
        return [step * scale * less + bias for step, (scale, bias) in zip(steps, self._plain, strict=False)]

    def dump(self) -> bytes:
        """The file's octets; the same model gives the same octets."""
        head = {
            "labels": list(self.labels),
            "bits": self.bits,
            "scales": self.scales.tolist(),
            "biases": self.biases.tolist(),
            "temperature": self.temperature,
            "grams": grams.fingerprint(),
            "about": self.about,
        }
        told = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
        body = zlib.compress(np.ascontiguousarray(self.weights.T).tobytes(), 6)
        return MAGIC + len(told).to_bytes(4, "big") + told + body

    @staticmethod
    def load(data: bytes) -> LinearModel:
        """Raises `NotAModel`."""
        if not data.startswith(MAGIC):
            raise NotAModel(f"not a model of this version; {ANEW}")
        try:
            begin = len(MAGIC) + 4
            end = begin + int.from_bytes(data[len(MAGIC) : begin], "big")
            head = json.loads(data[begin:end])
            if head["grams"] != grams.fingerprint():
                raise NotAModel(f"texts are counted otherwise than when it was trained; {ANEW}")
            count = len(head["labels"])
            flat = np.frombuffer(zlib.decompress(data[end:]), dtype=np.int8)
            weights = flat.reshape(count, 1 << head["bits"]).T
            return LinearModel(
                labels=tuple(head["labels"]),
                bits=head["bits"],
                weights=weights,
                scales=np.array(head["scales"]),
                biases=np.array(head["biases"]),
                temperature=head["temperature"],
                about=head["about"],
            )
        except NotAModel:
            raise
        except (KeyError, TypeError, ValueError, zlib.error) as problem:
            raise NotAModel(f"the model is damaged: {problem}") from problem

    @staticmethod
    def read(path: Path) -> LinearModel:
        """Raises `NotAModel` and `OSError`."""
        return LinearModel.load(path.read_bytes())


def stepped(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights (a row per bucket) as whole steps, and how large a step of each column is."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / STEPS
    return np.rint(weights / scales).astype(np.int8), scales


def _summed(table: NDArray[np.int64], counted: grams.Grams) -> NDArray[np.int64]:
    """What a table says of each place: of the grams that begin there."""
    ones, twos, threes = counted.buckets
    places = table.take(ones)
    places += table.take(twos)
    places += table.take(threes)
    return places


def _summed_at_once(table: NDArray[np.int64], counted: grams.Grams) -> NDArray[np.int64]:
    """The same by fewer calls, which is faster for few places."""
    return np.add.reduce(table.take(counted.buckets), axis=0)


def softmax_of(scores: Sequence[float], temperature: float) -> list[float]:
    """As `softmax`, of one row and in plain numbers."""
    highest = max(scores)
    raised = [math.exp((score - highest) / temperature) for score in scores]
    whole = sum(raised)
    return [each / whole for each in raised]


def softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


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
