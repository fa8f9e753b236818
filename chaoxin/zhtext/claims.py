"""Which sentences of an advertiser claim what advertising may not claim, whatever words they use: a linear model."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import judging
from .linear import LinearModel
from .sums import softmax


class Claim(StrEnum):
    CURE = "cure"
    LOOKS = "looks"
    SLIMMING = "slimming"
    EXAM = "exam"
    RETURNS = "returns"
    DRINKING = "drinking"
    UNRIVALLED = "unrivalled"
    UNSOURCED = "unsourced"
    BRIBE = "bribe"
    DIVERT = "divert"
    ASSURANCE = "assurance"
    AUTHORITY = "authority"


MODEL = "claims.bin"
VARIABLE = "CHAOXIN_CLAIMS_MODEL"
NOTHING = "nothing"
LABELS = frozenset({NOTHING, *Claim})
# What is less likely is not told.
LEAST = 0.5
# In characters. A sentence is judged whole unless it is too long for one claim, and where it is not short by windows of
# its clauses, too, which begin so far apart. What is shorter says too little.
SHORTEST, WINDOW, APART, LONGEST = 8, 25, 6, 40
SENTENCE = re.compile(r"[^。！？!?；;\n\r]{1,400}[。！？!?；;]{0,3}")
CLAUSE = re.compile(r"[^，,：:…~～ \u3000]{1,40}[，,：:…~～ \u3000]{0,3}")
EDGES = " \t\u3000，,、：:…~～"
REPEATED = re.compile(r"(.)\1{2,}")


class Claimed(NamedTuple):
    """A stretch of a text that claims something; `confidence` (0.5 to 1) is how likely it claims anything at all."""

    start: int
    end: int
    claim: Claim
    confidence: float


class ClaimJudge:
    """Judges by one model, which stays in memory; may be shared by threads."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self._nothing = model.labels.index(NOTHING)
        self._claims = [None if label == NOTHING else Claim(label) for label in model.labels]

    def find(self, text: str) -> list[Claimed]:
        """What a text claims, in the order of the places, no two of which share a character."""
        pieces = list(pieces_of(text))
        if not pieces:
            return []
        said = [text[at:end] for at, end in pieces]
        scores = self.model.scores(list(map(put_plainly, said)) if REPEATED.search(text) else said)
        told = softmax(scores / self.model.temperature)
        sure = 1 - told[:, self._nothing]
        told[:, self._nothing] = 0
        likely = np.flatnonzero(sure >= LEAST)
        claims = [self._claims[label] for label in told[likely].argmax(axis=1).tolist()]
        found = [
            Claimed(*pieces[place], claim, round(float(sure[place]), 2))
            for place, claim in zip(likely.tolist(), claims, strict=True)
            if claim
        ]
        return _apart(found)


def pieces_of(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are judged, in the order of their ends; some share characters."""
    for sentence in SENTENCE.finditer(text):
        for start, end in dict.fromkeys(_parts_of(text, *sentence.span())):
            if end - start >= SHORTEST:
                yield start, end


def put_plainly(piece: str) -> str:
    """The piece with no character more than twice in a row, as it is counted."""
    return REPEATED.sub(r"\1\1", piece)


def _parts_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > WINDOW:
        ends = [found.end() for found in CLAUSE.finditer(text, start, end)]
        last, free = -1, start
        for number, begin in enumerate([start, *ends][: len(ends)]):
            if begin < free:
                continue
            further = max(number, last)
            while further + 1 < len(ends) and ends[further + 1] - begin <= WINDOW:
                further += 1
            if further > last:
                last, free = further, begin + APART
                yield _trimmed(text, begin, ends[further])
    if end - start <= LONGEST:
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    said = text[start:end]
    return start + len(said) - len(said.lstrip(EDGES)), start + len(said.rstrip(EDGES))


def _apart(found: list[Claimed]) -> list[Claimed]:
    """Of those that share characters the likeliest, of equally likely ones the shortest."""
    starts: list[int] = []
    kept: list[Claimed] = []
    for one in sorted(found, key=lambda one: (-one.confidence, one.end - one.start, one.start)):
        at = bisect_left(starts, one.end)
        if not at or kept[at - 1].end <= one.start:
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def read(path: Path) -> ClaimJudge:
    """A judge by the model of a file. Raises `NotAModel`, `WrongLabels` and `OSError`."""
    model = judging.read(path, LABELS)
    if NOTHING not in model.labels:
        raise judging.WrongLabels(f"{path.name}: {', '.join(model.labels)}")
    return ClaimJudge(model)


@lru_cache(maxsize=1)
def shipped() -> ClaimJudge:
    """The judge that comes with the product; `docs/model-card.md` says what it knows and what not."""
    return read(judging.SHIPPED / MODEL)


@lru_cache(maxsize=1)
def chosen() -> ClaimJudge:
    """The judge by the model that `CHAOXIN_CLAIMS_MODEL` names, or else the shipped one. Raises as `read`."""
    return read(judging.chosen(VARIABLE, MODEL))
