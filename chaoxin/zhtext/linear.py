"""A linear model over hashed grams: weights of one octet, a few hundred kilobytes on disk, only numpy to ask it."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tables", _packed(self.weights))

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        if len(texts) == 1:
            return self._one(texts[0])
        parts = [self._scores(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def clause_scores(self, texts: Sequence[str]) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """Scores of at least one text, scores of all their clauses, and which clause is each text's first."""
        if len(texts) == 1:
            return self._one_apart(texts[0])
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
        columns: list[NDArray[np.int64]] = []
        for table in self._tables:
            places = table[counted.buckets].sum(axis=0)
            columns.extend(_apart(np.add.reduceat(places, begins)))
        sums = np.stack(columns[: len(self.labels)], axis=1) * self.scales
        lengths = np.diff(begins, append=counted.buckets.shape[1])
        firsts = np.searchsorted(begins, counted.starts)
        whole = np.add.reduceat(sums, firsts) / np.sqrt(counted.lengths())[:, None] + self.biases
        return whole, sums / np.sqrt(lengths)[:, None] + self.biases, firsts

    def _one_apart(self, text: str) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """As `_apart`, with as few calls of numpy as there can be."""
        counted = grams.count([text], self.bits)
        begins = counted.clauses()
        sums: list[list[int]] = [[] for _ in begins]
        for table in self._tables:
            packed = np.add.reduceat(table[counted.buckets].sum(axis=0), begins)
            for row, whole in zip(sums, packed.tolist(), strict=True):
                for _ in range(SIDE_BY_SIDE):
                    low = ((whole + HALF) & MASK) - HALF
                    row.append(low)
                    whole = (whole - low) >> FIELD
        rows = np.array(sums, dtype=np.float64)[:, : len(self.labels)] * self.scales
        edges = [*begins.tolist(), counted.buckets.shape[1]]
        short = np.array([[(end - at) ** -0.5] for at, end in pairwise(edges)])
        all_of_it = rows.sum(axis=0, keepdims=True) / math.sqrt(edges[-1]) + self.biases
        return all_of_it, rows * short + self.biases, FIRST_CLAUSE

    def _scores(self, texts: Sequence[str]) -> Floats:
        counted = grams.count(texts, self.bits)
        columns: list[NDArray[np.int64]] = []
        for table in self._tables:
            places = table[counted.buckets].sum(axis=0)
            columns.extend(_apart(np.add.reduceat(places, counted.starts)))
        sums = np.stack(columns[: len(self.labels)], axis=1)
        return sums * self.scales / np.sqrt(counted.lengths())[:, None] + self.biases

    def _one(self, text: str) -> Floats:
        """As `_scores`, with as few calls of numpy as there can be."""
        counted = grams.count([text], self.bits)
        sums: list[int] = []
        for table in self._tables:
            whole = int(table[counted.buckets].sum())
            for _ in range(SIDE_BY_SIDE):
                low = ((whole + HALF) & MASK) - HALF
                sums.append(low)
                whole = (whole - low) >> FIELD
        rows = np.array([sums[: len(self.labels)]], dtype=np.float64)
        return rows * (self.scales / math.sqrt(counted.buckets.shape[1])) + self.biases

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


def _apart(sums: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    columns = []
    for _ in range(SIDE_BY_SIDE):
        low = ((sums + HALF) & MASK) - HALF
        columns.append(low)
        sums = (sums - low) >> FIELD
    return columns
